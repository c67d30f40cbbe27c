import type { WebSocket } from 'ws';
import type { ActivityHandle } from '../activity/activity';
import type { BackendContext } from '../context';
import { callCost } from '../decide/estimate';
import {
  type Attempt,
  callBegun,
  findCandidate,
  recordCall,
  restingModel,
} from '../gateway/attempt';
import type { OutcomeEnd } from '../store/store';
import type { Reservation, Reserved } from '../spending/spending';
import type { LiveSession } from './dial';
import { errorEventOf } from './events';
import { type LastAnswer, SessionLedger, type Transcribing } from './ledger';
import type { RealtimeLimits } from './limits';
import { type EndedBy, relaySession, REVOKED } from './relay';
import { ruled } from './rules';

/** A session that is about to be relayed. */
export interface RunOptions {
  readonly attempt: Attempt;
  /** Set aside for the first answer. */
  readonly first: Reservation;
  /** Sets the estimate of one more answer aside. */
  readonly reserve: () => Reserved;
  readonly limits: RealtimeLimits;
  readonly activity: ActivityHandle;
  /** Aborted when the gateway closes. */
  readonly signal: AbortSignal;
}

/** How a session ended. */
export type Ended = Pick<OutcomeEnd, 'errorCode'> & {
  readonly status: 'succeeded' | 'failed' | 'aborted';
};

/** What is told to a caller when something else than he ends the session; null = nothing. */
const FAREWELLS: Readonly<
  Record<EndedBy, { readonly code: string; readonly message: string } | null>
> = {
  caller: null,
  provider: null,
  gateway: null,
  revoked: {
    code: 'unauthorized',
    message: 'The API key of this session was revoked. What came is kept.',
  },
  provider_broke: {
    code: 'provider_cut_stream',
    message: 'The provider broke the session off. What came is kept. Open a new one.',
  },
  provider_silent: {
    code: 'provider_timeout',
    message: 'The provider sent nothing for too long. What came is kept. Open a new session.',
  },
  limit: {
    code: 'request_timeout',
    message: 'The session was too long, or nobody said anything for long. Open a new one.',
  },
};

/** Relays a session to its end and records its call; the row is on disk when this resolves. */
export async function runSession(
  ctx: BackendContext,
  caller: WebSocket,
  session: LiveSession,
  { attempt, first, reserve, limits, activity, signal }: RunOptions,
): Promise<OutcomeEnd & Ended> {
  const begun = callBegun(attempt, ctx.clock.now());
  const errorEvent = (code: string, message: string): string =>
    errorEventOf(code, message, ctx.newId());
  const ledger = new SessionLedger(
    {
      billing: attempt.billing,
      reserve,
      now: () => ctx.clock.monotonic(),
      onAnswer() {
        const { estimatedUsd, ...figures } = ledger.figures;
        activity.update(figures);
        // So that a crash in the middle of a long session loses no answer that was paid for.
        void recordCall(ctx, { ...begun, ...figures, estimatedUsd });
      },
    },
    first,
  );
  // A key that is revoked asks for nothing more: a session could go on for an hour.
  const revoked = new AbortController();
  const { keyId } = attempt;
  const stopWaiting =
    keyId === null ? null : ctx.keys.whileValid(keyId, () => revoked.abort(REVOKED));
  const by = await relaySession(
    caller,
    session,
    {
      toProvider(event) {
        const refusal = event.type === 'response.create' ? ledger.ask() : null;
        return refusal === null
          ? ruled(event, attempt)
          : errorEvent('spending_cap_reached', refusal);
      },
      toCaller(event) {
        const refusal = ledger.see(event);
        if (refusal === null) return [];
        caller.send(errorEvent('spending_cap_reached', refusal));
        return [{ type: 'response.cancel' }];
      },
      busy: () => ledger.busy,
      farewell(who) {
        const text = FAREWELLS[who];
        return text === null ? null : errorEvent(text.code, text.message);
      },
    },
    limits,
    errorEvent,
    keyId === null ? signal : AbortSignal.any([signal, revoked.signal]),
  );
  stopWaiting?.();
  const end = endOf(by, ledger.last);
  ledger.close();
  const { estimatedUsd, ...figures } = ledger.figures;
  noteHealth(ctx, attempt, end);
  activity.update(figures);
  await Promise.all([
    recordCall(ctx, {
      ...begun,
      ...figures,
      ...end,
      estimatedUsd: estimatedUsd ?? begun.estimatedUsd ?? null,
      // The sum of many answers says nothing about how long one takes.
      totalMs: ledger.answers > 1 ? null : figures.totalMs,
    }),
    recordTranscribing(ctx, attempt, begun.at, ledger.transcribing),
  ]);
  return { ...figures, ...end, model: begun.model };
}

/** A session is what its last answer was; without one nothing succeeded. */
function endOf(by: EndedBy, last: LastAnswer): Ended {
  if (last.kind === 'done') return { status: 'succeeded', errorCode: null };
  if (last.kind === 'failed') return { status: 'failed', errorCode: last.code };
  if (by === 'provider_silent') return { status: 'failed', errorCode: 'provider_timeout' };
  const broke = by === 'provider' || by === 'provider_broke';
  return broke && last.kind !== 'cancelled'
    ? { status: 'failed', errorCode: 'provider_cut_stream' }
    : { status: 'aborted', errorCode: null };
}

function noteHealth(ctx: BackendContext, attempt: Attempt, { status, errorCode }: Ended): void {
  const model = restingModel(attempt);
  if (status === 'succeeded') {
    ctx.cooldown.succeeded(model);
  } else if (status === 'failed' && errorCode?.startsWith('provider_') === true) {
    const code = errorCode === 'provider_timeout' ? 'provider_timeout' : 'provider_cut_stream';
    ctx.cooldown.failed(model, { code, message: '', status: null, retryAfterMs: null });
  } else {
    ctx.cooldown.released(model);
  }
}

/** What the person said was written down by another model, which is billed apart (S0-96). */
async function recordTranscribing(
  ctx: BackendContext,
  attempt: Attempt,
  at: number,
  transcribing: Transcribing | null,
): Promise<void> {
  if (transcribing === null) return;
  const { model, promptTokens, completionTokens, audioSeconds } = transcribing;
  const { provider } = attempt;
  const billing = findCandidate(ctx, `${provider}/${model}`) ?? {
    local: attempt.billing.local,
    price: null,
  };
  const usage = { promptTokens, completionTokens, cachedTokens: null, audioSeconds };
  await recordCall(ctx, {
    ...callBegun({ ...attempt, callId: ctx.newId(), task: 'transcription', model }, at),
    status: 'succeeded',
    promptTokens,
    completionTokens,
    costUsd: callCost(billing, usage),
    estimatedUsd: null,
  });
}
