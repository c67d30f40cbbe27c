import { failureOf, failureOfError, type FailureSource } from './failures';
import {
  type ChatResult,
  type ChatSink,
  type ProviderFailure,
  UNKNOWN_USAGE,
  type Usage,
} from './provider';
import { SseRelay } from './sse-relay';
import type { StreamFault, StreamReader } from './stream-reader';
import { BodyTooLargeError, readAll, type UpstreamAnswer } from './upstream-answer';

/** An answer that was accepted (2xx), on its way to the caller. */
export interface Exchange {
  readonly answer: UpstreamAnswer;
  readonly sink: ChatSink;
  readonly source: FailureSource;
  /** Milliseconds since the request was sent. */
  readonly elapsedMs: () => number;
  readonly protocol: AnswerProtocol;
}

/** What a protocol's answers say. */
export interface AnswerProtocol {
  /** Response headers that a client of the protocol can use; `content-type` always goes on. */
  readonly relayedHeaders: RegExp;
  /** The failure that an answer of status 200 tells of; null = it is an answer. */
  failureIn(json: object, source: FailureSource): ProviderFailure | null;
}

export interface StreamExchange extends Exchange {
  readonly reader: StreamReader;
  /** How long an upstream may stay open after the end mark, in milliseconds. */
  readonly drainMs: number;
}

const ANSWER_LIMIT = 64 * 1024 * 1024;
const STREAM_TYPE = /^text\/event-stream\b/i;
const JSON_TYPE = /^application\/([\w.-]+\+)?json\b/i;
const PAGE_TYPE = /^text\/html\b/i;

export function isStream(answer: UpstreamAnswer): boolean {
  return STREAM_TYPE.test(answer.header('content-type') ?? '');
}

/**
 * Relays a streamed answer event by event, waiting for the caller whenever he is slower. Success
 * means that the answer is whole by its protocol's own measure ({@link StreamReader.complete}).
 */
export async function relayStream(exchange: StreamExchange): Promise<ChatResult> {
  const { answer, sink, source, reader } = exchange;
  if (!isStream(answer)) return notAStream(exchange);
  let firstTokenMs: number | null = null;
  let started = false;
  const relay = new SseRelay({
    reader,
    onFirstToken: () => {
      firstTokenMs = exchange.elapsedMs();
    },
  });
  const send = (bytes: Buffer | null): Promise<void> | undefined => {
    if (bytes === null) return undefined;
    if (!started) sink.head(answer.status, relayedHeaders(exchange, 'text/event-stream'));
    started = true;
    return sink.chunk(bytes);
  };
  let drain: NodeJS.Timeout | undefined;
  let failure: ProviderFailure | null = null;
  try {
    await answer.read((chunk) => {
      const waiting = send(relay.push(chunk));
      if (relay.fault !== null) answer.stop();
      else if (reader.done) drain ??= setTimeout(() => answer.stop(), exchange.drainMs).unref();
      return waiting;
    });
    await send(relay.flush());
  } catch (error) {
    // Once the end mark is there, how the connection ends says nothing about the answer.
    if (!reader.done) failure = failureOfError(error, source, true);
  } finally {
    clearTimeout(drain);
  }
  const { fault } = relay;
  if (fault !== null) failure = failureOfFault(fault, exchange);
  if (failure === null && !reader.complete)
    failure = failureOf('provider_cut_stream', null, source);
  const { usage } = reader;
  return failure === null
    ? { ok: true, usage, firstTokenMs }
    : { ok: false, failure, started, usage, firstTokenMs };
}

/** Relays a whole answer as its bytes, once they are known to be JSON and no error. */
export async function relayAnswer(
  exchange: Exchange,
  usageOf: (json: object) => Usage | null,
): Promise<ChatResult> {
  const { sink } = exchange;
  const read = await readAnswer(exchange);
  if (!read.ok) return refused(read.failure);
  sink.head(exchange.answer.status, wholeHeaders(exchange, 'application/json', read.bytes));
  await sink.chunk(read.bytes);
  return { ok: true, usage: usageOf(read.json) ?? UNKNOWN_USAGE, firstTokenMs: null };
}

/** Relays a text that is no JSON (subtitles) as its bytes; a web page is none. */
export async function relayText(exchange: Exchange): Promise<ChatResult> {
  const { answer, sink, source } = exchange;
  if (PAGE_TYPE.test(answer.header('content-type') ?? ''))
    return notWhatWasAsked(exchange, 'a text');
  const read = await readBytes(exchange);
  if (!read.ok) return refused(read.failure);
  if (read.bytes.length === 0) {
    return refused(failureOf('provider_bad_answer', 'Its answer is empty.', source));
  }
  sink.head(answer.status, wholeHeaders(exchange, 'text/plain; charset=utf-8', read.bytes));
  await sink.chunk(read.bytes);
  return { ok: true, usage: UNKNOWN_USAGE, firstTokenMs: null };
}

/** Relays sound as it arrives, never kept: the first byte leaves before the last has come. */
export async function relayBytes(exchange: Exchange): Promise<ChatResult> {
  const { answer, sink, source } = exchange;
  const type = answer.header('content-type') ?? '';
  if (JSON_TYPE.test(type) || PAGE_TYPE.test(type)) return notWhatWasAsked(exchange, 'sound');
  let firstTokenMs: number | null = null;
  let failure: ProviderFailure | null = null;
  try {
    await answer.read((chunk) => {
      if (chunk.length === 0) return undefined;
      if (firstTokenMs === null) {
        firstTokenMs = exchange.elapsedMs();
        sink.head(answer.status, relayedHeaders(exchange, 'application/octet-stream'));
      }
      return sink.chunk(chunk);
    });
    if (firstTokenMs === null) {
      failure = failureOf('provider_bad_answer', 'It sent no sound.', source);
    }
  } catch (error) {
    failure = failureOfError(error, source, true);
  }
  const started = firstTokenMs !== null;
  return failure === null
    ? { ok: true, usage: UNKNOWN_USAGE, firstTokenMs }
    : { ok: false, failure, started, usage: UNKNOWN_USAGE, firstTokenMs };
}

/** A stream was asked for and something else came: an error with status 200, or a web page. */
function notAStream(exchange: Exchange): Promise<ChatResult> {
  return notWhatWasAsked(exchange, 'a stream');
}

async function notWhatWasAsked(exchange: Exchange, wanted: string): Promise<ChatResult> {
  const read = await readAnswer(exchange);
  if (!read.ok) return refused(read.failure);
  const type = exchange.answer.header('content-type') ?? 'nothing named';
  const detail = `It was asked for ${wanted} and sent "${type}".`;
  return refused(failureOf('provider_bad_answer', detail, exchange.source));
}

export type ReadAnswer =
  | { readonly ok: true; readonly bytes: Buffer; readonly json: object }
  | { readonly ok: false; readonly failure: ProviderFailure };

/** A whole answer that is JSON and tells of no failure. */
export async function readAnswer(exchange: Exchange): Promise<ReadAnswer> {
  const { answer, source } = exchange;
  const read = await readBytes(exchange);
  if (!read.ok) return read;
  let json: unknown;
  try {
    json = JSON.parse(read.bytes.toString('utf8'));
  } catch {
    json = null;
  }
  if (typeof json !== 'object' || json === null) {
    const failure = failureOf('provider_bad_answer', 'It is not JSON.', source, answer.status);
    return { ok: false, failure };
  }
  const failure = exchange.protocol.failureIn(json, source);
  return failure === null ? { ok: true, bytes: read.bytes, json } : { ok: false, failure };
}

async function readBytes({
  answer,
  source,
}: Exchange): Promise<
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly failure: ProviderFailure }
> {
  try {
    return { ok: true, bytes: await readAll(answer, ANSWER_LIMIT) };
  } catch (error) {
    const failure =
      error instanceof BodyTooLargeError
        ? failureOf('provider_bad_answer', 'It is larger than 64 MB.', source, answer.status)
        : failureOfError(error, source, true);
    return { ok: false, failure };
  }
}

function failureOfFault(fault: StreamFault, { protocol, source }: Exchange): ProviderFailure {
  if (fault.kind === 'not_json') return failureOf('provider_bad_answer', fault.detail, source);
  const failure = protocol.failureIn(JSON.parse(fault.body) as object, source);
  return failure ?? failureOf('provider_error', 'It failed in its answer.', source);
}

/** Those of an answer that is here whole: whoever sends it on may do so in one piece. */
function wholeHeaders(
  exchange: Exchange,
  fallbackType: string,
  { length }: Buffer,
): Record<string, string> {
  return { ...relayedHeaders(exchange, fallbackType), 'content-length': String(length) };
}

function relayedHeaders(
  { answer, protocol }: Exchange,
  fallbackType: string,
): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': answer.header('content-type') ?? fallbackType,
  };
  for (const name of Object.keys(answer.headers)) {
    if (!protocol.relayedHeaders.test(name)) continue;
    const value = answer.header(name);
    if (value !== undefined) headers[name] = value;
  }
  return headers;
}

export function refused(failure: ProviderFailure): ChatResult {
  return { ok: false, failure, started: false, usage: UNKNOWN_USAGE, firstTokenMs: null };
}
