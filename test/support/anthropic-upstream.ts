import type { z } from 'zod';
import {
  type AnthropicBody,
  countSchema,
  messagesSchema,
  problemInTurns,
} from './anthropic-upstream-schema';
import {
  ANSWER,
  JSON_ANSWER,
  longText,
  TOKENS,
  TOOL_ANSWER,
  TOOL_ARGUMENTS,
  words,
} from './upstream-answers';
import {
  openProtocol,
  type Protocol,
  type Reply,
  type SeenRequest,
  type TestUpstream,
} from './upstream-core';

export interface AnthropicUpstream extends TestUpstream {
  models: string[];
  /** Models a page of the list. */
  pageSize: number;
  answer: string;
  /** Key that it takes; null = any, but one there must be. */
  key: string | null;
}

/** Of the prompt, tokens that were read from and written to the cache: part of `TOKENS.prompt`. */
export const ANTHROPIC_CACHED = { read: 4, written: 2 } as const;

const VERSIONS: readonly string[] = ['2023-06-01', '2026-10-21'];
/** Parameters that the later version does not have any more. */
const REMOVED = ['temperature', 'top_p', 'top_k'] as const;

const TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  529: 'overloaded_error',
};

/** A real HTTP server that speaks Anthropic's messages API as documented, and as strictly. */
export async function openAnthropicUpstream(
  options: { readonly models?: readonly string[]; readonly key?: string } = {},
): Promise<AnthropicUpstream> {
  const protocol: Protocol = {
    basePath: '',
    breaksAfter: 5,
    asksModel: (path) => path.startsWith('/v1/messages'),
    error: anthropicError,
    errorEvent: () => event('error', anthropicError(529, 'Overloaded')),
    answer: (request, method) => answerAnthropic(request, method, state),
  };
  const server = await openProtocol(protocol);
  const state: AnthropicUpstream = Object.assign(server, {
    models: [...(options.models ?? ['claude-test'])],
    pageSize: 20,
    answer: ANSWER,
    key: options.key ?? null,
  });
  return state;
}

function anthropicError(status: number, message: string): object {
  const type = TYPES[status] ?? 'api_error';
  return { type: 'error', error: { type, message }, request_id: 'req_1' };
}

function refuse(status: number, message: string): Reply {
  return { kind: 'plain', status, json: anthropicError(status, message) };
}

function answerAnthropic(request: SeenRequest, method: string, state: AnthropicUpstream): Reply {
  const { headers } = request;
  const key = headers['x-api-key'];
  if (key === undefined || key === '') return refuse(401, 'x-api-key header is required');
  if (state.key !== null && key !== state.key) return refuse(401, `invalid x-api-key ${key}`);
  const version = headers['anthropic-version'] ?? '';
  if (version === '') return refuse(400, 'anthropic-version: header is required');
  if (!VERSIONS.includes(version)) {
    return refuse(400, `anthropic-version: "${version}" is not a valid version`);
  }
  const removed =
    version === '2026-10-21' ? REMOVED.find((name) => name in request.body) : undefined;
  if (removed !== undefined) return refuse(400, `${removed}: Extra inputs are not permitted`);
  const url = new URL(request.path, 'http://upstream');
  if (url.pathname === '/v1/models' && method === 'GET') return listModels(url, state);
  if (method !== 'POST') return refuse(405, 'Method Not Allowed');
  if (url.pathname === '/v1/messages/count_tokens') return countTokens(request.body);
  if (url.pathname === '/v1/messages') return messages(request.body, state);
  return refuse(404, `Not found: ${url.pathname}`);
}

function listModels(url: URL, { models, pageSize }: AnthropicUpstream): Reply {
  const after = url.searchParams.get('after_id');
  const limit = Math.min(pageSize, Number(url.searchParams.get('limit') ?? 20));
  const from = after === null ? 0 : models.indexOf(after) + 1;
  const page = models.slice(from, from + limit);
  const data = page.map((id) => ({
    type: 'model',
    id,
    display_name: id,
    created_at: '2025-02-19T00:00:00Z',
  }));
  const json = {
    data,
    has_more: from + page.length < models.length,
    first_id: page[0] ?? null,
    last_id: page.at(-1) ?? null,
  };
  return { kind: 'plain', status: 200, json };
}

function countTokens(body: Record<string, unknown>): Reply {
  const parsed = countSchema.safeParse(body);
  if (!parsed.success) return refuse(400, problemOf(parsed.error));
  const problem = problemInTurns(parsed.data.messages);
  if (problem !== null) return refuse(400, problem);
  return { kind: 'json', status: 200, json: { input_tokens: TOKENS.prompt } };
}

function messages(body: Record<string, unknown>, state: AnthropicUpstream): Reply {
  const parsed = messagesSchema.safeParse(body);
  if (!parsed.success) return refuse(400, problemOf(parsed.error));
  const request = parsed.data;
  const { thinking } = request;
  const problem =
    thinking?.type === 'enabled' && thinking.budget_tokens >= request.max_tokens
      ? '`max_tokens` must be greater than `thinking.budget_tokens`'
      : problemInTurns(request.messages);
  if (problem !== null) return refuse(400, problem);
  if (request.stream !== true) {
    return { kind: 'json', status: 200, json: wholeMessage(request, state) };
  }
  return {
    kind: 'events',
    events: messageEvents(request, state),
    end: event('message_stop', { type: 'message_stop' }),
  };
}

function problemOf(error: z.ZodError): string {
  const [issue] = error.issues;
  const path = issue?.path.map(String).join('.') ?? '';
  if (issue?.code === 'unrecognized_keys') {
    return `${[path, issue.keys[0]].filter(Boolean).join('.')}: Extra inputs are not permitted`;
  }
  return `${path}: ${issue?.message ?? 'invalid'}`;
}

type Block =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'tool_use';
      readonly id: string;
      readonly name: string;
      readonly input: object;
    };

function blockOf(request: AnthropicBody, { answer }: AnthropicUpstream): Block {
  const last = request.messages.at(-1)?.content;
  const answered = Array.isArray(last) && last.some((part) => part.type === 'tool_result');
  if (answered) return { type: 'text', text: TOOL_ANSWER };
  if (request.output_config?.format) return { type: 'text', text: JSON_ANSWER };
  const [tool] = request.tools ?? [];
  if (tool === undefined || request.tool_choice?.type === 'none') {
    return { type: 'text', text: answer };
  }
  const chosen = request.tool_choice?.type === 'tool' ? request.tool_choice.name : tool.name;
  const properties = (request.tools ?? []).find(({ name }) => name === chosen)?.input_schema[
    'properties'
  ];
  // A tool that only stands for a schema of the answer gets the answer.
  const schema = typeof properties === 'object' && properties !== null && 'degrees' in properties;
  const input = JSON.parse(schema ? JSON_ANSWER : TOOL_ARGUMENTS) as object;
  return { type: 'tool_use', id: 'toolu_1', name: chosen, input };
}

const INPUT_USAGE = {
  input_tokens: TOKENS.prompt - ANTHROPIC_CACHED.read - ANTHROPIC_CACHED.written,
  cache_creation_input_tokens: ANTHROPIC_CACHED.written,
  cache_read_input_tokens: ANTHROPIC_CACHED.read,
};

function frame(request: AnthropicBody): object {
  return { id: 'msg_1', type: 'message', role: 'assistant', model: request.model };
}

function wholeMessage(request: AnthropicBody, state: AnthropicUpstream): object {
  const block = blockOf(request, state);
  return {
    ...frame(request),
    content: [block],
    stop_reason: block.type === 'tool_use' ? 'tool_use' : 'end_turn',
    stop_sequence: null,
    usage: { ...INPUT_USAGE, output_tokens: TOKENS.completion },
  };
}

function event(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Everything but `message_stop`. The first event reports one token written, as the real one does. */
function* messageEvents(request: AnthropicBody, state: AnthropicUpstream): Generator<string> {
  const block = blockOf(request, state);
  const message = {
    ...frame(request),
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { ...INPUT_USAGE, output_tokens: 1 },
  };
  yield event('message_start', { type: 'message_start', message });
  const empty = block.type === 'text' ? { ...block, text: '' } : { ...block, input: {} };
  yield event('content_block_start', {
    type: 'content_block_start',
    index: 0,
    content_block: empty,
  });
  yield event('ping', { type: 'ping' });
  for (const delta of deltasOf(block, state)) {
    yield event('content_block_delta', { type: 'content_block_delta', index: 0, delta });
  }
  yield event('content_block_stop', { type: 'content_block_stop', index: 0 });
  const stop = block.type === 'tool_use' ? 'tool_use' : 'end_turn';
  yield event('message_delta', {
    type: 'message_delta',
    delta: { stop_reason: stop, stop_sequence: null },
    usage: { output_tokens: TOKENS.completion },
  });
}

function* deltasOf(block: Block, state: AnthropicUpstream): Generator<object> {
  if (block.type === 'tool_use') {
    // The real one begins with an empty piece, and cuts anywhere.
    const written = JSON.stringify(block.input);
    for (const piece of ['', written.slice(0, 9), written.slice(9)]) {
      yield { type: 'input_json_delta', partial_json: piece };
    }
    return;
  }
  const pieces = state.fault === 'long' ? longText() : words(block.text);
  for (const text of pieces) yield { type: 'text_delta', text };
}
