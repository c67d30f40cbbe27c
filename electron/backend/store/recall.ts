import type { Kysely } from 'kysely';
import { bytesVector, chunks, vectorBytes } from './memory-rows';
import type { RecallShotsTable } from './recall-schema';
import type { Schema } from './schema';
import type { WriteQueue } from './write-queue';

export interface RecallShot {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly app: string | null;
  readonly title: string | null;
  readonly width: number;
  readonly height: number;
  readonly imageFile: string;
  readonly bytes: number;
  /** Null = it waits to be read. */
  readonly text: string | null;
  readonly error: string | null;
  /** It shows a private app: its text is given to models on this machine alone. */
  readonly localOnly: boolean;
}

export interface RecallSettings {
  readonly keep: boolean;
  /** Null = for ever. */
  readonly retentionDays: number | null;
  readonly indexModel: string | null;
  readonly buildingModel: string | null;
}

/** One row of the index, to be held ready for a search. */
export interface IndexedShot extends Pick<RecallShot, 'id' | 'at' | 'app' | 'title' | 'text'> {
  /** Null = none of this model yet. */
  readonly vector: Float32Array | null;
}

/** Kept screenshots of every user; nobody is shown another's, whatever id is asked for. */
export interface RecallStore {
  /** Never set = nothing is kept. */
  settings(uid: string): Promise<RecallSettings>;
  change(uid: string, patch: Partial<RecallSettings>): Promise<RecallSettings>;
  add(uid: string, shot: RecallShot): Promise<void>;
  get(uid: string, id: string): Promise<RecallShot | null>;
  /** In any order. */
  byIds(uid: string, ids: readonly string[]): Promise<readonly RecallShot[]>;
  /** Newest first, between two times (epoch ms, both included; null = open). */
  list(
    uid: string,
    range: { readonly from: number | null; readonly to: number | null },
    limit: number,
    offset: number,
  ): Promise<{ readonly shots: readonly RecallShot[]; readonly total: number }>;
  usage(
    uid: string,
  ): Promise<{ readonly shots: number; readonly bytes: number; readonly unread: number }>;
  nextUnread(uid: string): Promise<RecallShot | null>;
  /** False = it is gone. */
  saveText(uid: string, id: string, text: string, error: string | null): Promise<boolean>;
  /**
   * Shots with text that have no vector of this model and may be given to it: the oldest of them, and
   * how many there are. `local` = the model runs on this machine.
   */
  missing(
    uid: string,
    model: { readonly id: string; readonly local: boolean },
    limit: number,
  ): Promise<{
    readonly shots: readonly Pick<RecallShot, 'id' | 'text'>[];
    readonly total: number;
  }>;
  saveVectors(
    model: string,
    vectors: readonly { readonly id: string; readonly vector: Float32Array }[],
  ): Promise<void>;
  /** How many shots have a vector of this model. */
  indexed(uid: string, model: string): Promise<number>;
  /**
   * The index is `model`'s from now on, and vectors of all others go, in one transaction. False = it is
   * not being built any more, and nothing was changed.
   */
  pin(uid: string, model: string): Promise<boolean>;
  /** Gives up the index that is being built. */
  dropBuilding(uid: string): Promise<void>;
  /** A page of everything that can be searched, by id. */
  load(
    uid: string,
    model: string | null,
    after: string,
    limit: number,
  ): Promise<readonly IndexedShot[]>;
  /** Removes shots and answers them; `before` = older than this time (epoch ms). */
  remove(
    uid: string,
    what: { readonly ids: readonly string[] } | { readonly before: number } | 'all',
  ): Promise<readonly Pick<RecallShot, 'id' | 'imageFile'>[]>;
  /** Everybody who has a setting or a shot. */
  users(): Promise<readonly string[]>;
  /** Names of all picture files that are in use. */
  files(): Promise<ReadonlySet<string>>;
}

const NEVER_SET: RecallSettings = {
  keep: false,
  retentionDays: null,
  indexModel: null,
  buildingModel: null,
};

export function createRecallStore(
  db: Kysely<Schema>,
  writes: WriteQueue,
  now: () => number,
): RecallStore {
  return {
    settings: (uid) => readSettings(db, uid),

    change: (uid, patch) =>
      writes.write(async (trx) => {
        const next = { ...(await readSettings(trx, uid)), ...patch };
        const values = {
          keep: next.keep ? 1 : 0,
          retention_days: next.retentionDays,
          index_model: next.indexModel,
          building_model: next.buildingModel,
          updated_at: now(),
        };
        await trx
          .insertInto('recall_settings')
          .values({ uid, ...values })
          .onConflict((known) => known.column('uid').doUpdateSet(values))
          .execute();
        return next;
      }),

    add: (uid, { imageFile, localOnly, ...shot }) =>
      writes.write(async (trx) => {
        await trx
          .insertInto('recall_shots')
          .values({ uid, ...shot, image_file: imageFile, local_only: localOnly ? 1 : 0 })
          .execute();
      }),

    async get(uid, id) {
      const row = await shotsOf(db, uid).where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toShot(row);
    },

    async byIds(uid, ids) {
      const found: RecallShot[] = [];
      for (const part of chunks(ids)) {
        found.push(...(await shotsOf(db, uid).where('id', 'in', part).execute()).map(toShot));
      }
      return found;
    },

    async list(uid, { from, to }, limit, offset) {
      const between = db
        .selectFrom('recall_shots')
        .where('uid', '=', uid)
        .$if(from !== null, (query) => query.where('at', '>=', from ?? 0))
        .$if(to !== null, (query) => query.where('at', '<=', to ?? 0));
      const rows = await between
        .selectAll()
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .offset(offset)
        .execute();
      const { total } = await between
        .select((eb) => eb.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      return { shots: rows.map(toShot), total };
    },

    async usage(uid) {
      const { shots, bytes, unread } = await db
        .selectFrom('recall_shots')
        .where('uid', '=', uid)
        .select((eb) => [
          eb.fn.countAll<number>().as('shots'),
          eb.fn.sum<number | null>('bytes').as('bytes'),
          eb.fn.countAll<number>().filterWhere('text', 'is', null).as('unread'),
        ])
        .executeTakeFirstOrThrow();
      return { shots, bytes: bytes ?? 0, unread };
    },

    async nextUnread(uid) {
      const row = await shotsOf(db, uid)
        .where('text', 'is', null)
        .orderBy('at')
        .orderBy('id')
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? null : toShot(row);
    },

    saveText: (uid, id, text, error) =>
      writes.write(async (trx) => {
        const { numUpdatedRows } = await trx
          .updateTable('recall_shots')
          .set({ text, error })
          .where('uid', '=', uid)
          .where('id', '=', id)
          .executeTakeFirst();
        return numUpdatedRows === 1n;
      }),

    async missing(uid, model, limit) {
      const without = db
        .selectFrom('recall_shots')
        .leftJoin('recall_vectors', (join) =>
          join.onRef('shot_id', '=', 'id').on('model', '=', model.id),
        )
        .where('uid', '=', uid)
        .where('text', '!=', '')
        .where('shot_id', 'is', null)
        .$if(!model.local, (query) => query.where('local_only', '=', 0));
      const shots = await without
        .select(['recall_shots.id', 'recall_shots.text'])
        .orderBy('at')
        .orderBy('id')
        .limit(limit)
        .execute();
      const { total } = await without
        .select((eb) => eb.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      return { shots, total };
    },

    saveVectors: (model, vectors) =>
      writes.write(async (trx) => {
        for (const { id, vector } of vectors) {
          const bytes = vectorBytes(vector);
          // Deleted while it was being embedded: nothing of it may come back.
          const there = await trx
            .selectFrom('recall_shots')
            .select('id')
            .where('id', '=', id)
            .executeTakeFirst();
          if (there === undefined) continue;
          await trx
            .insertInto('recall_vectors')
            .values({ shot_id: id, model, vector: bytes })
            .onConflict((known) =>
              known.columns(['shot_id', 'model']).doUpdateSet({ vector: bytes }),
            )
            .execute();
        }
      }),

    async indexed(uid, model) {
      const { count } = await db
        .selectFrom('recall_vectors')
        .innerJoin('recall_shots', 'recall_shots.id', 'shot_id')
        .where('uid', '=', uid)
        .where('model', '=', model)
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return count;
    },

    pin: (uid, model) =>
      writes.write(async (trx) => {
        const { numUpdatedRows } = await trx
          .updateTable('recall_settings')
          .set({ index_model: model, building_model: null, updated_at: now() })
          .where('uid', '=', uid)
          .where('building_model', '=', model)
          .executeTakeFirst();
        if (numUpdatedRows !== 1n) return false;
        await dropVectors(trx, uid, model);
        return true;
      }),

    dropBuilding: (uid) =>
      writes.write(async (trx) => {
        const { indexModel } = await readSettings(trx, uid);
        await trx
          .updateTable('recall_settings')
          .set({ building_model: null, updated_at: now() })
          .where('uid', '=', uid)
          .execute();
        await dropVectors(trx, uid, indexModel);
      }),

    async load(uid, model, after, limit) {
      const rows = await db
        .selectFrom('recall_shots')
        .leftJoin('recall_vectors', (join) =>
          join.onRef('shot_id', '=', 'id').on('model', '=', model ?? ''),
        )
        .where('uid', '=', uid)
        .where('id', '>', after)
        .select(['id', 'at', 'app', 'title', 'text', 'vector'])
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(({ vector, ...row }) => ({ ...row, vector: bytesVector(vector) }));
    },

    remove: (uid, what) =>
      writes.write(async (trx) => {
        const gone: { id: string; imageFile: string }[] = [];
        const parts = typeof what === 'object' && 'ids' in what ? chunks(what.ids) : [null];
        for (const ids of parts) {
          const rows = await trx
            .deleteFrom('recall_shots')
            .where('uid', '=', uid)
            .$if(ids !== null, (query) => query.where('id', 'in', ids ?? []))
            .$if(typeof what === 'object' && 'before' in what, (query) =>
              query.where(
                'at',
                '<',
                typeof what === 'object' && 'before' in what ? what.before : 0,
              ),
            )
            .returning(['id', 'image_file'])
            .execute();
          gone.push(...rows.map((row) => ({ id: row.id, imageFile: row.image_file })));
        }
        return gone;
      }),

    async users() {
      const [shots, settings] = await Promise.all([
        db.selectFrom('recall_shots').select('uid').distinct().execute(),
        db.selectFrom('recall_settings').select('uid').execute(),
      ]);
      return [...new Set([...shots, ...settings].map(({ uid }) => uid))];
    },

    async files() {
      const rows = await db.selectFrom('recall_shots').select('image_file').execute();
      return new Set(rows.map((row) => row.image_file));
    },
  };
}

async function readSettings(db: Kysely<Schema>, uid: string): Promise<RecallSettings> {
  const row = await db
    .selectFrom('recall_settings')
    .selectAll()
    .where('uid', '=', uid)
    .executeTakeFirst();
  if (row === undefined) return NEVER_SET;
  return {
    keep: row.keep === 1,
    retentionDays: row.retention_days,
    indexModel: row.index_model,
    buildingModel: row.building_model,
  };
}

/** Vectors of every model but this one; null = all. */
async function dropVectors(trx: Kysely<Schema>, uid: string, but: string | null): Promise<void> {
  await trx
    .deleteFrom('recall_vectors')
    .where('shot_id', 'in', trx.selectFrom('recall_shots').select('id').where('uid', '=', uid))
    .$if(but !== null, (query) => query.where('model', '!=', but ?? ''))
    .execute();
}

function shotsOf(db: Kysely<Schema>, uid: string) {
  return db.selectFrom('recall_shots').selectAll().where('uid', '=', uid);
}

function toShot(row: RecallShotsTable): RecallShot {
  const { uid: _uid, image_file: imageFile, local_only: localOnly, ...shot } = row;
  return { ...shot, imageFile, localOnly: localOnly === 1 };
}
