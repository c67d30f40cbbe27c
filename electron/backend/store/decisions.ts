import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Kysely, Transaction } from 'kysely';
import type { ReplayCandidate } from '@shared/routing/replay';
import type { Trace } from '@shared/routing/trace';
import type { Schema } from './schema';
import type { Store } from './store';
import type { WriteQueue } from './write-queue';

/** Traces of picks kept per user; those of outcomes stay as long as their outcome. */
export const PICK_TRACES_KEPT = 1000;
/** How many more than {@link PICK_TRACES_KEPT} may gather before the oldest go. */
const SLACK = 64;

export function createDecisions(db: Kysely<Schema>, writes: WriteQueue): Store['decisions'] {
  const sinceTrim = new Map<string, number>();
  return {
    save: (uid, trace) =>
      writes.writeSoon(async (trx) => {
        await trx
          .insertInto('decisions')
          .values(decisionRow(uid, trace, false))
          .execute();
        const count = (sinceTrim.get(uid) ?? 0) + 1;
        sinceTrim.set(uid, count % SLACK);
        if (count === SLACK) await trim(trx, uid);
      }),

    async get(uid, id) {
      await writes.flush();
      const row = await db
        .selectFrom('decisions')
        .select('trace')
        .where('id', '=', id)
        .where('uid', '=', uid)
        .executeTakeFirst();
      return row === undefined ? null : unpack(row.trace);
    },
  };
}

/**
 * A trace of 25 candidates with their figures is 22 kB of JSON; deflated at the fastest level it is
 * 3.4 kB for 0.05 ms, and every routed request keeps one.
 */
function pack(trace: Trace): Uint8Array {
  return deflateRawSync(JSON.stringify(trace), { level: 1 });
}

/** Only for what {@link pack} made. */
function unpack(bytes: Uint8Array): Trace {
  return JSON.parse(inflateRawSync(bytes).toString('utf8')) as Trace;
}

/** The row of a trace; `hasOutcome` rows are never trimmed. */
export function decisionRow(uid: string, trace: Trace, hasOutcome: boolean): Schema['decisions'] {
  const eligible: ReplayCandidate[] = trace.candidates
    .filter((candidate) => candidate.drop === null)
    .map((candidate) => ({
      id: candidate.id,
      scores: candidate.scores,
      costUsd: candidate.estimatedCostUsd,
      latencyMs: candidate.estimatedLatencyMs,
    }));
  return {
    id: trace.id,
    uid,
    at: trace.createdAt,
    task: trace.task,
    has_outcome: hasOutcome ? 1 : 0,
    replay: JSON.stringify(eligible),
    trace: pack(trace),
  };
}

async function trim(trx: Transaction<Schema>, uid: string): Promise<void> {
  const oldestKept = await trx
    .selectFrom('decisions')
    .select('at')
    .where('uid', '=', uid)
    .where('has_outcome', '=', 0)
    .orderBy('at', 'desc')
    .offset(PICK_TRACES_KEPT - 1)
    .limit(1)
    .executeTakeFirst();
  if (oldestKept === undefined) return;
  await trx
    .deleteFrom('decisions')
    .where('uid', '=', uid)
    .where('has_outcome', '=', 0)
    .where('at', '<', oldestKept.at)
    .execute();
}
