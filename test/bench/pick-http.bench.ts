import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { createLog } from '../../electron/backend/log';
import { createBackend } from '../../electron/backend/server';
import { newId, systemClock } from '../../electron/backend/system';
import { type BenchRow, median } from './support/row';

const TOKEN = 'bench-token-0123456789';
const REQUESTS = 1500;

/** A pick over HTTP against a handler that answers a constant of the same size. */
export async function run(): Promise<BenchRow[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'auto-router-bench-'));
  const backend = await createBackend({
    tokens: [{ token: TOKEN, uid: 'bench', owner: true }],
    dataDir,
    catalogFile: join(process.cwd(), 'shared/routing/benchmarks.example.json'),
    providers: [],
    adminKey: () => null,
    version: 'bench',
    clock: systemClock,
    newId,
    log: createLog({ write: () => {}, now: () => systemClock.now() }),
  });
  const agent = new Agent({ connections: 1 });
  try {
    const url = await backend.listen(0);
    const path = '/v1/auto-router/pick?task=general_assistant';
    const sample = await timed(agent, url + path);
    const bare = createServer((_, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(sample.body);
    });
    await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve));
    const bareUrl = `http://127.0.0.1:${(bare.address() as AddressInfo).port}${path}`;
    const [ours, theirs] = [await series(agent, url + path), await series(agent, bareUrl)];
    await new Promise((resolve) => bare.close(resolve));
    return [
      {
        name: 'pick over HTTP, decided and recorded',
        value: ours,
        unit: 'us',
        against: `a bare node:http handler with the same bytes: ${theirs.toFixed(0)} us`,
        ratio: ours / theirs,
      },
    ];
  } finally {
    await agent.close();
    await backend.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Median round trip in microseconds, one after the other on one connection. */
async function series(agent: Agent, url: string): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < REQUESTS; index += 1) times.push((await timed(agent, url)).us);
  return median(times.slice(REQUESTS / 3));
}

async function timed(agent: Agent, url: string): Promise<{ us: number; body: string }> {
  const start = performance.now();
  const answer = await request(url, {
    dispatcher: agent,
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  const body = await answer.body.text();
  if (answer.statusCode !== 200) throw new Error(`${url} answered ${answer.statusCode}: ${body}`);
  return { us: (performance.now() - start) * 1000, body };
}
