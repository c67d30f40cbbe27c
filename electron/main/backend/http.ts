import type { z } from 'zod';
import { errorBodySchema } from '@shared/api/errors';
import { IpcFailure } from '../ipc/failure';
import type { Endpoint } from './link';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface HttpDeps {
  readonly endpoint: (waitMs: number) => Promise<Endpoint>;
  readonly fetch: Fetch;
  /** How long a call waits for a backend that is starting. */
  readonly waitMs: number;
}

export interface Call<T = unknown> {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly query?: Readonly<Record<string, string | number | null | undefined>>;
  /** Sent as JSON; a form and bytes as they are. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Parses the answer; an answer of another shape fails as `internal_error`. */
  readonly schema?: z.ZodType<T>;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Told the headers as soon as they come, of a refusal too. */
  readonly onHead?: (headers: Headers) => void;
}

export interface Http {
  /** JSON in, JSON out. Every failure is an IpcFailure with the backend's own code where it gave one. */
  json<T>(path: string, call?: Call<T>): Promise<T>;
  /** The answer itself, once its head has come and is a success; for streams and downloads. */
  open(path: string, call?: Call): Promise<Response>;
}

const TIMEOUT_MS = 15_000;

export function createHttp({ endpoint, fetch, waitMs }: HttpDeps): Http {
  async function send(path: string, call: Call, signal: AbortSignal): Promise<Response> {
    const { url, token } = await endpoint(waitMs);
    const { body } = call;
    const raw = body instanceof FormData || body instanceof Uint8Array ? body : null;
    const hasJson = raw === null && body !== undefined;
    let response: Response;
    try {
      response = await fetch(endpointUrl(url, path, call.query), {
        method: call.method ?? 'GET',
        headers: {
          authorization: `Bearer ${token}`,
          ...(hasJson ? { 'content-type': 'application/json' } : {}),
          ...(raw instanceof Uint8Array ? { 'content-type': 'application/octet-stream' } : {}),
          ...call.headers,
        },
        ...(raw !== null ? { body: raw instanceof FormData ? raw : new Uint8Array(raw) } : {}),
        ...(hasJson ? { body: JSON.stringify(body) } : {}),
        redirect: 'error',
        signal,
      });
    } catch (cause) {
      throw transportFailure(cause, signal);
    }
    call.onHead?.(response.headers);
    if (!response.ok) throw await refusal(response);
    return response;
  }

  return {
    async json<T>(path: string, call: Call<T> = {}) {
      const timeout = AbortSignal.timeout(call.timeoutMs ?? TIMEOUT_MS);
      const signal = call.signal ? AbortSignal.any([call.signal, timeout]) : timeout;
      const response = await send(path, call, signal);
      if (response.status === 204) return undefined as T;
      let data: unknown;
      try {
        data = await response.json();
      } catch (cause) {
        if (signal.aborted) throw transportFailure(cause, signal);
        throw new IpcFailure('internal_error', 'The router gave an answer that is not JSON.');
      }
      if (call.schema === undefined) return data as T;
      const parsed = call.schema.safeParse(data);
      if (parsed.success) return parsed.data;
      throw new IpcFailure('internal_error', `The router's answer to ${path} was not understood.`);
    },
    open: (path, call = {}) => send(path, call, call.signal ?? new AbortController().signal),
  };
}

/**
 * Address of an endpoint: one trailing slash of the base is dropped, its port kept, the query
 * encoded (S0-56, S0-81). Joined as text, so that an underscore in a host name is no error.
 */
export function endpointUrl(
  base: string,
  path: string,
  query: NonNullable<Call['query']> = {},
): string {
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    value === null || value === undefined
      ? []
      : [`${encodeURIComponent(key)}=${encodeURIComponent(value)}`],
  );
  const search = pairs.length === 0 ? '' : `?${pairs.join('&')}`;
  return `${base.replace(/\/$/u, '')}${path}${search}`;
}

function transportFailure(cause: unknown, signal: AbortSignal): IpcFailure {
  const reason: unknown = signal.reason;
  if (signal.aborted && !(reason instanceof Error && reason.name === 'TimeoutError')) {
    return new IpcFailure('cancelled', 'Cancelled.', { cause });
  }
  return new IpcFailure(
    'backend_unavailable',
    signal.aborted
      ? 'The router did not answer in time. Nothing is lost; try again.'
      : 'The router cannot be reached. Nothing is lost; try again.',
    { cause },
  );
}

async function refusal(response: Response): Promise<IpcFailure> {
  const body: unknown = await response.json().catch(() => null);
  const parsed = errorBodySchema.safeParse(body);
  return parsed.success
    ? new IpcFailure(parsed.data.error.code, parsed.data.error.message)
    : new IpcFailure('internal_error', `The router answered with status ${response.status}.`);
}
