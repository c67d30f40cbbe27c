import { HEADERS } from '@shared/api/auto-router';
import type { Identity } from '../auth';
import type { BackendContext } from '../context';
import { candidatesOf } from '../decide/decide-request';
import {
  type Attempt,
  attemptCall,
  callBegun,
  findCandidate,
  recordCall,
  restingModel,
  settledCost,
} from './attempt';
import { leavesMachine } from '../providers/cloud-tag';
import type { Caller } from './caller';
import type { Provider } from '../providers/provider';
import { errorOfFailure, type GatewayError, gatewayError, historyUnwritable } from './errors';
import type { GatewayRequest } from './request';
import { prepare } from './send';
import type { Reserved } from '../spending/spending';

export interface DirectRequest {
  readonly identity: Identity;
  readonly request: GatewayRequest;
  readonly provider: string;
  readonly model: string;
}

/**
 * Serves a named model: that model or a clear error, never another (ruling 12). It leaves no outcome
 * row; its call is marked `router: direct` (S2-17) and begun like an outcome.
 */
export async function serveDirect(
  ctx: BackendContext,
  { identity, request, provider, model }: DirectRequest,
  caller: Caller,
): Promise<void> {
  const known = ctx.providers.get(provider);
  if (known === null) {
    const message = `There is no provider ${JSON.stringify(provider.slice(0, 100))}. Nothing was sent. Connect it under Providers, or ask for "auto".`;
    caller.refuse(gatewayError('unknown_provider', message));
    return;
  }
  const id = `${provider}/${model}`;
  const task = request.task ?? request.facts.task;
  const named: Omit<Attempt, 'estimatedUsd'> = {
    callId: ctx.newId(),
    uid: identity.uid,
    keyId: identity.key?.id ?? null,
    outcomeId: null,
    request,
    task,
    provider,
    model,
    billing: findCandidate(ctx, id) ?? { local: known.status().local, price: null },
  };
  const headers = {
    [HEADERS.model]: id,
    [HEADERS.strategy]: 'direct',
    [HEADERS.task]: task,
    [HEADERS.outcome]: named.callId,
    [HEADERS.streamMode]: 'native',
  };
  caller.note({ task, strategy: 'direct', model: id });
  const elsewhere = mustStay(request, known, model);
  if (elsewhere !== null) {
    caller.refuse(elsewhere, headers);
    return;
  }
  // Before anything is written down: what cannot be sent is no call.
  const prepared = prepare(ctx, request, { provider: known, model });
  if (!prepared.ok) {
    caller.refuse(gatewayError(prepared.code, prepared.message), headers);
    return;
  }
  const reserved = reserveDirect(ctx, identity, request, named);
  if (!reserved.ok) {
    caller.refuse(gatewayError('spending_cap_reached', reserved.message), headers);
    return;
  }
  const { reservation } = reserved;
  const attempt: Attempt = { ...named, estimatedUsd: reservation.estimatedUsd };
  const begun = callBegun(attempt, ctx.clock.now());
  try {
    // Before the provider is asked, so that spending is whole even after a crash.
    await ctx.store.calls.record(begun);
  } catch (error) {
    reservation.settle(0);
    ctx.log.error('a call could not be begun', { callId: attempt.callId, error: String(error) });
    caller.refuse(historyUnwritable());
    return;
  }
  if (ctx.providers.get(provider) === null) {
    // Taken away while the row was written, which must not stay `running`.
    reservation.settle(0);
    const message = `${provider} is not connected any more. Nothing was sent. Your message is safe.`;
    const error = gatewayError('provider_unreachable', message);
    await recordCall(ctx, { ...begun, status: 'failed', errorCode: error.code });
    caller.refuse(error, headers);
    return;
  }
  ctx.cooldown.claim(restingModel(attempt), true);
  caller.note({ outcomeId: attempt.callId });
  const beganAt = ctx.clock.monotonic();
  const result = await attemptCall(
    ctx,
    attempt,
    prepared.send,
    caller.sink(() => headers),
    caller.signal,
  );
  reservation.settle(settledCost(result));
  caller.note({
    ...result.usage,
    costUsd: result.costUsd,
    firstTokenMs: result.firstTokenMs,
    totalMs: Math.round(ctx.clock.monotonic() - beganAt),
  });
  await result.recorded;
  if (result.status === 'succeeded') caller.end();
  else if (result.failure === null) caller.drop();
  else if (caller.started) caller.cut(errorOfFailure(result.failure));
  else caller.refuse(errorOfFailure(result.failure), headers);
}

/** Why a named model may not be asked: the request is for this machine alone; null = it may. */
export function mustStay(
  { hints }: Pick<GatewayRequest, 'hints'>,
  provider: Provider,
  model: string,
): GatewayError | null {
  if (hints.localOnly !== true) return null;
  if (provider.status().local && !leavesMachine(model)) return null;
  // Who says so has a reason, such as a picture that must not leave: a name does not undo it.
  const message = `The request is for this machine alone, and ${provider.id}/${model} runs elsewhere. Nothing was sent.`;
  return gatewayError('no_eligible_candidate', message);
}

/** Sets the estimate aside under the day's caps and the one that the request itself names. */
export function reserveDirect(
  ctx: BackendContext,
  identity: Identity,
  { facts, hints }: Pick<GatewayRequest, 'facts' | 'hints'>,
  { provider, model, task, billing }: Omit<Attempt, 'estimatedUsd'>,
): Reserved {
  const { local } = billing;
  const cap = hints.maxCostUsd;
  // Nobody asks what it may cost where nothing limits it.
  if (cap === null && ctx.spending.leftUsd(identity) === null) {
    return ctx.spending.reserve(identity, { local, estimatedUsd: null });
  }
  const id = `${provider}/${model}`;
  const known = candidatesOf(ctx, { task, facts }).find((candidate) => candidate.id === id);
  const estimatedUsd = known?.typicalCostUsd ?? null;
  if (cap !== null && !local && (estimatedUsd === null || estimatedUsd > cap)) {
    const is =
      estimatedUsd === null
        ? 'its price is unknown'
        : `it is estimated at $${estimatedUsd.toFixed(4)}`;
    const message = `The request may cost $${cap} at most, and ${is}. Nothing was sent.`;
    return { ok: false, message };
  }
  return ctx.spending.reserve(identity, { local, estimatedUsd });
}
