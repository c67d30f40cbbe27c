import { z } from 'zod';
import { DEFAULT_BASE_URLS } from '@shared/api/providers';
import { isLoopbackHost, readEndpoint } from './endpoint';
import {
  failureOfStatus,
  type FailureSource,
  readRetryAfter,
  type UpstreamError,
} from './failures';
import { sendGoogleEmbeddings } from './google-embeddings';
import { GoogleReader, googleUsage } from './google-reader';
import {
  createHttpProvider,
  type HttpClient,
  type HttpProviderOptions,
  jsonHeaders,
  type Listed,
  noList,
} from './http-provider';
import { bearer, listOpenAiModels, openAiProtocol } from './openai-compatible';
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

const NATIVE: ReadonlySet<Operation> = new Set(['chat', 'count_tokens', 'embeddings']);
const COMPATIBLE: ReadonlySet<Operation> = new Set(['chat', 'embeddings']);
/** Largest page of the list, and pages before a list is taken to be endless. */
const PAGE_SIZE = 1000;
const MAX_PAGES = 20;

const modelPageSchema = z.object({
  models: z.array(z.object({ name: z.string().min(1) })).nullish(),
  nextPageToken: z.string().nullish(),
});

/**
 * Google's Gemini API in its own dialect; where the address that the user gave ends in `/openai`, its
 * OpenAI-compatible surface.
 */
export function createGoogle(options: HttpProviderOptions): Provider {
  const { apiKey, baseUrl = DEFAULT_BASE_URLS.google } = options.config;
  const url = new URL(baseUrl);
  if (/\/openai\/*$/.test(url.pathname)) return createCompatible(options, baseUrl);
  const version = versionPath(url);
  const modelPath = (call: ProviderCall, method: string): string =>
    `${version}/models/${encodeURIComponent(call.model)}:${method}`;
  return createHttpProvider(options, {
    dialect: 'google',
    operations: NATIVE,
    baseUrl,
    origin: url.origin,
    local: isLoopbackHost(url.hostname),
    // Never `?key=`: an address ends up in logs.
    headers: apiKey === undefined ? {} : { 'x-goog-api-key': apiKey },
    relayedHeaders: /^x-request-id$/,
    failureOf: googleFailure,
    failureIn,
    list: (http, signal) => listModels(http, `${version}/models`, signal),
    send: (call, sink, http) => {
      const { operation } = call;
      if (operation === 'count_tokens') {
        return countTokens(call, sink, http, modelPath(call, 'countTokens'));
      }
      if (operation === 'embeddings') {
        return sendGoogleEmbeddings(call, sink, http, modelPath(call, 'batchEmbedContents'));
      }
      return generate(call, sink, http, modelPath);
    },
  });
}

function createCompatible(options: HttpProviderOptions, baseUrl: string): Provider {
  const endpoint = readEndpoint(baseUrl);
  return createHttpProvider(options, {
    ...openAiProtocol(endpoint),
    operations: COMPATIBLE,
    baseUrl,
    headers: bearer(options.config.apiKey),
    failureOf: googleFailure,
    list: async (http, signal) => {
      const listed = await listOpenAiModels(http, endpoint, signal);
      return listed.ok ? { ok: true, models: listed.models.map(bareId) } : listed;
    },
  });
}

/** `/v1beta` unless the address names a version; a whole `/models` address pasted is cut. */
function versionPath(url: URL): string {
  const typed = url.pathname.replace(/\/+$/, '').replace(/\/models$/, '');
  return /\/v\d+\w*$/.test(typed) ? typed : `${typed}/v1beta`;
}

async function generate(
  call: ProviderCall,
  sink: ChatSink,
  http: HttpClient,
  modelPath: (call: ProviderCall, method: string) => string,
): Promise<ChatResult> {
  const posted = await http.post(call, sink, {
    path: call.stream
      ? `${modelPath(call, 'streamGenerateContent')}?alt=sse`
      : modelPath(call, 'generateContent'),
    // The model is in the address; a field of that name would have to repeat it exactly.
    body: JSON.stringify({ ...call.body, model: undefined }),
    headers: jsonHeaders(call),
  });
  if (!posted.ok) return refused(posted.failure);
  const { exchange } = posted;
  if (!call.stream) return relayAnswer(exchange, googleUsage);
  return relayStream({
    ...exchange,
    reader: new GoogleReader(),
    drainMs: http.timeouts.drainMs,
  });
}

/** Counts the whole request, tools and instructions included. Free, so its number is no usage. */
async function countTokens(
  call: ProviderCall,
  sink: ChatSink,
  http: HttpClient,
  path: string,
): Promise<ChatResult> {
  const generateContentRequest = { ...call.body, model: `models/${call.model}` };
  const posted = await http.post(call, sink, {
    path,
    body: JSON.stringify({ generateContentRequest }),
    headers: jsonHeaders({ ...call, stream: false }),
  });
  return posted.ok ? relayAnswer(posted.exchange, () => UNKNOWN_USAGE) : refused(posted.failure);
}

async function listModels(http: HttpClient, path: string, signal: AbortSignal): Promise<Listed> {
  const models: string[] = [];
  let next = '';
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const got = await http.get(`${path}?pageSize=${PAGE_SIZE}${next}`, signal);
    if (!got.ok) return got;
    const { data } = modelPageSchema.safeParse(got.json);
    if (data?.models === undefined && page === 0) return noList(http);
    models.push(...(data?.models ?? []).map(({ name }) => bareId(name)));
    if (!data?.nextPageToken) break;
    next = `&pageToken=${encodeURIComponent(data.nextPageToken)}`;
  }
  return { ok: true, models };
}

function bareId(name: string): string {
  return name.replace(/^models\//, '');
}

const errorSchema = z.object({
  error: z.object({
    code: z.number().nullish().catch(null),
    details: z
      .array(z.object({ reason: z.string().nullish(), retryDelay: z.string().nullish() }))
      .nullish()
      .catch(null),
  }),
});

function readError(body: unknown): z.infer<typeof errorSchema>['error'] | null {
  // The streaming method without SSE, and the compatible surface, wrap the object in a list.
  const json: unknown = Array.isArray(body) ? (body as readonly unknown[])[0] : body;
  return errorSchema.safeParse(json).data?.error ?? null;
}

function failureIn(json: object, source: FailureSource): ProviderFailure | null {
  const error = readError(json);
  if (error === null) return null;
  const { code } = error;
  const status = typeof code === 'number' && code >= 400 && code < 600 ? code : 502;
  const answer = { status, retryAfter: undefined, body: JSON.stringify(json) };
  return googleFailure(answer, source);
}

/** A key that is not valid is told with status 400, and how long to wait in the body (`"7s"`). */
export function googleFailure(answer: UpstreamError, source: FailureSource): ProviderFailure {
  const details = readError(parsed(answer.body))?.details ?? [];
  const badKey = details.some(({ reason }) => reason?.startsWith('API_KEY_') === true);
  const known: ProviderErrorCode | null = badKey ? 'provider_auth_failed' : null;
  const failure = failureOfStatus(answer, source, known);
  if (failure.retryAfterMs !== null) return failure;
  const delay = details.find(({ retryDelay }) => retryDelay)?.retryDelay;
  const retryAfterMs = readRetryAfter(delay?.replace(/s$/, ''), source.now);
  return { ...failure, retryAfterMs };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
