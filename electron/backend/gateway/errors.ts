import type { ServerResponse } from 'node:http';
import { ERROR_CODES, type ErrorCode } from '@shared/api/errors';
import type { ProviderFailure } from '../providers/provider';

/** An error of the gateway: the app's code and message, for any protocol. */
export interface GatewayError {
  readonly code: ErrorCode;
  readonly message: string;
  /** Milliseconds until it is worth trying again; null = not known. */
  readonly retryAfterMs: number | null;
  /** The same request would end the same way: clients that try again by themselves are told not to. */
  readonly lasting?: boolean;
}

/** Failures that no repetition mends: the key, or the catalog's list, has to change first. */
const LASTING: ReadonlySet<ErrorCode> = new Set([
  'provider_auth_failed',
  'provider_model_not_found',
]);

/** The shapes of errors that clients of a surface make typed exceptions of. */
export type ErrorProtocol = 'openai' | 'responses' | 'anthropic';

export function gatewayError(code: ErrorCode, message: string): GatewayError {
  return { code, message, retryAfterMs: null };
}

/** Nothing is sent that could not be written down first. */
export function historyUnwritable(): GatewayError {
  const message =
    'The history cannot be written, so nothing was sent. Check the disk, then try again.';
  return gatewayError('storage_failed', message);
}

export function errorOfFailure({ code, message, retryAfterMs }: ProviderFailure): GatewayError {
  return { code, message, retryAfterMs };
}

/** The error as the body of an answer, in the shape of the caller's protocol. */
export function errorJson({ code, message }: GatewayError, protocol: ErrorProtocol): string {
  const status = ERROR_CODES[code];
  return JSON.stringify(
    protocol === 'anthropic'
      ? { type: 'error', error: { type: anthropicType(status), code, message } }
      : { error: { code, message, type: openAiType(status), param: null } },
  );
}

/** The error as the last event of a stream that had begun. */
export function errorEvent(error: GatewayError, protocol: ErrorProtocol): string {
  if (protocol === 'openai') return `data: ${errorJson(error, protocol)}\n\n`;
  if (protocol === 'anthropic') return `event: error\ndata: ${errorJson(error, protocol)}\n\n`;
  const { code, message } = error;
  return `event: error\ndata: ${JSON.stringify({ type: 'error', code, message, param: null })}\n\n`;
}

/** Answers with an error; nothing may have been sent before. */
export function sendGatewayError(
  response: ServerResponse,
  error: GatewayError,
  protocol: ErrorProtocol,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.destroyed || response.headersSent) return;
  const body = Buffer.from(errorJson(error, protocol), 'utf8');
  response.writeHead(ERROR_CODES[error.code], {
    ...headers,
    'content-type': 'application/json',
    'content-length': String(body.length),
    ...(error.retryAfterMs !== null && {
      'retry-after': String(Math.ceil(error.retryAfterMs / 1000)),
    }),
    // Understood by the official clients of OpenAI and Anthropic, which repeat every 5xx: each time
    // would be a request, and a refused row, of its own.
    ...((error.lasting === true || LASTING.has(error.code)) && { 'x-should-retry': 'false' }),
  });
  response.end(body);
}

/** A header value that node accepts: model ids may hold any character (S0-18). */
export function headerValue(value: string): string {
  if (!/[^\x20-\x7e]/.test(value)) return value;
  return value.replace(/[^\x20-\x7e]+/g, (part) => encodeURIComponent(wellFormed(part)));
}

/** The names of OpenAI's own error types. */
function openAiType(status: number): string {
  if (status === 401) return 'authentication_error';
  if (status === 429) return 'rate_limit_error';
  return status < 500 ? 'invalid_request_error' : 'api_error';
}

/** The names of Anthropic's own error types, by their statuses. */
function anthropicType(status: number): string {
  switch (status) {
    case 401:
      return 'authentication_error';
    case 402:
      return 'billing_error';
    case 403:
      return 'permission_error';
    case 404:
      return 'not_found_error';
    case 413:
      return 'request_too_large';
    case 429:
      return 'rate_limit_error';
    case 503:
      return 'overloaded_error';
    case 504:
      return 'timeout_error';
    default:
      return status < 500 ? 'invalid_request_error' : 'api_error';
  }
}

/** `encodeURIComponent` throws on half a character. */
function wellFormed(text: string): string {
  return text.replace(
    /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    '?',
  );
}
