import { type Kysely, sql, type Transaction } from 'kysely';
import type { ReplayCandidate } from '@shared/routing/replay';
import type { Trace } from '@shared/routing/trace';
import type { BegunRequests } from './begun';
import type { Schema } from './schema';
import type { Store } from './store';
import { packWhole, unpackApart, unpackSet, unpackWhole } from './trace-pack';
import type { WriteQueue } from './write-queue';

/** Traces of picks kept per user; those of outcomes stay as long as their outcome. */
export const PICK_TRACES_KEPT = 1000;
/** How many more than {@link PICK_TRACES_KEPT} may gather before the oldest go. */
const SLACK = 64;

export function createDecisions(
  db: Kysely<Schema>,
  writes: WriteQueue,
  begun: BegunRequests,
): Store['decisions'] {
  const sinceTrim = new Map<string, number>();
  return {
    save: (uid, trace) =>
      writes.writeSoon(async (trx) => {
        // Whole: what is trimmed must not leave the rows of others behind, nor take them along.
        await trx
          .insertInto('decisions')
          .values(wholeDecision(uid, trace, false))
          .execute();
        const count = (sinceTrim.get(uid) ?? 0) + 1;
        sinceTrim.set(uid, count % SLACK);
        if (count === SLACK) await trim(trx, uid);
      }),

    async get(uid, id) {
      await Promise.all([writes.flush(), begun.writeOut()]);
      const row = await db
        .selectFrom('decisions')
        .leftJoin('candidate_sets', 'candidate_sets.id', 'decisions.set_id')
        .select(['decisions.trace', 'candidate_sets.data'])
        .where('decisions.id', '=', id)
        .where('decisions.uid', '=', uid)
        .executeTakeFirst();
      if (row === undefined) return null;
      return row.data === null
        ? unpackWhole(row.trace)
        : unpackApart(row.trace, unpackSet(row.data));
    },
  };
}

/** The row of a trace that shares nothing; `hasOutcome` rows are never trimmed. */
export function wholeDecision(uid: string, trace: Trace, hasOutcome: boolean): Schema['decisions'] {
  const eligible: ReplayCandidate[] = trace.candidates
    .filter((candidate) => candidate.drop === null)
    .map((candidate) => ({
      id: candidate.id,
      scores: candidate.scores,
      costUsd: candidate.estimatedCostUsd,
      latencyMs: candidate.estimatedLatencyMs,
    }));
  return decisionRow(uid, trace, hasOutcome, JSON.stringify(eligible), packWhole(trace), null);
}

/** The row of a trace whose candidates are in a set. */
export function apartDecision(
  uid: string,
  trace: Trace,
  packed: Uint8Array,
  setId: string,
): Schema['decisions'] {
  return decisionRow(uid, trace, true, '', packed, setId);
}

function decisionRow(
  uid: string,
  trace: Trace,
  hasOutcome: boolean,
  replay: string,
  packed: Uint8Array,
  setId: string | null,
): Schema['decisions'] {
  return {
    id: trace.id,
    uid,
    at: trace.createdAt,
    task: trace.task,
    has_outcome: hasOutcome ? 1 : 0,
    replay,
    trace: packed,
    set_id: setId,
  };
}

/** `sql.lit`: an index of some rows is only used where the statement itself says which. */
async function trim(trx: Transaction<Schema>, uid: string): Promise<void> {
  const oldestKept = await trx
    .selectFrom('decisions')
    .select('at')
    .where('uid', '=', uid)
    .where('has_outcome', '=', sql.lit(0))
    .orderBy('at', 'desc')
    .offset(PICK_TRACES_KEPT - 1)
    .limit(1)
    .executeTakeFirst();
  if (oldestKept === undefined) return;
  await trx
    .deleteFrom('decisions')
    .where('uid', '=', uid)
    .where('has_outcome', '=', sql.lit(0))
    .where('at', '<', oldestKept.at)
    .execute();
}
