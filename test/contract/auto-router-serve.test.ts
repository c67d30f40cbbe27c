import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EXAMPLE_CATALOG } from '../support/backend';
import { sourceServers } from '../support/live-catalog';
import { tempDir, testStore } from '../support/store';

const SERVE = new URL('../../electron/backend/serve.ts', import.meta.url).pathname;

interface Run {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  readonly exited: Promise<number | null>;
  /** The ready line, or rejects with what stderr said. */
  readonly ready: Promise<{ url: string; token: string }>;
}

function serve(args: readonly string[], env: Readonly<Record<string, string>> = {}): Run {
  const child = spawn(process.execPath, ['--import', 'tsx', SERVE, ...args], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  const ready = new Promise<{ url: string; token: string }>((resolve, reject) => {
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString();
      const line = out.split('\n')[0] ?? '';
      if (out.includes('\n')) resolve(JSON.parse(line) as { url: string; token: string });
    });
    void exited.then(() => reject(new Error(`exited: ${err}`)));
  });
  ready.catch(() => undefined);
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, out: () => out, err: () => err, exited, ready };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

// Each start is a process of its own, which takes seconds on a busy machine.
describe('npm run serve', { timeout: 90_000 }, () => {
  it('prints one line of JSON, answers, and stops within 2 s on SIGTERM with exit 0', async () => {
    const dir = tempDir();
    const run = serve(['--port', '0', '--data', dir], { AUTO_ROUTER_CATALOG: EXAMPLE_CATALOG });
    const { url, token } = await run.ready;
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const path = `${url}/v1/auto-router/pick?task=general_assistant`;
    expect((await fetch(path)).status).toBe(401);
    const pick = (await (await fetch(path, { headers: bearer(token) })).json()) as {
      model: string;
    };
    expect(pick.model).toBe('haiku-4-5');
    const before = performance.now();
    run.child.kill('SIGTERM');
    expect(await run.exited).toBe(0);
    expect(performance.now() - before).toBeLessThan(2000);
    expect(run.out().trim().split('\n')).toHaveLength(1);
    expect(run.err()).not.toContain(token);
    expect(existsSync(join(dir, 'auto-router.db.open'))).toBe(false);
    const { store } = await testStore(dir);
    expect(await store.picks.snapshot('local', 10)).toHaveLength(1);
  });

  it('is ready when its providers have listed their models, so that auto can serve at once', async () => {
    const upstream = createServer((request, response) => {
      const answer =
        request.method === 'GET'
          ? { data: [{ id: 'm1' }] }
          : { choices: [{ message: { role: 'assistant', content: 'Hello' } }] };
      response.setHeader('content-type', 'application/json');
      setTimeout(() => response.end(JSON.stringify(answer)), 300);
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void upstream.close());
    await new Promise((resolve) => upstream.once('listening', resolve));
    const { port } = upstream.address() as AddressInfo;
    const dir = tempDir();
    const file = join(dir, 'providers.json');
    const entry = { id: 'slow', kind: 'openai-compatible', baseUrl: `http://127.0.0.1:${port}` };
    writeFileSync(file, JSON.stringify([entry]));
    const run = serve(['--data', dir], { AUTO_ROUTER_PROVIDERS: file });
    const { url, token } = await run.ready;
    const response = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { ...bearer(token), 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'auto', messages: [{ role: 'user', content: 'Hi' }] }),
    });
    expect([response.status, response.headers.get('x-auto-router-model')]).toEqual([
      200,
      'slow/m1',
    ]);
  });

  it('AUTO_ROUTER_SOURCES names the sources that a refresh asks, and no other is asked', async () => {
    const { servers, sources } = await sourceServers();
    const dir = tempDir();
    const file = join(dir, 'sources.json');
    writeFileSync(file, JSON.stringify({ 'models.dev': sources['models.dev'] }));
    const run = serve(['--data', dir], { AUTO_ROUTER_SOURCES: file, ADMIN_KEY: 'admin' });
    const { url, token } = await run.ready;
    const refreshed = await fetch(`${url}/v1/auto-router/refresh-benchmarks`, {
      method: 'POST',
      headers: { ...bearer(token), 'x-admin-key': 'admin' },
    });
    expect(await refreshed.json()).toMatchObject({
      source: 'models.dev',
      refreshed: ['models.dev'],
    });
    expect(servers['litellm']?.requests).toEqual([]);
    expect(existsSync(join(dir, 'catalog', 'models.dev.json'))).toBe(true);
  });

  it('a stop in the middle of a stream writes down how it ended', async () => {
    const dir = tempDir();
    const run = serve(['--data', dir], { AUTO_ROUTER_TOKEN: 'a-token-of-mine' });
    const { url, token } = await run.ready;
    expect(token).toBe('a-token-of-mine');
    const response = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { ...bearer(token), 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'auto',
        stream: true,
        messages: [
          { role: 'user', content: 'Write a long essay about rivers, please. '.repeat(50) },
        ],
      }),
    });
    const reader = response.body?.getReader();
    await reader?.read();
    run.child.kill('SIGTERM');
    expect(await run.exited).toBe(0);
    const { store } = await testStore(dir);
    const { rows } = await store.history.page('local', {}, 10, 0);
    expect(rows).toHaveLength(1);
    // A row that the stop had left running would be closed as interrupted by this very opening.
    expect(['aborted', 'succeeded']).toContain(rows[0]?.status);
  });

  it('wrong arguments are explained and exit 2', async () => {
    for (const args of [
      [],
      ['--data'],
      ['--data', 'x', '--port', '70000'],
      ['--data', 'x', '--port', 'abc'],
      ['--oops'],
    ]) {
      const run = serve(args);
      expect(await run.exited, args.join(' ')).toBe(2);
      expect(run.err()).toContain('usage: npm run serve');
      expect(run.out()).toBe('');
    }
  });

  it('what cannot be used is named, without a stack, and exits 1', async () => {
    const dir = tempDir();
    const catalog = join(dir, 'catalog.json');
    writeFileSync(catalog, '{\n  "models": {\n    oops\n');
    const providers = join(dir, 'providers.json');
    writeFileSync(
      providers,
      JSON.stringify([{ id: 'x', kind: 'openai-compatible', baseUrl: 'ftp://y' }]),
    );
    const cases: [string[], Record<string, string>, RegExp][] = [
      [[], { AUTO_ROUTER_CATALOG: catalog }, /catalog\.json.*line 3/u],
      [[], { AUTO_ROUTER_CATALOG: join(dir, 'gone.json') }, /gone\.json/u],
      [
        [],
        { AUTO_ROUTER_PROVIDERS: providers },
        /providers\.json: line \d+: 0\.baseUrl.*expected/u,
      ],
      [[], { AUTO_ROUTER_PROVIDERS: join(dir, 'none.json') }, /none\.json: cannot be read/u],
      [
        [],
        { AUTO_ROUTER_SOURCES: join(dir, 'no.json') },
        /sources file .*no\.json: cannot be read/u,
      ],
      [['--host', '0.0.0.0'], {}, /set AUTO_ROUTER_TOKEN/u],
    ];
    for (const [args, env, message] of cases) {
      const run = serve(['--data', join(dir, 'data'), ...args], env);
      expect(await run.exited).toBe(1);
      expect(run.err()).toMatch(message);
      expect(run.err()).not.toMatch(/\n\s+at /u);
      expect(run.out()).toBe('');
    }
  });

  it('a data folder in use is said to be, and is free again after a kill', async () => {
    const dir = tempDir();
    const first = serve(['--data', dir]);
    await first.ready;
    const second = serve(['--data', dir]);
    expect(await second.exited).toBe(1);
    expect(second.err()).toContain(`the data folder ${dir} is in use`);
    first.child.kill('SIGKILL');
    await first.exited;
    await serve(['--data', dir]).ready;
  });
});
