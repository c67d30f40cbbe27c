import { type Kysely, sql, type Transaction } from 'kysely';
import type { LabelSource } from '@shared/api/memory';
import type { TaskName } from '@shared/routing/tasks';
import { containsPattern } from './fold';
import {
  bytesVector,
  chunks,
  type EmbeddedExample,
  type NewExample,
  promptHash,
  type Scores,
  scoresOf,
  type StoredExample,
  toExample,
  vectorBytes,
  writeScores,
} from './memory-rows';
import { putExamples } from './memory-put';
import { type Before, noteChange, undoChange } from './memory-undo';
import type { Schema } from './schema';
import type { WriteQueue } from './write-queue';

export interface MemoryChange {
  readonly undoId: string;
  /** In the order given; a prompt that was known keeps its id. */
  readonly ids: readonly string[];
  readonly added: number;
  readonly updated: number;
  readonly evicted: number;
  readonly removed: number;
}

export interface MemoryCount {
  readonly task: TaskName;
  readonly examples: number;
  readonly practice: number;
  readonly pending: number;
}

export interface MemoryFilter {
  readonly task: TaskName | null;
  /** Part of the prompt, in any case. */
  readonly q: string | null;
}

/** Rated prompts of every user. A user is never shown another's, whatever id is asked for (S1-20). */
export interface MemoryStore {
  list(
    uid: string,
    filter: MemoryFilter,
    limit: number,
    offset: number,
  ): Promise<{ examples: readonly StoredExample[]; total: number }>;
  get(uid: string, id: string): Promise<StoredExample | null>;
  /** Everything of a task with its vectors, oldest first. */
  load(uid: string, task: TaskName): Promise<readonly EmbeddedExample[]>;
  /** The user's example of this very prompt; null when it was never rated. */
  find(uid: string, task: TaskName, prompt: string): Promise<StoredExample | null>;
  /** Examples per task; of them, how many rate practice models, and have no vector of this model. */
  counts(uid: string, embeddingModel: string): Promise<readonly MemoryCount[]>;
  /** Memories with examples that have no vector of this model. */
  pendingOwners(
    embeddingModel: string,
  ): Promise<readonly { readonly uid: string; readonly task: TaskName }[]>;
  /** Adds examples, or scores to known prompts; past `cap` (0 = none) the user's oldest ones go. */
  put(uid: string, examples: readonly NewExample[], cap: number): Promise<MemoryChange>;
  /** Replaces scores or source; null when there is no such example of this user. */
  edit(
    uid: string,
    id: string,
    patch: { readonly scores?: Scores | undefined; readonly source?: LabelSource | undefined },
  ): Promise<MemoryChange | null>;
  /** Removes one example, or all that the filter finds. */
  remove(uid: string, what: { readonly id: string } | MemoryFilter): Promise<MemoryChange>;
  /** False when this user has no such change, or it was undone already. */
  undo(uid: string, undoId: string): Promise<boolean>;
  saveVectors(
    embeddingModel: string,
    vectors: readonly { readonly id: string; readonly vector: Float32Array }[],
  ): Promise<void>;
}

const COLUMNS = [
  'id',
  'uid',
  'task',
  'prompt',
  'prompt_hash',
  'embedding_model',
  'source',
  'created_at',
  'updated_at',
  'removed_at',
] as const;

export function createMemoryStore(
  db: Kysely<Schema>,
  writes: WriteQueue,
  now: () => number,
  newId: () => string,
): MemoryStore {
  const listed = (uid: string, { task, q }: MemoryFilter, from: Kysely<Schema> = db) =>
    from
      .selectFrom('memory_examples')
      .where('uid', '=', uid)
      .where('removed_at', 'is', null)
      .$if(task !== null, (query) => query.where('task', '=', task ?? 'general_assistant'))
      .$if(q !== null, (query) =>
        query.where(sql<boolean>`lower(prompt) like ${containsPattern(q ?? '')} escape '\\'`),
      );

  return {
    async pendingOwners(embeddingModel) {
      return db
        .selectFrom('memory_examples')
        .select(['uid', 'task'])
        .distinct()
        .where('removed_at', 'is', null)
        .where((eb) =>
          eb.or([eb('embedding_model', 'is', null), eb('embedding_model', '!=', embeddingModel)]),
        )
        .orderBy('uid')
        .execute();
    },

    async list(uid, filter, limit, offset) {
      const rows = await listed(uid, filter)
        .select(COLUMNS)
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .offset(offset)
        .execute();
      const { total } = await listed(uid, filter)
        .select((eb) => eb.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      const scores = await scoresOf(
        db,
        rows.map(({ id }) => id),
      );
      return {
        examples: rows.map((row) => toExample(row, scores.get(row.id) ?? {})),
        total: total,
      };
    },

    async get(uid, id) {
      const row = await listed(uid, { task: null, q: null })
        .select(COLUMNS)
        .where('id', '=', id)
        .executeTakeFirst();
      if (row === undefined) return null;
      return toExample(row, (await scoresOf(db, [id])).get(id) ?? {});
    },

    async find(uid, task, prompt) {
      const row = await listed(uid, { task, q: null })
        .select(COLUMNS)
        .where('prompt_hash', '=', promptHash(prompt))
        .executeTakeFirst();
      if (row === undefined) return null;
      return toExample(row, (await scoresOf(db, [row.id])).get(row.id) ?? {});
    },

    async load(uid, task) {
      const rows = await listed(uid, { task, q: null })
        .selectAll()
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      const scores = await scoresOf(
        db,
        rows.map(({ id }) => id),
      );
      return rows.map((row) => ({
        ...toExample(row, scores.get(row.id) ?? {}),
        vector: bytesVector(row.vector),
      }));
    },

    async counts(uid, embeddingModel) {
      const practice = sql<number>`exists (select 1 from memory_scores
        where example_id = memory_examples.id and model like 'practice/%')`;
      const rows = await listed(uid, { task: null, q: null })
        .select(['task', 'embedding_model', practice.as('practice')])
        .execute();
      const counts = new Map<TaskName, { -readonly [K in keyof MemoryCount]: MemoryCount[K] }>();
      for (const row of rows) {
        const { task } = row;
        const count = counts.get(task) ?? { task, examples: 0, practice: 0, pending: 0 };
        count.examples += 1;
        // 1 in SQLite, true in PostgreSQL.
        if (row.practice) count.practice += 1;
        if (row.embedding_model !== embeddingModel) count.pending += 1;
        counts.set(task, count);
      }
      return [...counts.values()];
    },

    put: (uid, examples, cap) =>
      writes.write(async (trx) => {
        const { ids, added, edited } = await putExamples(trx, uid, examples, now(), newId);
        const removed = cap > 0 ? await evict(trx, uid, cap) : [];
        const undoId = newId();
        await noteChange(trx, uid, undoId, now(), { added, edited, removed });
        return {
          undoId,
          ids,
          added: added.length,
          updated: edited.length,
          evicted: removed.length,
          removed: 0,
        };
      }),

    edit: (uid, id, patch) =>
      writes.write(async (trx) => {
        const row = await trx
          .selectFrom('memory_examples')
          .select(['id', 'source'])
          .where('uid', '=', uid)
          .where('id', '=', id)
          .where('removed_at', 'is', null)
          .executeTakeFirst();
        if (row === undefined) return null;
        const before: Before = {
          id,
          scores: (await scoresOf(trx, [id])).get(id) ?? {},
          source: row.source,
        };
        if (patch.scores !== undefined) await writeScores(trx, [{ id, scores: patch.scores }]);
        await trx
          .updateTable('memory_examples')
          .set({ source: patch.source ?? row.source, updated_at: now() })
          .where('id', '=', id)
          .execute();
        const undoId = newId();
        await noteChange(trx, uid, undoId, now(), { added: [], removed: [], edited: [before] });
        return { undoId, ids: [id], added: 0, updated: 1, evicted: 0, removed: 0 };
      }),

    remove: (uid, what) =>
      writes.write(async (trx) => {
        const filter = 'id' in what ? { task: null, q: null } : what;
        // In the transaction: the embedded engine has one connection, and it is taken.
        const rows = await listed(uid, filter, trx)
          .select('id')
          .$if('id' in what, (query) => query.where('id', '=', 'id' in what ? what.id : ''))
          .execute();
        const ids = rows.map(({ id }) => id);
        await markRemoved(trx, ids);
        const undoId = newId();
        await noteChange(trx, uid, undoId, now(), { added: [], removed: ids, edited: [] });
        return { undoId, ids, added: 0, updated: 0, evicted: 0, removed: ids.length };
      }),

    undo: (uid, undoId) =>
      writes.write(async (trx) => (await undoChange(trx, uid, undoId, now())) !== null),

    saveVectors: (embeddingModel, vectors) =>
      writes.write(async (trx) => {
        for (const { id, vector } of vectors) {
          await trx
            .updateTable('memory_examples')
            .set({ vector: vectorBytes(vector), embedding_model: embeddingModel })
            .where('id', '=', id)
            .execute();
        }
      }),
  };

  /** Oldest first (S1-18). */
  async function evict(trx: Transaction<Schema>, uid: string, cap: number): Promise<string[]> {
    const rows = await trx
      .selectFrom('memory_examples')
      .select('id')
      .where('uid', '=', uid)
      .where('removed_at', 'is', null)
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .offset(cap)
      .limit(1_000_000)
      .execute();
    const ids = rows.map(({ id }) => id);
    await markRemoved(trx, ids);
    return ids;
  }

  async function markRemoved(trx: Transaction<Schema>, ids: readonly string[]): Promise<void> {
    for (const part of chunks(ids)) {
      await trx
        .updateTable('memory_examples')
        .set({ removed_at: now() })
        .where('id', 'in', part)
        .execute();
    }
  }
}
