import type { Kysely, Migration } from 'kysely';
import type { ColumnTypes } from '../columns';
import type { Schema } from '../schema';

/** API keys of other programs, daily limits, and what a request belongs to and read from a cache. */
export function gateway(types: ColumnTypes): Migration {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema
        .createTable('api_keys')
        .addColumn('id', 'text', (c) => types.key(c.primaryKey()))
        .addColumn('hash', 'text', (c) => c.notNull().unique())
        .addColumn('hint', 'text', (c) => c.notNull())
        .addColumn('name', 'text', (c) => c.notNull())
        .addColumn('uid', 'text', (c) => c.notNull())
        .addColumn('strategies', 'text')
        .addColumn('models', 'text')
        .addColumn('daily_cap_micro', 'bigint')
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('last_used_at', 'bigint')
        .addColumn('revoked_at', 'bigint')
        .execute();
      await db.schema
        .createTable('limits')
        .addColumn('uid', 'text', (c) => types.key(c.primaryKey()))
        .addColumn('daily_cap_micro', 'bigint')
        .addColumn('updated_at', 'bigint', (c) => c.notNull())
        .execute();
      for (const table of ['outcomes', 'calls'] as const) {
        await db.schema.alterTable(table).addColumn('key_id', 'text').execute();
        await db.schema.alterTable(table).addColumn('cached_tokens', 'bigint').execute();
      }
      // A day's spending at the start, and the pages of a usage report.
      await db.schema
        .createIndex('calls_by_time')
        .on('calls')
        .columns(['uid', 'at desc', 'id'])
        .execute();
      await db.schema.createIndex('calls_at').on('calls').column('at').execute();
    },
  };
}
