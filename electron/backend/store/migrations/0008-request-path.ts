import { type Kysely, type Migration, sql } from 'kysely';
import type { ColumnTypes } from '../columns';
import type { Schema } from '../schema';

/**
 * What every routed request writes becomes less: the candidates of a decision are kept once for all
 * requests that saw the same (`candidate_sets`), and an index holds only the rows that are looked for
 * through it. Each index that a row is in was a page more to write before the provider could be asked.
 */
export function requestPath(types: ColumnTypes): Migration {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema
        .createTable('candidate_sets')
        .addColumn('id', 'text', (c) => types.key(c.primaryKey()))
        .addColumn('data', types.bytes, (c) => c.notNull())
        .execute();
      await db.schema
        .alterTable('decisions')
        .addColumn('set_id', 'text', (c) => c.references('candidate_sets.id'))
        .execute();
      for (const index of ['decisions_by_user', 'calls_history', 'calls_outcome']) {
        await db.schema.dropIndex(index).execute();
      }
      // Only a pick's traces are trimmed.
      await db.schema
        .createIndex('decisions_of_picks')
        .on('decisions')
        .columns(['uid', 'at desc'])
        .where(sql.ref('has_outcome'), '=', sql.lit(0))
        .execute();
      // Of the calls only direct ones are rows of the history.
      await db.schema
        .createIndex('calls_direct')
        .on('calls')
        .columns(['uid', 'at desc', 'id', 'task', 'model', 'status'])
        .where(sql.ref('router'), '=', sql.lit('direct'))
        .execute();
      await db.schema
        .createIndex('calls_running')
        .on('calls')
        .column('status')
        .where(sql.ref('status'), '=', sql.lit('running'))
        .execute();
    },
  };
}
