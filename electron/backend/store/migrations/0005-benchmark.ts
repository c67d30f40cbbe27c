import type { Kysely, Migration } from 'kysely';
import type { ColumnTypes } from '../columns';
import type { Schema } from '../schema';

/**
 * Benchmark configs, runs, results, summaries and routing tables: one fact a column and keys of
 * what a row is about, no JSON (S4-19). Nothing is copied from older tables: SQLite reads an unknown
 * name in double quotes as a text, so a copy of a column that isn't there would fill numbers with
 * its name (S4-16).
 */
export const benchmark = (types: ColumnTypes): Migration => ({
  async up(db: Kysely<Schema>): Promise<void> {
    await createConfig(db, types);
    await createRuns(db, types);
    await createTables(db, types);
  },
});

async function createConfig(db: Kysely<Schema>, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('benchmark_config')
    .addColumn('id', 'text', (c) => types.key(c.primaryKey()))
    .addColumn('classifier_repetitions', 'integer', (c) => c.notNull())
    .addColumn('classifier_min_accuracy', types.real, (c) => c.notNull())
    .addColumn('classifier_max_p95_ms', 'bigint')
    .addColumn('classifier_override', 'text')
    .addColumn('decider_repetitions', 'integer', (c) => c.notNull())
    .addColumn('decider_min_accuracy', types.real, (c) => c.notNull())
    .addColumn('switch_cost_factor', types.real, (c) => c.notNull())
    .addColumn('mode', 'text', (c) => c.notNull())
    .addColumn('max_concurrency', 'integer', (c) => c.notNull())
    .addColumn('max_cost_usd', types.real, (c) => c.notNull())
    .addColumn('publish', 'text', (c) => c.notNull())
    .addColumn('sync_enabled', 'smallint', (c) => c.notNull())
    .addColumn('sync_min_cost_usd', types.real, (c) => c.notNull())
    .addColumn('sync_max_cost_usd', types.real, (c) => c.notNull())
    .addColumn('sync_spending_allowed', 'smallint', (c) => c.notNull())
    .addColumn('synced_at', 'bigint')
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('config_classifier_models')
    .addColumn('config_id', 'text', (c) => c.notNull().references('benchmark_config.id'))
    .addColumn('model', 'text', (c) => types.key(c.notNull()))
    .addColumn('effort', 'text')
    .addColumn('position', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('config_classifier_models_pk', ['config_id', 'model'])
    .execute();
  await db.schema
    .createTable('config_decider_models')
    .addColumn('config_id', 'text', (c) => c.notNull().references('benchmark_config.id'))
    .addColumn('source', 'text', (c) => c.notNull())
    .addColumn('model', 'text', (c) => types.key(c.notNull()))
    .addColumn('effort', 'text')
    .addColumn('position', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('config_decider_models_pk', ['config_id', 'source', 'model'])
    .execute();
}

async function createRuns(db: Kysely<Schema>, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('benchmark_runs')
    .addColumn('id', 'text', (c) => types.key(c.primaryKey()))
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('started_by', 'text', (c) => c.notNull())
    .addColumn('forced', 'smallint', (c) => c.notNull())
    .addColumn('uid', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('reason', 'text')
    .addColumn('min_accuracy', types.real, (c) => c.notNull())
    .addColumn('switch_cost_factor', types.real, (c) => c.notNull())
    .addColumn('max_concurrency', 'integer', (c) => c.notNull())
    .addColumn('repetitions', 'integer', (c) => c.notNull())
    .addColumn('max_p95_ms', 'bigint')
    .addColumn('max_cost_usd', types.real, (c) => c.notNull())
    .addColumn('publish', 'text', (c) => c.notNull())
    .addColumn('dataset_version', 'text', (c) => c.notNull())
    .addColumn('publish_status', 'text')
    .addColumn('publish_reason', 'text')
    .addColumn('table_id', 'text')
    .execute();
  await db.schema
    .createIndex('benchmark_runs_by_time')
    .on('benchmark_runs')
    .columns(['created_at desc', 'id'])
    .execute();
  await db.schema
    .createTable('run_models')
    .addColumn('run_id', 'text', (c) => c.notNull().references('benchmark_runs.id'))
    .addColumn('model', 'text', (c) => types.key(c.notNull()))
    .addColumn('effort', 'text')
    .addColumn('position', 'integer', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('reason', 'text')
    .addPrimaryKeyConstraint('run_models_pk', ['run_id', 'model'])
    .execute();
  await db.schema
    .createTable('case_results')
    .addColumn('run_id', 'text', (c) => c.notNull().references('benchmark_runs.id'))
    .addColumn('model', 'text', (c) => types.key(c.notNull()))
    .addColumn('case_id', 'text', (c) => types.key(c.notNull()))
    .addColumn('rep', 'integer', (c) => c.notNull())
    .addColumn('tier', 'text')
    .addColumn('route', 'text')
    .addColumn('verdict', 'text', (c) => c.notNull())
    .addColumn('timed_out', 'smallint', (c) => c.notNull())
    .addColumn('score', types.real, (c) => c.notNull())
    .addColumn('answer', 'text', (c) => c.notNull())
    .addColumn('detail', 'text', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('turns', 'integer', (c) => c.notNull())
    .addColumn('cost_usd', types.real)
    .addColumn('ms', types.real, (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('case_results_pk', ['run_id', 'model', 'case_id', 'rep'])
    .execute();
  await db.schema
    .createTable('model_summaries')
    .addColumn('run_id', 'text', (c) => c.notNull().references('benchmark_runs.id'))
    .addColumn('model', 'text', (c) => types.key(c.notNull()))
    .addColumn('scope', 'text', (c) => c.notNull())
    .addColumn('graded', 'integer', (c) => c.notNull())
    .addColumn('passed', 'integer', (c) => c.notNull())
    .addColumn('score_sum', types.real, (c) => c.notNull())
    .addColumn('timeouts', 'integer', (c) => c.notNull())
    .addColumn('errors', 'integer', (c) => c.notNull())
    .addColumn('cost_usd', types.real, (c) => c.notNull())
    .addColumn('cost_known', 'integer', (c) => c.notNull())
    .addColumn('p95_ms', types.real)
    .addColumn('carried', 'smallint', (c) => c.notNull())
    .addPrimaryKeyConstraint('model_summaries_pk', ['run_id', 'model', 'scope'])
    .execute();
}

async function createTables(db: Kysely<Schema>, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('routing_tables')
    .addColumn('id', 'text', (c) => types.key(c.primaryKey()))
    .addColumn('run_id', 'text', (c) => c.notNull().references('benchmark_runs.id'))
    .addColumn('published_at', 'bigint', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('dataset_version', 'text', (c) => c.notNull())
    .addColumn('min_accuracy', types.real, (c) => c.notNull())
    .addColumn('switch_cost_factor', types.real, (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('routing_table_candidates')
    .addColumn('table_id', 'text', (c) => c.notNull().references('routing_tables.id'))
    .addColumn('scope', 'text', (c) => c.notNull())
    .addColumn('position', 'integer', (c) => c.notNull())
    .addColumn('model', 'text', (c) => c.notNull())
    .addColumn('effort', 'text')
    .addColumn('accuracy', types.real, (c) => c.notNull())
    .addColumn('avg_cost_usd', types.real, (c) => c.notNull())
    .addColumn('p95_ms', types.real)
    .addColumn('graded', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('routing_table_candidates_pk', ['table_id', 'scope', 'position'])
    .execute();
  await db.schema
    .createTable('classifier_winners')
    .addColumn('run_id', 'text', (c) => c.primaryKey().references('benchmark_runs.id'))
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('model', 'text', (c) => c.notNull())
    .addColumn('accuracy', types.real, (c) => c.notNull())
    .addColumn('avg_cost_usd', types.real, (c) => c.notNull())
    .addColumn('p95_ms', types.real)
    .addColumn('reason', 'text', (c) => c.notNull())
    .execute();
}
