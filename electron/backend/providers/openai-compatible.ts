import type { Dispatcher } from 'undici';
import { z } from 'zod';
import type { ProviderConfig, ProviderStatus } from '@shared/api/providers';
import type { Clock } from '../context';
import { type Endpoint, readEndpoint } from './endpoint';
import { failureOf, failureOfError, failureOfStatus, type FailureSource } from './failures';
import { relayAnswer, relayStream } from './openai-relay';
import {
  type ChatResult,
  type ChatSink,
  type Operation,
  type Provider,
  type ProviderCall,
  type ProviderFailure,
  UNKNOWN_USAGE,
} from './provider';
import { headerOf, readAll, readStart, type UpstreamResponse } from './upstream-body';

/** Time limits towards a provider, in milliseconds. */
export interface ProviderTimeouts {
  /** From the request to the answer's head: a reasoning model may think for minutes. */
  readonly firstByteMs: number;
  /** Between two pieces of an answer. */
  readonly idleMs: number;
  /** Listing the models. */
  readonly probeMs: number;
  /** After `[DONE]`: the connection is used again when the upstream ends in time, else closed. */
  readonly drainMs: number;
}

export const DEFAULT_TIMEOUTS: ProviderTimeouts = {
  firstByteMs: 300_000,
  idleMs: 300_000,
  probeMs: 10_000,
  drainMs: 1_000,
};

export interface OpenAiCompatibleOptions {
  readonly config: ProviderConfig;
  /** Owned by the registry, shared by its providers; its connect time-out applies. */
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  readonly timeouts: ProviderTimeouts;
}

const ERROR_BODY_LIMIT = 64 * 1024;
const MODEL_LIST_LIMIT = 16 * 1024 * 1024;

/** `{"data": [{"id"}]}` of OpenAI, or the bare list that a few servers give. */
const modelSchema = z.object({ id: z.string().min(1) });
const modelListSchema = z.union([
  z.object({ data: z.array(modelSchema) }).transform((list) => list.data),
  z.array(modelSchema),
]);

/** Any endpoint that speaks OpenAI's protocol: OpenAI, OpenRouter, Ollama, LM Studio, vLLM. */
export function createOpenAiCompatible(options: OpenAiCompatibleOptions): Provider {
  return new OpenAiCompatible(options);
}

const OPERATIONS: ReadonlySet<Operation> = new Set(['chat']);

class OpenAiCompatible implements Provider {
  readonly id: string;
  readonly dialect = 'openai';
  readonly operations = OPERATIONS;
  readonly #config: ProviderConfig;
  readonly #endpoint: Endpoint;
  readonly #dispatcher: Dispatcher;
  readonly #clock: Clock;
  readonly #timeouts: ProviderTimeouts;
  readonly #closed = new AbortController();
  #lastCheck: ProviderStatus['lastCheck'] = null;
  #models: readonly string[] | null = null;
  /** False once the endpoint has refused a request for its `stream_options`. */
  #takesStreamOptions = true;

  constructor({ config, dispatcher, clock, timeouts }: OpenAiCompatibleOptions) {
    this.id = config.id;
    this.#config = config;
    this.#endpoint = readEndpoint(config.baseUrl);
    this.#dispatcher = dispatcher;
    this.#clock = clock;
    this.#timeouts = timeouts;
  }

  status(): ProviderStatus {
    const { id, name, kind, baseUrl, apiKey } = this.#config;
    return {
      id,
      name: name ?? id,
      kind,
      baseUrl,
      local: this.#endpoint.local,
      hasKey: apiKey !== undefined,
      keyHint: apiKey !== undefined && apiKey.length > 8 ? apiKey.slice(-4) : null,
      lastCheck: this.#lastCheck,
      models: this.#models,
    };
  }

  models(): readonly string[] | null {
    return this.#models;
  }

  async probe(signal: AbortSignal): Promise<ProviderStatus> {
    const startedAt = this.#clock.monotonic();
    const stop = AbortSignal.any([signal, this.#closed.signal]);
    const result = await this.#listModels(stop);
    // A probe that nobody waits for any more says nothing about the provider.
    if (stop.aborted) return this.status();
    if (result.ok && !sameList(result.models, this.#models)) this.#models = result.models;
    this.#lastCheck = {
      at: this.#clock.now(),
      ok: result.ok,
      code: result.ok ? null : result.failure.code,
      message: result.ok ? null : result.failure.message,
      ms: Math.round(this.#clock.monotonic() - startedAt),
    };
    return this.status();
  }

  async send(call: ProviderCall, sink: ChatSink): Promise<ChatResult> {
    const startedAt = this.#clock.monotonic();
    const addUsage = call.stream && this.#takesStreamOptions && !setsUsage(call.body);
    const posted = await this.#post(call, addUsage);
    if (!posted.ok) {
      const { failure } = posted;
      if (
        addUsage &&
        failure.code === 'provider_rejected' &&
        /stream_options/.test(failure.message)
      ) {
        this.#takesStreamOptions = false;
        return this.send(call, sink);
      }
      return { ok: false, failure, started: false, usage: UNKNOWN_USAGE, firstTokenMs: null };
    }
    const exchange = {
      response: posted.response,
      sink,
      source: this.#source(call.model),
      elapsedMs: () => this.#clock.monotonic() - startedAt,
    };
    return call.stream
      ? relayStream({ ...exchange, hideUsage: addUsage, drainMs: this.#timeouts.drainMs })
      : relayAnswer(exchange);
  }

  async close(): Promise<void> {
    this.#closed.abort();
  }

  async #post(
    call: ProviderCall,
    addUsage: boolean,
  ): Promise<
    | { readonly ok: true; readonly response: UpstreamResponse }
    | { readonly ok: false; readonly failure: ProviderFailure }
  > {
    const source = this.#source(call.model);
    try {
      const response = await this.#dispatcher.request({
        origin: this.#endpoint.origin,
        path: this.#endpoint.path('/chat/completions'),
        method: 'POST',
        headers: {
          ...this.#authorization(),
          'content-type': 'application/json',
          accept: call.stream ? 'text/event-stream' : 'application/json',
        },
        body: JSON.stringify(bodyOf(call, addUsage)),
        signal: call.signal,
        headersTimeout: this.#timeouts.firstByteMs,
        bodyTimeout: this.#timeouts.idleMs,
      });
      const failure = await this.#refusal(response, source);
      return failure === null ? { ok: true, response } : { ok: false, failure };
    } catch (error) {
      return { ok: false, failure: failureOfError(error, source, false) };
    }
  }

  async #listModels(
    signal: AbortSignal,
  ): Promise<{ ok: true; models: string[] } | { ok: false; failure: ProviderFailure }> {
    const source = this.#source(null);
    let bytes: Buffer;
    try {
      const response = await this.#dispatcher.request({
        origin: this.#endpoint.origin,
        path: this.#endpoint.path('/models'),
        method: 'GET',
        headers: { ...this.#authorization(), accept: 'application/json' },
        signal,
        headersTimeout: this.#timeouts.probeMs,
        bodyTimeout: this.#timeouts.probeMs,
      });
      const failure = await this.#refusal(response, source);
      if (failure !== null) return { ok: false, failure };
      bytes = await readAll(response, MODEL_LIST_LIMIT);
    } catch (error) {
      return { ok: false, failure: failureOfError(error, source, false) };
    }
    const list = modelListSchema.safeParse(parseJson(bytes));
    if (list.success) return { ok: true, models: [...new Set(list.data.map(({ id }) => id))] };
    const failure = failureOf('provider_bad_answer', 'There is no list of models.', source);
    return { ok: false, failure };
  }

  async #refusal(
    response: UpstreamResponse,
    source: FailureSource,
  ): Promise<ProviderFailure | null> {
    if (response.statusCode >= 200 && response.statusCode < 300) return null;
    return failureOfStatus(
      {
        status: response.statusCode,
        retryAfter: headerOf(response, 'retry-after'),
        body: await readStart(response, ERROR_BODY_LIMIT),
      },
      source,
    );
  }

  #authorization(): Record<string, string> {
    const { apiKey } = this.#config;
    return apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` };
  }

  #source(model: string | null): FailureSource {
    return {
      name: this.#config.name ?? this.id,
      origin: this.#endpoint.origin,
      key: this.#config.apiKey ?? null,
      model,
      now: this.#clock.now(),
    };
  }
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

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

function sameList(a: readonly string[], b: readonly string[] | null): boolean {
  return b !== null && a.length === b.length && a.every((item, index) => item === b[index]);
}
