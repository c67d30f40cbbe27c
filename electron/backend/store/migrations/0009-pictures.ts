import type { Kysely, Migration } from 'kysely';
import type { ColumnTypes } from '../columns';
import type { Schema } from '../schema';

/**
 * Pictures of messages. The bytes are files beside the database: a deleted file is gone, a deleted
 * row's page stays until it is used again, and no request waits behind a megabyte in the write queue.
 */
export function pictures(types: ColumnTypes): Migration {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema
        .createTable('message_pictures')
        .addColumn('conversation_id', 'text', (c) =>
          types.key(c.notNull().references('conversations.id').onDelete('cascade')),
        )
        .addColumn('id', 'text', (c) => types.key(c.notNull()))
        .addColumn('message_id', 'text')
        .addColumn('seq', 'integer', (c) => c.notNull())
        .addColumn('mime', 'text', (c) => c.notNull())
        .addColumn('width', 'integer', (c) => c.notNull())
        .addColumn('height', 'integer', (c) => c.notNull())
        .addColumn('bytes', 'integer', (c) => c.notNull())
        .addColumn('name', 'text', (c) => c.notNull())
        .addColumn('file', 'text', (c) => c.notNull())
        .addColumn('local_only', 'integer', (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('message_pictures_pk', ['conversation_id', 'id'])
        .execute();
    },
  };
}
