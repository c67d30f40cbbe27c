import type { Kysely, Migration } from 'kysely';
import type { ColumnTypes } from '../columns';
import type { Schema } from '../schema';

/**
 * The routing memory: rated prompts with a score per model (S1-18), what can be undone, and the model
 * that a conversation stays with (S1-13).
 */
export function memory(types: ColumnTypes): Migration {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema
        .createTable('memory_examples')
        .addColumn('id', 'text', (c) => types.key(c.primaryKey()))
        .addColumn('uid', 'text', (c) => c.notNull())
        .addColumn('task', 'text', (c) => c.notNull())
        .addColumn('prompt', 'text', (c) => c.notNull())
        .addColumn('prompt_hash', 'text', (c) => c.notNull())
        .addColumn('vector', types.bytes)
        .addColumn('embedding_model', 'text')
        .addColumn('source', 'text', (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('updated_at', 'bigint', (c) => c.notNull())
        .addColumn('removed_at', 'bigint')
        .execute();
      await db.schema
        .createIndex('memory_examples_by_user')
        .on('memory_examples')
        .columns(['uid', 'task', 'created_at'])
        .execute();
      await db.schema
        .createIndex('memory_examples_by_prompt')
        .on('memory_examples')
        .columns(['uid', 'prompt_hash'])
        .execute();
      await db.schema
        .createTable('memory_scores')
        .addColumn('example_id', 'text', (c) =>
          types.key(c.notNull().references('memory_examples.id').onDelete('cascade')),
        )
        .addColumn('model', 'text', (c) => types.key(c.notNull()))
        .addColumn('score', types.real, (c) => c.notNull())
        .addPrimaryKeyConstraint('memory_scores_pk', ['example_id', 'model'])
        .execute();
      await db.schema
        .createTable('memory_undo')
        .addColumn('id', 'text', (c) => types.key(c.primaryKey()))
        .addColumn('uid', 'text', (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addColumn('doc', 'text', (c) => c.notNull())
        .execute();
      await db.schema
        .createIndex('memory_undo_by_user')
        .on('memory_undo')
        .columns(['uid', 'at'])
        .execute();
      await db.schema
        .createTable('memory_sticky')
        .addColumn('uid', 'text', (c) => types.key(c.notNull()))
        .addColumn('conversation_id', 'text', (c) => types.key(c.notNull()))
        .addColumn('task', 'text', (c) => types.key(c.notNull()))
        .addColumn('model', 'text', (c) => c.notNull())
        .addColumn('used_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('memory_sticky_pk', ['uid', 'conversation_id', 'task'])
        .execute();
      await db.schema
        .createIndex('memory_sticky_by_use')
        .on('memory_sticky')
        .columns(['used_at'])
        .execute();
    },
  };
}
