import type { Kysely } from 'kysely';
import { NO_CONSTRAINTS } from '@shared/routing/candidate';
import type { Schema } from './schema';
import type { PrefsInput, PrefsStore, StoredPrefs } from './store';
import type { WriteQueue } from './write-queue';

type Doc = Pick<StoredPrefs, 'overrides' | 'modelOverrides' | 'constraints'>;

const EMPTY: Doc = { overrides: {}, modelOverrides: {}, constraints: {} };

/** Preferences of every user, one row each, written whole (S0-52, S0-53, S0-105). */
export function createPrefsStore(
  db: Kysely<Schema>,
  writes: WriteQueue,
  now: () => number,
): PrefsStore {
  const set = (uid: string, prefs: PrefsInput, expectedVersion: number | null) =>
    writes.write(async (trx) => {
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
      const row = await trx
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
      return fromRow(row);
    });

  return {
    async get(uid) {
      const row = await db
        .selectFrom('prefs')
        .selectAll()
        .where('uid', '=', uid)
        .executeTakeFirst();
      if (row !== undefined) return fromRow(row);
      return { ...structuredClone(EMPTY), shape: 'full', version: 0, updatedAt: null };
    },
    set: (async (uid: string, prefs: PrefsInput, expectedVersion: number | null = null) =>
      set(uid, prefs, expectedVersion)) as PrefsStore['set'],
    /** Empties them; the version still counts up, so that no cached pick survives. */
    async clear(uid) {
      await set(uid, { ...EMPTY, shape: 'full' }, null);
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
    ...doc,
    constraints: withEveryField(doc.constraints),
    shape: row.shape,
    version: row.version,
    updatedAt: row.updated_at,
  };
}
