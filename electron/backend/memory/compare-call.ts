import type { CompareAnswer, compareRequestSchema } from '@shared/api/compare';
import { NO_HINTS } from '@shared/api/hints';
import type { Candidate } from '@shared/routing/candidate';
import type { z } from 'zod';
import type { Identity } from '../auth';
import type { BackendContext } from '../context';
import { readFacts } from '../decide/needs';
import {
  type Attempt,
  attemptCall,
  callBegun,
  recordCall,
  restingModel,
  settledCost,
} from '../gateway/attempt';
import type { GatewayRequest } from '../gateway/request';
import { prepare } from '../gateway/send';
import { surfaceOf } from '../gateway/surfaces';
import { WholeAnswer } from '../own-call/whole-answer';
import { unnamedPracticeAnswer } from '../providers/practice-answers';
import type { Reservation } from '../spending/spending';
import { DIALECT_CODECS } from '../translate/codecs';

export type Asked = z.output<typeof compareRequestSchema>;

const SURFACE = '/v1/chat/completions';

/** The chat that every model of a comparison is sent, and what it needs of them. */
export function chatOf({ prompt, max_tokens }: Asked) {
  const body = { messages: [{ role: 'user', content: prompt }], max_tokens };
  return { body, facts: readFacts(body) };
}

/**
 * Asks one model over the gateway's own path: translated where its protocol is another, recorded
 * before and after (S2-17), its health noted. Never throws for what a provider does.
 */
export async function askContender(
  ctx: BackendContext,
  identity: Identity,
  asked: Asked,
  candidate: Candidate,
  reservation: Reservation | undefined,
  signal: AbortSignal,
): Promise<CompareAnswer> {
  const { body, facts } = chatOf(asked);
  const { id, name, provider: providerId, model } = candidate;
  const unsent = (code: string, message: string): CompareAnswer => {
    reservation?.settle(0);
    const error = { code, message };
    const none = { text: '', cost_usd: 0, total_ms: 0, call_id: null };
    return { model: id, name, status: 'failed', error, ...none };
  };
  const provider = ctx.providers.get(providerId);
  const surface = surfaceOf(SURFACE);
  if (provider === null || surface === null) {
    return unsent(
      'provider_unreachable',
      `${providerId} is not connected. Nothing was sent to it.`,
    );
  }
  const { max_tokens: limit, ...rest } = body;
  // Newer models of OpenAI refuse max_tokens; others know nothing else.
  const limitName = providerId === 'openai' ? 'max_completion_tokens' : 'max_tokens';
  const request: GatewayRequest = {
    surface,
    model: id,
    stream: false,
    body: { model: id, ...rest, [limitName]: limit },
    files: [],
    forwarded: {},
    facts: { ...facts, excerpt: asked.keep_excerpt ? facts.excerpt : null },
    hints: NO_HINTS,
    task: asked.task,
    conversationId: null,
    learnedOff: true,
  };
  const prepared = prepare(ctx, request, { provider, model });
  if (!prepared.ok) return unsent(prepared.code, prepared.message);
  const attempt: Attempt = {
    callId: ctx.newId(),
    uid: identity.uid,
    keyId: identity.key?.id ?? null,
    outcomeId: null,
    request,
    task: asked.task,
    provider: providerId,
    model,
    billing: candidate,
    estimatedUsd: reservation?.estimatedUsd ?? null,
  };
  const begun = callBegun(attempt, ctx.clock.now());
  try {
    // Before the provider is asked, so that spending is whole even after a crash.
    await ctx.store.calls.record(begun);
  } catch (error) {
    ctx.log.error('a call could not be begun', { callId: attempt.callId, error: String(error) });
    return unsent('storage_failed', 'The call could not be written down, so it was not made.');
  }
  if (signal.aborted) {
    reservation?.settle(0);
    await recordCall(ctx, { ...begun, status: 'aborted', costUsd: 0 });
    const none = { text: '', error: null, cost_usd: 0, total_ms: 0 };
    return { model: id, name, status: 'aborted', ...none, call_id: attempt.callId };
  }
  ctx.cooldown.claim(restingModel(attempt), true);
  const startedAt = ctx.clock.monotonic();
  const sink = new WholeAnswer();
  const result = await attemptCall(ctx, attempt, prepared.send, sink, signal);
  reservation?.settle(settledCost(result));
  await result.recorded;
  const answer = {
    model: id,
    name,
    cost_usd: result.costUsd,
    total_ms: Math.round(ctx.clock.monotonic() - startedAt),
    call_id: attempt.callId,
  };
  if (result.status !== 'succeeded') {
    const { failure } = result;
    const error = failure === null ? null : { code: failure.code, message: failure.message };
    return { ...answer, status: result.status, text: '', error };
  }
  const text = textOf(sink.json());
  if (text === null) {
    const message = 'The provider answered with something unreadable.';
    return {
      ...answer,
      status: 'failed',
      text: '',
      error: { code: 'provider_bad_answer', message },
    };
  }
  const blind = candidate.practice ? unnamedPracticeAnswer(text) : text;
  return { ...answer, status: 'succeeded', text: blind, error: null };
}

/** What the model said; null when it is no answer of chat completions. */
function textOf(json: unknown): string | null {
  const parts = DIALECT_CODECS.openai.decode(json)?.parts;
  if (parts === undefined) return null;
  return parts
    .map((part) => (part.type === 'text' || part.type === 'refusal' ? part.text : ''))
    .join('');
}
