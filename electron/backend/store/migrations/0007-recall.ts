import type { Kysely, Migration } from 'kysely';
import type { ColumnTypes } from '../columns';
import type { Schema } from '../schema';

/** Recall: kept screenshots with their text, one vector a model (S0-97), and what is kept at all. */
export function recall(types: ColumnTypes): Migration {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema
        .createTable('recall_shots')
        .addColumn('id', 'text', (c) => types.key(c.primaryKey()))
        .addColumn('uid', 'text', (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addColumn('app', 'text')
        .addColumn('title', 'text')
        .addColumn('width', 'integer', (c) => c.notNull())
        .addColumn('height', 'integer', (c) => c.notNull())
        .addColumn('image_file', 'text', (c) => c.notNull())
        .addColumn('bytes', 'bigint', (c) => c.notNull())
        .addColumn('text', 'text')
        .addColumn('error', 'text')
        .execute();
      await db.schema
        .createIndex('recall_shots_by_time')
        .on('recall_shots')
        .columns(['uid', 'at'])
        .execute();
      await db.schema
        .createTable('recall_vectors')
        .addColumn('shot_id', 'text', (c) =>
          types.key(c.notNull().references('recall_shots.id').onDelete('cascade')),
        )
        .addColumn('model', 'text', (c) => types.key(c.notNull()))
        .addColumn('vector', types.bytes, (c) => c.notNull())
        .addPrimaryKeyConstraint('recall_vectors_pk', ['shot_id', 'model'])
        .execute();
      await db.schema
        .createTable('recall_settings')
        .addColumn('uid', 'text', (c) => types.key(c.primaryKey()))
        .addColumn('keep', 'smallint', (c) => c.notNull())
        .addColumn('retention_days', 'integer')
        .addColumn('index_model', 'text')
        .addColumn('building_model', 'text')
        .addColumn('updated_at', 'bigint', (c) => c.notNull())
        .execute();
    },
  };
}
