import type { Kysely } from 'kysely';
import { NO_CONSTRAINTS } from '@shared/routing/candidate';
import type { Schema } from './schema';
import type { PrefsInput, PrefsStore, StoredPrefs } from './store';
import type { WriteQueue } from './write-queue';

type Doc = Pick<StoredPrefs, 'overrides' | 'modelOverrides' | 'constraints'>;

/** New objects each time: what was read may be changed (S0-53). */
const empty = (): Doc => ({ overrides: {}, modelOverrides: {}, constraints: {} });

/**
 * Preferences of every user, one row each, written whole (S0-52, S0-53, S0-105). Every request reads
 * them, so the rows stay in memory: this store alone writes them, under the data folder's lock.
 */
export function createPrefsStore(
  db: Kysely<Schema>,
  writes: WriteQueue,
  now: () => number,
): PrefsStore {
  /** By user; null = never set. */
  const rows = new Map<string, Schema['prefs'] | null>();

  const set = async (
    uid: string,
    prefs: PrefsInput,
    expectedVersion: number | null,
  ): Promise<StoredPrefs | null> => {
    const row = await writes.write(async (trx) => {
      if (expectedVersion !== null) {
        const current = await trx
          .selectFrom('prefs')
          .select('version')
          .where('uid', '=', uid)
          .executeTakeFirst();
        if ((current?.version ?? 0) !== expectedVersion) return null;
      }
      const doc: Doc = {
        overrides: prefs.overrides,
        modelOverrides: prefs.modelOverrides,
        constraints: prefs.constraints,
      };
      const text = JSON.stringify(doc);
      return trx
        .insertInto('prefs')
        .values({ uid, doc: text, shape: prefs.shape, version: 1, updated_at: now() })
        .onConflict((conflict) =>
          conflict.column('uid').doUpdateSet((eb) => ({
            doc: text,
            shape: prefs.shape,
            version: eb('prefs.version', '+', 1),
            updated_at: now(),
          })),
        )
        .returningAll()
        .executeTakeFirstOrThrow();
    });
    if (row === null) return null;
    rows.set(uid, row);
    return fromRow(row);
  };

  const read = async (uid: string): Promise<Schema['prefs'] | null> => {
    const found = await db
      .selectFrom('prefs')
      .selectAll()
      .where('uid', '=', uid)
      .executeTakeFirst();
    // A save that came meanwhile knows better.
    if (!rows.has(uid)) rows.set(uid, found ?? null);
    return rows.get(uid) ?? null;
  };

  return {
    async get(uid) {
      const known = rows.get(uid);
      const row = known === undefined ? await read(uid) : known;
      if (row !== null) return fromRow(row);
      return { ...empty(), shape: 'full', version: 0, updatedAt: null };
    },
    set: (async (uid: string, prefs: PrefsInput, expectedVersion: number | null = null) =>
      set(uid, prefs, expectedVersion)) as PrefsStore['set'],
    /** Empties them; the version still counts up, so that no cached pick survives. */
    async clear(uid) {
      await set(uid, { ...empty(), shape: 'full' }, null);
    },
  };
}

/** Rows of older versions lack the limits that came later. */
function withEveryField(constraints: Doc['constraints']): Doc['constraints'] {
  return Object.fromEntries(
    Object.entries(constraints).map(([task, value]) => [task, { ...NO_CONSTRAINTS, ...value }]),
  );
}

function fromRow(row: Schema['prefs']): StoredPrefs {
  // Written by this file alone, from values that passed the door.
  const doc = JSON.parse(row.doc) as Doc;
  return {
    overrides: doc.overrides,
    modelOverrides: doc.modelOverrides,
    constraints: withEveryField(doc.constraints),
    shape: row.shape,
    version: row.version,
    updatedAt: row.updated_at,
  };
}
