import { setTimeout as after } from 'node:timers/promises';
import type { Hints } from '@shared/api/hints';
import type { RequestNeeds } from '@shared/routing/candidate';
import type { DecisionTrace } from '@shared/routing/decide';
import type { AutoSetting } from '@shared/routing/strategy-setting';
import type { TaskName } from '@shared/routing/tasks';
import type { Identity } from '../auth';
import type { BackendContext } from '../context';
import { decideRequest, type DecideRequest } from './decide-request';
import { handedOver } from './reorder';
import { AUTO } from './strategies';
import { readTarget } from './target';

/** A person is typing: a strategy that is not ready by then is shown as what `auto` would do. */
const PREVIEW_LIMIT_MS = 1_000;
const TOO_SLOW = {
  code: 'preview_timeout',
  reason: 'the preview took too long; the request itself may be decided otherwise',
} as const;

export interface PreviewAsk {
  readonly identity: Identity;
  readonly strategy: Exclude<AutoSetting, 'auto'>;
  readonly task: TaskName;
  readonly needs: RequestNeeds;
  readonly hints: Hints;
  readonly conversationId: string | null;
  readonly prompt: string;
  readonly signal: AbortSignal;
}

/**
 * What a strategy would decide now, by the code that decides a request; nothing is recorded, no
 * conversation is held to it and no provider sees the prompt. Within a second, else `auto`'s answer
 * with `declined`.
 */
export async function previewByStrategy(
  ctx: BackendContext,
  ask: PreviewAsk,
  limitMs: number = PREVIEW_LIMIT_MS,
): Promise<DecisionTrace> {
  const { strategy: requestedModel, prompt, needs, task, signal } = ask;
  const late = new AbortController();
  const target = readTarget(requestedModel);
  const request: DecideRequest = {
    ...ask,
    requestedModel,
    strategy: target.kind === 'routed' ? target.strategy : AUTO,
    facts: { needs, task, excerpt: null, maxOutputTokens: null },
    unsupported: null,
    messages: () => [{ role: 'user', content: prompt }],
    prompt: () => prompt,
    learnedOff: false,
    preview: true,
    signal: AbortSignal.any([signal, late.signal]),
  };
  const ended = new AbortController();
  const tooLate = after(limitMs, null, { signal: ended.signal }).catch(() => null);
  const decided = await Promise.race([decideRequest(ctx, request), tooLate]);
  ended.abort();
  late.abort();
  if (decided !== null) return traceOf(decided);
  const auto = await decideRequest(ctx, { ...request, strategy: AUTO, signal });
  return handedOver(traceOf(auto), requestedModel, TOO_SLOW);
}

/** A preview is no decision: it has neither id nor time. */
function traceOf({ trace }: Awaited<ReturnType<typeof decideRequest>>): DecisionTrace {
  const { id: _id, createdAt: _createdAt, ...rest } = trace;
  return rest;
}
