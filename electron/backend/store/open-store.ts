import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { Kysely, Migrator } from 'kysely';
import type { Log } from '../context';
import { BegunRequests } from './begun';
import { createCatalogStore } from './catalog-store';
import { createBenchmarkStore } from './benchmark';
import { createApiKeys } from './api-keys';
import { createConversations } from './conversations';
import { createDecisions } from './decisions';
import { createHistory } from './history';
import { createLimits } from './limits';
import { createRouterSettings } from './router-settings';
import { lockDataDir } from './lock';
import { createMemoryStore } from './memory';
import { createStickyStore } from './memory-sticky';
import { createPictures } from './message-pictures';
import { migrationsFor, SCHEMA_VERSION } from './migrations';
import { createCalls, createOutcomes } from './outcomes';
import { createPicks } from './picks';
import { createPrefsStore } from './prefs';
import { createRecallStore } from './recall';
import { requestWrites } from './request-writes';
import type { Schema } from './schema';
import {
  APPLICATION_ID,
  applicationId,
  embeddedDatabase,
  isCorruption,
  openDatabase,
  quickCheck,
  userVersion,
} from './sqlite';
import type { Store } from './store';
import { createUsage } from './usage';
import { WalSync } from './wal-sync';
import { WriteQueue } from './write-queue';

export const DATABASE_FILE = 'auto-router.db';

/** The file or its folder cannot be used as it is, and is left untouched. */
export class StoreOpenError extends Error {
  constructor(
    readonly code: 'data_dir_unusable' | 'foreign_database' | 'newer_database' | 'migration_failed',
    message: string,
  ) {
    super(message);
    this.name = 'StoreOpenError';
  }
}

export interface StoreOptions {
  /** Folder of the database; made when missing. */
  readonly dir: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly newId: () => string;
  readonly log: Log;
}

export interface OpenedStore {
  readonly store: Store;
  /** Where a damaged file was kept, when this start had to begin afresh; else null. */
  readonly keptAside: string | null;
}

/**
 * Opens the embedded database of a data folder: takes the folder's lock, checks that the file is
 * ours and not newer than this app, checks a file that was not closed cleanly, migrates, and closes
 * outcomes that a crash left running. A damaged file is kept aside as `*.corrupt-<time>`.
 *
 * @throws DataDirInUseError another instance has the folder
 * @throws StoreOpenError the folder cannot be made, the file is somebody else's or newer, or a
 *   migration failed
 */
export async function openStore(options: StoreOptions): Promise<OpenedStore> {
  makeDataDir(options.dir);
  const unlock = lockDataDir(options.dir, join(options.dir, 'lock'));
  try {
    const file = join(options.dir, DATABASE_FILE);
    const { db, keptAside } = openChecked(file, options);
    const store = await assemble(db, file, options, unlock);
    return { store, keptAside };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** @throws StoreOpenError */
function makeDataDir(dir: string): void {
  try {
    makeDir(resolve(dir));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreOpenError('data_dir_unusable', `data folder ${dir}: cannot be made: ${reason}`);
  }
}

/** Parents first: Node's own recursive `mkdir` never returns where a parent takes no folders (/proc). */
function makeDir(dir: string): void {
  if (statSync(dir, { throwIfNoEntry: false })?.isDirectory() === true) return;
  if (dirname(dir) !== dir) makeDir(dirname(dir));
  mkdirSync(dir);
}

function openChecked(
  file: string,
  { now, log }: StoreOptions,
): { db: DatabaseSyncInstance; keptAside: string | null } {
  try {
    return { db: openOurs(file), keptAside: null };
  } catch (error) {
    if (!isCorruption(error) && !(error instanceof DamagedError)) throw error;
  }
  const keptAside = keepAside(file, now());
  log.error('the database is damaged; it was kept aside and a new one started', { keptAside });
  return { db: openOurs(file), keptAside };
}

class DamagedError extends Error {}

/**
 * There while the database is open and after an unclean stop, or when a query met damage: then the
 * next start looks at the whole file. (The write-ahead log is no witness: the binding can't
 * finalise statements, so even a clean close leaves it.)
 */
const openMarkOf = (file: string): string => `${file}.open`;

function openOurs(file: string): DatabaseSyncInstance {
  const mustCheck = existsSync(openMarkOf(file));
  const db = openDatabase(file);
  try {
    const owner = applicationId(db);
    const empty = db.prepare('select 1 from sqlite_master limit 1').get() === undefined;
    if (owner !== APPLICATION_ID && !(owner === 0 && empty)) {
      throw new StoreOpenError('foreign_database', `${file} is not a database of Auto Router`);
    }
    const version = userVersion(db);
    if (version > SCHEMA_VERSION) {
      throw new StoreOpenError(
        'newer_database',
        `${file} was written by a newer Auto Router (schema ${version}, this one knows ` +
          `${SCHEMA_VERSION}): update the app or choose another data folder`,
      );
    }
    if (mustCheck && !quickCheck(db)) throw new DamagedError(file);
    writeFileSync(openMarkOf(file), '');
    db.exec(`PRAGMA application_id=${APPLICATION_ID}`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

const ASIDE = '.corrupt-';

/**
 * Whether a damaged database, of this start or of an earlier one, lies in the folder: it may be mended,
 * so what its rows name is not litter.
 */
export function hasKeptAside(dir: string): boolean {
  return readdirSync(dir).some((name) => name.startsWith(DATABASE_FILE + ASIDE));
}

/** Renames the file and its companions; returns the new name of the file. */
function keepAside(file: string, now: number): string {
  const stamp = new Date(now).toISOString().replaceAll(/[:.]/gu, '-');
  const aside = file + ASIDE + stamp;
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  }
  rmSync(openMarkOf(file), { force: true });
  return aside;
}

async function assemble(
  raw: DatabaseSyncInstance,
  file: string,
  { now, newId, log }: StoreOptions,
  unlock: () => void,
): Promise<Store> {
  let damaged = false;
  const embedded = embeddedDatabase(raw, () => {
    damaged = true;
  });
  const { close } = embedded;
  const db = new Kysely<Schema>({ dialect: embedded.dialect });
  const migrator = new Migrator({ db, provider: migrationsFor('sqlite') });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) {
    close();
    const reason = error instanceof Error ? error.message : JSON.stringify(error);
    throw new StoreOpenError('migration_failed', `${file} could not be migrated: ${reason}`);
  }
  raw.exec(`PRAGMA user_version=${SCHEMA_VERSION}`);
  // From here on all writes go through the queue, which syncs the log beside the event loop.
  raw.exec('PRAGMA synchronous=NORMAL');
  const walSync = new WalSync(file);
  const writes = new WriteQueue(db, embedded, () => walSync.sync());
  const prepared = requestWrites(embedded);
  const begun = new BegunRequests(writes, prepared);
  let closing: Promise<void> | null = null;
  const store: Store = {
    prefs: createPrefsStore(db, writes, now),
    outcomes: createOutcomes(db, writes, prepared, begun),
    calls: createCalls(writes, prepared, begun),
    decisions: createDecisions(db, writes, begun),
    apiKeys: createApiKeys(db, writes),
    limits: createLimits(db, writes, now),
    settings: createRouterSettings(db, writes, now),
    usage: createUsage(db, begun),
    picks: createPicks(db, writes, prepared),
    history: createHistory(db, writes, begun, now),
    benchmark: createBenchmarkStore(db, writes, now),
    conversations: createConversations(db, writes, now, newId),
    pictures: createPictures(db, writes, now),
    catalog: createCatalogStore(db, writes, now),
    memory: createMemoryStore(db, writes, now, newId),
    sticky: createStickyStore(db, writes, now),
    recall: createRecallStore(db, writes, now),
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
  const interrupted = await store.outcomes.closeInterrupted();
  if (interrupted > 0) log.warn('requests were cut off by the last stop', { interrupted });
  return store;

  async function closeAll(): Promise<void> {
    await writes.close();
    await walSync.close();
    if (!damaged) raw.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    close();
    if (!damaged) rmSync(openMarkOf(file), { force: true });
    unlock();
  }
}
