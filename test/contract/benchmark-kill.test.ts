import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Run } from '../../shared/api/benchmark';
import type { HistoryRow } from '../../shared/api/history';
import { goldenPrompt, type GoldenTask } from '../../shared/benchmark/dataset';
import { GOLDEN_TASKS } from '../../shared/benchmark/index';
import type { RoutingTable } from '../../shared/routing/routing-table';
import { tempDir } from '../support/store';
import { STRENGTH_USAGE } from '../support/strength-upstream';

const SERVE = new URL('../../electron/backend/serve.ts', import.meta.url).pathname;
const MODELS = ['gpt-6-luna', 'gpt-6.1-sol'];
const AT_ONCE = 4;
/** Calls that are answered before the provider stops answering. */
const BEFORE_KILL = 101;
const CALLS = GOLDEN_TASKS.length * MODELS.length;

const byPrompt = new Map(GOLDEN_TASKS.map((task) => [goldenPrompt(task), task]));

/** A provider that counts who is asked what, and holds every call after the first so many. */
class CountingProvider {
  readonly answered = new Map<string, number>();
  readonly held = new Map<string, number>();
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  readonly #full = new AbortController();
  #holding = true;
  #count = 0;

  async open(): Promise<void> {
    this.#server.listen(0, '0.0.0.0');
    await once(this.#server, 'listening');
    onTestFinished(() => {
      this.#server.close();
      this.#server.closeAllConnections();
    });
  }

  /** An address of this machine that doesn't look like one, so that its models have their price. */
  get url(): string {
    return `http://0.0.0.0:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  /** Resolves when every worker of the run waits for an answer: all that ended before is written. */
  async allWait(): Promise<void> {
    if (!this.#full.signal.aborted) await once(this.#full.signal, 'abort');
  }

  /** From now on every call is answered. */
  release(): void {
    this.#holding = false;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('content-type', 'application/json');
    if (request.method === 'GET') {
      response.end(JSON.stringify({ object: 'list', data: MODELS.map((id) => ({ id })) }));
      return;
    }
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = JSON.parse(Buffer.concat(parts).toString()) as {
      model: string;
      messages: { content: string }[];
    };
    const prompt = body.messages[0]?.content ?? '';
    const key = `${body.model}\n${prompt}`;
    this.#count += 1;
    if (this.#holding && this.#count > BEFORE_KILL) {
      this.held.set(key, (this.held.get(key) ?? 0) + 1);
      if (this.held.size === AT_ONCE) this.#full.abort();
      return;
    }
    this.answered.set(key, (this.answered.get(key) ?? 0) + 1);
    const content = answerTo(body.model, byPrompt.get(prompt));
    const message = { role: 'assistant', content };
    response.end(
      JSON.stringify({
        choices: [{ index: 0, message, finish_reason: 'stop' }],
        usage: STRENGTH_USAGE,
      }),
    );
  }
}

/** The dear model knows every answer, the cheap one those of low tasks; neither uses tools. */
function answerTo(model: string, task: GoldenTask | undefined): string {
  if (task === undefined || (model !== MODELS[1] && task.tier !== 'low')) return 'no idea';
  const { check, reference } = task;
  if (check?.kind === 'exact') return check.answer;
  return check?.kind === 'json_equal' ? JSON.stringify(check.value) : (reference ?? 'done');
}

interface Served {
  readonly child: ChildProcess;
  ask(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
  /** Reads a run's events to their end. */
  ended(runId: string): Promise<void>;
}

async function serve(dir: string, providers: string): Promise<Served> {
  const child = spawn(process.execPath, ['--import', 'tsx', SERVE, '--data', dir], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], AUTO_ROUTER_PROVIDERS: providers },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { url, token } = JSON.parse(line.toString()) as { url: string; token: string };
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return {
    child,
    async ask(method, path, body) {
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const answer = await fetch(url + path, { method, headers, ...sent });
      return (await answer.json()) as Record<string, unknown>;
    },
    async ended(runId) {
      await (await fetch(`${url}/v1/benchmark/runs/${runId}/events`, { headers })).text();
    },
  };
}

// A run that is lost with its process, or that pays again for what it had measured.
it('kill -9 amid a benchmark: the next start goes on with it and pays for no ended case twice', async () => {
  const provider = new CountingProvider();
  await provider.open();
  const dir = tempDir();
  const providers = join(dir, 'providers.json');
  const config = { id: 'openai', kind: 'openai-compatible', baseUrl: provider.url };
  writeFileSync(providers, JSON.stringify([config]));
  const data = join(dir, 'data');

  const first = await serve(data, providers);
  const models = MODELS.map((model) => ({ model: `openai/${model}` }));
  await first.ask('PUT', '/v1/benchmark/config', {
    classifier: { models },
    // Tasks with a workspace are out of reach of a model that only talks.
    decider: { models, minAccuracy: 0.6 },
    maxCostUsd: 50,
    maxConcurrency: AT_ONCE,
  });
  const begun = await first.ask('POST', '/v1/benchmark/runs', { kind: 'decider' });
  const { id } = begun['run'] as Run;
  await provider.allWait();
  const exited = once(first.child, 'exit');
  first.child.kill('SIGKILL');
  await exited;
  expect(provider.answered.size).toBe(BEFORE_KILL);
  provider.release();

  const second = await serve(data, providers);
  await second.ended(id);
  const run = (await second.ask('GET', `/v1/benchmark/runs/${id}`))['run'] as Run;
  expect(run).toMatchObject({
    status: 'completed',
    done: CALLS,
    total: CALLS,
    publish: { status: 'published' },
  });
  expect(run.lanes.map(({ status, errors }) => ({ status, errors }))).toEqual(
    MODELS.map(() => ({ status: 'done', errors: 0 })),
  );
  // Each case was answered once; only the four in flight at the kill were asked again.
  expect([...provider.answered.values()].every((times) => times === 1)).toBe(true);
  expect(provider.answered.size).toBe(CALLS);
  expect([...provider.held.values()]).toEqual([1, 1, 1, 1]);
  const { table } = (await second.ask('GET', '/v1/benchmark/routing-table')) as {
    table: RoutingTable;
  };
  expect(table.runId).toBe(id);
  expect(table.tiers.low[0]?.model).toBe('openai/gpt-6-luna');
  expect(table.tiers.high[0]?.model).toBe('openai/gpt-6.1-sol');
  // The calls that the kill cut off are in the history, closed and of unknown cost.
  const history = await second.ask('GET', '/v1/auto-router/history?status=interrupted&limit=50');
  const rows = history['rows'] as HistoryRow[];
  expect(rows.map(({ costUsd }) => costUsd)).toEqual([null, null, null, null]);
}, 120_000);
