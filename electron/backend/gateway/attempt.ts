import type { Candidate, Price } from '@shared/routing/candidate';
import { TASK_NAMES, type TaskName } from '@shared/routing/tasks';
import type { BackendContext } from '../context';
import { callCost } from '../decide/estimate';
import {
  type ChatResult,
  type ChatSink,
  type ProviderFailure,
  UNKNOWN_USAGE,
  type Usage,
} from '../providers/provider';
import type { CallRecord } from '../store/store';
import type { ChatRequest } from './request';

/** One request to one provider, about to be made. */
export interface Attempt {
  readonly callId: string;
  readonly uid: string;
  readonly outcomeId: string | null;
  readonly request: ChatRequest;
  readonly task: TaskName;
  readonly excerpt: string | null;
  readonly provider: string;
  /** The provider's own model id. */
  readonly model: string;
  /** What it is billed by; null = the catalog does not know the model. */
  readonly billing: Billing | null;
}

export interface Billing {
  readonly local: boolean;
  readonly price: Price | null;
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

/**
 * Calls the provider, relays its answer and records the call, routed or direct (S2-17). A provider
 * that is not connected is a failure without a call: nothing reached it.
 */
export async function attemptCall(
  ctx: BackendContext,
  attempt: Attempt,
  sink: ChatSink,
  signal: AbortSignal,
): Promise<AttemptResult> {
  const provider = ctx.providers.get(attempt.provider);
  const at = ctx.clock.now();
  if (provider === null) return notConnected(ctx, attempt, at);
  const { request } = attempt;
  const startedAt = ctx.clock.monotonic();
  const result = await guard(ctx, () =>
    provider.send(
      {
        operation: 'chat',
        model: attempt.model,
        body: request.body,
        files: [],
        headers: {},
        stream: request.stream,
        signal,
      },
      sink,
    ),
  );
  const totalMs = Math.round(ctx.clock.monotonic() - startedAt);
  const status = result.ok ? 'succeeded' : signal.aborted ? 'aborted' : 'failed';
  const failure = result.ok || status === 'aborted' ? null : result.failure;
  const { usage } = result;
  const firstTokenMs = result.firstTokenMs === null ? null : Math.round(result.firstTokenMs);
  const billing = attempt.billing ?? { local: provider.status().local, price: null };
  const costUsd = callCost(billing, usage);
  const recorded = recordCall(ctx, {
    ...callBegun(attempt, at),
    status,
    errorCode: failure?.code ?? null,
    firstTokenMs,
    totalMs,
    promptTokens: usage.promptTokens,
    completionTokens: usage.completionTokens,
    costUsd,
  });
  return { status, failure, usage, firstTokenMs, costUsd, recorded };
}

/** Writes how a call ended; never rejects, since the answer is on its way whatever the disk does. */
function recordCall(ctx: BackendContext, call: CallRecord): Promise<void> {
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
    costUsd: null,
    excerpt: attempt.excerpt,
    conversationId: request.conversationId,
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

/** A provider answers with values; an exception is a bug in it, and must still close the outcome. */
async function guard(ctx: BackendContext, chat: () => Promise<ChatResult>): Promise<ChatResult> {
  try {
    return await chat();
  } catch (error) {
    ctx.log.error('a provider threw', { error: String(error) });
    const failure: ProviderFailure = {
      code: 'provider_error',
      message: 'The call failed inside Auto Router; the log says why. Your message is safe.',
      status: null,
      retryAfterMs: null,
    };
    return { ok: false, failure, started: true, usage: UNKNOWN_USAGE, firstTokenMs: null };
  }
}

/** A routed attempt leaves no row; a direct one was begun, and would stay `running`. */
function notConnected(ctx: BackendContext, attempt: Attempt, at: number): AttemptResult {
  const failure: ProviderFailure = {
    code: 'provider_unreachable',
    message: `${attempt.provider} is not connected any more. Your message is safe. Try again.`,
    status: null,
    retryAfterMs: null,
  };
  return {
    status: 'failed',
    failure,
    usage: UNKNOWN_USAGE,
    firstTokenMs: null,
    costUsd: null,
    recorded:
      attempt.outcomeId === null
        ? recordCall(ctx, {
            ...callBegun(attempt, at),
            status: 'failed',
            errorCode: failure.code,
          })
        : Promise.resolve(),
  };
}
