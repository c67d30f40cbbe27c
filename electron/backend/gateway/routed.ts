import { HEADERS } from '@shared/api/auto-router';
import { fallbackOrder } from '@shared/routing/decide';
import type { Effort } from '@shared/routing/routing-table';
import type { Trace } from '@shared/routing/trace';
import type { Identity } from '../auth';
import type { BackendContext } from '../context';
import { type Decision, decideRequest, traceRow } from '../decide/decide-request';
import type { StrategyRow } from '../decide/strategy';
import type { ProviderErrorCode } from '../providers/provider';
import type { OutcomeEnd } from '../store/store';
import { attemptCall, type AttemptResult, settledCost } from './attempt';
import type { Caller } from './caller';
import { errorOfFailure, type GatewayError, gatewayError, historyUnwritable } from './errors';
import type { GatewayRequest } from './request';
import { chatMessages, lastUserText } from './chat-text';
import { prepareProven } from './effort';
import { refusalOf } from './refusal';
import { unsupportedByModel } from './send';

export interface RoutedRequest {
  readonly identity: Identity;
  readonly request: GatewayRequest;
  readonly strategy: StrategyRow;
  readonly task: Trace['task'];
}

/** Failures for which another model is no remedy: the request itself is at fault. */
export const FINAL: ReadonlySet<ProviderErrorCode> = new Set(['provider_rejected']);

/**
 * Serves a request that leaves the model to a strategy: decides, begins its outcome, calls
 * the models in the ranking's order until one answers, and ends the outcome exactly once (S2-17).
 */
export async function serveRouted(
  ctx: BackendContext,
  routed: RoutedRequest,
  caller: Caller,
): Promise<void> {
  const { identity, request, strategy, task } = routed;
  const unsupported = unsupportedByModel(ctx, request);
  const decision = await decideRequest(ctx, {
    identity,
    strategy,
    task,
    requestedModel: request.model,
    facts: request.facts,
    hints: request.hints,
    unsupported,
    conversationId: request.conversationId,
    messages: () => chatMessages(request),
    prompt: () => lastUserText(request),
    learnedOff: request.learnedOff,
    preview: false,
    signal: caller.signal,
  });
  const { trace } = decision;
  const outcomeId = ctx.newId();
  const refusal = trace.model === null ? refusalOf(decision, unsupported, listing(ctx)) : null;
  caller.note({ task, strategy: trace.strategy, model: trace.model, outcomeId });
  try {
    await ctx.store.outcomes.begin({
      id: outcomeId,
      uid: identity.uid,
      keyId: identity.key?.id ?? null,
      trace,
      excerpt: request.facts.excerpt,
      conversationId: request.conversationId,
      status: refusal === null ? 'running' : 'refused',
      errorCode: refusal?.code ?? null,
    });
  } catch (error) {
    ctx.log.error('an outcome could not be begun', { outcomeId, error: String(error) });
    caller.refuse(historyUnwritable());
    return;
  }
  const headers = answerHeaders(trace, outcomeId);
  if (refusal !== null) {
    caller.refuse(refusal, headers(null));
    return;
  }
  const served = await callInOrder(ctx, routed, decision, outcomeId, caller);
  const error = errorOf(served);
  const aborted = caller.signal.aborted && served.result?.status !== 'succeeded';
  const { figures } = served;
  await writeEnd(ctx, identity.uid, trace, outcomeId, {
    firstTokenMs: figures.firstTokenMs,
    totalMs: figures.totalMs,
    promptTokens: figures.promptTokens,
    completionTokens: figures.completionTokens,
    cachedTokens: figures.cachedTokens,
    costUsd: figures.costUsd,
    status: aborted ? 'aborted' : statusOf(served, error),
    errorCode: aborted ? null : (error?.code ?? null),
    model: served.model ?? trace.model,
  });
  await served.result?.recorded;
  tellStrategy(ctx, routed, trace, served);
  if (aborted) caller.drop();
  else if (error === null) caller.end();
  else if (caller.started) caller.cut(error);
  else caller.refuse(error, headers(served.model));
}

/** Whether a connected provider has not said yet which models it has. */
function listing({ providers }: BackendContext): boolean {
  return providers.connections().some(({ models }) => (models?.length ?? 0) === 0);
}

/** What every answer says of its decision. */
export function answerHeaders(
  trace: Trace,
  outcomeId: string,
): (served: string | null) => Record<string, string> {
  const { incumbent } = trace;
  const normalised = trace.floor?.normalisedFrom ?? null;
  return (served) => {
    const headers: Record<string, string> = {
      [HEADERS.strategy]: trace.strategy,
      [HEADERS.decision]: trace.id,
      [HEADERS.task]: trace.task,
      [HEADERS.outcome]: outcomeId,
      [HEADERS.streamMode]: 'native',
    };
    if (served !== null) headers[HEADERS.model] = served;
    if (normalised !== null) headers[HEADERS.normalisedFrom] = normalised;
    if (served !== null && incumbent !== null && incumbent !== served) {
      headers[HEADERS.switchedFrom] = incumbent;
    }
    return headers;
  };
}

interface Served {
  /** The last attempt; null = nothing was sent to anybody. */
  readonly result: AttemptResult | null;
  /** Why the day's cap kept the last one out, whose last cent went to another request; null = it did not. */
  readonly capped: string | null;
  /** The last model that was asked. */
  readonly model: string | null;
  readonly figures: Omit<OutcomeEnd, 'status' | 'errorCode' | 'model'>;
}

/** Why the caller gets no answer; null = he has it. */
function errorOf({ result, capped }: Served): GatewayError | null {
  if (result === null && capped !== null) return gatewayError('spending_cap_reached', capped);
  if (result === null) {
    const message =
      'No eligible model could be asked any more. Nothing was sent. Your message is safe. Try again.';
    return gatewayError('no_eligible_candidate', message);
  }
  return result.failure === null ? null : errorOfFailure(result.failure);
}

/** What was sent to nobody was refused, as if the decision had known. */
function statusOf({ result }: Served, error: GatewayError | null): OutcomeEnd['status'] {
  if (error === null) return 'succeeded';
  return result === null ? 'refused' : 'failed';
}

/** The chosen model, then, as long as nothing was sent, the next eligible ones. */
async function callInOrder(
  ctx: BackendContext,
  { identity, request }: RoutedRequest,
  { trace, candidates }: Decision,
  outcomeId: string,
  caller: Caller,
): Promise<Served> {
  const headers = answerHeaders(trace, outcomeId);
  const beganAt = ctx.clock.monotonic();
  let result: AttemptResult | null = null;
  let model: string | null = null;
  let capped: string | null = null;
  let waitedMs = 0;
  const order = attemptOrder(trace);
  for (const [index, id] of order.entries()) {
    if (caller.signal.aborted) break;
    const candidate = candidates.find((one) => one.id === id);
    if (candidate === undefined) continue;
    const provider = ctx.providers.get(candidate.provider);
    const prepared =
      provider === null
        ? null
        : prepareProven(ctx, request, provenEffort(trace, candidate.id), {
            provider,
            model: candidate.model,
          });
    // Taken away since the decision, or changed to a protocol that has no words for the request.
    if (prepared === null || !prepared.ok) continue;
    const { local, typicalCostUsd: estimatedUsd } = candidate;
    const reserved = ctx.spending.reserve(identity, { local, estimatedUsd });
    if (!reserved.ok) {
      capped = reserved.message;
      continue;
    }
    // It began to rest since the decision; the last one left is asked all the same.
    const last = index === order.length - 1 && result === null;
    if (!ctx.cooldown.claim(candidate, last || trace.reason === 'pinned')) {
      reserved.reservation.settle(0);
      continue;
    }
    waitedMs = ctx.clock.monotonic() - beganAt;
    model = candidate.id;
    caller.note({ model });
    result = await attemptCall(
      ctx,
      {
        callId: ctx.newId(),
        uid: identity.uid,
        keyId: identity.key?.id ?? null,
        outcomeId,
        request,
        task: trace.task,
        provider: candidate.provider,
        model: candidate.model,
        billing: candidate,
        estimatedUsd: reserved.reservation.estimatedUsd,
      },
      prepared.send,
      caller.sink(() => headers(candidate.id)),
      caller.signal,
    );
    reserved.reservation.settle(settledCost(result));
    const { failure } = result;
    if (failure === null || caller.started || FINAL.has(failure.code)) break;
    ctx.log.warn('a model failed before its first byte', { model, code: failure.code });
  }
  const firstTokenMs = result?.firstTokenMs ?? null;
  const figures = {
    firstTokenMs: firstTokenMs === null ? null : Math.round(waitedMs + firstTokenMs),
    totalMs: Math.round(ctx.clock.monotonic() - beganAt),
    promptTokens: result?.usage.promptTokens ?? null,
    completionTokens: result?.usage.completionTokens ?? null,
    cachedTokens: result?.usage.cachedTokens ?? null,
    costUsd: result?.costUsd ?? null,
  };
  caller.note(figures);
  return { result, capped, model, figures };
}

/** The effort that the decided model was proven with; null = none, or another one serves. */
function provenEffort({ detail, model }: Trace, id: string): Effort | null {
  return detail?.strategy === 'auto/efficient' && id === model ? detail.effort : null;
}

/** A conversation goes on with the model that really served it. */
function tellStrategy(
  ctx: BackendContext,
  { identity, request }: RoutedRequest,
  { detail }: Trace,
  { result, model }: Served,
): void {
  const { conversationId } = request;
  if (detail?.strategy !== 'auto/efficient' || conversationId === null || model === null) return;
  if (result?.status !== 'succeeded') return;
  ctx.routers.efficient?.served(identity.uid, conversationId, model);
}

/** Ids of the chosen model and of those to fall back to. */
export function attemptOrder(trace: Trace): readonly string[] {
  return trace.model === null ? [] : [trace.model, ...fallbackOrder(trace)];
}

/** Ends the outcome and notes the pick, in one write where the store can; never throws. */
export async function writeEnd(
  ctx: BackendContext,
  uid: string,
  trace: Trace,
  outcomeId: string,
  end: OutcomeEnd,
): Promise<void> {
  const model = trace.model ?? '';
  const pick = {
    at: trace.createdAt,
    task: trace.task,
    model,
    score: traceRow(trace, model)?.total ?? 0,
    weights: trace.weights,
  };
  const ended = ctx.store.outcomes.end(outcomeId, end).catch((error: unknown) => {
    ctx.counters.dispatchWithoutCapture += 1;
    ctx.log.error('an outcome could not be ended', { outcomeId, error: String(error) });
  });
  const picked = ctx.store.picks.record(uid, pick).catch((error: unknown) => {
    ctx.log.warn('a pick could not be recorded', { outcomeId, error: String(error) });
  });
  await Promise.all([ended, picked]);
}
