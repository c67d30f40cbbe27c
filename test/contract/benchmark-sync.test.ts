import { describe, expect, it } from 'vitest';
import type { CandidatesResponse, Run, SyncResponse } from '../../shared/api/benchmark';
import type { Effort } from '../../shared/routing/routing-table';
import { ROUTES } from '../../shared/routing/taxonomy';
import type { StoredSummary } from '../../electron/backend/store/benchmark-rows';
import { testBackend, type TestBackend } from '../support/backend';
import { miniDatasets, STRENGTHS, strengthAnswer } from '../support/benchmark';
import { openStrengthUpstream } from '../support/strength-upstream';

const MODELS = Object.keys(STRENGTHS);
const [CHEAP, MID, DEAR] = MODELS.map((model) => `openai/${model}`) as [string, string, string];
const DATASETS = miniDatasets();

async function start() {
  const upstream = await openStrengthUpstream(MODELS, strengthAnswer);
  const server = await testBackend({
    catalogFile: null,
    providers: [{ id: 'openai', kind: 'openai-compatible', baseUrl: upstream.remoteUrl }],
    benchmark: { datasets: DATASETS },
  });
  await server.backend.listed(5_000);
  return { upstream, server };
}

/** A finished run with results for every tier and route at a known cost of a whole run. */
async function seed(
  { backend }: TestBackend,
  model: string,
  runCostUsd: number,
  effort: Effort | null = null,
): Promise<void> {
  const { runs } = backend.store.benchmark;
  const id = `seed-${model}-${effort}`;
  await runs.create(
    {
      id,
      kind: 'decider',
      status: 'completed',
      trigger: 'user',
      force: false,
      uid: 'ann',
      createdAt: 1_000,
      endedAt: 2_000,
      reason: null,
      snapshot: {
        minAccuracy: 0.8,
        switchCostFactor: 3,
        maxConcurrency: 1,
        repetitions: 5,
        maxP95LatencyMs: null,
        maxCostUsd: 1,
        publish: 'auto',
        datasetVersion: DATASETS.versions.decider,
      },
      publishStatus: 'skipped',
      publishReason: 'seeded',
      tableId: null,
    },
    [{ model, effort, status: 'done', reason: null }],
  );
  const summary = (scope: StoredSummary['scope'], cases: number): StoredSummary => ({
    model,
    effort,
    scope,
    graded: cases,
    passed: cases,
    scoreSum: cases,
    timeouts: 0,
    errors: 0,
    costUsd: (runCostUsd * cases) / DATASETS.golden.length,
    costKnown: cases,
    p95Ms: 500,
    carried: false,
  });
  await runs.putSummaries(id, [
    summary('all', 54),
    ...(['low', 'medium', 'high'] as const).map((tier) => summary(tier, 18)),
    ...ROUTES.map((route) => summary(route, 10)),
  ]);
}

async function config(server: TestBackend, sync: object, models: readonly string[] = []) {
  const body = {
    classifier: { models: [] },
    decider: { models: models.map((model) => ({ model })) },
    sync: { enabled: true, minCostUsd: 12, maxCostUsd: 24, spendingAllowed: true, ...sync },
  };
  const answer = await server.ask('PUT', '/v1/benchmark/config', { body });
  expect([answer.status, answer.text]).toEqual([200, answer.text]);
}

const sync = async (server: TestBackend) =>
  (await server.ask('POST', '/v1/benchmark/candidates/sync')).json as unknown as SyncResponse;

async function finished(server: TestBackend, id: string): Promise<Run> {
  await server.ask('GET', `/v1/benchmark/runs/${id}/events`);
  return (await server.ask('GET', `/v1/benchmark/runs/${id}`)).json['run'] as Run;
}

describe('candidate sync (S3)', () => {
  // Thinking costs several times as much: a model far over the bound was let in and paid for.
  it('S3-3: holds a model against the bounds at the effort that it would be run with', async () => {
    const { server } = await start();
    await seed(server, CHEAP, 13);
    await seed(server, CHEAP, 30, 'high');
    await seed(server, MID, 14);
    await config(server, { efforts: [{ model: CHEAP, effort: 'high' }], spendingAllowed: false });
    expect(await sync(server)).toMatchObject({ changed: true, added: [MID] });
    const answer = await server.ask('GET', '/v1/benchmark/candidates');
    const { candidates } = answer.json as unknown as CandidatesResponse;
    expect(candidates.find(({ model }) => model === CHEAP)).toMatchObject({
      runCostUsd: 30,
      basis: 'measured',
      state: 'out_of_bounds',
      effort: 'high',
    });
  });

  it('S3-11: two in band and a control; the run completes from carried results with all 18 routes', async () => {
    const { server, upstream } = await start();
    await seed(server, CHEAP, 12);
    await seed(server, MID, 24);
    await seed(server, DEAR, 30);
    await config(server, {});
    const result = await sync(server);
    expect(result).toMatchObject({
      changed: true,
      added: [MID, CHEAP],
      removed: [],
      skippedReason: null,
    });
    const done = await finished(server, String(result.runId));
    expect(done).toMatchObject({
      status: 'completed',
      trigger: 'sync',
      spentUsd: 0,
      publish: { status: 'published' },
    });
    expect(done.lanes.map(({ model, status }) => [model, status])).toEqual([
      [MID, 'carried'],
      [CHEAP, 'carried'],
    ]);
    const { json } = await server.ask('GET', '/v1/benchmark/routing-table');
    const table = json['table'] as { routes: Record<string, unknown[]>; tiers: object };
    expect(Object.keys(table.routes).sort()).toEqual([...ROUTES].sort());
    expect(JSON.stringify(table)).not.toContain(DEAR);
    expect(upstream.requests).toHaveLength(0);
    expect(await sync(server)).toMatchObject({ changed: false, skippedReason: 'unchanged' });
  });

  it('excluded ones stay out across syncs, and candidates are shown dearest first (S3-2, S3-6)', async () => {
    const { server } = await start();
    await seed(server, CHEAP, 12);
    await seed(server, MID, 24);
    await seed(server, DEAR, 30);
    await config(server, { excluded: [MID] });
    expect(await sync(server)).toMatchObject({ added: [CHEAP] });
    const shown = (await server.ask('GET', '/v1/benchmark/candidates'))
      .json as unknown as CandidatesResponse;
    const measured = shown.candidates.filter(({ basis }) => basis === 'measured');
    expect(measured.map(({ model, state }) => [model, state])).toEqual([
      [DEAR, 'out_of_bounds'],
      [MID, 'excluded'],
      [CHEAP, 'auto'],
    ]);
  });

  it('without leave to spend it proposes, with what it would cost', async () => {
    const { server, upstream } = await start();
    await config(server, { spendingAllowed: false, minCostUsd: 0, maxCostUsd: 5 });
    const result = await sync(server);
    expect(result).toMatchObject({ skippedReason: 'spending-not-allowed', runId: null });
    expect(result.proposal?.added).toEqual(expect.arrayContaining([CHEAP, MID, DEAR]));
    expect(result.proposal?.estimateUsd).toBeGreaterThan(0);
    expect(upstream.requests).toHaveLength(0);
  });

  it('a run under way is no failure, and the change is not lost (S3-10)', async () => {
    const { server, upstream } = await start();
    await seed(server, CHEAP, 12);
    await config(server, {}, [DEAR]);
    upstream.hold = new Promise(() => undefined);
    const begun = await server.ask('POST', '/v1/benchmark/runs', { body: { kind: 'decider' } });
    expect(await sync(server)).toMatchObject({ skippedReason: 'active-run', runId: null });
    const { id } = begun.json['run'] as Run;
    await server.ask('POST', `/v1/benchmark/runs/${id}/cancel`);
    upstream.hold = null;
    expect(await sync(server)).toMatchObject({
      changed: true,
      added: [CHEAP],
      skippedReason: null,
    });
  });

  it('nothing happens without a config, when it is off, or when no model can be told', async () => {
    const { server } = await start();
    expect(await sync(server)).toMatchObject({ skippedReason: 'no-config' });
    await config(server, { enabled: false });
    expect(await sync(server)).toMatchObject({ skippedReason: 'disabled' });
    await config(server, {});
    await server.backend.store.benchmark.config.saveAuto([{ model: CHEAP, effort: null }], 1);
    await server.ask('PUT', '/v1/auto-router/providers', { body: [] });
    expect(await sync(server)).toMatchObject({ changed: false, skippedReason: 'empty-feed' });
    const stored = await server.backend.store.benchmark.config.get();
    expect(stored?.auto).toEqual([{ model: CHEAP, effort: null }]);
  });
});
