import type { Kysely, Migration } from 'kysely';
import type { ColumnTypes } from '../columns';
import type { Schema } from '../schema';

/**
 * What a person sets by hand in the catalog, how prices went, and what refreshes did to picks. Edits,
 * source settings and prices are of this server; holds and changes of each user.
 */
export function catalog(types: ColumnTypes): Migration {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema
        .createTable('catalog_edits')
        .addColumn('model', 'text', (c) => types.key(c.primaryKey()))
        .addColumn('doc', 'text', (c) => c.notNull())
        .addColumn('updated_at', 'bigint', (c) => c.notNull())
        .execute();
      await db.schema
        .createTable('catalog_sources')
        .addColumn('id', 'text', (c) => types.key(c.primaryKey()))
        .addColumn('enabled', 'smallint', (c) => c.notNull())
        .addColumn('updated_at', 'bigint', (c) => c.notNull())
        .execute();
      await db.schema
        .createTable('catalog_prices')
        .addColumn('id', types.rowId.type, types.rowId.build)
        .addColumn('model', 'text', (c) => c.notNull())
        .addColumn('rate', 'text', (c) => c.notNull())
        .addColumn('value', types.real)
        .addColumn('source', 'text', (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .execute();
      await db.schema
        .createIndex('catalog_prices_by_model')
        .on('catalog_prices')
        .columns(['model', 'rate', 'id'])
        .execute();
      await db.schema
        .createTable('catalog_holds')
        .addColumn('uid', 'text', (c) => types.key(c.notNull()))
        .addColumn('task', 'text', (c) => types.key(c.notNull()))
        .addColumn('model', 'text', (c) => c.notNull())
        .addColumn('kind', 'text', (c) => c.notNull())
        .addColumn('weights', 'text', (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('catalog_holds_pk', ['uid', 'task'])
        .execute();
      await db.schema
        .createTable('pick_changes')
        .addColumn('id', 'text', (c) => types.key(c.primaryKey()))
        .addColumn('uid', 'text', (c) => c.notNull())
        .addColumn('task', 'text', (c) => c.notNull())
        .addColumn('status', 'text', (c) => c.notNull())
        .addColumn('doc', 'text', (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addColumn('decided_at', 'bigint')
        .execute();
      await db.schema
        .createIndex('pick_changes_by_user')
        .on('pick_changes')
        .columns(['uid', 'at desc'])
        .execute();
    },
  };
}
