import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { HEADERS } from '@shared/api/auto-router';
import { type Hints, readHints } from '@shared/api/hints';
import { isTaskName, type TaskName } from '@shared/routing/tasks';
import { readFacts, type RequestFacts } from '../decide/needs';
import type { FormFile } from '../providers/provider';
import { SURFACES as CODECS } from '../translate/codecs';
import { embeddingFacts, factsOfIr, speechFacts, transcriptionFacts } from './facts';
import { type Read, readForm, readJsonObject, refusedWith } from './read-body';
import type { Surface } from './surfaces';

const CONVERSATION_ID_LIMIT = 128;

/** A request as it came, checked only as far as the gateway depends on it. */
export interface GatewayRequest {
  readonly surface: Surface;
  readonly model: string;
  readonly stream: boolean;
  /** The caller's own fields, unknown ones included, without the router's hints. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Of a form. */
  readonly files: readonly FormFile[];
  /** Headers of the caller that a provider's protocol defines. */
  readonly forwarded: Readonly<Record<string, string>>;
  readonly facts: RequestFacts;
  readonly hints: Hints;
  /** Named by the header; null = the surface's, or inferred. */
  readonly task: TaskName | null;
  readonly conversationId: string | null;
  /** `auto/learned` stays out of this one. */
  readonly learnedOff: boolean;
}

/** Of Anthropic's protocol: its version, and beta features switched on for this request. */
const FORWARDED = ['anthropic-version', 'anthropic-beta'] as const;

/**
 * Characters of a model's name: it stands in an answer's header, in rows and in the live log, which
 * are no places for megabytes.
 */
const MODEL_LIMIT = 512;
/** Half a character can neither be a part of an address nor be written down. */
const HALF_CHARACTER = /\p{Surrogate}/u;

/** A model as a caller names it. */
export const modelNameSchema = z
  .string('must be a string')
  .min(1, 'must not be empty')
  .max(MODEL_LIMIT, `must have at most ${MODEL_LIMIT} characters`)
  .refine((name) => !HALF_CHARACTER.test(name), 'must be whole characters');
const stream = z.boolean('must be true or false').nullish();
const chatSchema = z.object({
  model: modelNameSchema,
  messages: z
    .array(z.record(z.string(), z.unknown()), 'must be a list of messages')
    .min(1, 'must not be empty'),
  stream,
});
const plainSchema = z.object({ model: modelNameSchema, stream });
const NO_INPUT = 'must be text or a list that is not empty';
const embeddingsSchema = z.object({
  model: modelNameSchema,
  input: z.union([z.string().min(1, NO_INPUT), z.array(z.unknown()).min(1, NO_INPUT)], NO_INPUT),
});
const speechSchema = z.object({
  model: modelNameSchema,
  input: z.string('must be a string').min(1, 'must not be empty'),
});
const formSchema = z.object({
  model: modelNameSchema,
  stream: z.enum(['true', 'false'], 'must be true or false').optional(),
});

/**
 * Accepts what {@link chatSchema} accepts, in a hundredth of its time; what it does not, the schema
 * reads, so that there is one list of what is wrong and how it is said.
 */
function isPlainChat(body: Readonly<Record<string, unknown>>): body is {
  readonly model: string;
  readonly stream?: boolean | null;
  readonly messages: unknown[];
} {
  const { model: name, messages, stream: streamed = null } = body;
  return (
    typeof name === 'string' &&
    name !== '' &&
    name.length <= MODEL_LIMIT &&
    !HALF_CHARACTER.test(name) &&
    (streamed === null || typeof streamed === 'boolean') &&
    Array.isArray(messages) &&
    messages.length > 0 &&
    messages.every((one) => typeof one === 'object' && one !== null && !Array.isArray(one))
  );
}

/** What the body says, by the surface's own protocol. */
interface Content {
  readonly model: string;
  readonly stream: boolean;
  readonly facts: RequestFacts;
  readonly body: Readonly<Record<string, unknown>>;
  readonly files: readonly FormFile[];
}

/** Parses body and headers at the door (`invalid_request`, `unknown_task`). */
export async function readRequest(
  surface: Surface,
  bytes: Buffer,
  headers: IncomingHttpHeaders,
): Promise<Read<GatewayRequest>> {
  const content =
    surface.body === 'form'
      ? await readFormContent(bytes, headers)
      : readJsonContent(surface, bytes);
  if (!content.ok) return content;
  const named = readHeaders(headers);
  if (!named.ok) return named;
  const hints = readHints(content.value.body, headers);
  if (!hints.ok) return refusedWith('invalid_request', hints.message);
  const { facts, body } = content.value;
  const { keepExcerpt, task, conversationId, learnedOff, forwarded } = named.value;
  return {
    ok: true,
    // Written out: rest and spread of objects take as long as all the checks above.
    value: {
      surface,
      model: content.value.model,
      stream: content.value.stream,
      body: withoutHint(body),
      files: content.value.files,
      forwarded,
      // Left out here, once: neither an outcome nor a call can keep what it never gets.
      facts: keepExcerpt ? facts : { ...facts, excerpt: null },
      hints: hints.hints,
      task,
      conversationId,
      learnedOff,
    },
  };
}

/** The router's own field is not for the provider. */
function withoutHint(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (body['routing_hint'] === undefined) return body;
  const { routing_hint: _, ...rest } = body;
  return rest;
}

function readJsonContent(surface: Surface, bytes: Buffer): Read<Content> {
  const json = readJsonObject(bytes);
  if (!json.ok) return json;
  const body = json.value;
  if (surface.chat === 'chat') {
    if (isPlainChat(body)) return found(body, body, readFacts(body));
    const parsed = chatSchema.safeParse(body);
    if (!parsed.success) return refused(parsed.error);
    return found(body, parsed.data, readFacts(body));
  }
  if (surface.chat !== null) {
    const parsed = plainSchema.safeParse(body);
    if (!parsed.success) return refused(parsed.error);
    // Counting takes the same body, in which a limit of the answer is left out.
    const whole = surface.operation === 'count_tokens' ? { max_tokens: 1, ...body } : body;
    const read = CODECS[surface.chat].read(whole);
    if (!read.ok) return refusedWith('invalid_request', read.message);
    return found(body, parsed.data, factsOfIr(read.request));
  }
  if (surface.operation === 'embeddings') {
    const parsed = embeddingsSchema.safeParse(body);
    if (!parsed.success) return refused(parsed.error);
    return found(body, parsed.data, embeddingFacts(parsed.data.input));
  }
  const parsed = speechSchema.safeParse(body);
  if (!parsed.success) return refused(parsed.error);
  return found(body, parsed.data, speechFacts(parsed.data.input));
}

async function readFormContent(
  bytes: Buffer,
  headers: IncomingHttpHeaders,
): Promise<Read<Content>> {
  const form = await readForm(bytes, headers['content-type']);
  if (!form.ok) return form;
  const { fields, files } = form.value;
  const parsed = formSchema.safeParse(fields);
  if (!parsed.success) return refused(parsed.error);
  if (!files.some(({ field, bytes: content }) => field === 'file' && content.length > 0)) {
    return refusedWith('invalid_request', 'file: a recording is required, and it is not empty.');
  }
  const facts = transcriptionFacts();
  const { model: name, stream: streamed } = parsed.data;
  return {
    ok: true,
    value: { model: name, stream: streamed === 'true', facts, body: fields, files },
  };
}

function found(
  body: Readonly<Record<string, unknown>>,
  head: { readonly model: string; readonly stream?: boolean | null | undefined },
  facts: RequestFacts,
): Read<Content> {
  return {
    ok: true,
    value: { model: head.model, stream: head.stream === true, facts, body, files: [] },
  };
}

/** The router's own headers of a request (`invalid_request`, `unknown_task`). */
export function readHeaders(headers: IncomingHttpHeaders): Read<
  Pick<GatewayRequest, 'task' | 'conversationId' | 'learnedOff' | 'forwarded'> & {
    readonly keepExcerpt: boolean;
  }
> {
  const task = headerOf(headers, HEADERS.task);
  if (task !== null && !isTaskName(task)) {
    const message = `Unknown task ${JSON.stringify(task.slice(0, 100))} in ${HEADERS.task}.`;
    return refusedWith('unknown_task', message);
  }
  const conversationId = headerOf(headers, HEADERS.conversation);
  if (conversationId !== null && conversationId.length > CONVERSATION_ID_LIMIT) {
    const message = `${HEADERS.conversation} is longer than ${CONVERSATION_ID_LIMIT} characters.`;
    return refusedWith('invalid_request', message);
  }
  const learned = headerOf(headers, HEADERS.learned)?.toLowerCase() ?? null;
  // S1-15: any other value is a typo that would quietly do nothing.
  if (learned !== null && learned !== 'off') {
    return refusedWith('invalid_request', `${HEADERS.learned} takes "off" only.`);
  }
  const forwarded: Record<string, string> = {};
  for (const name of FORWARDED) {
    const value = headerOf(headers, name);
    if (value !== null) forwarded[name] = value;
  }
  return {
    ok: true,
    value: {
      task,
      conversationId,
      learnedOff: learned === 'off',
      forwarded,
      keepExcerpt: headerOf(headers, HEADERS.excerpt)?.toLowerCase() !== 'off',
    },
  };
}

function refused(error: z.ZodError): ReturnType<typeof refusedWith> {
  const [issue] = error.issues;
  const path = issue?.path.map(String).join('.') ?? '';
  return refusedWith(
    'invalid_request',
    path === '' ? 'The body must be a JSON object.' : `${path}: ${issue?.message ?? 'invalid'}.`,
  );
}

function headerOf(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  const text = (Array.isArray(value) ? value[0] : value)?.trim() ?? '';
  return text === '' ? null : text;
}
