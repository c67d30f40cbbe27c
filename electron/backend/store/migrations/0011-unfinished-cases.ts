import type { Kysely, Migration } from 'kysely';
import type { ColumnTypes } from '../columns';
import type { Schema } from '../schema';

/** What the calls of benchmark cases have cost that have no result: under way, or cut off. */
export function unfinishedCases(types: ColumnTypes): Migration {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema
        .createTable('unfinished_cases')
        .addColumn('id', 'text', (c) => types.key(c.primaryKey()))
        .addColumn('run_id', 'text', (c) => c.notNull().references('benchmark_runs.id'))
        .addColumn('model', 'text', (c) => c.notNull())
        .addColumn('cost_usd', types.real)
        .execute();
    },
  };
}
