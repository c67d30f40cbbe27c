import { Agent, buildConnector, type Dispatcher } from 'undici';
import type { Clock } from '../context';
import { UpstreamExchange } from './upstream-exchange';
import type { UpstreamAnswer } from './upstream-answer';

/** Time limits towards a provider, in milliseconds. */
export interface ProviderTimeouts {
  /** From the request to the answer's head: a reasoning model may think for minutes. */
  readonly firstByteMs: number;
  /** Between two pieces of an answer. */
  readonly idleMs: number;
  /** Listing the models. */
  readonly probeMs: number;
  /** After the end mark: the connection is used again when the upstream ends in time, else closed. */
  readonly drainMs: number;
}

export const DEFAULT_TIMEOUTS: ProviderTimeouts = {
  firstByteMs: 300_000,
  idleMs: 300_000,
  probeMs: 10_000,
  drainMs: 1_000,
};

/** The connections to all providers: one pool an origin, as many connections as there are requests. */
export interface Connections {
  request(request: UpstreamRequest): Promise<UpstreamAnswer>;
  close(): Promise<void>;
}

export interface UpstreamRequest {
  readonly origin: string;
  /** Path and query. */
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string | null;
  readonly signal: AbortSignal;
  readonly headersTimeoutMs: number;
  readonly bodyTimeoutMs: number;
}

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * How long an unused connection is kept, in milliseconds; a server's own `Keep-Alive: timeout` counts
 * when it is shorter. A person thinks for about that long between two messages, and a new TLS
 * connection costs two to three round trips.
 */
const KEEP_ALIVE_MS = 30_000;

/**
 * A connection that the other side has closed meanwhile answers with a reset after one round trip. A
 * reset that comes later may be the end of a request that was worked on, and billed.
 */
const STALE_WITHIN_MS = 2_000;

/** Opens nothing yet. `clock` measures how soon a reset came. */
export function createConnections(clock: Pick<Clock, 'monotonic'>): Connections {
  const connector = buildConnector({ timeout: CONNECT_TIMEOUT_MS });
  /** Connections begun and made: unchanged meanwhile = a request went over an old one. */
  let connects = 0;
  const connect: buildConnector.connector = (options, callback) => {
    connects += 1;
    connector(options, (...result) => {
      connects += 1;
      callback(...result);
    });
  };
  const pool = new Agent({ connect, keepAliveTimeout: KEEP_ALIVE_MS });
  // Without pipelining and keep-alive every request has a connection of its own.
  const fresh = new Agent({ connect, pipelining: 0 });

  return {
    async request(request) {
      const before = connects;
      const startedAt = clock.monotonic();
      try {
        return await dispatch(pool, request);
      } catch (error) {
        const stale =
          connects === before &&
          isReset(error) &&
          !request.signal.aborted &&
          clock.monotonic() - startedAt <= STALE_WITHIN_MS;
        if (!stale) throw error;
        // Nothing of an answer had come, and the connection was older than the request: it had been
        // closed before the request arrived. Browsers send again in that case, POST included.
        return dispatch(fresh, request);
      }
    },
    close: async () => {
      await Promise.all([pool.destroy(), fresh.destroy()]);
    },
  };
}

/**
 * undici's `dispatch`, not its `request`: as cheap for whole answers, and a stream needs no `Readable`
 * and no promise a chunk in between.
 */
function dispatch(dispatcher: Dispatcher, request: UpstreamRequest): Promise<UpstreamAnswer> {
  const exchange = new UpstreamExchange(request.signal);
  if (!request.signal.aborted) {
    dispatcher.dispatch(
      {
        origin: request.origin,
        path: request.path,
        method: request.method,
        headers: request.headers,
        body: request.body,
        headersTimeout: request.headersTimeoutMs,
        bodyTimeout: request.bodyTimeoutMs,
      },
      exchange,
    );
  }
  return exchange.head;
}

/** A connection broken by the other side; not one that could not be made. */
function isReset(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'ECONNRESET' || code === 'EPIPE' || code === 'UND_ERR_SOCKET';
}
