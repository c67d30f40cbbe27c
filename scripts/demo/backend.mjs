/** Starts `npm run serve` on the example benchmarks in a throw-away folder, and stops it for certain. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const EXAMPLE = join(ROOT, 'shared/routing/benchmarks.example.json');
const START_LIMIT_MS = 180_000;

/**
 * @typedef {{ get(path: string): Promise<any>, put(path: string, body: unknown): Promise<any> }} Client the demos assert what they read
 * @typedef {{ client: Client, dataDir: string, kill(): void, stop(): Promise<void> }} DemoBackend
 */

/** @returns {Promise<DemoBackend>} */
export async function startBackend() {
  const dataDir = await mkdtemp(join(tmpdir(), 'auto-router-demo-'));
  // The child's environment is a copy: the demo changes nothing outside itself, and a person's own
  // token, providers or catalog do not reach it.
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, AUTO_ROUTER_CATALOG: EXAMPLE };
  for (const name of ['AUTO_ROUTER_TOKEN', 'AUTO_ROUTER_PROVIDERS', 'ADMIN_KEY']) delete env[name];
  const child = spawn(
    process.execPath,
    [join(ROOT, 'scripts/serve.mjs'), '--port', '0', '--data', dataDir],
    { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const exited = once(child, 'exit');
  /** @type {string[]} */
  const log = [];
  createInterface({ input: child.stderr }).on('line', (line) => log.push(line));

  const ready = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    exited.then(() => null),
    new Promise((resolve) => setTimeout(resolve, START_LIMIT_MS, null).unref()),
  ]);
  if (ready === null) {
    child.kill('SIGKILL');
    throw new Error(`the backend did not start:\n${log.slice(-20).join('\n')}`);
  }
  const { url, token } = JSON.parse(ready[0]);
  return {
    client: clientOf(url, token),
    dataDir,
    kill: () => child.kill('SIGKILL'),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await exited;
      clearTimeout(late);
    },
  };
}

/**
 * @param {string} url
 * @param {string} token
 * @returns {Client}
 */
function clientOf(url, token) {
  /** @param {string} path @param {RequestInit} init */
  const call = async (path, init) => {
    const response = await fetch(`${url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
    const text = await response.text();
    if (!response.ok)
      throw new Error(`${init.method} ${path} answered ${response.status}: ${text}`);
    return JSON.parse(text);
  };
  return {
    get: (path) => call(path, { method: 'GET' }),
    put: (path, body) => call(path, { method: 'PUT', body: JSON.stringify(body) }),
  };
}
