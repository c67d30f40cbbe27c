import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { tempDir, testStore } from '../support/store';

const SERVE = new URL('../../electron/backend/serve.ts', import.meta.url).pathname;
const STREAMS = 200;

const event = (delta: unknown, finish: string | null = null): string =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

/** Answers even seeds whole, and stops odd ones in the middle of their stream. */
async function startHalfStalling(): Promise<string> {
  const server = createServer((request, response) => {
    if (request.method === 'GET') {
      response.end(JSON.stringify({ data: [{ id: 'm1' }] }));
      return;
    }
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { seed } = JSON.parse(Buffer.concat(parts).toString()) as { seed: number };
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(event({ content: 'Hello' }));
      if (seed % 2 === 0) response.end(`${event({}, 'stop')}data: [DONE]\n\n`);
    });
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

interface Stream {
  /** The answer's outcome id, from its header. */
  readonly outcome: Promise<string>;
  /** True when the response ended properly. */
  readonly whole: Promise<boolean>;
}

function ask(url: string, token: string, seed: number): Stream {
  const body = JSON.stringify({
    model: 'auto',
    stream: true,
    seed,
    messages: [{ role: 'user', content: `Question ${seed}` }],
  });
  const sent = httpRequest(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  });
  const outcome = new Promise<string>((resolve, reject) => {
    sent.once('response', (response) => {
      resolve(String(response.headers['x-auto-router-outcome']));
    });
    sent.once('error', reject);
  });
  const whole = new Promise<boolean>((resolve) => {
    sent.once('response', (response) => {
      response.resume();
      response.once('end', () => resolve(true));
      response.once('close', () => resolve(response.complete));
      response.once('error', () => resolve(false));
    });
  });
  sent.end(body);
  return { outcome, whole };
}

// An acknowledged answer whose outcome a kill took back, or an open one that stays `running`.
it('kill -9 amid 200 streams loses no finished outcome and closes the open ones', async () => {
  const dir = tempDir();
  const providers = join(dir, 'providers.json');
  const baseUrl = await startHalfStalling();
  writeFileSync(providers, JSON.stringify([{ id: 'up', kind: 'openai-compatible', baseUrl }]));
  const data = join(dir, 'data');
  const child = spawn(process.execPath, ['--import', 'tsx', SERVE, '--data', data], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], AUTO_ROUTER_PROVIDERS: providers },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const { url, token } = await new Promise<{ url: string; token: string }>((resolve) => {
    child.stdout.once('data', (line: Buffer) => {
      resolve(JSON.parse(line.toString()) as { url: string; token: string });
    });
  });
  const streams = Array.from({ length: STREAMS }, (_, seed) => ask(url, token, seed));
  const ids = await Promise.all(streams.map(({ outcome }) => outcome));
  const even = streams.filter((_, seed) => seed % 2 === 0);
  expect(await Promise.all(even.map(({ whole }) => whole))).toEqual(even.map(() => true));
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await exited;
  const { store } = await testStore(data);
  const { rows } = await store.history.page('local', {}, STREAMS + 10, 0);
  const statuses = new Map(rows.map(({ id, status }) => [id, status]));
  expect(rows).toHaveLength(STREAMS);
  expect(ids.map((id) => statuses.get(id))).toEqual(
    ids.map((_, seed) => (seed % 2 === 0 ? 'succeeded' : 'interrupted')),
  );
}, 60_000);
