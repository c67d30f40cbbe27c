import { z } from 'zod';
import { DEFAULT_BASE_URLS } from '@shared/api/providers';
import { AnthropicReader, anthropicUsage } from './anthropic-reader';
import { readEndpoint } from './endpoint';
import { failureOfStatus, type FailureSource } from './failures';
import {
  createHttpProvider,
  type HttpClient,
  type HttpProviderOptions,
  jsonHeaders,
  type Listed,
  noList,
} from './http-provider';
import {
  type ChatResult,
  type ChatSink,
  type Operation,
  type Provider,
  type ProviderCall,
  type ProviderErrorCode,
  type ProviderFailure,
  UNKNOWN_USAGE,
} from './provider';
import { refused, relayAnswer, relayStream } from './relay';

/**
 * Asked for when the caller names none: what is translated is written in it. The next one (2026-10-21)
 * has the same answers and streams, and refuses `temperature` and its like.
 */
const API_VERSION = '2023-06-01';
/** Request headers of the caller that mean the same to Anthropic as to him. */
const CALLER_HEADERS = ['anthropic-beta', 'anthropic-version'] as const;
const OPERATIONS: ReadonlySet<Operation> = new Set(['chat', 'count_tokens']);
/** Largest page of the list, and pages before a list is taken to be endless. */
const PAGE_SIZE = 1000;
const MAX_PAGES = 20;

const modelPageSchema = z.object({
  data: z.array(z.object({ id: z.string().min(1) })),
  has_more: z.boolean().nullish(),
  last_id: z.string().nullish(),
});

/** Anthropic's messages API, in its own dialect. */
export function createAnthropic(options: HttpProviderOptions): Provider {
  const { apiKey, baseUrl = DEFAULT_BASE_URLS.anthropic } = options.config;
  const endpoint = readEndpoint(baseUrl);
  return createHttpProvider(options, {
    dialect: 'anthropic',
    operations: OPERATIONS,
    baseUrl,
    origin: endpoint.origin,
    local: endpoint.local,
    headers: {
      'anthropic-version': API_VERSION,
      ...(apiKey !== undefined && { 'x-api-key': apiKey }),
    },
    // Not the organisation's id: it is the account's, not the caller's.
    relayedHeaders: /^(request-id$|anthropic-ratelimit-)/,
    failureOf: anthropicFailure,
    failureIn,
    list: (http, signal) => listModels(http, endpoint.path('/models'), signal),
    send: (call, sink, http) =>
      call.operation === 'count_tokens'
        ? countTokens(call, sink, http, endpoint.path('/messages/count_tokens'))
        : sendMessage(call, sink, http, endpoint.path('/messages')),
  });
}

async function sendMessage(
  call: ProviderCall,
  sink: ChatSink,
  http: HttpClient,
  path: string,
): Promise<ChatResult> {
  const posted = await http.post(call, sink, {
    path,
    body: JSON.stringify({ ...call.body, model: call.model }),
    headers: headersOf(call),
  });
  if (!posted.ok) return refused(posted.failure);
  const { exchange } = posted;
  if (!call.stream) return relayAnswer(exchange, anthropicUsage);
  const reader = new AnthropicReader();
  return relayStream({ ...exchange, reader, drainMs: http.timeouts.drainMs });
}

/** Free of charge, so its number is an answer and no usage. */
async function countTokens(
  call: ProviderCall,
  sink: ChatSink,
  http: HttpClient,
  path: string,
): Promise<ChatResult> {
  const posted = await http.post(call, sink, {
    path,
    body: JSON.stringify({ ...call.body, model: call.model }),
    headers: headersOf({ ...call, stream: false }),
  });
  return posted.ok ? relayAnswer(posted.exchange, () => UNKNOWN_USAGE) : refused(posted.failure);
}

function headersOf(call: ProviderCall): Record<string, string> {
  const headers = jsonHeaders(call);
  for (const name of CALLER_HEADERS) {
    const value = call.headers[name];
    if (value !== undefined) headers[name] = value;
  }
  return headers;
}

async function listModels(http: HttpClient, path: string, signal: AbortSignal): Promise<Listed> {
  const models: string[] = [];
  const first = `${path}${path.includes('?') ? '&' : '?'}limit=${PAGE_SIZE}`;
  let after = '';
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const got = await http.get(`${first}${after}`, signal);
    if (!got.ok) return got;
    const { data } = modelPageSchema.safeParse(got.json);
    if (data === undefined) return noList(http);
    models.push(...data.data.map(({ id }) => id));
    if (data.has_more !== true || !data.last_id) break;
    after = `&after_id=${encodeURIComponent(data.last_id)}`;
  }
  return { ok: true, models };
}

const errorSchema = z.object({ error: z.object({ type: z.string(), message: z.string() }) });

/** Status of an error that comes inside an answer or a stream. */
const STATUS_OF: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  timeout_error: 408,
  api_error: 500,
  // Everybody's load, not this account's limit: a failure of the provider, so the next model is asked.
  overloaded_error: 529,
};

function failureIn(json: object, source: FailureSource): ProviderFailure | null {
  const isError = 'type' in json && json.type === 'error';
  if (!isError && !('error' in json && json.error)) return null;
  const type = errorSchema.safeParse(json).data?.error.type ?? '';
  const answer = { retryAfter: undefined, body: JSON.stringify(json) };
  return anthropicFailure({ ...answer, status: STATUS_OF[type] ?? 502 }, source);
}

/** An account without credit is told with status 400, which says that the request is at fault. */
export function anthropicFailure(
  answer: Parameters<typeof failureOfStatus>[0],
  source: FailureSource,
): ProviderFailure {
  const broke = answer.status === 400 && /credit balance is too low/i.test(answer.body);
  const known: ProviderErrorCode | null = broke ? 'provider_auth_failed' : null;
  return failureOfStatus(answer, source, known);
}
