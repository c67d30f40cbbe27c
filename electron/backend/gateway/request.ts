import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { z } from 'zod';
import { HEADERS } from '@shared/api/auto-router';
import { isTaskName, type TaskName } from '@shared/routing/tasks';
import { type GatewayError, gatewayError } from './errors';

/** Largest request body, in bytes. */
export const BODY_LIMIT = 20 * 1024 * 1024;

const CONVERSATION_ID_LIMIT = 128;

/** A chat request as it came, checked only as far as the gateway depends on it. */
export interface ChatRequest {
  readonly model: string;
  readonly stream: boolean;
  /** The caller's JSON object, unknown fields included. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Named by the header; null = infer it. */
  readonly task: TaskName | null;
  readonly conversationId: string | null;
  /** False = the history keeps no excerpt of the prompt. */
  readonly keepExcerpt: boolean;
}

export type Read<T> =
  | { readonly ok: true; readonly value: T }
  /** `error` null = the caller went away while he was sending. */
  | { readonly ok: false; readonly error: GatewayError | null };

const bodySchema = z.object({
  model: z.string('must be a string').min(1, 'must not be empty'),
  messages: z
    .array(z.record(z.string(), z.unknown()), 'must be a list of messages')
    .min(1, 'must not be empty'),
  stream: z.boolean('must be true or false').nullish(),
});

/** The body, at most {@link BODY_LIMIT} bytes; a larger one is refused without being kept. */
export async function readBody(request: IncomingMessage): Promise<Read<Buffer>> {
  const tooLarge = {
    ok: false,
    error: gatewayError('payload_too_large', 'The request is larger than 20 MB. Nothing was sent.'),
  } as const;
  if (Number(request.headers['content-length'] ?? 0) > BODY_LIMIT) {
    discard(request);
    return tooLarge;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve) => {
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= BODY_LIMIT) {
        chunks.push(chunk);
        return;
      }
      discard(request);
      resolve(tooLarge);
    });
    request.on('end', () => resolve({ ok: true, value: Buffer.concat(chunks) }));
    request.on('error', () => resolve({ ok: false, error: null }));
    request.on('close', () => resolve({ ok: false, error: null }));
  });
}

/** Parses body and headers at the door (`invalid_request`, `unknown_task`). */
export function readChatRequest(bytes: Buffer, headers: IncomingHttpHeaders): Read<ChatRequest> {
  let body: unknown;
  try {
    body = JSON.parse(bytes.toString('utf8'));
  } catch {
    return refused('The body is not valid JSON.');
  }
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return refused(firstProblem(parsed.error));
  const task = headerOf(headers, HEADERS.task);
  if (task !== null && !isTaskName(task)) {
    const message = `Unknown task ${JSON.stringify(task.slice(0, 100))} in ${HEADERS.task}.`;
    return { ok: false, error: gatewayError('unknown_task', message) };
  }
  const conversationId = headerOf(headers, HEADERS.conversation);
  if (conversationId !== null && conversationId.length > CONVERSATION_ID_LIMIT) {
    return refused(`${HEADERS.conversation} is longer than ${CONVERSATION_ID_LIMIT} characters.`);
  }
  const value = {
    model: parsed.data.model,
    stream: parsed.data.stream === true,
    // Not the parsed copy: every field goes on as it came.
    body: body as Record<string, unknown>,
    task,
    conversationId,
    keepExcerpt: headerOf(headers, HEADERS.excerpt)?.toLowerCase() !== 'off',
  };
  return { ok: true, value };
}

function refused(message: string): { ok: false; error: GatewayError } {
  return { ok: false, error: gatewayError('invalid_request', message) };
}

function firstProblem(error: z.ZodError): string {
  const [issue] = error.issues;
  const path = issue?.path.map(String).join('.') ?? '';
  if (path === '') return 'The body must be a JSON object with model and messages.';
  return `${path}: ${issue?.message ?? 'invalid'}.`;
}

function headerOf(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  const text = (Array.isArray(value) ? value[0] : value)?.trim() ?? '';
  return text === '' ? null : text;
}

/** Lets the rest run out unread, so that the caller gets to read the answer. */
function discard(request: IncomingMessage): void {
  request.removeAllListeners('data');
  request.resume();
}
