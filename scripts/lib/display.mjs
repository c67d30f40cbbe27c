import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { aptInstall } from './apt.mjs';
import { note, ToolError } from './log.mjs';
import { capture } from './process.mjs';

/** @typedef {{ env: Record<string, string>, stop: () => Promise<void> }} Display `env` is added to that of the app */

const SCREEN = '1440x900x24';

/**
 * A display for the app: the session's own, or else a virtual one that lives until `stop`.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<Display>}
 */
export async function ensureDisplay(env = process.env) {
  if (process.platform !== 'linux' || env.DISPLAY || env.WAYLAND_DISPLAY) {
    return { env: {}, stop: async () => {} };
  }
  if (!onPath('Xvfb', env) || !onPath('xauth', env)) {
    await aptInstall([['xvfb'], ['xauth']], 'There is no display, so Xvfb is needed');
  }
  const display = await startXvfb();
  note(
    `No display found: running on the virtual display ${display.env.DISPLAY} (Xvfb). To see the window, start ` +
      `from a desktop session, or attach a VNC server: x11vnc -localhost -display ${display.env.DISPLAY} ` +
      `-auth ${display.env.XAUTHORITY}`,
  );
  return display;
}

/**
 * @param {string} program
 * @param {NodeJS.ProcessEnv} env
 */
function onPath(program, env) {
  const folders = (env.PATH ?? '').split(path.delimiter);
  return folders.some((folder) => fs.existsSync(path.join(folder, program)));
}

/** @returns {Promise<Display>} */
async function startXvfb() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'auto-router-x-'));
  const authority = path.join(folder, 'Xauthority');
  const cookie = randomBytes(16).toString('hex');
  fs.writeFileSync(authority, '', { mode: 0o600 });
  // Without a cookie every user of the machine could watch the window and type into it.
  const allow = (/** @type {string} */ name) =>
    capture('xauth', ['-f', authority, 'add', name, '.', cookie]);
  await allow(':0');
  // The server picks a free display and writes its number to fd 3 once it accepts clients: no race
  // between two of them, and nothing to wait for by polling.
  const args = ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp', '-auth', authority];
  // In a group of its own: Ctrl-C in the terminal must reach the app, not the display under it.
  const server = spawn('Xvfb', args, {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const closed = new Promise((resolve) => server.once('close', resolve));
  const stop = async () => {
    server.kill();
    await closed;
    await rm(folder, { recursive: true, force: true });
  };
  // A script that ends without `stop` (a thrown error, process.exit) must not leave a server behind.
  process.once('exit', () => server.kill());
  try {
    const number = await displayNumber(server);
    await allow(`:${number}`);
    return { env: { DISPLAY: `:${number}`, XAUTHORITY: authority }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * @param {import('node:child_process').ChildProcess} server
 * @returns {Promise<string>}
 */
function displayNumber(server) {
  return new Promise((resolve, reject) => {
    let messages = '';
    let written = '';
    server.stderr?.on('data', (chunk) => (messages += chunk));
    server.stdio[3]?.on('data', (chunk) => {
      written += chunk;
      if (written.includes('\n')) resolve(written.trim());
    });
    server.once('error', (error) =>
      reject(new ToolError(`Xvfb can't be started: ${error.message}`)),
    );
    server.once('close', (code) =>
      reject(new ToolError(`Xvfb ended at once (${code}): ${messages.trim()}`)),
    );
  });
}
