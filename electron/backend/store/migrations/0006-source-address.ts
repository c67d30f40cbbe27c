import type { Kysely, Migration } from 'kysely';
import type { Schema } from '../schema';

/** The address that a person chose for a catalog source; null = its usual one. */
export function sourceAddress(): Migration {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema.alterTable('catalog_sources').addColumn('base_url', 'text').execute();
    },
  };
}
