import type { Candidate } from '@shared/routing/candidate';
import { TASK_NAMES, type TaskName } from '@shared/routing/tasks';
import type { BackendContext } from '../context';
import type { CooldownModel } from '../cooldown/cooldown';
import { callCost } from '../decide/estimate';
import {
  type ChatResult,
  type ChatSink,
  type ProviderFailure,
  UNKNOWN_USAGE,
  type Usage,
} from '../providers/provider';
import type { CallRecord } from '../store/store';
import type { GatewayRequest } from './request';
import type { Send } from './send';

/** One request to one provider, about to be made. */
export interface Attempt {
  readonly callId: string;
  readonly uid: string;
  /** Id of the API key that asked; null = the user's own token. */
  readonly keyId: string | null;
  readonly outcomeId: string | null;
  readonly request: Pick<GatewayRequest, 'model' | 'facts' | 'conversationId'>;
  readonly task: TaskName;
  readonly provider: string;
  /** The provider's own model id. */
  readonly model: string;
  /** What it is billed by; a price of null = the catalog does not know the model's. */
  readonly billing: Pick<Candidate, 'local' | 'price'>;
  /** What was set aside for it under the caps, US dollars. */
  readonly estimatedUsd: number | null;
}

/** How the attempt went; times in milliseconds from its own start. */
export interface AttemptResult {
  readonly status: 'succeeded' | 'failed' | 'aborted';
  readonly failure: ProviderFailure | null;
  readonly usage: Usage;
  readonly firstTokenMs: number | null;
  readonly costUsd: number | null;
  /** Resolves when its call row is written; never rejects. */
  readonly recorded: Promise<void>;
}

/** Calls the provider, relays its answer and records the call, routed or direct (S2-17). */
export async function attemptCall(
  ctx: BackendContext,
  attempt: Attempt,
  send: Send,
  sink: ChatSink,
  signal: AbortSignal,
): Promise<AttemptResult> {
  const at = ctx.clock.now();
  const startedAt = ctx.clock.monotonic();
  const result = await guard(ctx, () => send(sink, signal));
  const totalMs = Math.round(ctx.clock.monotonic() - startedAt);
  const status = result.ok ? 'succeeded' : signal.aborted ? 'aborted' : 'failed';
  const failure = result.ok || status === 'aborted' ? null : result.failure;
  noteHealth(ctx, attempt, status, failure);
  const { usage } = result;
  const firstTokenMs = result.firstTokenMs === null ? null : Math.round(result.firstTokenMs);
  const costUsd = callCost(attempt.billing, usage);
  const recorded = recordCall(ctx, {
    ...callBegun(attempt, at),
    status,
    errorCode: failure?.code ?? null,
    firstTokenMs,
    totalMs,
    promptTokens: usage.promptTokens,
    completionTokens: usage.completionTokens,
    cachedTokens: usage.cachedTokens,
    costUsd,
  });
  return { status, failure, usage, firstTokenMs, costUsd, recorded };
}

/** What an attempt counts against the caps: one that failed before its first byte cost nothing. */
export function settledCost({
  status,
  firstTokenMs,
  costUsd,
}: Pick<AttemptResult, 'status' | 'firstTokenMs' | 'costUsd'>): number | null {
  return costUsd ?? (status === 'failed' && firstTokenMs === null ? 0 : null);
}

/** What a failure or an answer says about the model, for the requests to come. */
function noteHealth(
  ctx: BackendContext,
  attempt: Attempt,
  status: AttemptResult['status'],
  failure: ProviderFailure | null,
): void {
  const model = restingModel(attempt);
  // Our own bug says nothing about the model; resting them one by one would stop everybody's requests.
  if (failure === OWN_FAILURE) ctx.cooldown.released(model);
  else if (failure !== null) ctx.cooldown.failed(model, failure);
  else if (status === 'succeeded') ctx.cooldown.succeeded(model);
  // A caller who hung up says nothing about the model, but is not trying it any more.
  else ctx.cooldown.released(model);
}

/** The model of an attempt as the cooldown knows it. */
export function restingModel({
  provider,
  model,
  billing,
}: Pick<Attempt, 'provider' | 'model' | 'billing'>): CooldownModel {
  return { id: `${provider}/${model}`, provider, local: billing.local };
}

/** Writes how a call ended; never rejects, since the answer is on its way whatever the disk does. */
export function recordCall(ctx: BackendContext, call: CallRecord): Promise<void> {
  return ctx.store.calls.record(call).catch((error: unknown) => {
    ctx.log.error('a call could not be recorded', { id: call.id, error: String(error) });
  });
}

/** The row of a call that has begun at `at` (epoch ms) and has not ended. */
export function callBegun(attempt: Attempt, at: number): CallRecord {
  const { request } = attempt;
  return {
    id: attempt.callId,
    uid: attempt.uid,
    keyId: attempt.keyId,
    outcomeId: attempt.outcomeId,
    router: attempt.outcomeId === null ? 'direct' : 'routed',
    task: attempt.task,
    requestedModel: request.model,
    provider: attempt.provider,
    model: `${attempt.provider}/${attempt.model}`,
    at,
    status: 'running',
    errorCode: null,
    firstTokenMs: null,
    totalMs: null,
    promptTokens: null,
    completionTokens: null,
    cachedTokens: null,
    costUsd: null,
    excerpt: request.facts.excerpt,
    conversationId: request.conversationId,
    estimatedUsd: attempt.estimatedUsd,
  };
}

/** What the catalog knows of a model that was named; the tasks share one price. */
export function findCandidate(ctx: BackendContext, id: string): Candidate | null {
  const connections = ctx.providers.connections();
  for (const task of TASK_NAMES) {
    const found = ctx.catalog.candidatesFor(task, connections).find((row) => row.id === id);
    if (found !== undefined) return found;
  }
  return null;
}

/** What an exception in a provider's code tells the caller. */
const OWN_FAILURE: ProviderFailure = {
  code: 'provider_error',
  message: 'The call failed inside Auto Router; the log says why. Your message is safe.',
  status: null,
  retryAfterMs: null,
};

/** A provider answers with values; an exception is a bug in it, and must still close the outcome. */
export async function guard(
  ctx: BackendContext,
  send: () => Promise<ChatResult>,
): Promise<ChatResult> {
  try {
    return await send();
  } catch (error) {
    ctx.log.error('a provider threw', { error: String(error) });
    return {
      ok: false,
      failure: OWN_FAILURE,
      started: true,
      usage: UNKNOWN_USAGE,
      firstTokenMs: null,
    };
  }
}
