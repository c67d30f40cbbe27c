import { failureOf, failureOfError, failureOfStatus, type FailureSource } from './failures';
import { type ChatResult, type ChatSink, type ProviderFailure, UNKNOWN_USAGE } from './provider';
import { SseRelay, type StreamFault, usageIn } from './sse-relay';
import {
  BodyTooLargeError,
  decodedBody,
  headerOf,
  readAll,
  type UpstreamResponse,
} from './upstream-body';

/** An answer that was accepted (2xx), on its way to the caller. */
export interface Exchange {
  readonly response: UpstreamResponse;
  readonly sink: ChatSink;
  readonly source: FailureSource;
  /** Milliseconds since the request was sent. */
  readonly elapsedMs: () => number;
}

export interface StreamExchange extends Exchange {
  /** Leave out the usage chunk: it was asked for by the gateway and not by the caller. */
  readonly hideUsage: boolean;
  /** How long an upstream may stay open after `[DONE]`, in milliseconds. */
  readonly drainMs: number;
}

const ANSWER_LIMIT = 64 * 1024 * 1024;
const STREAM_TYPE = /^text\/event-stream\b/i;

/**
 * Relays a streamed answer event by event, waiting for the caller whenever he is slower. Success
 * means that the answer is whole: `[DONE]` came, or it ended properly after a finish reason.
 */
export async function relayStream(exchange: StreamExchange): Promise<ChatResult> {
  const { response, sink, source } = exchange;
  if (!STREAM_TYPE.test(headerOf(response, 'content-type') ?? '')) return notAStream(exchange);
  let firstTokenMs: number | null = null;
  let started = false;
  const relay = new SseRelay({
    hideUsage: exchange.hideUsage,
    onFirstToken: () => {
      firstTokenMs = exchange.elapsedMs();
    },
  });
  const send = (bytes: Uint8Array | null): Promise<void> | undefined => {
    if (bytes === null) return undefined;
    if (!started) sink.head(response.statusCode, relayedHeaders(response, 'text/event-stream'));
    started = true;
    return sink.chunk(bytes);
  };
  const body = decodedBody(response);
  let drain: NodeJS.Timeout | undefined;
  let failure: ProviderFailure | null = null;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      await send(relay.push(chunk));
      if (relay.fault !== null) break;
      if (relay.done) drain ??= setTimeout(() => body.destroy(), exchange.drainMs).unref();
    }
    await send(relay.flush());
  } catch (error) {
    // Once `[DONE]` is there, how the connection ends says nothing about the answer.
    if (!relay.done) failure = failureOfError(error, source, true);
  } finally {
    clearTimeout(drain);
  }
  if (relay.fault !== null) failure = failureOfFault(relay.fault, source);
  if (failure === null && !relay.complete) {
    failure = failureOf('provider_cut_stream', null, source);
  }
  const { usage } = relay;
  return failure === null
    ? { ok: true, usage, firstTokenMs }
    : { ok: false, failure, started, usage, firstTokenMs };
}

/** Relays a whole answer as its bytes, once they are known to be JSON and no error. */
export async function relayAnswer(exchange: Exchange): Promise<ChatResult> {
  const { response, sink, source } = exchange;
  const answer = await readAnswer(exchange);
  if (!answer.ok) return refused(answer.failure);
  const failure = failureInAnswer(answer.json, source);
  if (failure !== null) return refused(failure);
  sink.head(response.statusCode, relayedHeaders(response, 'application/json'));
  await sink.chunk(answer.bytes);
  return { ok: true, usage: usageIn(answer.json) ?? UNKNOWN_USAGE, firstTokenMs: null };
}

/** A stream was asked for and something else came: an error with status 200, or a web page. */
async function notAStream(exchange: StreamExchange): Promise<ChatResult> {
  const { response, source } = exchange;
  const answer = await readAnswer(exchange);
  if (!answer.ok) return refused(answer.failure);
  const type = headerOf(response, 'content-type') ?? 'nothing named';
  return refused(
    failureInAnswer(answer.json, source) ??
      failureOf('provider_bad_answer', `A stream was asked for and "${type}" came.`, source),
  );
}

async function readAnswer({
  response,
  source,
}: Exchange): Promise<
  | { readonly ok: true; readonly bytes: Buffer; readonly json: object }
  | { readonly ok: false; readonly failure: ProviderFailure }
> {
  const { statusCode } = response;
  let bytes: Buffer;
  try {
    bytes = await readAll(response, ANSWER_LIMIT);
  } catch (error) {
    const failure =
      error instanceof BodyTooLargeError
        ? failureOf('provider_bad_answer', 'It is larger than 64 MB.', source, statusCode)
        : failureOfError(error, source, true);
    return { ok: false, failure };
  }
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString('utf8'));
  } catch {
    json = null;
  }
  if (typeof json === 'object' && json !== null) return { ok: true, bytes, json };
  const failure = failureOf('provider_bad_answer', 'It is not JSON.', source, statusCode);
  return { ok: false, failure };
}

/** OpenRouter and others answer 200 and say in the body that it failed, with the real status. */
function failureInAnswer(json: object, source: FailureSource): ProviderFailure | null {
  const error = 'error' in json ? json.error : null;
  if (error === null || error === undefined) return null;
  const code = typeof error === 'object' && 'code' in error ? error.code : null;
  const status = typeof code === 'number' && code >= 400 && code < 600 ? code : 502;
  return failureOfStatus({ status, retryAfter: undefined, body: JSON.stringify(json) }, source);
}

function failureOfFault(fault: StreamFault, source: FailureSource): ProviderFailure {
  if (fault.kind === 'not_json') return failureOf('provider_bad_answer', fault.detail, source);
  const failure = failureInAnswer(JSON.parse(fault.body) as object, source);
  return failure ?? failureOf('provider_error', 'It failed in its answer.', source);
}

/** Of the upstream's headers only those that a client of the protocol can use. */
function relayedHeaders(response: UpstreamResponse, fallbackType: string): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': headerOf(response, 'content-type') ?? fallbackType,
  };
  for (const name of Object.keys(response.headers)) {
    if (!/^(x-request-id|openai-|x-ratelimit-)/.test(name)) continue;
    const value = headerOf(response, name);
    if (value !== undefined) headers[name] = value;
  }
  return headers;
}

function refused(failure: ProviderFailure): ChatResult {
  return { ok: false, failure, started: false, usage: UNKNOWN_USAGE, firstTokenMs: null };
}
