import { z } from 'zod';
import { type Endpoint, readEndpoint } from './endpoint';
import {
  createHttpProvider,
  type HttpClient,
  type HttpProtocol,
  type HttpProviderOptions,
  jsonHeaders,
  type Listed,
  noList,
} from './http-provider';
import { OPENAI_ANSWERS } from './openai-answers';
import { sendSpeech, sendTranscription } from './openai-audio';
import { OpenAiReader, usageIn } from './openai-reader';
import type { ChatResult, ChatSink, Operation, Provider, ProviderCall } from './provider';
import { refused, relayAnswer, relayStream } from './relay';

/** `{"data": [{"id"}]}` of OpenAI, or the bare list that a few servers give. */
const modelSchema = z.object({ id: z.string().min(1) });
const modelListSchema = z.union([
  // Ollama without a model answers `"data": null`.
  z.object({ data: z.array(modelSchema).nullable() }).transform((list) => list.data ?? []),
  z.array(modelSchema),
]);

const OPERATIONS: ReadonlySet<Operation> = new Set([
  'chat',
  'embeddings',
  'transcription',
  'speech',
]);

/** Any endpoint that speaks OpenAI's protocol: OpenAI, OpenRouter, LM Studio, vLLM and many more. */
export function createOpenAiCompatible(options: HttpProviderOptions): Provider {
  const { config } = options;
  const { apiKey, baseUrl = OPENAI_URL } = config;
  const endpoint = readEndpoint(baseUrl);
  return createHttpProvider(options, {
    ...openAiProtocol(endpoint),
    operations: OPERATIONS,
    baseUrl,
    headers: bearer(apiKey),
    liveUrl: (model) => liveUrl(endpoint, model),
    list: (http, signal) => listOpenAiModels(http, endpoint, signal),
  });
}

const OPENAI_URL = 'https://api.openai.com/v1';

/** OpenAI Realtime over WebSocket; a query of the address stays. */
function liveUrl(endpoint: Endpoint, model: string): string {
  const url = new URL(endpoint.path('/realtime'), endpoint.origin);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.searchParams.set('model', model);
  return url.href;
}

export function bearer(apiKey: string | undefined): Record<string, string> {
  return apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` };
}

/** What all endpoints share that speak it; `sends` keeps what was learnt of this one. */
export function openAiProtocol(
  endpoint: Endpoint,
): Pick<HttpProtocol, 'dialect' | 'origin' | 'local' | 'send' | keyof typeof OPENAI_ANSWERS> {
  const learnt: Learnt = { takesStreamOptions: true };
  return {
    ...OPENAI_ANSWERS,
    dialect: 'openai',
    origin: endpoint.origin,
    local: endpoint.local,
    send: (call, sink, http) => {
      const { operation } = call;
      if (operation === 'transcription') return sendTranscription(call, sink, http, endpoint);
      if (operation === 'speech') return sendSpeech(call, sink, http, endpoint);
      if (operation === 'embeddings') return sendEmbeddings(call, sink, http, endpoint);
      return sendChat(call, sink, http, endpoint, learnt);
    },
  };
}

export async function listOpenAiModels(
  http: HttpClient,
  endpoint: Endpoint,
  signal: AbortSignal,
): Promise<Listed> {
  const got = await http.get(endpoint.path('/models'), signal);
  if (!got.ok) return got;
  const list = modelListSchema.safeParse(got.json);
  return list.success ? { ok: true, models: list.data.map(({ id }) => id) } : noList(http);
}

interface Learnt {
  /** False once the endpoint has refused a request for its `stream_options`. */
  takesStreamOptions: boolean;
}

async function sendChat(
  call: ProviderCall,
  sink: ChatSink,
  http: HttpClient,
  endpoint: Endpoint,
  learnt: Learnt,
): Promise<ChatResult> {
  const addUsage = call.stream && learnt.takesStreamOptions && !setsUsage(call.body);
  const posted = await http.post(call, sink, {
    path: endpoint.path('/chat/completions'),
    body: JSON.stringify(bodyOf(call, addUsage)),
    headers: jsonHeaders(call),
  });
  if (!posted.ok) {
    const { code, message } = posted.failure;
    if (addUsage && code === 'provider_rejected' && /stream_options/.test(message)) {
      learnt.takesStreamOptions = false;
      return sendChat(call, sink, http, endpoint, learnt);
    }
    return refused(posted.failure);
  }
  const { exchange } = posted;
  if (!call.stream) return relayAnswer(exchange, usageIn);
  const reader = new OpenAiReader({ hideUsage: addUsage });
  return relayStream({ ...exchange, reader, drainMs: http.timeouts.drainMs });
}

async function sendEmbeddings(
  call: ProviderCall,
  sink: ChatSink,
  http: HttpClient,
  endpoint: Endpoint,
): Promise<ChatResult> {
  const posted = await http.post(call, sink, {
    path: endpoint.path('/embeddings'),
    body: JSON.stringify(bodyOf(call, false)),
    headers: jsonHeaders({ ...call, stream: false }),
  });
  return posted.ok ? relayAnswer(posted.exchange, usageIn) : refused(posted.failure);
}

/** The caller's body with the routed model (S1-4) and every other field untouched (S1-5). */
function bodyOf(call: ProviderCall, addUsage: boolean): Record<string, unknown> {
  const body = { ...call.body, model: call.model };
  if (!addUsage) return body;
  return { ...body, stream_options: { ...optionsOf(call.body), include_usage: true } };
}

/** The caller decides on usage himself: it is reported to him, or left out, as he says. */
function setsUsage(body: ProviderCall['body']): boolean {
  return optionsOf(body)?.['include_usage'] === true;
}

function optionsOf(body: ProviderCall['body']): Record<string, unknown> | null {
  const options = body['stream_options'];
  return typeof options === 'object' && options !== null
    ? (options as Record<string, unknown>)
    : null;
}
