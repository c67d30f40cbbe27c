import type { Kysely } from 'kysely';
import type { TaskName } from '@shared/routing/tasks';
import type { Schema } from './schema';
import type { WriteQueue } from './write-queue';

/** Conversations whose model is remembered, over all users; the longest unused ones go (S1-13). */
export const CONVERSATIONS_KEPT = 10_000;
/** How many more may gather before the oldest go. */
const SLACK = 100;

/** Which model the memory chose for a conversation. Only named conversations: no guess by opener. */
export interface StickyStore {
  /** Null when there is none that was used since `notBefore` (epoch milliseconds). */
  get(
    uid: string,
    conversationId: string,
    task: TaskName,
    notBefore: number,
  ): Promise<string | null>;
  put(uid: string, conversationId: string, task: TaskName, model: string): Promise<void>;
}

export function createStickyStore(
  db: Kysely<Schema>,
  writes: WriteQueue,
  now: () => number,
  kept = CONVERSATIONS_KEPT,
  slack = SLACK,
): StickyStore {
  let sinceTrim = 0;
  return {
    async get(uid, conversationId, task, notBefore) {
      await writes.flush();
      const row = await db
        .selectFrom('memory_sticky')
        .select('model')
        .where('uid', '=', uid)
        .where('conversation_id', '=', conversationId)
        .where('task', '=', task)
        .where('used_at', '>=', notBefore)
        .executeTakeFirst();
      return row?.model ?? null;
    },

    put: (uid, conversationId, task, model) =>
      writes.writeSoon(async (trx) => {
        const row = { uid, conversation_id: conversationId, task, model, used_at: now() };
        await trx
          .insertInto('memory_sticky')
          .values(row)
          .onConflict((conflict) =>
            conflict
              .columns(['uid', 'conversation_id', 'task'])
              .doUpdateSet({ model, used_at: row.used_at }),
          )
          .execute();
        sinceTrim += 1;
        if (sinceTrim < slack) return;
        sinceTrim = 0;
        const newestGone = await trx
          .selectFrom('memory_sticky')
          .select('used_at')
          .orderBy('used_at', 'desc')
          .offset(kept)
          .limit(1)
          .executeTakeFirst();
        if (newestGone === undefined) return;
        await trx.deleteFrom('memory_sticky').where('used_at', '<=', newestGone.used_at).execute();
      }),
  };
}
