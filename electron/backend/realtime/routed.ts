import type { TaskName } from '@shared/routing/tasks';
import type { Trace } from '@shared/routing/trace';
import type { BackendContext } from '../context';
import { type Decision, decideRequest } from '../decide/decide-request';
import type { StrategyRow } from '../decide/strategy';
import { type Attempt, recordCall, callBegun, restingModel } from '../gateway/attempt';
import {
  errorOfFailure,
  type GatewayError,
  gatewayError,
  historyUnwritable,
} from '../gateway/errors';
import { refusalOf } from '../gateway/refusal';
import { answerHeaders, attemptOrder, FINAL, writeEnd } from '../gateway/routed';
import type { Reservation, Reserved } from '../spending/spending';
import type { OutcomeEnd } from '../store/store';
import type { LiveSession } from './dial';
import { openSession } from './open';
import { runSession } from './run';
import type { Visit } from './visit';

const NO_FIGURES = {
  firstTokenMs: null,
  totalMs: null,
  promptTokens: null,
  completionTokens: null,
  cachedTokens: null,
  costUsd: null,
} as const;

/**
 * A session whose model a strategy chooses, among those that declare live sessions (S0-95): decides,
 * begins its outcome, opens the session at the models in the ranking's order until one takes
 * it, relays it, and ends the outcome exactly once.
 */
export async function serveRoutedSession(
  ctx: BackendContext,
  visit: Visit,
  asked: { readonly strategy: StrategyRow; readonly task: TaskName },
): Promise<void> {
  const { identity, request, door, activity, limits, signal } = visit;
  const unsupported = ({ provider }: { readonly provider: string }): readonly string[] => {
    const known = ctx.providers.get(provider);
    return known === null || known.live !== null ? [] : ['live sessions'];
  };
  const decision = await decideRequest(ctx, {
    identity,
    strategy: asked.strategy,
    task: asked.task,
    requestedModel: request.model,
    facts: request.facts,
    hints: request.hints,
    unsupported,
    conversationId: request.conversationId,
    messages: () => [],
    prompt: () => '',
    learnedOff: request.learnedOff,
    preview: false,
    signal: door.signal,
  });
  const trace: Trace = { ...decision.trace, realtime: { transcription: 'protocol' } };
  const outcomeId = ctx.newId();
  const refusal = trace.model === null ? refusalOf(decision, unsupported) : null;
  const { task } = trace;
  activity.update({ task, strategy: trace.strategy, model: trace.model, outcomeId });
  try {
    await ctx.store.outcomes.begin({
      id: outcomeId,
      uid: identity.uid,
      keyId: identity.key?.id ?? null,
      trace,
      excerpt: null,
      conversationId: request.conversationId,
      status: refusal === null ? 'running' : 'refused',
      errorCode: refusal?.code ?? null,
    });
  } catch (error) {
    ctx.log.error('an outcome could not be begun', { outcomeId, error: String(error) });
    visit.refuse(historyUnwritable());
    return;
  }
  const headers = answerHeaders(trace, outcomeId);
  if (refusal !== null) {
    visit.refuse(refusal, headers(null));
    return;
  }
  const end = (how: Omit<OutcomeEnd, keyof typeof NO_FIGURES>): Promise<void> =>
    writeEnd(ctx, identity.uid, trace, outcomeId, { ...NO_FIGURES, ...how });
  const found = await openInOrder(ctx, visit, { ...decision, trace }, outcomeId);
  if (!found.ok) {
    const { error, model } = found;
    if (error === null) {
      await end({ status: 'aborted', errorCode: null, model });
      visit.drop();
      return;
    }
    // What was sent to nobody was refused, as if the decision had known.
    const status = error.code.startsWith('provider_') ? 'failed' : 'refused';
    await end({ status, errorCode: error.code, model });
    visit.refuse(error, headers(found.asked ? model : null));
    return;
  }
  const { attempt, session, first, reserve } = found;
  const model = `${attempt.provider}/${attempt.model}`;
  const served = decision.candidates.find((one) => sameModel(one, attempt))?.id ?? model;
  const caller = await door.accept(headers(served), limits.eventBytes);
  if (caller === null) {
    session.socket.terminate();
    first.settle(0);
    ctx.cooldown.released(restingModel(attempt));
    const begun = callBegun(attempt, ctx.clock.now());
    await recordCall(ctx, { ...begun, status: 'aborted', costUsd: 0 });
    await end({ status: 'aborted', errorCode: null, model: served });
    visit.drop();
    return;
  }
  const ended = await runSession(ctx, caller, session, {
    attempt,
    first,
    reserve,
    limits,
    activity,
    signal,
  });
  await writeEnd(ctx, identity.uid, trace, outcomeId, { ...ended, model: served });
  activity.update({ status: ended.status, errorCode: ended.errorCode });
}

function sameModel(
  one: { readonly provider: string; readonly model: string },
  { provider, model }: Attempt,
): boolean {
  return one.provider === provider && one.model === model;
}

type Found =
  | {
      readonly ok: true;
      readonly attempt: Attempt;
      readonly session: LiveSession;
      readonly first: Reservation;
      readonly reserve: () => Reserved;
    }
  | {
      readonly ok: false;
      /** Null = the caller went away. */
      readonly error: GatewayError | null;
      /** The last model that was asked, else the chosen one. */
      readonly model: string | null;
      readonly asked: boolean;
    };

/** The chosen model, then, as long as no session is open, the next eligible ones. */
async function openInOrder(
  ctx: BackendContext,
  { identity, request, door, activity, limits }: Visit,
  { trace, candidates }: Decision,
  outcomeId: string,
): Promise<Found> {
  let error: GatewayError | null = null;
  let model = trace.model;
  let asked = false;
  const order = attemptOrder(trace);
  for (const [index, id] of order.entries()) {
    if (door.signal.aborted) break;
    const candidate = candidates.find((one) => one.id === id);
    const live =
      candidate === undefined ? null : (ctx.providers.get(candidate.provider)?.live ?? null);
    if (candidate === undefined || live === null) continue;
    const { local, typicalCostUsd: estimatedUsd } = candidate;
    const reserve = (): Reserved => ctx.spending.reserve(identity, { local, estimatedUsd });
    const reserved = reserve();
    if (!reserved.ok) {
      if (!asked) error = gatewayError('spending_cap_reached', reserved.message);
      continue;
    }
    const last = index === order.length - 1 && !asked;
    if (!ctx.cooldown.claim(candidate, last || trace.reason === 'pinned')) {
      reserved.reservation.settle(0);
      continue;
    }
    asked = true;
    model = candidate.id;
    activity.update({ model });
    const attempt: Attempt = {
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
    };
    const opened = await openSession(ctx, attempt, live, request.beta, limits, door.signal);
    if (opened.ok) {
      return { ok: true, attempt, session: opened.session, first: reserved.reservation, reserve };
    }
    reserved.reservation.settle(0);
    error = errorOfFailure(opened.failure);
    if (FINAL.has(opened.failure.code)) break;
    ctx.log.warn('a model did not take a live session', { model, code: opened.failure.code });
  }
  if (door.signal.aborted) return { ok: false, error: null, model, asked };
  const message = 'No eligible model could be asked any more. Nothing was sent. Try again.';
  return {
    ok: false,
    error: error ?? gatewayError('no_eligible_candidate', message),
    model,
    asked,
  };
}
