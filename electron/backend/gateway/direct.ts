import { HEADERS } from '@shared/api/auto-router';
import type { BackendContext } from '../context';
import type { RequestFacts } from '../decide/needs';
import { type Attempt, attemptCall, callBegun, findCandidate } from './attempt';
import type { Caller } from './caller';
import { errorOfFailure, gatewayError, historyUnwritable } from './errors';
import type { ChatRequest } from './request';

export interface DirectRequest {
  readonly uid: string;
  readonly request: ChatRequest;
  readonly facts: RequestFacts;
  readonly provider: string;
  readonly model: string;
}

/**
 * Serves a named model: that model or a clear error, never another (ruling 12). It leaves no outcome
 * row; its call is marked `router: direct` (S2-17) and begun durably like an outcome.
 */
export async function serveDirect(
  ctx: BackendContext,
  { uid, request, facts, provider, model }: DirectRequest,
  caller: Caller,
): Promise<void> {
  if (ctx.providers.get(provider) === null) {
    const message = `There is no provider ${JSON.stringify(provider.slice(0, 100))}. Nothing was sent. Connect it under Providers, or ask for "auto".`;
    caller.refuse(gatewayError('unknown_provider', message));
    return;
  }
  const callId = ctx.newId();
  const task = request.task ?? facts.task;
  const headers = {
    [HEADERS.model]: `${provider}/${model}`,
    [HEADERS.strategy]: 'direct',
    [HEADERS.task]: task,
    [HEADERS.outcome]: callId,
    [HEADERS.streamMode]: 'native',
  };
  const attempt: Attempt = {
    callId,
    uid,
    outcomeId: null,
    request,
    task,
    excerpt: facts.excerpt,
    provider,
    model,
    billing: findCandidate(ctx, `${provider}/${model}`),
  };
  try {
    // Before the provider is asked, so that spending is whole even after a crash.
    await ctx.store.calls.record(callBegun(attempt, ctx.clock.now()));
  } catch (error) {
    ctx.log.error('a call could not be begun', { callId, error: String(error) });
    caller.refuse(historyUnwritable());
    return;
  }
  const result = await attemptCall(
    ctx,
    attempt,
    caller.sink(() => headers),
    caller.signal,
  );
  await result.recorded;
  if (result.status === 'succeeded') caller.end();
  else if (result.failure === null) caller.drop();
  else if (caller.started) caller.cut(errorOfFailure(result.failure));
  else caller.refuse(errorOfFailure(result.failure), headers);
}
