import { HEADERS } from '@shared/api/auto-router';
import { NO_HINTS } from '@shared/api/hints';
import type { Candidate } from '@shared/routing/candidate';
import { fallbackOrder } from '@shared/routing/decide';
import type { Trace } from '@shared/routing/trace';
import type { BackendContext } from '../context';
import { type Decision, decideRequest, refusalMessage, traceRow } from '../decide/decide-request';
import type { RequestFacts } from '../decide/needs';
import type { StrategyRow } from '../decide/strategies';
import type { ProviderErrorCode } from '../providers/provider';
import type { OutcomeEnd } from '../store/store';
import { attemptCall, type AttemptResult } from './attempt';
import type { Caller } from './caller';
import { errorOfFailure, gatewayError, historyUnwritable } from './errors';
import type { ChatRequest } from './request';

export interface RoutedRequest {
  readonly uid: string;
  readonly request: ChatRequest;
  readonly facts: RequestFacts;
  readonly strategy: StrategyRow;
  readonly task: Trace['task'];
}

/** Failures for which another model is no remedy: the request itself is at fault. */
const FINAL: ReadonlySet<ProviderErrorCode> = new Set(['provider_rejected']);

/**
 * Serves a request that leaves the model to a strategy: decides, begins its outcome durably, calls
 * the models in the ranking's order until one answers, and ends the outcome exactly once (S2-17).
 */
export async function serveRouted(
  ctx: BackendContext,
  routed: RoutedRequest,
  caller: Caller,
): Promise<void> {
  const { uid, request, facts } = routed;
  const decision = await decideRequest(ctx, {
    ...routed,
    identity: { uid, owner: false, key: null },
    hints: NO_HINTS,
    unsupported: new Map(),
    requestedModel: request.model,
    conversationId: request.conversationId,
  });
  const { trace } = decision;
  const outcomeId = ctx.newId();
  const refused = trace.model === null;
  try {
    await ctx.store.outcomes.begin({
      id: outcomeId,
      uid,
      trace,
      excerpt: facts.excerpt,
      conversationId: request.conversationId,
      status: refused ? 'refused' : 'running',
      errorCode: refused ? 'no_eligible_candidate' : null,
    });
  } catch (error) {
    ctx.log.error('an outcome could not be begun', { outcomeId, error: String(error) });
    caller.refuse(historyUnwritable());
    return;
  }
  const headers = (served: string | null): Record<string, string> => ({
    ...(served !== null && { [HEADERS.model]: served }),
    [HEADERS.strategy]: trace.strategy,
    [HEADERS.decision]: trace.id,
    [HEADERS.task]: trace.task,
    [HEADERS.outcome]: outcomeId,
    [HEADERS.streamMode]: 'native',
    ...(served !== null &&
      trace.incumbent !== null &&
      trace.incumbent !== served && { [HEADERS.switchedFrom]: trace.incumbent }),
  });
  if (trace.model === null) {
    caller.refuse(gatewayError('no_eligible_candidate', refusalMessage(trace)), headers(null));
    return;
  }
  const { result, served, end } = await callInOrder(
    ctx,
    routed,
    decision,
    outcomeId,
    caller,
    headers,
  );
  await writeEnd(ctx, uid, trace, outcomeId, end, result);
  if (result?.status === 'succeeded') caller.end();
  else if (result === null || result.failure === null) caller.drop();
  else if (caller.started) caller.cut(errorOfFailure(result.failure));
  else caller.refuse(errorOfFailure(result.failure), headers(served));
}

interface Served {
  /** The last attempt; null = the caller was gone before the first. */
  readonly result: AttemptResult | null;
  readonly served: string | null;
  readonly end: OutcomeEnd;
}

/** The chosen model, then, as long as nothing was sent, the next eligible ones. */
async function callInOrder(
  ctx: BackendContext,
  { uid, request, facts }: RoutedRequest,
  { trace, candidates }: Decision,
  outcomeId: string,
  caller: Caller,
  headers: (served: string) => Record<string, string>,
): Promise<Served> {
  const beganAt = ctx.clock.monotonic();
  const order = [trace.model, ...fallbackOrder(trace)]
    .map((id) => (id === null ? undefined : candidates.get(id)))
    .filter((candidate): candidate is Candidate => candidate !== undefined);
  let result: AttemptResult | null = null;
  let served: string | null = null;
  let waitedMs = 0;
  for (const candidate of order) {
    if (caller.signal.aborted) break;
    waitedMs = ctx.clock.monotonic() - beganAt;
    served = candidate.id;
    result = await attemptCall(
      ctx,
      {
        callId: ctx.newId(),
        uid,
        outcomeId,
        request,
        task: trace.task,
        excerpt: facts.excerpt,
        provider: candidate.provider,
        model: candidate.model,
        billing: candidate,
      },
      caller.sink(() => headers(candidate.id)),
      caller.signal,
    );
    const { failure } = result;
    if (failure === null || caller.started || FINAL.has(failure.code)) break;
    ctx.log.warn('a model failed before its first byte', {
      model: candidate.id,
      code: failure.code,
    });
  }
  const aborted = caller.signal.aborted && result?.status !== 'succeeded';
  const firstTokenMs = result?.firstTokenMs ?? null;
  const end: OutcomeEnd = {
    status: aborted ? 'aborted' : (result?.status ?? 'aborted'),
    errorCode: aborted ? null : (result?.failure?.code ?? null),
    model: served ?? trace.model,
    firstTokenMs: firstTokenMs === null ? null : Math.round(waitedMs + firstTokenMs),
    totalMs: Math.round(ctx.clock.monotonic() - beganAt),
    promptTokens: result?.usage.promptTokens ?? null,
    completionTokens: result?.usage.completionTokens ?? null,
    costUsd: result?.costUsd ?? null,
  };
  return { result, served, end };
}

/** Ends the outcome and notes the pick, in one write where the store can; never throws. */
async function writeEnd(
  ctx: BackendContext,
  uid: string,
  trace: Trace,
  outcomeId: string,
  end: OutcomeEnd,
  result: AttemptResult | null,
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
  await Promise.all([ended, picked, result?.recorded]);
}
