import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { DecideResponse, Run } from '../../shared/api/benchmark';
import type { BackendOptions } from '../../electron/backend/server';
import { BOB, codeOf, testBackend, type TestBackend } from '../support/backend';
import { sequentialIds } from '../support/store';
import { AGENTIC, miniDatasets, miniGolden, STRENGTHS, strengthAnswer } from '../support/benchmark';
import {
  openStrengthUpstream,
  type StrengthAnswer,
  type StrengthRequest,
} from '../support/strength-upstream';

const MODELS = Object.keys(STRENGTHS);
const ids = MODELS.map((model) => ({ model: `openai/${model}` }));
const [CHEAP, MID, DEAR] = ids.map(({ model }) => model);

const CONFIG = {
  classifier: { models: ids, minAccuracy: 0.9, maxP95LatencyMs: null },
  decider: { models: ids },
  maxCostUsd: 5,
};

const notHeld = (): void => undefined;

async function start(
  answer: (request: StrengthRequest) => StrengthAnswer = strengthAnswer,
  options: Partial<BackendOptions> = {},
) {
  const upstream = await openStrengthUpstream(MODELS, answer);
  const config = { id: 'openai', kind: 'openai-compatible', baseUrl: upstream.remoteUrl } as const;
  const given: Partial<BackendOptions> = {
    catalogFile: null,
    providers: [config],
    benchmark: { datasets: miniDatasets() },
    ...options,
  };
  const server = await testBackend(given);
  await server.backend.listed(5_000);
  return { upstream, server, given };
}

async function run(server: TestBackend, body: object): Promise<Run> {
  const begun = await server.ask('POST', '/v1/benchmark/runs', { body });
  expect([begun.status, begun.text]).toEqual([202, begun.text]);
  return ended(server, (begun.json['run'] as Run).id);
}

/** Reads the run's events to their end. */
async function ended(server: TestBackend, id: string): Promise<Run> {
  const { text } = await server.ask('GET', `/v1/benchmark/runs/${id}/events`);
  const last = text.split('\n').findLast((line) => line.startsWith('data: '));
  return (JSON.parse(last?.slice(6) ?? '{}') as { run: Run }).run;
}

async function decide(server: TestBackend, content: string, more: object = {}) {
  const body = { messages: [{ role: 'user', content }], ...more };
  const answer = await server.ask('POST', '/v1/router/decide', { body });
  return answer.json as unknown as DecideResponse;
}

interface TableAnswer {
  readonly table: {
    readonly id: string;
    readonly tiers: Record<string, { model: string }[]>;
  } | null;
  readonly tables: { readonly id: string; readonly state: string }[];
}

async function tableOf(server: TestBackend): Promise<TableAnswer> {
  return (await server.ask('GET', '/v1/benchmark/routing-table')).json as unknown as TableAnswer;
}

describe('a decider benchmark', () => {
  it('measures known strengths, publishes the cheapest able one per tier, and is decided by', async () => {
    const golden = [...miniGolden(), AGENTIC];
    const { server, upstream } = await start(strengthAnswer, {
      benchmark: { datasets: miniDatasets(golden) },
    });
    expect(await decide(server, 'Hello')).toEqual({
      decision: null,
      reason: 'no routing table has been published',
    });
    await server.ask('PUT', '/v1/benchmark/config', { body: CONFIG });
    const estimate = await server.ask('POST', '/v1/benchmark/estimate', {
      body: { kind: 'decider' },
    });
    expect(estimate.json).toMatchObject({ calls: 165, partial: false });
    expect(upstream.requests).toHaveLength(0);

    const done = await run(server, { kind: 'decider' });
    expect(done).toMatchObject({
      status: 'completed',
      done: 165,
      publish: { status: 'published' },
    });
    // 200 tokens in and 100 out, at the prices of the catalog; the agentic task takes two calls.
    const calls = upstream.requests.filter(({ model }) => `openai/${model}` === DEAR).length;
    const dear = done.lanes.find(({ model }) => model === DEAR);
    expect(calls).toBe(56);
    expect(dear?.costUsd).toBeCloseTo((calls * (200 * 2 + 100 * 10)) / 1e6, 10);
    expect(dear).toMatchObject({ accuracy: 1, errors: 0, status: 'done' });

    const { table } = await tableOf(server);
    const heads = Object.entries(table?.tiers ?? {}).map(([tier, rows]) => [tier, rows[0]?.model]);
    expect(heads).toEqual([
      ['low', CHEAP],
      ['medium', MID],
      ['high', DEAR],
    ]);

    const simple = await decide(server, 'Write a Python function that reverses a string.');
    expect(simple.decision).toMatchObject({
      model: CHEAP,
      tier: 'low',
      sticky: false,
      classifier: { source: 'heuristic' },
      reason: 'cheapest_above_floor',
    });
    const spent = await server.ask('GET', '/v1/auto-router/history/summary');
    expect(JSON.stringify(spent.json)).toContain('"direct');
  });

  it('carries earlier results at no cost; force measures again (S4-18)', async () => {
    const { server, upstream } = await start();
    await server.ask('PUT', '/v1/benchmark/config', { body: CONFIG });
    await run(server, { kind: 'decider' });
    const asked = upstream.requests.length;
    const strict = { ...CONFIG, decider: { models: ids, minAccuracy: 0.3 } };
    await server.ask('PUT', '/v1/benchmark/config', { body: strict });
    const again = await run(server, { kind: 'decider' });
    expect(upstream.requests).toHaveLength(asked);
    expect(again).toMatchObject({ spentUsd: 0, lanes: [{ status: 'carried' }, {}, {}] });
    expect((await tableOf(server)).tables.map(({ state }) => state)).toEqual(['live', 'past']);
    await run(server, { kind: 'decider', force: true });
    expect(upstream.requests).toHaveLength(2 * asked);
  });

  it('stops before the call that could exceed the limit, and the table before stays', async () => {
    const { server } = await start();
    await server.ask('PUT', '/v1/benchmark/config', { body: CONFIG });
    await run(server, { kind: 'decider' });
    const before = (await tableOf(server)).table?.id;
    const capped = await run(server, { kind: 'decider', force: true, maxCostUsd: 0.1 });
    expect(capped).toMatchObject({ status: 'cost_capped', publish: { status: 'skipped' } });
    expect(capped.spentUsd).toBeGreaterThan(0);
    expect(capped.spentUsd).toBeLessThanOrEqual(0.1);
    expect((await tableOf(server)).table?.id).toBe(before);
  });

  it('a model that is refused ends its own lane, and the others are published (S4-37)', async () => {
    const { server, upstream } = await start((request) =>
      `openai/${request.model}` === MID ? { status: 401 } : strengthAnswer(request),
    );
    await server.ask('PUT', '/v1/benchmark/config', { body: { ...CONFIG, maxConcurrency: 1 } });
    const done = await run(server, { kind: 'decider' });
    expect(done).toMatchObject({ status: 'completed', publish: { status: 'published' } });
    expect(done.lanes.find(({ model }) => model === MID)).toMatchObject({ status: 'failed' });
    expect(upstream.requests.filter(({ model }) => `openai/${model}` === MID)).toHaveLength(1);
    const { table } = await tableOf(server);
    expect(table?.tiers['low']?.map(({ model }) => model)).not.toContain(MID);
  });

  it('an empty answer is asked for once more and both are paid (S4-12)', async () => {
    const golden = miniGolden().slice(0, 3);
    const { server, upstream } = await start(() => ({ text: '' }), {
      benchmark: { datasets: miniDatasets(golden) },
    });
    await server.ask('PUT', '/v1/benchmark/config', { body: CONFIG });
    const done = await run(server, { kind: 'decider', models: [{ model: DEAR }] });
    expect(upstream.requests).toHaveLength(6);
    expect(done.lanes[0]).toMatchObject({ done: 3, passed: 0 });
    expect(done.spentUsd).toBeCloseTo(6 * 0.0014, 10);
  });

  it('shows each case with its prompt, answer, check and verdict', async () => {
    const { server } = await start();
    await server.ask('PUT', '/v1/benchmark/config', { body: CONFIG });
    const { id } = await run(server, { kind: 'decider' });
    const path = `/v1/benchmark/runs/${id}/cases?model=${encodeURIComponent(String(CHEAP))}`;
    const cases = await server.ask('GET', `${path}&verdict=failed&scope=high&limit=1`);
    expect(cases.json).toMatchObject({
      total: 18,
      rows: [{ verdict: 'failed', answer: 'no idea', tier: 'high', attempts: 1 }],
    });
    expect(cases.text).toContain('What is the word?');
    const both = await server.ask('GET', `${path}&tier=high&route=debugging%2Fbug_fixing`);
    expect(both.json).toMatchObject({
      total: 1,
      rows: [{ tier: 'high', route: 'debugging/bug_fixing' }],
    });
  });

  it('a table that changes picks waits when asked to, is taken, held and taken back', async () => {
    const { server } = await start();
    const hold = { ...CONFIG, publish: 'hold' };
    await server.ask('PUT', '/v1/benchmark/config', { body: hold });
    await run(server, { kind: 'decider' });
    const first = (await tableOf(server)).table?.id;
    const loose = { ...hold, decider: { models: ids, minAccuracy: 0 } };
    await server.ask('PUT', '/v1/benchmark/config', { body: loose });
    const second = await run(server, { kind: 'decider' });
    expect(second.publish).toMatchObject({ status: 'held' });
    expect((await tableOf(server)).table?.id).toBe(first);
    await server.ask('POST', '/v1/benchmark/routing-table/restore', {
      body: { id: second.publish?.id },
    });
    expect((await tableOf(server)).table?.id).toBe(second.publish?.id);
    await server.ask('POST', '/v1/benchmark/routing-table/hold');
    expect((await tableOf(server)).table?.id).toBe(first);
    const unknown = await server.ask('POST', '/v1/benchmark/routing-table/restore', {
      body: { id: 'nothing' },
    });
    expect(codeOf(unknown)).toBe('routing_table_not_found');
  });
});

describe('a classifier benchmark', () => {
  it('finds the cheapest accurate labeller, which then labels once per question', async () => {
    const { server, upstream } = await start();
    await server.ask('PUT', '/v1/benchmark/config', { body: CONFIG });
    await run(server, { kind: 'decider' });
    const done = await run(server, { kind: 'classifier' });
    expect(done).toMatchObject({ status: 'completed', done: 18 });
    const winner = await server.ask('GET', '/v1/benchmark/classifier-winner');
    expect(winner.json).toMatchObject({ model: DEAR, source: 'winner' });
    const asked = upstream.requests.length;
    const first = await decide(server, 'medium My test fails.', { conversation_id: 'c-1' });
    expect(first.decision).toMatchObject({
      model: MID,
      tier: 'medium',
      classifier: { source: 'model', model: DEAR, cached: false },
    });
    const again = await decide(server, 'medium My test fails.', { conversation_id: 'c-1' });
    expect(again.decision).toMatchObject({
      sticky: true,
      classifier: { cached: true, cost_usd: 0 },
    });
    expect(upstream.requests).toHaveLength(asked + 1);
    // A left-over override beats the winner, and shows (S4-30).
    const override = { ...CONFIG, classifier: { ...CONFIG.classifier, override: MID } };
    await server.ask('PUT', '/v1/benchmark/config', { body: override });
    const now = await server.ask('GET', '/v1/benchmark/classifier-winner');
    expect(now.json).toMatchObject({ model: MID, source: 'override', winner: { model: DEAR } });
  });
});

describe('practice models', () => {
  it('go through both kinds of run, whole and at no cost', async () => {
    const server = await testBackend({
      catalogFile: null,
      benchmark: {
        datasets: miniDatasets(miniGolden().slice(0, 3), miniDatasets().inputs.slice(0, 2)),
      },
    });
    const models = [{ model: 'practice/swift' }, { model: 'practice/thrift' }];
    const body = { classifier: { models }, decider: { models }, maxConcurrency: 8 };
    expect((await server.ask('PUT', '/v1/benchmark/config', { body })).status).toBe(200);
    for (const kind of ['decider', 'classifier']) {
      const done = await run(server, { kind });
      expect(done).toMatchObject({ status: 'completed', spentUsd: 0 });
    }
  });
});

describe('a run that is stopped', () => {
  it('killed in the middle it goes on and pays for no finished case twice', async () => {
    let seen = 0;
    const half = new AbortController();
    const reached = once(half.signal, 'abort');
    const { server, upstream, given } = await start((request) => {
      seen += 1;
      if (seen === 60) half.abort();
      return strengthAnswer(request);
    });
    await server.ask('PUT', '/v1/benchmark/config', { body: CONFIG });
    const begun = await server.ask('POST', '/v1/benchmark/runs', { body: { kind: 'decider' } });
    const { id } = begun.json['run'] as Run;
    await reached;
    await server.backend.close();
    const paid = upstream.requests.length;
    expect(paid).toBeLessThan(162);

    let release: () => void = notHeld;
    upstream.hold = new Promise((resolve) => {
      release = () => resolve(undefined);
    });
    const again = await testBackend({ ...given, dataDir: server.dir });
    await again.backend.listed(5_000);
    const now = await again.ask('GET', `/v1/benchmark/runs/${id}`);
    // A person who comes back sees why the progress does not begin at nothing.
    expect(now.json['run']).toMatchObject({ status: 'running', resumed: true });
    release();
    upstream.hold = null;
    const done = await ended(again, id);
    expect(done).toMatchObject({
      status: 'completed',
      done: 162,
      publish: { status: 'published' },
    });
    // Only what was under way at the kill, four at most, was asked again.
    expect(upstream.requests.length).toBeLessThanOrEqual(162 + 4);
    const asked = new Map<string, number>();
    for (const { model, prompt } of upstream.requests) {
      asked.set(model + prompt, (asked.get(model + prompt) ?? 0) + 1);
    }
    expect([...asked.values()].filter((count) => count > 1).length).toBeLessThanOrEqual(4);
  });

  // What was paid for turns of a cut-off case was lost, and the limit given away again.
  it('counts what a case of several turns has cost when it was cut off between them', async () => {
    const second = new AbortController();
    const reached = once(second.signal, 'abort');
    let release: () => void = notHeld;
    const options = { benchmark: { datasets: miniDatasets([AGENTIC]) } };
    const { server, upstream, given } = await start(({ messages }) => {
      if (messages.length > 1) return { text: 'done' };
      return { toolCalls: [{ name: 'write_file', args: { path: 'out.txt', content: 'no' } }] };
    }, options);
    upstream.onRequest = (count) => {
      if (count !== 2) return;
      upstream.hold = new Promise((resolve) => {
        release = resolve;
      });
      second.abort();
    };
    const models = [{ model: CHEAP }];
    const body = { ...CONFIG, classifier: { models }, decider: { models } };
    await server.ask('PUT', '/v1/benchmark/config', { body });
    const begun = await server.ask('POST', '/v1/benchmark/runs', { body: { kind: 'decider' } });
    const { id } = begun.json['run'] as Run;
    await reached;
    await server.backend.close();
    release();
    upstream.hold = null;

    const newId = sequentialIds('again');
    const again = await testBackend({ ...given, dataDir: server.dir, newId });
    await again.backend.listed(5_000);
    const done = await ended(again, id);
    const history = await again.ask('GET', '/v1/auto-router/history?limit=50');
    const rows = history.json['rows'] as { readonly costUsd: number | null }[];
    const paid = rows.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0);
    // The turn before the stop, and two of the case when it is done anew.
    expect(rows.filter(({ costUsd }) => costUsd !== null).length).toBe(3);
    expect(done.spentUsd).toBeCloseTo(paid, 6);
    expect(done.lanes[0]?.costUsd).toBeCloseTo(paid, 6);
  });

  it('is cancelled at once, and nothing is published', async () => {
    const { server, upstream } = await start();
    await server.ask('PUT', '/v1/benchmark/config', { body: CONFIG });
    upstream.hold = new Promise(() => undefined);
    const begun = await server.ask('POST', '/v1/benchmark/runs', { body: { kind: 'decider' } });
    const { id } = begun.json['run'] as Run;
    const second = await server.ask('POST', '/v1/benchmark/runs', { body: { kind: 'decider' } });
    expect([second.status, codeOf(second)]).toEqual([409, 'benchmark_active']);
    const cancelled = await server.ask('POST', `/v1/benchmark/runs/${id}/cancel`);
    expect(cancelled.json['run']).toMatchObject({
      status: 'cancelled',
      publish: { status: 'skipped' },
    });
    expect((await tableOf(server)).table).toBeNull();
  });

  it('waits while it is held, and goes on', async () => {
    const { server, upstream } = await start();
    await server.ask('PUT', '/v1/benchmark/config', { body: CONFIG });
    await server.ask('PUT', '/v1/benchmark/pause', { body: { reason: 'on battery' } });
    const begun = await server.ask('POST', '/v1/benchmark/runs', { body: { kind: 'decider' } });
    const { id } = begun.json['run'] as Run;
    await expect
      .poll(async () => (await server.ask('GET', `/v1/benchmark/runs/${id}`)).json['run'])
      .toMatchObject({ status: 'paused', reason: 'on battery', done: 0 });
    expect(upstream.requests).toHaveLength(0);
    await server.ask('PUT', '/v1/benchmark/pause', { body: { reason: null } });
    expect(await ended(server, id)).toMatchObject({ status: 'completed' });
  });
});

describe('what is refused', () => {
  it('no config is 400, not a crash (S4-21); guests may look but not spend', async () => {
    const { server } = await start();
    const none = await server.ask('POST', '/v1/benchmark/runs', { body: { kind: 'decider' } });
    expect([none.status, codeOf(none)]).toEqual([400, 'benchmark_not_configured']);
    for (const [method, path] of [
      ['PUT', '/v1/benchmark/config'],
      ['POST', '/v1/benchmark/runs'],
      ['POST', '/v1/benchmark/runs/x/cancel'],
      ['POST', '/v1/benchmark/routing-table/hold'],
      ['POST', '/v1/benchmark/candidates/sync'],
      ['PUT', '/v1/benchmark/pause'],
    ] as const) {
      const answer = await server.ask(method, path, { body: {}, token: BOB });
      expect([path, answer.status]).toEqual([path, 403]);
    }
    expect((await server.ask('GET', '/v1/benchmark/config', { token: BOB })).json).toEqual({
      config: null,
      updatedAt: null,
    });
    const gone = await server.ask('GET', '/v1/benchmark/runs/x/events');
    expect([gone.status, codeOf(gone)]).toEqual([404, 'benchmark_run_not_found']);
  });

  it.each([
    ['a model twice', { decider: { models: [ids[0], ids[0]] } }],
    ['min above max', { sync: { minCostUsd: 2, maxCostUsd: 1 } }],
    ['six repetitions', { decider: { models: ids, repetitions: 6 } }],
    ['a factor below 1', { decider: { models: ids, switchCostFactor: 0.5 } }],
    ['101 at once', { maxConcurrency: 101 }],
    ['practice beside real', { decider: { models: [...ids, { model: 'practice/sage' }] } }],
    ['a provider that is not there', { decider: { models: [{ model: 'nowhere/x' }] } }],
    ['a model that is not listed', { decider: { models: [{ model: 'openai/other' }] } }],
  ])('a config with %s would fail later: it is refused when saved', async (_, part) => {
    const { server } = await start();
    const answer = await server.ask('PUT', '/v1/benchmark/config', {
      body: { ...CONFIG, ...part },
    });
    expect([answer.status, codeOf(answer)]).toEqual([400, 'invalid_benchmark_config']);
  });
});
