import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A gateway under load, in a process of its own on the first core. */
export interface Contender {
  readonly name: string;
  /** Address of its chat completions. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly model: string;
  /** Null = the upstream itself, without a gateway. */
  readonly pid: number | null;
  readonly stop: () => void;
}

const FOLDER = join(import.meta.dirname);
/** The core of the gateway, and that of upstream and load. */
export const GATEWAY_CORE = '0';
export const OTHER_CORE = '1';
const TOKEN = 'bench-token-0123456789';
/** With a newer node-server its answers fail: it appends to headers that are immutable there. */
const PORTKEY = {
  private: true,
  dependencies: { '@portkey-ai/gateway': '1.15.2' },
  overrides: { '@hono/node-server': '1.13.8' },
};

/** Runs node pinned to a core where the system can do it. */
export function node(
  core: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcess {
  const pinned = process.platform === 'linux' && existsSync('/usr/bin/taskset');
  const [command, all] = pinned
    ? ['taskset', ['-c', core, process.execPath, ...args]]
    : [process.execPath, [...args]];
  return spawn(command, all, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: child.stdout ?? process.stdin });
    lines.once('line', resolve);
    child.once('exit', (code) => reject(new Error(`a bench process ended with ${code}`)));
  });
}

export async function startUpstream(): Promise<{ origin: string; stop: () => void }> {
  const child = node(OTHER_CORE, [join(FOLDER, 'mock-upstream.mjs')]);
  const port = await firstLine(child);
  return { origin: `http://127.0.0.1:${port}`, stop: () => child.kill('SIGKILL') };
}

export async function direct(origin: string): Promise<Contender> {
  const url = `${origin}/v1/chat/completions`;
  return { name: 'no gateway', url, headers: {}, model: 'm1', pid: null, stop: () => undefined };
}

export async function minimal(origin: string): Promise<Contender> {
  const child = node(GATEWAY_CORE, [join(FOLDER, 'minimal-gateway.mjs'), origin]);
  const port = await firstLine(child);
  return {
    name: 'minimal gateway (undici dispatch)',
    url: `http://127.0.0.1:${port}/v1/chat/completions`,
    headers: {},
    model: 'm1',
    pid: child.pid ?? null,
    stop: () => child.kill('SIGKILL'),
  };
}

/** Ours as it is served: routing, trace, caps and outcome rows on. */
export async function ours(origin: string): Promise<Contender> {
  const folder = mkdtempSync(join(tmpdir(), 'auto-router-bench-'));
  const providers = join(folder, 'providers.json');
  writeFileSync(
    providers,
    JSON.stringify([
      { id: 'up', kind: 'openai-compatible', baseUrl: `${origin}/v1`, apiKey: 'bench' },
    ]),
  );
  const child = node(GATEWAY_CORE, ['out/main/serve.cjs', '--data', join(folder, 'data')], {
    AUTO_ROUTER_PROVIDERS: providers,
    AUTO_ROUTER_TOKEN: TOKEN,
  });
  const { url } = JSON.parse(await firstLine(child)) as { url: string };
  return {
    name: 'ours (auto)',
    url: `${url}/v1/chat/completions`,
    headers: { authorization: `Bearer ${TOKEN}` },
    model: 'auto',
    pid: child.pid ?? null,
    stop: () => {
      child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Portkey's gateway, fetched from the registry on the first run; null where that fails. */
export async function portkey(origin: string): Promise<Contender | null> {
  const folder = join(homedir(), '.cache', 'auto-router', 'bench-portkey');
  const entry = join(folder, 'node_modules/@portkey-ai/gateway/build/start-server.js');
  if (!existsSync(entry)) {
    try {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'package.json'), JSON.stringify(PORTKEY));
      execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], {
        cwd: folder,
        stdio: 'ignore',
        timeout: 300_000,
      });
    } catch {
      return null;
    }
  }
  const port = await freePort();
  const child = node(GATEWAY_CORE, [entry, '--headless', `--port=${port}`]);
  child.stdout?.resume();
  const url = `http://127.0.0.1:${port}/v1/chat/completions`;
  await answers(`http://127.0.0.1:${port}/`);
  return {
    name: '@portkey-ai/gateway 1.15.2',
    url,
    headers: {
      'x-portkey-provider': 'openai',
      'x-portkey-custom-host': `${origin}/v1`,
      authorization: 'Bearer bench',
    },
    model: 'm1',
    pid: child.pid ?? null,
    stop: () => child.kill('SIGKILL'),
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/** Resolves when something answers there; a bench may wait, nothing is timed by it. */
async function answers(url: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    try {
      await fetch(url);
      return;
    } catch {
      await new Promise((resolve) => {
        setTimeout(resolve, 100);
      });
    }
  }
  throw new Error(`nothing answers at ${url}`);
}
