import type { Kysely, Migration } from 'kysely';
import type { Schema } from '../schema';

/** What was set aside for a call: what it counts against the caps while its cost is unknown. */
export function callEstimates(): Migration {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema.alterTable('calls').addColumn('estimated_cost_micro', 'bigint').execute();
    },
  };
}
