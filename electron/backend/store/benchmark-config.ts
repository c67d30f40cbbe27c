import type { Kysely, Transaction } from 'kysely';
import {
  type BenchmarkConfig,
  benchmarkConfigSchema,
  type BenchmarkModel,
} from '@shared/api/benchmark';
import { EFFORTS, type Effort } from '@shared/routing/routing-table';
import type { Schema } from './schema';
import type { WriteQueue } from './write-queue';

/** There is one config a server: its owner pays for the runs, and all its users are routed by them. */
const CONFIG_ID = 'main';

export interface StoredBenchmarkConfig {
  readonly config: BenchmarkConfig;
  /** Models that the sync let in (S3-2). */
  readonly auto: readonly BenchmarkModel[];
  /** Epoch milliseconds; null = never synced. */
  readonly syncedAt: number | null;
  readonly updatedAt: number;
}

export interface BenchmarkConfigStore {
  /** Null = none saved (S4-3). @throws when what is stored is not valid */
  get(): Promise<StoredBenchmarkConfig | null>;
  /** Replaces the config; what the sync let in stays. */
  save(config: BenchmarkConfig): Promise<void>;
  /** Replaces what the sync let in. */
  saveAuto(models: readonly BenchmarkModel[], syncedAt: number): Promise<void>;
}

export function createBenchmarkConfig(
  db: Kysely<Schema>,
  writes: WriteQueue,
  now: () => number,
): BenchmarkConfigStore {
  return {
    async get() {
      const row = await db
        .selectFrom('benchmark_config')
        .selectAll()
        .where('id', '=', CONFIG_ID)
        .executeTakeFirst();
      if (row === undefined) return null;
      const [classifiers, deciders] = await Promise.all([
        db.selectFrom('config_classifier_models').selectAll().orderBy('position').execute(),
        db.selectFrom('config_decider_models').selectAll().orderBy('position').execute(),
      ]);
      return fromRows(row, classifiers, deciders);
    },

    save: (config) =>
      writes.write(async (trx) => {
        const row = configRow(config, now());
        const { id: _, synced_at: __, ...changed } = row;
        await trx
          .insertInto('benchmark_config')
          .values(row)
          .onConflict((known) => known.column('id').doUpdateSet(changed))
          .execute();
        await trx.deleteFrom('config_classifier_models').execute();
        await trx.deleteFrom('config_decider_models').where('source', '!=', 'auto').execute();
        const classifiers = config.classifier.models.map((entry, position) => ({
          config_id: CONFIG_ID,
          ...entry,
          position,
        }));
        if (classifiers.length > 0) {
          await trx.insertInto('config_classifier_models').values(classifiers).execute();
        }
        await insertDeciders(trx, 'manual', config.decider.models);
        const excluded = config.sync.excluded.map((model) => ({ model, effort: null }));
        await insertDeciders(trx, 'excluded', excluded);
        await insertDeciders(trx, 'effort', config.sync.efforts);
      }),

    saveAuto: (models, syncedAt) =>
      writes.write(async (trx) => {
        await trx.deleteFrom('config_decider_models').where('source', '=', 'auto').execute();
        await insertDeciders(trx, 'auto', models);
        await trx.updateTable('benchmark_config').set({ synced_at: syncedAt }).execute();
      }),
  };
}

type DeciderRow = Schema['config_decider_models'];

/** One row a statement's worth of variables at a time (S3-9). */
const ROWS_A_STATEMENT = 20;

async function insertDeciders(
  trx: Transaction<Schema>,
  source: DeciderRow['source'],
  models: readonly BenchmarkModel[],
): Promise<void> {
  const unique = new Map(models.map((entry) => [entry.model, entry]));
  const rows = [...unique.values()].map(({ model, effort }, position) => ({
    config_id: CONFIG_ID,
    source,
    model,
    effort,
    position,
  }));
  for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT) {
    await trx
      .insertInto('config_decider_models')
      .values(rows.slice(from, from + ROWS_A_STATEMENT))
      .execute();
  }
}

function configRow(config: BenchmarkConfig, at: number): Schema['benchmark_config'] {
  const { classifier, decider, sync } = config;
  return {
    id: CONFIG_ID,
    classifier_repetitions: classifier.repetitions,
    classifier_min_accuracy: classifier.minAccuracy,
    classifier_max_p95_ms: classifier.maxP95LatencyMs,
    classifier_override: classifier.override,
    decider_repetitions: decider.repetitions,
    decider_min_accuracy: decider.minAccuracy,
    switch_cost_factor: decider.switchCostFactor,
    mode: decider.mode,
    max_concurrency: config.maxConcurrency,
    max_cost_usd: config.maxCostUsd,
    publish: config.publish,
    sync_enabled: Number(sync.enabled),
    sync_min_cost_usd: sync.minCostUsd,
    sync_max_cost_usd: sync.maxCostUsd,
    sync_spending_allowed: Number(sync.spendingAllowed),
    synced_at: null,
    updated_at: at,
  };
}

function fromRows(
  row: Schema['benchmark_config'],
  classifiers: readonly Schema['config_classifier_models'][],
  deciders: readonly DeciderRow[],
): StoredBenchmarkConfig {
  const from = (source: DeciderRow['source']) =>
    deciders.filter((entry) => entry.source === source).map(modelOf);
  const config = benchmarkConfigSchema.parse({
    classifier: {
      models: classifiers.map(modelOf),
      repetitions: row.classifier_repetitions,
      minAccuracy: row.classifier_min_accuracy,
      maxP95LatencyMs: row.classifier_max_p95_ms,
      override: row.classifier_override,
    },
    decider: {
      models: from('manual'),
      repetitions: row.decider_repetitions,
      minAccuracy: row.decider_min_accuracy,
      switchCostFactor: row.switch_cost_factor,
      mode: row.mode,
    },
    maxConcurrency: row.max_concurrency,
    maxCostUsd: row.max_cost_usd,
    publish: row.publish,
    sync: {
      enabled: row.sync_enabled === 1,
      minCostUsd: row.sync_min_cost_usd,
      maxCostUsd: row.sync_max_cost_usd,
      spendingAllowed: row.sync_spending_allowed === 1,
      excluded: from('excluded').map(({ model }) => model),
      efforts: from('effort'),
    },
  });
  return { config, auto: from('auto'), syncedAt: row.synced_at, updatedAt: row.updated_at };
}

function modelOf(row: { readonly model: string; readonly effort: string | null }): BenchmarkModel {
  return { model: row.model, effort: readEffort(row.effort) };
}

/** An effort that this version doesn't know reads as the provider's own. */
export function readEffort(text: string | null): Effort | null {
  return EFFORTS.find((effort) => effort === text) ?? null;
}
