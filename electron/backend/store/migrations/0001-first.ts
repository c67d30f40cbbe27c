import type { CreateTableBuilder, Kysely, Migration } from 'kysely';
import type { ColumnTypes } from '../columns';
import type { Schema } from '../schema';

type Columns = (table: CreateTableBuilder<string>) => CreateTableBuilder<string>;

/** The columns that a request has in `outcomes` and in `calls` alike. */
function requestColumns(types: ColumnTypes): Columns {
  return (table) =>
    table
      .addColumn('id', 'text', (c) => types.key(c.primaryKey()))
      .addColumn('uid', 'text', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('task', 'text', (c) => c.notNull())
      .addColumn('requested_model', 'text', (c) => c.notNull())
      .addColumn('status', 'text', (c) => c.notNull())
      .addColumn('error_code', 'text')
      .addColumn('model', 'text')
      .addColumn('provider', 'text')
      .addColumn('first_token_ms', types.real)
      .addColumn('total_ms', types.real)
      .addColumn('prompt_tokens', 'bigint')
      .addColumn('completion_tokens', 'bigint')
      .addColumn('cost_micro', 'bigint')
      .addColumn('rating', 'smallint')
      .addColumn('rating_tag', 'text')
      .addColumn('excerpt', 'text')
      .addColumn('search', 'text', (c) => c.notNull())
      .addColumn('conversation_id', 'text');
}

async function createRequests(db: Kysely<Schema>, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('decisions')
    .addColumn('id', 'text', (c) => types.key(c.primaryKey()))
    .addColumn('uid', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('task', 'text', (c) => c.notNull())
    .addColumn('has_outcome', 'smallint', (c) => c.notNull())
    .addColumn('replay', 'text', (c) => c.notNull())
    .addColumn('trace', types.bytes, (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex('decisions_by_user')
    .on('decisions')
    .columns(['uid', 'has_outcome', 'at desc'])
    .execute();
  await db.schema
    .createTable('outcomes')
    .$call((table) => requestColumns(types)(table as CreateTableBuilder<string>))
    .addColumn('strategy', 'text', (c) => c.notNull())
    .addColumn('decision_id', 'text', (c) => c.notNull().references('decisions.id'))
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('prefs_version', 'integer', (c) => c.notNull())
    .addColumn('score', types.real)
    .addColumn('margin', types.real)
    .addColumn('runner_up', 'text')
    .addColumn('estimated_cost_micro', 'bigint')
    .addColumn('best_quality_cost_micro', 'bigint')
    .addColumn('estimated_latency_ms', types.real)
    .execute();
  await db.schema
    .createTable('calls')
    .$call((table) => requestColumns(types)(table as CreateTableBuilder<string>))
    .addColumn('outcome_id', 'text', (c) => c.references('outcomes.id'))
    .addColumn('router', 'text', (c) => c.notNull())
    .execute();
  // These two cover the keys of a history page and its filters: a page is read from the index
  // alone and only its own rows are fetched.
  await db.schema
    .createIndex('outcomes_history')
    .on('outcomes')
    .columns(['uid', 'at desc', 'id', 'task', 'strategy', 'model', 'status'])
    .execute();
  await db.schema
    .createIndex('calls_history')
    .on('calls')
    .columns(['uid', 'router', 'at desc', 'id', 'task', 'model', 'status'])
    .execute();
  await db.schema
    .createIndex('outcomes_conversation')
    .on('outcomes')
    .columns(['uid', 'conversation_id', 'task', 'at desc'])
    .execute();
  await db.schema
    .createIndex('outcomes_running')
    .on('outcomes')
    .column('status')
    .where('status', '=', 'running')
    .execute();
  await db.schema.createIndex('calls_outcome').on('calls').column('outcome_id').execute();
}

async function createPerUser(db: Kysely<Schema>, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('prefs')
    .addColumn('uid', 'text', (c) => types.key(c.primaryKey()))
    .addColumn('doc', 'text', (c) => c.notNull())
    .addColumn('shape', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('picks')
    .addColumn('id', types.rowId.type, types.rowId.build)
    .addColumn('uid', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('task', 'text', (c) => c.notNull())
    .addColumn('model', 'text', (c) => c.notNull())
    .addColumn('score', types.real, (c) => c.notNull())
    .addColumn('quality', types.real, (c) => c.notNull())
    .addColumn('latency', types.real, (c) => c.notNull())
    .addColumn('cost', types.real, (c) => c.notNull())
    .execute();
  await db.schema.createIndex('picks_by_user').on('picks').columns(['uid', 'id']).execute();
  await db.schema
    .createTable('marks')
    .addColumn('id', types.rowId.type, types.rowId.build)
    .addColumn('uid', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('label', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('marks_by_user').on('marks').columns(['uid', 'at']).execute();
}

async function createConversations(db: Kysely<Schema>, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('conversations')
    .addColumn('id', 'text', (c) => types.key(c.primaryKey()))
    .addColumn('uid', 'text', (c) => c.notNull())
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .addColumn('leaf_id', 'text')
    .execute();
  await db.schema
    .createIndex('conversations_by_user')
    .on('conversations')
    .columns(['uid', 'updated_at desc', 'id'])
    .execute();
  await db.schema
    .createTable('messages')
    .addColumn('conversation_id', 'text', (c) =>
      c.notNull().references('conversations.id').onDelete('cascade'),
    )
    .addColumn('id', 'text', (c) => types.key(c.notNull()))
    .addColumn('seq', 'integer', (c) => c.notNull())
    .addColumn('parent_id', 'text')
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('content', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('meta', 'text')
    .addPrimaryKeyConstraint('messages_pk', ['conversation_id', 'id'])
    .execute();
}

/** The tables of the first version: requests with their decisions, what each user has, conversations. */
export function first(types: ColumnTypes): Migration {
  return {
    async up(db: Kysely<Schema>) {
      await createRequests(db, types);
      await createPerUser(db, types);
      await createConversations(db, types);
    },
  };
}
