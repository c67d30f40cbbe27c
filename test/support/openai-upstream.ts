import type { ServerResponse } from 'node:http';
import { answerAudio } from './openai-upstream-audio';
import {
  ANSWER,
  JSON_ANSWER,
  longText,
  TOKENS,
  TOOL_ANSWER,
  TOOL_ARGUMENTS,
} from './upstream-answers';
import { vectorOf, words } from './upstream-answers';
import {
  openProtocol,
  type Protocol,
  type Reply,
  type SeenRequest,
  type TestUpstream,
  type UpstreamFault,
  writePiece,
} from './upstream-core';

export { ANSWER } from './upstream-answers';

/** The faults that `test/contract/gateway-faults.test.ts` walks through. */
export type Fault = Extract<
  UpstreamFault,
  | 'none'
  | 'gzip'
  | 'split_utf8'
  | 'no_done'
  | 'refuses_stream_options'
  | 'silent'
  | 'stall'
  | 'status_400'
  | 'status_401'
  | 'status_404'
  | 'status_429'
  | 'status_500'
  | 'reset_before_head'
  | 'reset_before_first_event'
  | 'reset_after_first_event'
  | 'cut'
  | 'malformed_first'
  | 'malformed_later'
  | 'error_in_answer'
  | 'html'
  | 'flood'
>;

export interface Upstream extends TestUpstream {
  models: string[];
  /** What it says; more than ASCII unless told, so that a cut character shows. */
  answer: string;
  /** Status of the list of models; not 200 = an error in its place. */
  listStatus: number;
  /** Of a flood: bytes in all, bytes that have left, and whether they stopped leaving for a while. */
  readonly floodBytes: number;
  sentBytes: number;
  heldBack: boolean;
}

export const USAGE = {
  prompt_tokens: TOKENS.prompt,
  completion_tokens: TOKENS.completion,
  total_tokens: TOKENS.prompt + TOKENS.completion,
};

export const TOOL_CALL = {
  id: 'call_1',
  type: 'function',
  function: { name: 'weather', arguments: TOOL_ARGUMENTS },
};

/** A real HTTP server that speaks OpenAI's protocol as documented: chat, embeddings, sound. */
export async function openOpenAiUpstream(
  options: { readonly models?: readonly string[] } = {},
): Promise<Upstream> {
  const own = {
    models: [...(options.models ?? ['m1'])],
    answer: ANSWER,
    listStatus: 200,
    floodBytes: 64 * 1024 * 1024,
    sentBytes: 0,
    heldBack: false,
  };
  const protocol: Protocol = {
    basePath: '/v1',
    breaksAfter: 3,
    asksModel: (path) => !path.startsWith('/v1/models'),
    error: openAiError,
    errorEvent: () => `data: ${JSON.stringify(openAiError(503, 'Provider returned error'))}\n\n`,
    answer: (request) => answerOpenAi(request, state),
  };
  const server = await openProtocol(protocol, async (opened, response) => {
    if (opened.fault !== 'flood') return false;
    await flood(state, response);
    return true;
  });
  const state: Upstream = Object.assign(server, own);
  return state;
}

/** The same with its `close` apart. */
export async function openUpstream(
  models: string[],
): Promise<{ upstream: Upstream; close: () => Promise<void> }> {
  const upstream = await openOpenAiUpstream({ models });
  return { upstream, close: () => upstream.close() };
}

export function openAiError(status: number, message: string): Record<string, unknown> {
  // OpenRouter's form has a number as its code, where the answer itself is 200.
  const code = message === 'Provider returned error' ? status : null;
  return {
    error: { message, type: status === 401 ? 'invalid_request_error' : 'error', param: null, code },
  };
}

type Answering = Pick<Upstream, 'models' | 'answer' | 'listStatus' | 'fault'>;

/** Answers of OpenAI's paths; Ollama serves a part of them too. */
export function answerOpenAi(request: SeenRequest, state: Answering): Reply {
  const path = request.path.split('?')[0] ?? '';
  if (path === '/v1/models') return listModels(request, state);
  const problem = problemIn(path, request);
  if (problem !== null) return { kind: 'plain', status: 400, json: openAiError(400, problem) };
  switch (path) {
    case '/v1/chat/completions':
      return request.body['stream'] === true
        ? streamChat(request.body, state)
        : { kind: 'json', status: 200, json: wholeChat(request.body, state) };
    case '/v1/embeddings':
      return { kind: 'json', status: 200, json: embeddings(request.body) };
    case '/v1/audio/transcriptions':
    case '/v1/audio/speech':
      return answerAudio(path, request.body);
    default:
      return { kind: 'plain', status: 404, json: openAiError(404, `Unknown path ${path}`) };
  }
}

function listModels(request: SeenRequest, { listStatus, models }: Answering): Reply {
  if (listStatus !== 200) {
    const message = `Bad key ${request.authorization}`;
    return { kind: 'plain', status: listStatus, json: openAiError(listStatus, message) };
  }
  const data = models.map((id) => ({ id, object: 'model', created: 0, owned_by: 'test' }));
  return { kind: 'plain', status: 200, json: { object: 'list', data } };
}

/** What the real API would reject; unknown fields pass, as compatible servers let them. */
function problemIn(path: string, { body, files }: SeenRequest): string | null {
  if (typeof body['model'] !== 'string') return 'you must provide a model parameter';
  switch (path) {
    case '/v1/chat/completions':
      return problemInMessages(body['messages']);
    case '/v1/embeddings':
      return body['input'] === undefined ? "'$.input' is required" : null;
    case '/v1/audio/transcriptions': {
      const [file] = files;
      if (files.length !== 1 || file?.field !== 'file') return 'file: field required';
      return file.name === '' || file.bytes.length === 0 ? 'The audio file is empty' : null;
    }
    case '/v1/audio/speech':
      return ['input', 'voice'].find((name) => typeof body[name] !== 'string') ?? null;
    default:
      return null;
  }
}

const ROLES = new Set(['system', 'developer', 'user', 'assistant', 'tool', 'function']);

function problemInMessages(messages: unknown): string | null {
  if (!Array.isArray(messages) || messages.length === 0) return "'messages' must not be empty";
  const open = new Set<unknown>();
  for (const message of messages as Record<string, unknown>[]) {
    if (!ROLES.has(String(message['role']))) return `'${String(message['role'])}' is not a role`;
    if (message['role'] === 'tool') {
      if (!open.delete(message['tool_call_id'])) {
        return "messages with role 'tool' must be a response to a preceding message with 'tool_calls'";
      }
      continue;
    }
    if (open.size > 0) return 'tool_call_ids did not have response messages';
    const calls = (message['tool_calls'] ?? []) as { id?: unknown }[];
    for (const call of calls) open.add(call.id);
  }
  return open.size > 0 ? 'tool_call_ids did not have response messages' : null;
}

/** The text it answers with; null = it calls its tool. */
function textOf(body: Record<string, unknown>, { answer }: Answering): string | null {
  const messages = body['messages'] as Record<string, unknown>[];
  const format = (body['response_format'] as { type?: string } | undefined)?.type;
  if (messages.at(-1)?.['role'] === 'tool') return TOOL_ANSWER;
  if (format === 'json_object' || format === 'json_schema') return JSON_ANSWER;
  return Array.isArray(body['tools']) && body['tool_choice'] !== 'none' ? null : answer;
}

function toolCall(body: Record<string, unknown>): typeof TOOL_CALL {
  const [tool] = body['tools'] as { function?: { name?: string } }[];
  const name = tool?.function?.name ?? TOOL_CALL.function.name;
  return { ...TOOL_CALL, function: { ...TOOL_CALL.function, name } };
}

function wholeChat(body: Record<string, unknown>, state: Answering): object {
  const text = textOf(body, state);
  const message =
    text === null
      ? { role: 'assistant', content: null, tool_calls: [toolCall(body)] }
      : { role: 'assistant', content: text };
  const finish = text === null ? 'tool_calls' : 'stop';
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: body['model'],
    choices: [{ index: 0, message, finish_reason: finish }],
    usage: USAGE,
  };
}

function streamChat(body: Record<string, unknown>, state: Answering): Reply {
  return { kind: 'events', events: chatEvents(body, state), end: 'data: [DONE]\n\n' };
}

function* chatEvents(body: Record<string, unknown>, state: Answering): Generator<string> {
  const chunk = (choices: unknown[], more: object = {}): string =>
    `data: ${JSON.stringify({
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 1,
      model: body['model'],
      choices,
      ...more,
    })}\n\n`;
  const delta = (value: object, finish: string | null = null): string =>
    chunk([{ index: 0, delta: value, finish_reason: finish }]);
  const text = textOf(body, state);
  yield delta({ role: 'assistant', content: '' });
  if (text === null) yield delta({ tool_calls: [{ index: 0, ...toolCall(body) }] });
  else {
    const pieces = state.fault === 'long' ? longText() : words(text);
    for (const content of pieces) yield delta({ content });
  }
  yield delta({}, text === null ? 'tool_calls' : 'stop');
  const options = body['stream_options'] as { include_usage?: boolean } | undefined;
  if (options?.include_usage === true) yield chunk([], { usage: USAGE });
}

/** Vectors as numbers, or as base64 of 32-bit floats, which OpenAI's own client asks for. */
function embeddings(body: Record<string, unknown>): object {
  const input = Array.isArray(body['input']) ? body['input'] : [body['input']];
  const dimensions = typeof body['dimensions'] === 'number' ? body['dimensions'] : 8;
  const data = input.map((text, index) => {
    const vector = vectorOf(String(text), dimensions);
    const base64 = Buffer.from(new Float32Array(vector).buffer).toString('base64');
    const embedding = body['encoding_format'] === 'base64' ? base64 : vector;
    return { object: 'embedding', index, embedding };
  });
  const usage = { prompt_tokens: TOKENS.prompt, total_tokens: TOKENS.prompt };
  return { object: 'list', data, model: body['model'], usage };
}

/** Events of 64 KB; a write that takes longer than 200 ms to leave counts as held back. */
async function flood(state: Upstream, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const size = 64 * 1024;
  const event = `data: {"choices":[{"index":0,"delta":{"content":"${'x'.repeat(size - 54)}"}}]}\n\n`;
  while (state.sentBytes < state.floodBytes && !response.destroyed) {
    const timer = setTimeout(() => (state.heldBack = true), 200);
    await writePiece(response, event);
    clearTimeout(timer);
    state.sentBytes += size;
  }
  response.end('data: [DONE]\n\n');
}
