import type { BackendContext } from '../context';
import { type Attempt, callBegun, recordCall, restingModel } from '../gateway/attempt';
import type { Provider } from '../providers/provider';
import { dial, type Dialled } from './dial';
import type { RealtimeLimits } from './limits';

/** Opens the session of one attempt; where it fails, its call is recorded and the model rests. */
export async function openSession(
  ctx: BackendContext,
  attempt: Attempt,
  live: NonNullable<Provider['live']>,
  beta: string | null,
  limits: RealtimeLimits,
  signal: AbortSignal,
): Promise<Dialled> {
  const begun = callBegun(attempt, ctx.clock.now());
  const startedAt = ctx.clock.monotonic();
  const dialled = await dial(live(attempt.model), beta, limits, signal);
  if (dialled.ok) return dialled;
  const { failure } = dialled;
  const model = restingModel(attempt);
  if (signal.aborted) ctx.cooldown.released(model);
  else ctx.cooldown.failed(model, failure);
  await recordCall(ctx, {
    ...begun,
    status: signal.aborted ? 'aborted' : 'failed',
    errorCode: signal.aborted ? null : failure.code,
    totalMs: Math.round(ctx.clock.monotonic() - startedAt),
    // Nothing was said yet, so nothing was billed.
    costUsd: 0,
  });
  return dialled;
}

/** Why a provider takes no live session. */
export function takesNone(name: string): string {
  return `${name} takes no live sessions in a protocol that is spoken here (OpenAI Realtime). Nothing was sent. Choose a model of another provider.`;
}
