import { Agent, buildConnector, type Dispatcher, Pool } from 'undici';
import type { Clock } from '../context';
import { createSpareConnections } from './spare-connections';
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
  /**
   * Connects to an origin, TLS included, for a request that is about to come; sends nothing. Does
   * nothing when a connection is free. Resolves when that is over; never fails.
   */
  prepare(origin: string): Promise<void>;
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
  // What was prepared counts as old: a request that finds it closed meanwhile is sent again.
  const spares = createSpareConnections(connect, KEEP_ALIVE_MS);
  const pools = new Map<string, Pool>();
  const pool = new Agent({
    connect: spares.connect,
    keepAliveTimeout: KEEP_ALIVE_MS,
    factory(origin, options) {
      const made = new Pool(origin, options);
      pools.set(String(origin), made);
      return made;
    },
  });
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
    async prepare(origin) {
      const known = pools.get(origin);
      if (known !== undefined && !known.closed && known.stats.free > 0) return;
      await spares.prepare(origin);
    },
    close: async () => {
      spares.close();
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
