import type { Kysely, Transaction } from 'kysely';
import type { TraceCandidate } from '@shared/routing/trace';
import { decisionRow } from './decisions';
import { fold } from './fold';
import { toMicroUsd } from './money';
import { listOutcomes } from './outcome-list';
import type { Schema } from './schema';
import type { CallRecord, OutcomeBegin, OutcomeEnd, Store } from './store';
import type { WriteQueue } from './write-queue';

/** Outcomes of routed requests: one row each, begun durably and ended exactly once (S2-17). */
export function createOutcomes(db: Kysely<Schema>, writes: WriteQueue): Store['outcomes'] {
  return {
    begin: (row) =>
      writes.write(async (trx) => {
        await trx
          .insertInto('decisions')
          .values(decisionRow(row.uid, row.trace, true))
          .execute();
        await trx.insertInto('outcomes').values(outcomeRow(row)).execute();
      }),

    end: (id, end) => writes.write((trx) => endOutcome(trx, id, end)),

    closeInterrupted: () =>
      writes.write(async (trx) => {
        let closed = 0;
        for (const table of ['outcomes', 'calls'] as const) {
          const result = await trx
            .updateTable(table)
            .set({ status: 'interrupted' })
            .where('status', '=', 'running')
            .executeTakeFirst();
          closed += Number(result.numUpdatedRows);
        }
        return closed;
      }),

    rate: (uid, id, rating) =>
      writes.write(async (trx) => {
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
      }),

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

    list: (uid, query, keyId) => listOutcomes(db, uid, query, keyId),
  };
}

/** Calls that reached a provider, routed or pinned (`router: direct`). */
export function createCalls(writes: WriteQueue): Store['calls'] {
  return {
    record: (call) =>
      writes.write(async (trx) => {
        const row = callRow(call);
        // A rating may have been given in the meantime, so an end leaves it as it is.
        const { id: _, rating: __, rating_tag: ___, ...ended } = row;
        await trx
          .insertInto('calls')
          .values(row)
          .onConflict((known) => known.column('id').doUpdateSet(ended))
          .execute();
      }),
  };
}

async function endOutcome(trx: Transaction<Schema>, id: string, end: OutcomeEnd): Promise<void> {
  const begun = await trx
    .selectFrom('outcomes')
    .select(['model', 'provider', 'excerpt', 'requested_model', 'status', 'reason'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (begun === undefined) throw new Error(`no outcome ${id} was begun`);
  if (begun.status !== 'running') throw new Error(`outcome ${id} has already ended`);
  const fellBack = end.model !== null && begun.model !== null && end.model !== begun.model;
  const model = end.model ?? begun.model;
  await trx
    .updateTable('outcomes')
    .set({
      status: end.status,
      error_code: end.errorCode,
      model,
      provider: fellBack ? providerOf(model) : begun.provider,
      reason: fellBack ? 'fallback_after_failure' : begun.reason,
      search: fold(begun.excerpt, model, begun.requested_model),
      first_token_ms: end.firstTokenMs,
      total_ms: end.totalMs,
      prompt_tokens: end.promptTokens,
      completion_tokens: end.completionTokens,
      cached_tokens: end.cachedTokens ?? null,
      cost_micro: toMicroUsd(end.costUsd),
    })
    .where('id', '=', id)
    .execute();
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
    // A practice model's price is simulated: nothing is saved against it.
    best_quality_cost_micro:
      chosen?.practice === true
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

function callRow(call: CallRecord): Schema['calls'] {
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
    excerpt: call.excerpt,
    search: fold(call.excerpt, call.model, call.requestedModel),
    conversation_id: call.conversationId,
    key_id: call.keyId ?? null,
    cached_tokens: call.cachedTokens ?? null,
    outcome_id: call.outcomeId,
    router: call.router,
  };
}
