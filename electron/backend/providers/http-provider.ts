import type { ProviderConfig, ProviderStatus } from '@shared/api/providers';
import type { Clock } from '../context';
import { failureOf, failureOfError, type FailureSource, failureOfStatus } from './failures';
import type { Connections, ProviderTimeouts } from './http-transport';
import type {
  ChatResult,
  ChatSink,
  Dialect,
  Operation,
  Provider,
  ProviderCall,
  ProviderFailure,
} from './provider';
import { type AnswerProtocol, type Exchange, refused } from './relay';
import { readAll, readStart, type UpstreamAnswer } from './upstream-answer';

/** What every provider over HTTP is made from. */
export interface HttpProviderOptions {
  readonly config: ProviderConfig;
  /** Owned by the registry, shared by its providers. */
  readonly connections: Connections;
  readonly clock: Clock;
  readonly timeouts: ProviderTimeouts;
}

/** What differs from protocol to protocol. One file each. */
export interface HttpProtocol extends AnswerProtocol {
  readonly dialect: Dialect;
  readonly operations: ReadonlySet<Operation>;
  /** Shown to the user. */
  readonly baseUrl: string;
  readonly origin: string;
  readonly local: boolean;
  /** Key and version; sent with every request, never shown. */
  readonly headers: Readonly<Record<string, string>>;
  /** The failure of an error answer, where the status alone does not say which. */
  readonly failureOf?: typeof failureOfStatus;
  /** Where a live session with a model is opened; left out = it takes none. */
  readonly liveUrl?: (model: string) => string;
  list(http: HttpClient, signal: AbortSignal): Promise<Listed>;
  send(call: ProviderCall, sink: ChatSink, http: HttpClient): Promise<ChatResult>;
}

export type Listed =
  | { readonly ok: true; readonly models: readonly string[] }
  | { readonly ok: false; readonly failure: ProviderFailure };

export interface Post {
  readonly path: string;
  readonly body: Uint8Array | string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A provider's way to its upstream: address, key, time limits and failures are settled. */
export interface HttpClient {
  readonly timeouts: ProviderTimeouts;
  /** Sends a call; the answer is a 2xx, everything else a failure. Never throws. */
  post(
    call: ProviderCall,
    sink: ChatSink,
    post: Post,
  ): Promise<
    | { readonly ok: true; readonly exchange: Exchange }
    | { readonly ok: false; readonly failure: ProviderFailure }
  >;
  /** JSON at a path, unread; used to list models. Never throws. */
  get(
    path: string,
    signal: AbortSignal,
  ): Promise<
    | { readonly ok: true; readonly json: unknown }
    | { readonly ok: false; readonly failure: ProviderFailure }
  >;
  source(model: string | null): FailureSource;
}

const ERROR_BODY_LIMIT = 64 * 1024;
const MODEL_LIST_LIMIT = 16 * 1024 * 1024;

/** Something is there and it is no list of models. */
export function noList(http: HttpClient): Listed {
  const failure = failureOf(
    'provider_bad_answer',
    'There is no list of models.',
    http.source(null),
  );
  return { ok: false, failure };
}

/** JSON bodies go out like this, streamed or not. */
export function jsonHeaders(call: ProviderCall): Record<string, string> {
  return {
    'content-type': 'application/json',
    accept: call.stream ? 'text/event-stream' : 'application/json',
  };
}

export function createHttpProvider(options: HttpProviderOptions, protocol: HttpProtocol): Provider {
  return new HttpProvider(options, protocol);
}

class HttpProvider implements Provider, HttpClient {
  readonly id: string;
  readonly dialect: Dialect;
  readonly operations: ReadonlySet<Operation>;
  readonly timeouts: ProviderTimeouts;
  readonly #protocol: HttpProtocol;
  readonly #config: ProviderConfig;
  readonly #connections: Connections;
  readonly #clock: Clock;
  readonly #closed = new AbortController();
  #lastCheck: ProviderStatus['lastCheck'] = null;
  #models: readonly string[] | null = null;

  constructor(options: HttpProviderOptions, protocol: HttpProtocol) {
    this.id = options.config.id;
    this.dialect = protocol.dialect;
    this.operations = protocol.operations;
    this.timeouts = options.timeouts;
    this.#protocol = protocol;
    this.#config = options.config;
    this.#connections = options.connections;
    this.#clock = options.clock;
  }

  status(): ProviderStatus {
    const { id, name, kind, apiKey } = this.#config;
    return {
      id,
      name: name ?? id,
      kind,
      baseUrl: this.#protocol.baseUrl,
      local: this.#protocol.local,
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
    const listed = await this.#protocol.list(this, stop);
    // A probe that nobody waits for any more says nothing about the provider.
    if (stop.aborted) return this.status();
    if (listed.ok) {
      const models = [...new Set(listed.models)];
      if (!sameList(models, this.#models)) this.#models = models;
    }
    this.#lastCheck = {
      at: this.#clock.now(),
      ok: listed.ok,
      code: listed.ok ? null : listed.failure.code,
      message: listed.ok ? null : listed.failure.message,
      ms: Math.round(this.#clock.monotonic() - startedAt),
    };
    return this.status();
  }

  prepare(): Promise<void> {
    return this.#connections.prepare(this.#protocol.origin);
  }

  send(call: ProviderCall, sink: ChatSink): Promise<ChatResult> {
    if (this.operations.has(call.operation)) return this.#protocol.send(call, sink, this);
    const detail = `It offers no ${call.operation.replace('_', ' ')}.`;
    const failure = failureOf('provider_rejected', detail, this.source(call.model));
    return Promise.resolve(refused(failure));
  }

  get live(): Provider['live'] {
    const { liveUrl, headers } = this.#protocol;
    if (liveUrl === undefined) return null;
    return (model) => {
      const source = this.source(model);
      return {
        url: liveUrl(model),
        headers,
        failed: {
          status: (answer) => (this.#protocol.failureOf ?? failureOfStatus)(answer, source),
          error: (error) => failureOfError(error, source, false),
          code: (code, detail) => failureOf(code, detail, source),
        },
      };
    };
  }

  async close(): Promise<void> {
    this.#closed.abort();
  }

  async post(
    call: ProviderCall,
    sink: ChatSink,
    { path, body, headers }: Post,
  ): ReturnType<HttpClient['post']> {
    const source = this.source(call.model);
    const startedAt = this.#clock.monotonic();
    try {
      const answer = await this.#connections.request({
        origin: this.#protocol.origin,
        path,
        method: 'POST',
        headers: { ...this.#protocol.headers, ...headers },
        body,
        signal: call.signal,
        headersTimeoutMs: this.timeouts.firstByteMs,
        bodyTimeoutMs: this.timeouts.idleMs,
      });
      const failure = await this.#refusal(answer, source);
      if (failure !== null) return { ok: false, failure };
      const elapsedMs = (): number => this.#clock.monotonic() - startedAt;
      return { ok: true, exchange: { answer, sink, source, elapsedMs, protocol: this.#protocol } };
    } catch (error) {
      return { ok: false, failure: failureOfError(error, source, false) };
    }
  }

  async get(path: string, signal: AbortSignal): ReturnType<HttpClient['get']> {
    const source = this.source(null);
    let bytes: Buffer;
    try {
      const answer = await this.#connections.request({
        origin: this.#protocol.origin,
        path,
        method: 'GET',
        headers: { ...this.#protocol.headers, accept: 'application/json' },
        body: null,
        signal,
        headersTimeoutMs: this.timeouts.probeMs,
        bodyTimeoutMs: this.timeouts.probeMs,
      });
      const failure = await this.#refusal(answer, source);
      if (failure !== null) return { ok: false, failure };
      bytes = await readAll(answer, MODEL_LIST_LIMIT);
    } catch (error) {
      return { ok: false, failure: failureOfError(error, source, false) };
    }
    try {
      return { ok: true, json: JSON.parse(bytes.toString('utf8')) as unknown };
    } catch {
      return { ok: true, json: undefined };
    }
  }

  source(model: string | null): FailureSource {
    return {
      name: this.#config.name ?? this.id,
      origin: this.#protocol.origin,
      key: this.#config.apiKey ?? null,
      model,
      now: this.#clock.now(),
    };
  }

  async #refusal(answer: UpstreamAnswer, source: FailureSource): Promise<ProviderFailure | null> {
    if (answer.status >= 200 && answer.status < 300) return null;
    const failure = this.#protocol.failureOf ?? failureOfStatus;
    return failure(
      {
        status: answer.status,
        retryAfter: answer.header('retry-after'),
        body: await readStart(answer, ERROR_BODY_LIMIT),
      },
      source,
    );
  }
}

function sameList(a: readonly string[], b: readonly string[] | null): boolean {
  return b !== null && a.length === b.length && a.every((item, index) => item === b[index]);
}
