import { readJson } from '@shared/routing/read-json';
import { SourceError } from './source';

/** The part of `fetch` that is used here; undici's in the app. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface JsonRequest {
  readonly method?: 'GET' | 'POST';
  /** Sent only to the address that was asked, never to where it redirects. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Asks one address for JSON. @throws SourceError */
export type GetJson = (url: string, request?: JsonRequest) => Promise<unknown>;

export interface FetchLimits {
  /** Bytes after decompression. Parsing more than this would stall the requests beside it. */
  readonly bodyBytes: number;
  /** For one answer, from the request to its last byte. */
  readonly totalMs: number;
  readonly redirects: number;
}

export const FETCH_LIMITS: FetchLimits = {
  bodyBytes: 20 * 1024 * 1024,
  totalMs: 60_000,
  redirects: 3,
};

export const CONNECT_TIMEOUT_MS = 5_000;
export const READ_TIMEOUT_MS = 15_000;

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/iu;

/** A {@link GetJson} over `fetch`, ended by `signal`. */
export function jsonGetter(
  fetch: Fetch,
  signal: AbortSignal,
  now: () => number,
  limits: FetchLimits = FETCH_LIMITS,
): GetJson {
  return async (url, request = {}) => {
    const timeout = AbortSignal.timeout(limits.totalMs);
    const either = AbortSignal.any([signal, timeout]);
    try {
      const response = await follow(fetch, url, request, either, limits.redirects);
      await checkStatus(response, now());
      checkType(response);
      return parse(await limitedText(response, limits.bodyBytes));
    } catch (error) {
      signal.throwIfAborted();
      throw asSourceError(error, timeout.aborted);
    }
  };
}

async function follow(
  fetch: Fetch,
  address: string,
  { method = 'GET', headers = {}, body }: JsonRequest,
  signal: AbortSignal,
  redirects: number,
): Promise<Response> {
  const asked = new URL(address);
  let url = asked;
  for (let left = redirects; ; left -= 1) {
    const own = url.origin === asked.origin ? headers : {};
    const response = await fetch(url.href, {
      method,
      headers: {
        accept: 'application/json',
        'user-agent': 'auto-router',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...own,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      redirect: 'manual',
      signal,
    });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null) return response;
    await response.body?.cancel();
    if (left === 0) throw new SourceError('bad_status', 'redirected too often');
    url = redirectTarget(url, location);
  }
}

/** Neither from https to http, nor from the network to this machine. @throws SourceError */
function redirectTarget(from: URL, location: string): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : null;
  const downgraded = from.protocol === 'https:' && to?.protocol !== 'https:';
  const inward = to !== null && LOOPBACK.test(to.hostname) && !LOOPBACK.test(from.hostname);
  if (to === null || !/^https?:$/u.test(to.protocol) || downgraded || inward) {
    throw new SourceError('bad_status', 'redirected to an address that is not followed');
  }
  return to;
}

async function checkStatus(response: Response, now: number): Promise<void> {
  const { status } = response;
  if (status >= 200 && status < 300) return;
  await response.body?.cancel();
  if (status === 401) throw new SourceError('unauthorized', 'answered 401: the key is refused');
  if (status === 403) throw new SourceError('forbidden', 'answered 403: not allowed');
  if (status === 429) {
    const waitMs = retryAfterMs(response.headers, now);
    const said = waitMs === null ? '' : `; asks to wait ${Math.ceil(waitMs / 1000)} s`;
    throw new SourceError('rate_limited', `answered 429: too many requests${said}`, waitMs);
  }
  throw new SourceError('bad_status', `answered ${status}`, retryAfterMs(response.headers, now));
}

/** No source may silence itself for longer. */
const LONGEST_WAIT_MS = 86_400_000;

/** `Retry-After` in seconds or as a date, else `X-RateLimit-Reset` in epoch seconds; null = not said. */
function retryAfterMs(headers: Headers, now: number): number | null {
  const given = headers.get('retry-after')?.trim() ?? '';
  const reset = headers.get('x-ratelimit-reset')?.trim() ?? '';
  let waitMs: number | null = null;
  if (/^\d+$/u.test(given)) waitMs = Number(given) * 1000;
  else if (!Number.isNaN(Date.parse(given))) waitMs = Date.parse(given) - now;
  else if (/^\d{9,11}$/u.test(reset)) waitMs = Number(reset) * 1000 - now;
  return waitMs === null ? null : Math.min(Math.max(waitMs, 0), LONGEST_WAIT_MS);
}

/** Raw files come as text/plain; a page comes as HTML whatever was asked for. */
function checkType(response: Response): void {
  const type = response.headers.get('content-type')?.toLowerCase() ?? '';
  if (type.includes('html')) {
    void response.body?.cancel();
    throw new SourceError('not_json', 'answered a web page instead of JSON');
  }
}

async function limitedText(response: Response, limit: number): Promise<string> {
  const announced = Number(response.headers.get('content-length') ?? '0');
  const tooLarge = (): SourceError =>
    new SourceError('too_large', `answered more than ${Math.round(limit / 1024 / 1024)} MB`);
  if (announced > limit) {
    await response.body?.cancel();
    throw tooLarge();
  }
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let size = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    // Leaving the loop cancels the body, and with it the connection.
    if (size > limit) throw tooLarge();
    parts.push(decoder.decode(chunk, { stream: true }));
  }
  return parts.join('') + decoder.decode();
}

function parse(text: string): unknown {
  const json = readJson(text);
  // The text itself stays out of the message: it comes from outside and may be long.
  if (!json.ok) throw new SourceError('not_json', 'answered something that is not JSON');
  return json.value;
}

function asSourceError(error: unknown, timedOut: boolean): SourceError {
  if (error instanceof SourceError) return error;
  const code = errorCode(error);
  if (timedOut || /TIMEOUT/u.test(code))
    return new SourceError('timeout', 'did not answer in time');
  return new SourceError('unreachable', `cannot be reached${code === '' ? '' : ` (${code})`}`);
}

/** The system's code, e.g. ENOTFOUND; undici wraps it in a TypeError. */
function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return errorCode(error.cause);
}
