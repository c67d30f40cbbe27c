import type { Kysely } from 'kysely';
import { type BenchmarkConfigStore, createBenchmarkConfig } from './benchmark-config';
import { type BenchmarkRunsStore, createBenchmarkRuns } from './benchmark-runs';
import { type BenchmarkTablesStore, createBenchmarkTables } from './benchmark-tables';
import type { Schema } from './schema';
import type { WriteQueue } from './write-queue';

/** Everything that the benchmark keeps: config, runs with their results, tables and winners (S4-19). */
export interface BenchmarkStore {
  readonly config: BenchmarkConfigStore;
  readonly runs: BenchmarkRunsStore;
  readonly tables: BenchmarkTablesStore;
}

export function createBenchmarkStore(
  db: Kysely<Schema>,
  writes: WriteQueue,
  now: () => number,
): BenchmarkStore {
  return {
    config: createBenchmarkConfig(db, writes, now),
    runs: createBenchmarkRuns(db, writes),
    tables: createBenchmarkTables(db, writes),
  };
}
