import type { IncomingMessage, ServerResponse } from 'node:http';

/** Web pages that may call the gateway, as origins; `*` = every one. Empty = none (the default). */
export type CorsOrigins = readonly string[];

const ORIGIN = /^https?:\/\/[^\s/?#]+$/iu;

/** Reads `AUTO_ROUTER_CORS_ORIGINS`: origins with commas between; null = one of them is none. */
export function parseCorsOrigins(text: string): CorsOrigins | null {
  const origins = text
    .split(',')
    .map((part) => part.trim().replace(/\/$/u, ''))
    .filter((part) => part !== '');
  return origins.every((origin) => origin === '*' || ORIGIN.test(origin)) ? origins : null;
}

/** Whether a page of this origin may; programs send none. */
export function mayCall(origin: string | undefined, origins: CorsOrigins): boolean {
  return origin === undefined || origins.includes('*') || origins.includes(origin);
}

/**
 * Says in the answer whether the page that asks may read it. Pages still need a token: this only
 * lifts the browser's own rule.
 *
 * @returns true when the request was a preflight and is answered.
 */
export function applyCors(
  request: IncomingMessage,
  response: ServerResponse,
  origins: CorsOrigins,
): boolean {
  const { origin } = request.headers;
  if (origin === undefined || origins.length === 0) return false;
  response.setHeader('vary', 'origin');
  const allowed = mayCall(origin, origins);
  const preflight =
    request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
  if (allowed) {
    response.setHeader('access-control-allow-origin', origin);
    response.setHeader('access-control-expose-headers', '*');
  }
  if (!preflight) return false;
  if (allowed) {
    response.setHeader('access-control-allow-methods', 'GET, POST');
    // `*` does not cover Authorization, so what is asked for is named.
    const asked = request.headers['access-control-request-headers'];
    if (asked !== undefined) response.setHeader('access-control-allow-headers', asked);
    response.setHeader('access-control-max-age', '600');
  }
  response.writeHead(allowed ? 204 : 403).end();
  return true;
}
