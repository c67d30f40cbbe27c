import type { Kysely, Migration } from 'kysely';
import type { Schema } from '../schema';

/** Screenshots that show a private app: their text is embedded on this machine or not at all. */
export function localOnly(): Migration {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema
        .alterTable('recall_shots')
        .addColumn('local_only', 'integer', (c) => c.notNull().defaultTo(0))
        .execute();
    },
  };
}
