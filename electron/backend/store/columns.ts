import type { ColumnDefinitionBuilder } from 'kysely';
import { sql } from 'kysely';

/** SQL engines the one schema runs on. PostgreSQL comes with DATABASE_URL, a later issue. */
export type Engine = 'sqlite' | 'postgres';

/** The whole difference between the engines: how a row number and a double are declared. */
export interface ColumnTypes {
  /** A growing row number as primary key. */
  readonly rowId: {
    readonly type: 'integer' | 'bigint' | 'real' | 'double precision';
    readonly build: (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder;
  };
  /** A row number as primary key that the writer gives, and that may come again once its row is gone. */
  readonly plainRowId: ColumnTypes['rowId'];
  /** Raw bytes. */
  readonly bytes: 'blob' | 'bytea';
  /** A double-precision number. */
  readonly real: 'integer' | 'bigint' | 'real' | 'double precision';
  /** A text sort key compared by code points, as JavaScript's `<` does for these ids (S0-32). */
  readonly key: (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder;
}

export function columnTypes(engine: Engine): ColumnTypes {
  if (engine === 'sqlite') {
    return {
      rowId: { type: 'integer', build: (column) => column.primaryKey().autoIncrement() },
      plainRowId: { type: 'integer', build: (column) => column.primaryKey() },
      bytes: 'blob',
      real: 'real',
      key: (column) => column,
    };
  }
  return {
    rowId: {
      type: 'bigint',
      build: (column) => column.generatedByDefaultAsIdentity().primaryKey(),
    },
    plainRowId: { type: 'bigint', build: (column) => column.primaryKey() },
    bytes: 'bytea',
    real: 'double precision',
    key: (column) => column.modifyEnd(sql`collate "C"`),
  };
}
