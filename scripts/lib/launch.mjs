import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { exitCodeOf } from './process.mjs';

/**
 * @typedef {object} RunningApp
 * @property {string} debuggerUrl
 * @property {number} pid
 * @property {() => string} output what it has written so far
 * @property {() => Promise<void>} ended resolves when it ended well and whole, rejects when it did not
 * @property {() => void} kill ends whatever is left of it
 * @property {Promise<number>} closed its exit code, however it ended
 */

const LISTEN_LIMIT_MS = 60_000;
const END_LIMIT_MS = 15_000;
const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Starts an Electron app with Chromium's debugging port open, to be driven from outside as it is.
 * @param {string} executable
 * @param {readonly string[]} appArgs
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<RunningApp>}
 */
export async function launch(executable, appArgs, env) {
  // Before the path of an app, if there is one: what comes after it is the app's.
  const args = ['--remote-debugging-port=0', ...appArgs];
  // In a group of its own, so that all of its processes can be found and ended together.
  const child = spawn(executable, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  /** @type {string[]} */
  const lines = [];
  const end = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(exitCodeOf(code, signal)));
  });
  const kill = () => signalGroup(child.pid, 'SIGKILL');
  // A script that ends before the app does, by itself or by a signal, must not leave it behind.
  process.once('exit', kill);
  for (const signal of SIGNALS) process.once(signal, exitBySignal);
  child.once('close', () => {
    process.off('exit', kill);
    for (const signal of SIGNALS) process.off(signal, exitBySignal);
  });
  const listening = new Promise((resolve) => {
    for (const input of [child.stdout, child.stderr]) {
      createInterface({ input }).on('line', (line) => {
        lines.push(line);
        const url = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
        if (url) resolve(url);
      });
    }
  });
  const output = () => lines.slice(-40).join('\n');
  const died = end.then((code) => {
    throw new Error(`The app ended at once (${code}):\n${output()}`);
  });
  try {
    const debuggerUrl = await within(
      LISTEN_LIMIT_MS,
      'open its debugging port',
      Promise.race([listening, died]),
    );
    return {
      debuggerUrl,
      pid: child.pid ?? 0,
      output,
      kill,
      closed: end,
      async ended() {
        const code = await within(END_LIMIT_MS, 'end after its window was closed', end);
        if (code !== 0) throw new Error(`The app ended with exit code ${code}`);
        await groupGone(child.pid);
      },
    };
  } catch (error) {
    kill();
    throw error;
  }
}

/** @param {NodeJS.Signals} signal */
function exitBySignal(signal) {
  process.exit(exitCodeOf(null, signal)); // and so to what listens for the end
}

/**
 * @param {number | undefined} pid leader of the group
 * @param {NodeJS.Signals | 0} signal
 * @returns {boolean} whether there was a process to take it
 */
function signalGroup(pid, signal) {
  if (pid === undefined) return false;
  try {
    return process.kill(-pid, signal);
  } catch {
    return false; // no such group: all of it has ended
  }
}

/**
 * Chromium's helpers are no children of ours, so nothing but a look tells that the last one has ended.
 * @param {number | undefined} pid
 */
async function groupGone(pid) {
  const giveUp = Date.now() + END_LIMIT_MS;
  while (signalGroup(pid, 0) && Date.now() < giveUp) await delay(50);
  if (signalGroup(pid, 0)) throw new Error('The app left processes behind');
}

/**
 * @template T
 * @param {number} ms
 * @param {string} what
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
async function within(ms, what, promise) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`The app did not ${what} within ${ms / 1000} s`)),
      ms,
    );
  });
  try {
    return await /** @type {Promise<T>} */ (Promise.race([promise, late]));
  } finally {
    clearTimeout(timer);
  }
}
