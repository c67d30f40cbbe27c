import type { Kysely, Migration } from 'kysely';
import type { ColumnTypes } from '../columns';
import type { Schema } from '../schema';

/**
 * Requests that have begun wait in one narrow table, and come into the others when they end: a row
 * without an index is a page to write before the provider is asked, where decision and outcome were ten.
 */
export function begun(types: ColumnTypes): Migration {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema
        .createTable('begun')
        .addColumn('seq', types.plainRowId.type, types.plainRowId.build)
        .addColumn('outcome', 'text', (c) => c.notNull())
        .addColumn('replay', 'text', (c) => c.notNull())
        .addColumn('trace', types.bytes, (c) => c.notNull())
        .addColumn('set_id', 'text')
        .execute();
      // Most requests at the gateway are in no conversation.
      await db.schema.dropIndex('outcomes_conversation').execute();
      await db.schema
        .createIndex('outcomes_conversation')
        .on('outcomes')
        .columns(['uid', 'conversation_id', 'task', 'at desc'])
        .where('conversation_id', 'is not', null)
        .execute();
    },
  };
}
