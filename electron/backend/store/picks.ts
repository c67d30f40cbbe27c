import type { Kysely } from 'kysely';
import type { RequestWrites } from './request-writes';
import type { Schema } from './schema';
import type { Store } from './store';
import type { WriteQueue } from './write-queue';

/** Picks kept per user, newest first; `/metrics` shows 100 of them (S0-57). */
export const PICKS_KEPT = 1000;
/** How many more than {@link PICKS_KEPT} may gather before the oldest go. */
const SLACK = 64;

/** The pick history of each user, on its own (S0-62), persistent (ruling 5). */
export function createPicks(
  db: Kysely<Schema>,
  writes: WriteQueue,
  prepared: RequestWrites,
): Store['picks'] {
  const sinceTrim = new Map<string, number>();
  return {
    async record(uid, { at, task, model, score, weights }) {
      const { quality, latency, cost } = weights;
      const row = { uid, at, task, model, score, quality, latency, cost };
      const count = (sinceTrim.get(uid) ?? 0) + 1;
      sinceTrim.set(uid, count % SLACK);
      await writes.writeAtOnce(() => {
        prepared.insertPick(row);
        // In the same write: whoever waits for the pick does not wait for two.
        if (count === SLACK) prepared.trimPicks(uid, PICKS_KEPT);
      });
    },

    async snapshot(uid, limit) {
      const rows = await db
        .selectFrom('picks')
        .selectAll()
        .where('uid', '=', uid)
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.reverse().map((row) => ({
        at: row.at,
        task: row.task,
        model: row.model,
        score: row.score,
        weights: { quality: row.quality, latency: row.latency, cost: row.cost },
      }));
    },
  };
}
