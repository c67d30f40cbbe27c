import type { TaskName } from '@shared/routing/tasks';
import type { Identity } from '../auth';
import type { BackendContext } from '../context';
import { callCost } from '../decide/estimate';
import { findCandidate, guard, recordCall, settledCost } from '../gateway/attempt';
import type { Provider, ProviderCall } from '../providers/provider';
import type { CallRecord } from '../store/store';
import { WholeAnswer } from './whole-answer';

/** A call of the router's own, for a user: a case of a benchmark, the label of a request, an index. */
export interface OwnCall {
  /** Who pays: the call is recorded under this user. */
  readonly uid: string;
  /** The API key on whose behalf: its own cap counts the call too; null = none. */
  readonly key: Identity['key'];
  readonly task: TaskName;
  readonly provider: Provider;
  /** The provider's own model id. */
  readonly model: string;
  /** What the history says was asked for. */
  readonly requestedModel: string;
  readonly operation: ProviderCall['operation'];
  readonly body: ProviderCall['body'];
  /** US dollars that the day's caps must have left; null = unknown. */
  readonly estimatedUsd: number | null;
  readonly signal: AbortSignal;
}

export type OwnAnswer<T> = (
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly code: string;
      readonly message: string;
      readonly retryAfterMs: number | null;
    }
) & {
  /** Null = unknown; 0 = nothing was sent. */
  readonly costUsd: number | null;
  readonly ms: number;
};

/** What a model is billed by: the catalog, or nothing at all for one on this machine. */
export function billingOf(
  ctx: BackendContext,
  provider: Provider,
  model: string,
): Pick<Parameters<typeof callCost>[0], 'local' | 'price'> {
  const known = findCandidate(ctx, `${provider.id}/${model}`);
  return known ?? { local: provider.status().local, price: null };
}

/**
 * Calls one model, never another. The call is recorded before it is made and when it ends, as a direct
 * one, so that spending is whole (S2-17), and counts against the day's cap; no text of it is kept.
 * `read` takes the answer's JSON (undefined = it is none) and gives null for what is no answer. Never
 * throws.
 */
export async function ownCall<T>(
  ctx: BackendContext,
  call: OwnCall,
  read: (json: unknown) => T | null,
): Promise<OwnAnswer<T>> {
  const { provider, model, signal } = call;
  const billing = billingOf(ctx, provider, model);
  const reserved = ctx.spending.reserve(
    { uid: call.uid, key: call.key },
    { local: billing.local, estimatedUsd: call.estimatedUsd },
  );
  if (!reserved.ok) return unsent('spending_cap_reached', reserved.message);
  const { reservation } = reserved;
  const record = { ...begun(ctx, call), estimatedUsd: reservation.estimatedUsd };
  try {
    await ctx.store.calls.record(record);
  } catch (error) {
    reservation.settle(0);
    ctx.log.error('a call could not be begun', { callId: record.id, error: String(error) });
    return unsent('storage_failed', 'the call could not be written down, so nothing was sent');
  }
  const startedAt = ctx.clock.monotonic();
  const sink = new WholeAnswer();
  const { operation, body } = call;
  const result = await guard(ctx, () =>
    provider.send({ operation, model, body, files: [], headers: {}, stream: false, signal }, sink),
  );
  const ms = ctx.clock.monotonic() - startedAt;
  const costUsd = callCost(billing, result.usage);
  const value = result.ok ? read(sink.json()) : null;
  const errorCode = !result.ok ? result.failure.code : value === null ? BAD_ANSWER : null;
  const status = errorCode === null ? 'succeeded' : signal.aborted ? 'aborted' : 'failed';
  const firstTokenMs = result.firstTokenMs === null ? null : Math.round(result.firstTokenMs);
  reservation.settle(settledCost({ status, firstTokenMs, costUsd }));
  await recordCall(ctx, {
    ...record,
    status,
    errorCode,
    firstTokenMs,
    totalMs: Math.round(ms),
    promptTokens: result.usage.promptTokens,
    completionTokens: result.usage.completionTokens,
    cachedTokens: result.usage.cachedTokens,
    costUsd,
  });
  if (!result.ok) {
    const { code, message, retryAfterMs } = result.failure;
    return { ok: false, code, message, retryAfterMs, costUsd, ms };
  }
  if (value !== null) return { ok: true, value, costUsd, ms };
  const message = 'the answer cannot be read';
  return { ok: false, code: BAD_ANSWER, message, retryAfterMs: null, costUsd, ms };
}

const BAD_ANSWER = 'provider_bad_answer';

function unsent(code: string, message: string): OwnAnswer<never> {
  return { ok: false, code, message, retryAfterMs: null, costUsd: 0, ms: 0 };
}

function begun(ctx: BackendContext, call: OwnCall): CallRecord {
  const { provider, model } = call;
  return {
    id: ctx.newId(),
    uid: call.uid,
    keyId: call.key?.id ?? null,
    outcomeId: null,
    router: 'direct',
    task: call.task,
    requestedModel: call.requestedModel,
    provider: provider.id,
    model: `${provider.id}/${model}`,
    at: ctx.clock.now(),
    status: 'running',
    errorCode: null,
    firstTokenMs: null,
    totalMs: null,
    promptTokens: null,
    completionTokens: null,
    costUsd: null,
    excerpt: null,
    conversationId: null,
  };
}
