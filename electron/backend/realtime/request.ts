import type { IncomingMessage } from 'node:http';
import { type Hints, readHints } from '@shared/api/hints';
import type { TaskName } from '@shared/routing/tasks';
import type { RequestFacts } from '../decide/needs';
import { type Read, refusedWith } from '../gateway/read-body';
import { modelNameSchema, readHeaders } from '../gateway/request';

export const REALTIME_PATH = '/v1/realtime';

/** A live session as it was asked for. */
export interface RealtimeRequest {
  readonly model: string;
  readonly facts: RequestFacts;
  readonly hints: Hints;
  /** Named by the header; null = push-to-talk, the one task that is spoken. */
  readonly task: TaskName | null;
  readonly conversationId: string | null;
  readonly learnedOff: boolean;
  /** `OpenAI-Beta: realtime=v1`, where the caller speaks the older event names. */
  readonly beta: string | null;
}

/** Sound both ways over one connection. What will be said is not known when it is opened. */
const FACTS: RequestFacts = {
  needs: { input: ['audio'], output: ['audio'], tools: false, realtime: true, promptTokens: null },
  task: 'ptt_response',
  excerpt: null,
  maxOutputTokens: null,
};

/** Reads the address and the headers of the upgrade request (`invalid_request`, `unknown_task`). */
export function readRealtimeRequest({ url, headers }: IncomingMessage): Read<RealtimeRequest> {
  const query = new URLSearchParams((url ?? '').split('?').slice(1).join('?'));
  const model = modelNameSchema.safeParse(query.get('model') ?? '');
  if (!model.success) {
    const problem = model.error.issues[0]?.message ?? 'invalid';
    return refusedWith('invalid_request', `model: ${problem}. Name it in the address: ?model=auto`);
  }
  const named = readHeaders(headers);
  if (!named.ok) return named;
  const hints = readHints({}, headers);
  if (!hints.ok) return refusedWith('invalid_request', hints.message);
  const { task, conversationId, learnedOff } = named.value;
  const beta = headers['openai-beta'];
  return {
    ok: true,
    value: {
      model: model.data,
      facts: FACTS,
      hints: hints.hints,
      task,
      conversationId,
      learnedOff,
      beta: typeof beta === 'string' ? beta : null,
    },
  };
}
