import { describe, expect, it } from 'vitest';
import { Published } from '../../../../electron/backend/benchmark/routing';
import type { BenchmarkStore } from '../../../../electron/backend/store/benchmark';
import type { RoutingTable } from '../../../../shared/routing/routing-table';
import { silentLog, testStore } from '../../../support/store';

const row = {
  model: 'p/m',
  effort: null,
  accuracy: 1,
  avgCostUsd: 0.001,
  p95Ms: 1,
  graded: 20,
} as const;

const tableNamed = (id: string): RoutingTable => ({
  id,
  runId: 'r',
  publishedAt: 1,
  datasetVersion: '1',
  minAccuracy: 0.8,
  switchCostFactor: 3,
  tiers: { low: [row], medium: [row], high: [row] },
  routes: {},
});

/** What is published, over a store whose table is read by `live`. */
async function publishedOver(live: () => Promise<RoutingTable | null>) {
  const { store } = await testStore();
  const time = { now: 0 };
  const benchmark: BenchmarkStore = {
    ...store.benchmark,
    tables: { ...store.benchmark.tables, live },
  };
  return {
    time,
    published: new Published({ store: benchmark, now: () => time.now, log: silentLog }),
  };
}

describe('what a benchmark has published', () => {
  // A request in the moment of publishing kept the old table in force for another minute.
  it('is the new table, also when the old one was being read while it was published', async () => {
    const reads: ((table: RoutingTable) => void)[] = [];
    const { published } = await publishedOver(
      () => new Promise((resolve) => void reads.push(resolve)),
    );
    const early = published.table();
    published.changed();
    const late = published.table();
    reads[1]?.(tableNamed('new'));
    expect((await late)?.id).toBe('new');
    reads[0]?.(tableNamed('old'));
    await early;
    expect((await published.table())?.id).toBe('new');
    expect(reads).toHaveLength(2);
  });

  // One failed read after a publication sent every request to `auto` for a minute.
  it('is what it was when it cannot be read, and is read again when its time is up', async () => {
    let stored: RoutingTable | null = tableNamed('first');
    const { published, time } = await publishedOver(() =>
      stored === null ? Promise.reject(new Error('the disk is away')) : Promise.resolve(stored),
    );
    expect((await published.table())?.id).toBe('first');
    published.changed();
    stored = null;
    expect((await published.table())?.id).toBe('first');
    stored = tableNamed('second');
    time.now = 60_000;
    expect((await published.table())?.id).toBe('second');
  });
});
