import { type Kysely, sql } from 'kysely';
import type { TraceCandidate } from '@shared/routing/trace';
import { type Begin, type BegunRequests, NotRunningError } from './begun';
import { CandidateSets } from './candidate-sets';
import { apartDecision, wholeDecision } from './decisions';
import { fold } from './fold';
import { toMicroUsd } from './money';
import { listOutcomes } from './outcome-list';
import type { RequestWrites } from './request-writes';
import type { Schema } from './schema';
import type { CallRecord, OutcomeBegin, OutcomeEnd, Store } from './store';
import { packApart } from './trace-pack';
import type { WriteQueue } from './write-queue';

/** Outcomes of routed requests: one row each, begun before a provider is asked and ended once (S2-17). */
export function createOutcomes(
  db: Kysely<Schema>,
  writes: WriteQueue,
  prepared: RequestWrites,
  begun: BegunRequests,
): Store['outcomes'] {
  const sets = new CandidateSets();
  const beginOf = (row: OutcomeBegin): Begin => {
    const { uid, trace } = row;
    const outcome = outcomeRow(row);
    const packed = packApart(trace);
    if (packed === null) return { outcome, set: null, decision: wholeDecision(uid, trace, true) };
    const set = sets.of(trace.task, trace.candidates);
    return { outcome, set, decision: apartDecision(uid, trace, packed, set.id) };
  };
  return {
    async begin(row) {
      const begin = beginOf(row);
      if (row.status === 'running') {
        await begun.begin(begin);
        return;
      }
      // A request that is refused ends here: its only row is written as an end is.
      const { set, decision, outcome } = begin;
      await writes.writeAtOnce(() => {
        if (set?.saved === false) prepared.insertSet({ id: set.id, data: set.data });
        prepared.insertDecision(decision);
        prepared.insertOutcome(outcome);
      });
      if (set !== null) set.saved = true;
    },

    async end(id, end) {
      const before = begun.outcomeOf(id);
      if (before === null) throw new NotRunningError(id);
      await begun.end(id, endedRow(before, end));
    },

    async closeInterrupted() {
      const cutOff = await begun.closeInterrupted();
      return writes.write(async (trx) => {
        let closed = cutOff;
        for (const table of ['outcomes', 'calls'] as const) {
          const result = await trx
            .updateTable(table)
            .set({ status: 'interrupted' })
            // In the statement itself, else the index of the running ones is not used.
            .where('status', '=', sql.lit('running'))
            .executeTakeFirst();
          closed += Number(result.numUpdatedRows);
        }
        return closed;
      });
    },

    async rate(uid, id, rating) {
      await begun.writeOut();
      return writes.write(async (trx) => {
        const values = { rating: rating.rating, rating_tag: rating.tag };
        const outcome = await trx
          .updateTable('outcomes')
          .set(values)
          .where('id', '=', id)
          .where('uid', '=', uid)
          .executeTakeFirst();
        if (outcome.numUpdatedRows > 0n) return true;
        const call = await trx
          .updateTable('calls')
          .set(values)
          .where('id', '=', id)
          .where('uid', '=', uid)
          .where('router', '=', 'direct')
          .executeTakeFirst();
        return call.numUpdatedRows > 0n;
      });
    },

    async incumbent(uid, conversationId, task) {
      const row = await db
        .selectFrom('outcomes')
        .select(['model', 'prefs_version', 'prompt_tokens'])
        .where('uid', '=', uid)
        .where('conversation_id', '=', conversationId)
        .where('task', '=', task)
        .where('status', '=', 'succeeded')
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (row === undefined || row.model === null) return null;
      return {
        model: row.model,
        prefsVersion: row.prefs_version,
        promptTokens: row.prompt_tokens,
      };
    },

    async list(uid, query, keyId) {
      await begun.writeOut();
      return listOutcomes(db, uid, query, keyId);
    },
  };
}

/** Calls that reached a provider, routed or pinned (`router: direct`). */
export function createCalls(
  writes: WriteQueue,
  prepared: RequestWrites,
  begun: BegunRequests,
): Store['calls'] {
  return {
    async record(call) {
      const row = callRow(call);
      if (!begun.record(row)) await writes.writeAtOnce(() => prepared.putCall(row));
    },
  };
}

function endedRow(begun: Schema['outcomes'], end: OutcomeEnd): Schema['outcomes'] {
  const fellBack = end.model !== null && begun.model !== null && end.model !== begun.model;
  const model = end.model ?? begun.model;
  return {
    id: begun.id,
    uid: begun.uid,
    at: begun.at,
    task: begun.task,
    requested_model: begun.requested_model,
    status: end.status,
    error_code: end.errorCode,
    model,
    provider: fellBack ? providerOf(model) : begun.provider,
    first_token_ms: end.firstTokenMs,
    total_ms: end.totalMs,
    prompt_tokens: end.promptTokens,
    completion_tokens: end.completionTokens,
    cost_micro: toMicroUsd(end.costUsd),
    rating: begun.rating,
    rating_tag: begun.rating_tag,
    excerpt: begun.excerpt,
    search: fold(begun.excerpt, model, begun.requested_model),
    conversation_id: begun.conversation_id,
    key_id: begun.key_id,
    cached_tokens: end.cachedTokens ?? null,
    strategy: begun.strategy,
    decision_id: begun.decision_id,
    reason: fellBack ? 'fallback_after_failure' : begun.reason,
    prefs_version: begun.prefs_version,
    score: begun.score,
    margin: begun.margin,
    runner_up: begun.runner_up,
    estimated_cost_micro: begun.estimated_cost_micro,
    best_quality_cost_micro: begun.best_quality_cost_micro,
    estimated_latency_ms: begun.estimated_latency_ms,
  };
}

/** The part before the first `/`; null for a plain id. */
function providerOf(model: string | null): string | null {
  const slash = model?.indexOf('/') ?? -1;
  return model === null || slash < 1 ? null : model.slice(0, slash);
}

function outcomeRow(row: OutcomeBegin): Schema['outcomes'] {
  const { trace } = row;
  const eligible = trace.candidates.filter((candidate) => candidate.drop === null);
  const chosen = eligible.find((candidate) => candidate.id === trace.model) ?? null;
  const runnerUp = eligible.find((candidate) => candidate.id !== trace.model) ?? null;
  const score = chosen?.total ?? null;
  const runnerUpScore = runnerUp?.total ?? null;
  return {
    id: row.id,
    uid: row.uid,
    at: trace.createdAt,
    task: trace.task,
    requested_model: trace.requestedModel,
    status: row.status,
    error_code: row.errorCode,
    model: trace.model,
    provider: chosen?.provider ?? providerOf(trace.model),
    first_token_ms: null,
    total_ms: null,
    prompt_tokens: null,
    completion_tokens: null,
    cost_micro: null,
    rating: null,
    rating_tag: null,
    excerpt: row.excerpt,
    search: fold(row.excerpt, trace.model, trace.requestedModel),
    conversation_id: row.conversationId,
    key_id: row.keyId ?? null,
    cached_tokens: null,
    strategy: trace.strategy,
    decision_id: trace.id,
    reason: trace.reason,
    prefs_version: trace.prefsVersion,
    score,
    margin: score === null || runnerUpScore === null ? null : score - runnerUpScore,
    runner_up: runnerUp?.id ?? null,
    estimated_cost_micro: toMicroUsd(chosen?.estimatedCostUsd ?? null),
    // A practice model's price is simulated: nothing is saved against it. And the estimate of a
    // transcription is for a minute, whatever the length of the recording: no saving against that.
    best_quality_cost_micro:
      chosen?.practice === true || trace.task === 'transcription'
        ? null
        : toMicroUsd(bestQuality(eligible)?.estimatedCostUsd ?? null),
    estimated_latency_ms: chosen?.estimatedLatencyMs ?? null,
  };
}

/** The eligible candidate of the highest known quality; the better ranked one of equals. */
function bestQuality(eligible: readonly TraceCandidate[]): TraceCandidate | null {
  let best: TraceCandidate | null = null;
  for (const candidate of eligible) {
    const quality = candidate.scores.quality;
    if (quality === null) continue;
    if (best === null || quality > (best.scores.quality ?? 0)) best = candidate;
  }
  return best;
}

/** The words of a routed request are in its outcome: its calls do not keep them once more. */
function callRow(call: CallRecord): Schema['calls'] {
  const excerpt = call.router === 'direct' ? call.excerpt : null;
  return {
    id: call.id,
    uid: call.uid,
    at: call.at,
    task: call.task,
    requested_model: call.requestedModel,
    status: call.status,
    error_code: call.errorCode,
    model: call.model,
    provider: call.provider,
    first_token_ms: call.firstTokenMs,
    total_ms: call.totalMs,
    prompt_tokens: call.promptTokens,
    completion_tokens: call.completionTokens,
    cost_micro: toMicroUsd(call.costUsd),
    rating: null,
    rating_tag: null,
    excerpt,
    search: call.router === 'direct' ? fold(excerpt, call.model, call.requestedModel) : '',
    conversation_id: call.conversationId,
    key_id: call.keyId ?? null,
    cached_tokens: call.cachedTokens ?? null,
    outcome_id: call.outcomeId,
    router: call.router,
    estimated_cost_micro: toMicroUsd(call.estimatedUsd ?? null),
  };
}
