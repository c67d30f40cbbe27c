import { HEADERS } from '@shared/api/auto-router';
import type { BackendContext } from '../context';
import {
  type Attempt,
  callBegun,
  findCandidate,
  recordCall,
  restingModel,
} from '../gateway/attempt';
import { mustStay, reserveDirect } from '../gateway/direct';
import { errorOfFailure, gatewayError, historyUnwritable } from '../gateway/errors';
import { openSession, takesNone } from './open';
import { runSession } from './run';
import type { Visit } from './visit';

/** A session with a named model: that model or a clear error (ruling 12). Its call is `direct`. */
export async function serveDirectSession(
  ctx: BackendContext,
  visit: Visit,
  named: { readonly provider: string; readonly model: string },
): Promise<void> {
  const { identity, request, door, limits } = visit;
  const { provider, model } = named;
  const known = ctx.providers.get(provider);
  if (known === null) {
    const message = `There is no provider ${JSON.stringify(provider.slice(0, 100))}. Nothing was sent. Connect it under Providers, or ask for "auto".`;
    visit.refuse(gatewayError('unknown_provider', message));
    return;
  }
  const id = `${provider}/${model}`;
  const task = request.task ?? request.facts.task;
  const callId = ctx.newId();
  const headers = {
    [HEADERS.model]: id,
    [HEADERS.strategy]: 'direct',
    [HEADERS.task]: task,
    [HEADERS.outcome]: callId,
    [HEADERS.streamMode]: 'native',
  };
  visit.activity.update({ task, strategy: 'direct', model: id });
  if (known.live === null) {
    const message = takesNone(known.status().name);
    visit.refuse(gatewayError('unsupported_feature', message), headers);
    return;
  }
  const elsewhere = mustStay(request, known, model);
  if (elsewhere !== null) {
    visit.refuse(elsewhere, headers);
    return;
  }
  const unpaid: Omit<Attempt, 'estimatedUsd'> = {
    callId,
    uid: identity.uid,
    keyId: identity.key?.id ?? null,
    outcomeId: null,
    request,
    task,
    provider,
    model,
    billing: findCandidate(ctx, id) ?? { local: known.status().local, price: null },
  };
  const reserve = () => reserveDirect(ctx, identity, request, unpaid);
  const reserved = reserve();
  if (!reserved.ok) {
    visit.refuse(gatewayError('spending_cap_reached', reserved.message), headers);
    return;
  }
  const { reservation } = reserved;
  const attempt: Attempt = { ...unpaid, estimatedUsd: reservation.estimatedUsd };
  const begun = callBegun(attempt, ctx.clock.now());
  try {
    await ctx.store.calls.record(begun);
  } catch (error) {
    reservation.settle(0);
    ctx.log.error('a call could not be begun', { callId, error: String(error) });
    visit.refuse(historyUnwritable());
    return;
  }
  visit.activity.update({ outcomeId: callId });
  ctx.cooldown.claim(restingModel(attempt), true);
  const opened = await openSession(ctx, attempt, known.live, request.beta, limits, door.signal);
  if (!opened.ok) {
    reservation.settle(0);
    if (door.signal.aborted) visit.drop();
    else visit.refuse(errorOfFailure(opened.failure), headers);
    return;
  }
  const caller = await door.accept(headers, limits.eventBytes);
  if (caller === null) {
    opened.session.socket.terminate();
    reservation.settle(0);
    ctx.cooldown.released(restingModel(attempt));
    await recordCall(ctx, { ...begun, status: 'aborted', costUsd: 0 });
    visit.drop();
    return;
  }
  const { signal, activity } = visit;
  const end = await runSession(ctx, caller, opened.session, {
    attempt,
    first: reservation,
    reserve,
    limits,
    activity,
    signal,
  });
  activity.update({ status: end.status, errorCode: end.errorCode });
}
