import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import {
  type Dialect,
  type DialectAdapter,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteStatement,
} from 'kysely';
import { StoreSyncError } from './wal-sync';

/** 'ARtr' in ASCII: marks the file as this app's own. */
export const APPLICATION_ID = 0x41527472;
const BUSY_TIMEOUT_MS = 5000;
/** Distinct SQL texts are few (filters vary a page query); enough for all of them. */
const STATEMENT_CACHE_SIZE = 200;

const SQLITE_BUSY = 5;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error)) return null;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : null;
}

/** The file's content is damaged ("malformed") or is no database at all. */
export function isCorruption(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === SQLITE_CORRUPT || code === SQLITE_NOTADB;
}

/** Any failure that SQLite itself reports: disk full, locked, damaged, unreadable. */
export function isStorageError(error: unknown): boolean {
  return (
    sqliteCode(error) !== null ||
    error instanceof StoreClosedError ||
    error instanceof StoreSyncError
  );
}

/** The store was asked for something after its close. */
export class StoreClosedError extends Error {
  constructor() {
    super('the store is closed');
    this.name = 'StoreClosedError';
  }
}

export function isBusy(error: unknown): boolean {
  return sqliteCode(error) === SQLITE_BUSY;
}

function oneNumber(db: DatabaseSyncInstance, pragma: string): number {
  const row: unknown = db.prepare(`PRAGMA ${pragma}`).get();
  const value = typeof row === 'object' && row !== null ? Object.values(row)[0] : undefined;
  return typeof value === 'number' ? value : 0;
}

export const applicationId = (db: DatabaseSyncInstance): number => oneNumber(db, 'application_id');
export const userVersion = (db: DatabaseSyncInstance): number => oneNumber(db, 'user_version');

/** Reads the whole file; true when SQLite finds nothing wrong with it. */
export function quickCheck(db: DatabaseSyncInstance): boolean {
  const rows: unknown[] = db.prepare('PRAGMA quick_check(1)').all();
  const first = rows[0];
  return typeof first === 'object' && first !== null && Object.values(first)[0] === 'ok';
}

/** Pages of 4 kB after which the log is copied into the file: most are rewritten many times before. */
const CHECKPOINT_PAGES = 4_000;

/** Opens with the settings that lost nothing in kills and power cuts (design/platform.md, 9). */
export function openDatabase(file: string): DatabaseSyncInstance {
  const db = new DatabaseSync(file);
  try {
    db.exec(
      `PRAGMA busy_timeout=${BUSY_TIMEOUT_MS}; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
       PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;
       PRAGMA wal_autocheckpoint=${CHECKPOINT_PAGES}`,
    );
    // SQLite's own lower() knows ASCII only; PostgreSQL's knows Unicode.
    db.function('lower', { deterministic: true }, (text: unknown) =>
      typeof text === 'string' ? text.toLowerCase() : null,
    );
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
}

/**
 * The few lines between Kysely and the binding, with a statement cache that halves the query
 * layer's cost. Small on purpose: `node:sqlite` or libsql can take the binding's place.
 */
class CachedDatabase implements SqliteDatabase {
  readonly #statements = new Map<string, SqliteStatement>();

  constructor(
    private readonly db: DatabaseSyncInstance,
    private readonly onCorruption: () => void,
  ) {}

  prepare(sql: string): SqliteStatement {
    if (!this.db.isOpen) throw new StoreClosedError();
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#guard(() => this.db.prepare(sql));
    const made: SqliteStatement = {
      reader: statement.columns().length > 0,
      all: (parameters) => this.#guard((): unknown[] => statement.all(...parameters)),
      run: (parameters) => this.#guard(() => statement.run(...parameters)),
      iterate: (parameters) => statement.iterate(...parameters),
    };
    if (this.#statements.size >= STATEMENT_CACHE_SIZE) {
      const oldest = this.#statements.keys().next().value;
      if (oldest !== undefined) this.#statements.delete(oldest);
    }
    this.#statements.set(sql, made);
    return made;
  }

  close(): void {
    this.#statements.clear();
    this.db.close();
  }

  #guard<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      if (isCorruption(error)) this.onCorruption();
      throw error;
    }
  }
}

/** Kysely says that SQLite's DDL is not transactional; it is, and a failed migration must undo. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class EmbeddedDialect extends SqliteDialect {
  override createAdapter(): DialectAdapter {
    return new TransactionalDdlAdapter();
  }
}

/** Statements that are prepared once and run without the query layer and without a turn of the loop. */
export interface Statements {
  /** @returns runs it with its parameters in order; answers how many rows it changed. */
  write(sql: string): (parameters: readonly unknown[]) => number;
  /**
   * All that `run` writes, or nothing: durable when this returns, undone when it throws. No other
   * transaction may be open.
   */
  transaction(run: () => void): void;
}

export interface EmbeddedDatabase extends Statements {
  readonly dialect: Dialect;
  /** Closes the file; every later query fails with {@link StoreClosedError}. */
  readonly close: () => void;
}

/** @param onCorruption called when a query finds the file damaged. */
export function embeddedDatabase(
  db: DatabaseSyncInstance,
  onCorruption: () => void,
): EmbeddedDatabase {
  const database = new CachedDatabase(db, onCorruption);
  // Prepared when it is first used, after the migrations.
  const kept = (sql: string): (() => SqliteStatement) => {
    let statement: SqliteStatement | null = null;
    return () => {
      if (!db.isOpen) throw new StoreClosedError();
      return (statement ??= database.prepare(sql));
    };
  };
  const [begin, commit, rollback] = [kept('begin'), kept('commit'), kept('rollback')];
  return {
    dialect: new EmbeddedDialect({ database }),
    close: () => database.close(),
    write(sql) {
      const statement = kept(sql);
      return (parameters) => Number(statement().run(parameters).changes);
    },
    transaction(work) {
      begin().run([]);
      try {
        work();
        commit().run([]);
      } catch (error) {
        // Some failures (a full disk) have undone it already.
        if (db.isOpen && db.isTransaction) rollback().run([]);
        throw error;
      }
    },
  };
}
