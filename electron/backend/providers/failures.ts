import { cutText } from './cut-text';
import type { ProviderErrorCode, ProviderFailure } from './provider';
import { redact } from './redact';

/** Longest piece of an upstream's own message that is passed on, in characters. */
const MESSAGE_LIMIT = 600;

/** What a failure message may name. */
export interface FailureSource {
  /** The provider's name as the user knows it. */
  readonly name: string;
  readonly origin: string;
  /** Removed from every message; never shown. */
  readonly key: string | null;
  /** The provider's own model id; null outside a chat. */
  readonly model: string | null;
  /** Wall time in epoch milliseconds, to read a Retry-After date. */
  readonly now: number;
}

/** An upstream's answer with an error status, as far as it was read. */
export interface UpstreamError {
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** Start of the body, whatever it is. */
  readonly body: string;
}

/**
 * An answer of 400 or more, or a redirect, as a failure; keeps the upstream's own words. `known` is a
 * code that the protocol itself names where the status says less.
 */
export function failureOfStatus(
  answer: UpstreamError,
  source: FailureSource,
  known: ProviderErrorCode | null = null,
): ProviderFailure {
  const code = known ?? codeOfStatus(answer.status);
  const said = upstreamMessage(answer.body);
  return {
    code,
    message: describe(code, answer.status, said === null ? null : `It says: "${said}".`, source),
    status: answer.status,
    retryAfterMs: readRetryAfter(answer.retryAfter, source.now),
  };
}

/** A failure without an HTTP error status: no answer, a time-out, a cut or unreadable one. */
export function failureOf(
  code: ProviderErrorCode,
  detail: string | null,
  source: FailureSource,
  status: number | null = null,
): ProviderFailure {
  return { code, message: describe(code, status, detail, source), status, retryAfterMs: null };
}

/** An undici or socket error as a failure; `answered` = the answer had begun. */
export function failureOfError(
  error: unknown,
  source: FailureSource,
  answered: boolean,
): ProviderFailure {
  const code = errorCodeOf(error);
  switch (code) {
    case 'UND_ERR_CONNECT_TIMEOUT':
      return failureOf('provider_unreachable', 'It did not take the connection in time.', source);
    case 'UND_ERR_HEADERS_TIMEOUT':
      return failureOf('provider_timeout', 'It took the request and sent nothing.', source);
    case 'UND_ERR_INVALID_ARG':
      return failureOf('provider_auth_failed', 'The key holds what cannot be sent.', source);
    case 'UND_ERR_BODY_TIMEOUT':
      return failureOf('provider_timeout', 'Its answer stopped coming.', source);
    default:
      return answered
        ? failureOf('provider_cut_stream', `The connection broke (${code}).`, source)
        : failureOf('provider_unreachable', `The connection failed (${code}).`, source);
  }
}

/** Retry-After in seconds or as an HTTP date, as milliseconds from `now`; null = none or unreadable. */
export function readRetryAfter(value: string | undefined, now: number): number | null {
  if (value === undefined || value.trim() === '') return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, Math.round(seconds * 1000));
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/**
 * The message of an error body: `{"error": {"message"}}` of OpenAI and most others, `{"error": "…"}`,
 * `{"message"}` or `{"detail"}` of servers in Python, else the start of the plain text; null = none.
 */
export function upstreamMessage(body: string): string | null {
  const text = messageIn(body) ?? plainText(body);
  if (text === null || text.trim() === '') return null;
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > MESSAGE_LIMIT ? `${cutText(line, MESSAGE_LIMIT)}…` : line;
}

function messageIn(body: string): string | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return null;
  }
  // Google's compatible endpoint wraps the object in a list.
  const answer = field(Array.isArray(parsed) ? parsed : [parsed], '0');
  for (const candidate of [
    field(field(answer, 'error'), 'message'),
    field(answer, 'error'),
    field(answer, 'message'),
    field(answer, 'detail'),
  ]) {
    if (typeof candidate === 'string') return candidate;
  }
  return null;
}

function field(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Record<string, unknown>)[key];
}

/** Plain text as it is; a web page is not worth showing. */
function plainText(body: string): string | null {
  return body.trimStart().startsWith('<') || body.trimStart().startsWith('{') ? null : body;
}

function codeOfStatus(status: number): ProviderErrorCode {
  if (status < 400) return 'provider_bad_answer';
  switch (status) {
    // 402: the account has no credit; for the caller the same as a key that does not work.
    case 401:
    case 402:
    case 403:
      return 'provider_auth_failed';
    case 404:
      return 'provider_model_not_found';
    case 408:
      return 'provider_timeout';
    case 429:
      return 'provider_rate_limited';
    default:
      return status < 500 ? 'provider_rejected' : 'provider_error';
  }
}

/** What happened, in one sentence; the status follows in brackets when there was one. */
const HAPPENED: Readonly<Record<ProviderErrorCode, (source: FailureSource) => string>> = {
  provider_auth_failed: ({ name }) => `${name} refused the key or the account`,
  provider_model_not_found: ({ name, model }) =>
    model === null
      ? `${name} has nothing at this address`
      : `${name} does not have the model "${model}"`,
  provider_rate_limited: ({ name }) => `${name} takes no more requests for now`,
  provider_rejected: ({ name }) => `${name} rejected the request`,
  provider_timeout: ({ name }) => `${name} took too long`,
  provider_unreachable: ({ name, origin }) => `${name} could not be reached at ${origin}`,
  provider_cut_stream: ({ name }) => `${name} broke off before its answer was complete`,
  provider_bad_answer: ({ name }) => `${name} answered with something unreadable`,
  provider_error: ({ name }) => `${name} failed`,
};

/** What is safe, and what to do. */
const ADVICE: Readonly<Record<ProviderErrorCode, string>> = {
  provider_auth_failed: 'Your message is safe. Check the key under Providers.',
  provider_model_not_found:
    'Your message is safe. Choose another model, or check the address under Providers.',
  provider_rate_limited: 'Your message is safe. Wait a little, or choose another model.',
  provider_rejected: 'Your message is safe. Change the request, or choose another model.',
  provider_timeout: 'Your message is safe. Try again, or choose another model.',
  provider_unreachable:
    'Your message is safe. Check that it runs, its address under Providers, and the network.',
  provider_cut_stream: 'What came is kept. Try again, or choose another model.',
  provider_bad_answer:
    'Your message is safe. Check the address under Providers: it must speak the protocol of its kind.',
  provider_error: 'Your message is safe. Try again, or choose another model.',
};

function describe(
  code: ProviderErrorCode,
  status: number | null,
  detail: string | null,
  source: FailureSource,
): string {
  const number = status === null ? '' : ` (${status})`;
  const middle = detail === null ? '' : ` ${detail}`;
  return redact(`${HAPPENED[code](source)}${number}.${middle} ${ADVICE[code]}`, source.key);
}

function errorCodeOf(error: unknown): string {
  const own = field(error, 'code');
  if (typeof own === 'string') return own;
  const cause = field(field(error, 'cause'), 'code');
  if (typeof cause === 'string') return cause;
  return error instanceof Error ? error.name : 'unknown error';
}
