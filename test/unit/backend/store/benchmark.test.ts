import { DatabaseSync } from '@photostructure/sqlite';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { benchmarkConfigSchema } from '@shared/api/benchmark';
import { buildTable, type RoutingTable } from '@shared/routing/routing-table';
import type {
  CaseResult,
  StoredRun,
  StoredSummary,
} from '../../../../electron/backend/store/benchmark-rows';
import { DATABASE_FILE } from '../../../../electron/backend/store/open-store';
import { testStore } from '../../../support/store';

const CONFIG = benchmarkConfigSchema.parse({
  classifier: { models: [{ model: 'p/a' }, { model: 'p/b', effort: 'low' }] },
  decider: { models: [{ model: 'p/b', effort: 'high' }, { model: 'p/a' }], switchCostFactor: 2.5 },
  sync: { excluded: ['p/x'], efforts: [{ model: 'p/auto', effort: 'medium' }], maxCostUsd: 0.25 },
});

const run = (id: string, part: Partial<StoredRun> = {}): StoredRun => ({
  id,
  kind: 'decider',
  status: 'running',
  trigger: 'user',
  force: false,
  uid: 'ann',
  createdAt: 1_000,
  endedAt: null,
  reason: null,
  snapshot: {
    minAccuracy: 0.8,
    switchCostFactor: 3,
    maxConcurrency: 4,
    repetitions: 2,
    maxP95LatencyMs: null,
    maxCostUsd: 1,
    publish: 'auto',
    datasetVersion: 'v1',
  },
  publishStatus: null,
  publishReason: null,
  tableId: null,
  ...part,
});

const result = (part: Partial<CaseResult> = {}): CaseResult => ({
  model: 'p/a',
  caseId: 'debugging-bug_fixing-x',
  rep: 1,
  tier: 'low',
  route: 'debugging/bug_fixing',
  verdict: 'passed',
  score: 1,
  answer: '42',
  detail: 'equal',
  attempts: 1,
  turns: 1,
  costUsd: 0.0000001,
  ms: 12.5,
  at: 1_100,
  ...part,
});

const summary = (part: Partial<StoredSummary> = {}): StoredSummary => ({
  model: 'p/a',
  effort: null,
  scope: 'low',
  graded: 20,
  passed: 18,
  scoreSum: 18,
  timeouts: 1,
  errors: 2,
  costUsd: 0.2,
  costKnown: 20,
  p95Ms: 900,
  carried: false,
  ...part,
});

function table(id: string, publishedAt: number): RoutingTable {
  const built = buildTable(
    (['low', 'medium', 'high', 'debugging/bug_fixing'] as const).flatMap((scope) => [
      summary({ scope }),
      summary({ scope, model: 'p/b', effort: 'high', costUsd: 0.1 }),
    ]) as Parameters<typeof buildTable>[0],
    0.8,
  );
  if (!built.ok) throw new Error(built.reason);
  return {
    id,
    runId: 'run-1',
    publishedAt,
    datasetVersion: 'v1',
    minAccuracy: 0.8,
    switchCostFactor: 3,
    // Readonly arrays of the builder; the schema's type has plain ones.
    tiers: built.tiers as RoutingTable['tiers'],
    routes: built.routes as RoutingTable['routes'],
  };
}

describe('benchmark config', () => {
  it('comes back as it was saved, in the order of the models, and is absent before (S4-3)', async () => {
    const { store } = await testStore();
    expect(await store.benchmark.config.get()).toBeNull();
    await store.benchmark.config.save(CONFIG);
    expect((await store.benchmark.config.get())?.config).toEqual(CONFIG);
  });

  it('saving the config keeps what the sync let in, and a sync keeps the config (S3-2)', async () => {
    const { store } = await testStore();
    await store.benchmark.config.save(CONFIG);
    await store.benchmark.config.saveAuto([{ model: 'p/auto', effort: 'medium' }], 5_000);
    await store.benchmark.config.save({ ...CONFIG, maxCostUsd: 2 });
    expect(await store.benchmark.config.get()).toMatchObject({
      config: { ...CONFIG, maxCostUsd: 2 },
      auto: [{ model: 'p/auto', effort: 'medium' }],
      syncedAt: 5_000,
    });
  });
});

describe('benchmark runs', () => {
  it('a result written twice is one row, and repetitions are rows of their own (S4-16)', async () => {
    const { store, dir } = await testStore();
    const { runs } = store.benchmark;
    await runs.create(run('run-1'), [
      { model: 'p/a', effort: null, status: 'pending', reason: null },
    ]);
    await runs.putResult('run-1', result(), 'c');
    await runs.putResult('run-1', result({ verdict: 'failed', score: 0 }), 'c');
    await runs.putResult('run-1', result({ rep: 2, verdict: 'timed_out', costUsd: null }), 'c');
    const stats = await runs.stats('run-1');
    expect(stats.map(({ rep, verdict, costUsd }) => [rep, verdict, costUsd])).toEqual([
      [1, 'failed', 0.0000001],
      [2, 'timed_out', null],
    ]);
    await store.close();
    // A name in double quotes that SQLite doesn't know is a text: numbers must be numbers.
    const db = new DatabaseSync(join(dir, DATABASE_FILE));
    const types = db
      .prepare(
        'select typeof(rep) as r, typeof(timed_out) as t, typeof(score) as s from case_results',
      )
      .all() as { r: string; t: string; s: string }[];
    db.close();
    expect(types).toEqual([
      { r: 'integer', t: 'integer', s: 'real' },
      { r: 'integer', t: 'integer', s: 'real' },
    ]);
  });

  it('earlier summaries are found for the same effort and dataset only (S4-11, S4-18)', async () => {
    const { store } = await testStore();
    const { runs } = store.benchmark;
    const lane = { model: 'p/a', effort: null, status: 'done' as const, reason: null };
    await runs.create(run('run-1'), [lane]);
    await runs.putSummaries('run-1', [summary(), summary({ scope: 'all' })]);
    await runs.create(run('run-2', { createdAt: 2_000 }), [{ ...lane, status: 'failed' }]);
    const find = (model: Parameters<typeof runs.lastSummaries>[1], version = 'v1') =>
      runs.lastSummaries('decider', model, version);
    expect(await find({ model: 'p/a', effort: null })).toEqual([
      summary({ scope: 'all' }),
      summary(),
    ]);
    expect(await find({ model: 'p/a', effort: 'high' })).toEqual([]);
    expect(await find({ model: 'p/a', effort: null }, 'v2')).toEqual([]);
    expect(await runs.lastSummaries('classifier', { model: 'p/a', effort: null }, 'v1')).toEqual(
      [],
    );
  });

  it('filters cases by model, verdict and scope, and counts them all', async () => {
    const { store } = await testStore();
    const { runs } = store.benchmark;
    await runs.create(run('run-1'), []);
    await runs.putResult('run-1', result(), 'c');
    await runs.putResult('run-1', result({ model: 'p/b', verdict: 'failed' }), 'c');
    const page = { limit: 1, offset: 0 };
    expect(await runs.cases('run-1', page)).toMatchObject({ total: 2, rows: [{ model: 'p/a' }] });
    expect((await runs.cases('run-1', { ...page, verdict: 'failed' })).rows).toEqual([
      result({ model: 'p/b', verdict: 'failed' }),
    ]);
    expect((await runs.cases('run-1', { ...page, scope: 'high' })).total).toBe(0);
  });
});

describe('routing tables', () => {
  it('the newest live one is served; holding it takes the one before back', async () => {
    const { store } = await testStore();
    const { runs, tables } = store.benchmark;
    await runs.create(run('run-1'), []);
    expect(await tables.live()).toBeNull();
    await tables.publish(table('t-1', 1_000), 'live');
    expect(await tables.live()).toEqual(table('t-1', 1_000));
    await tables.publish(table('t-2', 2_000), 'live');
    expect((await tables.live())?.id).toBe('t-2');
    await tables.holdLive();
    expect((await tables.live())?.id).toBe('t-1');
    expect((await tables.list()).map(({ id, state }) => [id, state])).toEqual([
      ['t-2', 'held'],
      ['t-1', 'live'],
    ]);
    expect(await tables.setLive('t-2')).toBe(true);
    expect((await tables.live())?.id).toBe('t-2');
    expect(await tables.setLive('nowhere')).toBe(false);
  });

  it('a damaged table is not served (S4-23)', async () => {
    const { store, dir } = await testStore();
    await store.benchmark.runs.create(run('run-1'), []);
    await store.benchmark.tables.publish(table('t-1', 1_000), 'live');
    await store.close();
    const db = new DatabaseSync(join(dir, DATABASE_FILE));
    db.exec(`delete from routing_table_candidates where scope = 'high'`);
    db.close();
    const again = await testStore(dir);
    expect(await again.store.benchmark.tables.live()).toBeNull();
  });
});
