import type { ServerResponse } from 'node:http';
import { ERROR_CODES, type ErrorCode } from '@shared/api/errors';
import type { ProviderFailure } from '../providers/provider';

/** An error of the gateway: the app's code and message in the shape of OpenAI's protocol. */
export interface GatewayError {
  readonly code: ErrorCode;
  readonly message: string;
  /** Milliseconds until it is worth trying again; null = not known. */
  readonly retryAfterMs: number | null;
}

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

/** `{"error": {"code", "message", "type"}}`: official clients make a typed exception of it. */
export function errorJson({ code, message }: GatewayError): string {
  return JSON.stringify({ error: { code, message, type: typeOf(ERROR_CODES[code]) } });
}

/** Answers with an error; nothing may have been sent before. */
export function sendGatewayError(
  response: ServerResponse,
  error: GatewayError,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.destroyed || response.headersSent) return;
  const body = Buffer.from(errorJson(error), 'utf8');
  response.writeHead(ERROR_CODES[error.code], {
    ...headers,
    'content-type': 'application/json',
    'content-length': String(body.length),
    ...(error.retryAfterMs !== null && {
      'retry-after': String(Math.ceil(error.retryAfterMs / 1000)),
    }),
  });
  response.end(body);
}

/** A header value that node accepts: model ids may hold any character (S0-18). */
export function headerValue(value: string): string {
  return value.replace(/[^\x20-\x7e]+/g, (part) => encodeURIComponent(wellFormed(part)));
}

/** The names of OpenAI's own error types. */
function typeOf(status: number): string {
  if (status === 401) return 'authentication_error';
  if (status === 429) return 'rate_limit_error';
  return status < 500 ? 'invalid_request_error' : 'api_error';
}

/** `encodeURIComponent` throws on half a character. */
function wellFormed(text: string): string {
  return text.replace(
    /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    '?',
  );
}
