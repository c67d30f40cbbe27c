import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import { ERROR_CODES, type ErrorCode } from '@shared/api/errors';
import { type Authenticate, type Identity, isLoopback, isLoopbackHostHeader } from './auth';
import type { Log } from './context';
import { applyCors, type CorsOrigins, mayCall } from './cors';
import { gatewayError, sendGatewayError } from './gateway/errors';
import { isGatewayPath, surfaceOf } from './gateway/surfaces';
import { keyInProtocols, refuseUpgrade } from './realtime/door';
import { REALTIME_PATH } from './realtime/request';
import { errorBody, type Router } from './routes/http';

/**
 * The gateway: takes a raw request of a known user and answers it. False when the path is not one
 * of its own; then nothing was read or written.
 */
export type RawHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  identity: Identity,
) => Promise<boolean>;

/** Live sessions: takes the upgrade request of a known user, and resolves when its session has ended. */
export type UpgradeHandler = (
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  identity: Identity,
) => Promise<void>;

export interface HttpServerOptions {
  readonly app: Router;
  readonly gateway: RawHandler;
  readonly realtime: UpgradeHandler;
  readonly authenticate: Authenticate;
  readonly corsOrigins: CorsOrigins;
  readonly log: Log;
}

export interface HttpServer {
  /** @returns the base URL with the port that was given or found. */
  listen(port: number, host: string): Promise<string>;
  /**
   * Stops accepting, lets requests end for a moment, then cuts the rest and waits for them.
   *
   * @param abort cuts what the gateway is relaying and resolves when it is written down.
   */
  close(abort: () => Promise<void>): Promise<void>;
}

/** How long a connection without a request stays open. */
const KEEP_ALIVE_MS = 65_000;
/** How long the head of a request may take. */
const HEADERS_MS = 20_000;
/** How long requests under way may go on when the server closes. */
const GRACE_MS = 250;
/** How long cut requests get to write down how they ended. */
const SETTLE_MS = 700;

export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { app, gateway, realtime, authenticate, corsOrigins, log } = options;
  const hono = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const running = new Set<Promise<void>>();
  let loopbackOnly = true;

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (loopbackOnly && !isLoopbackHostHeader(request.headers.host)) {
      sendRawError(response, 'forbidden', 'this server answers to loopback names only');
      return;
    }
    const path = pathOf(request.url);
    if (isGatewayPath(path) || path === REALTIME_PATH) {
      if (applyCors(request, response, corsOrigins)) return;
      const identity = identify(request, authenticate);
      if (identity === null) {
        const error = gatewayError('unauthorized', 'a valid bearer token is required');
        const protocol = surfaceOf(path)?.protocol ?? 'openai';
        sendGatewayError(response, error, protocol, { 'www-authenticate': 'Bearer' });
        return;
      }
      if (path === REALTIME_PATH) {
        sendNoUpgrade(request, response);
        return;
      }
      if (await gateway(request, response, identity)) return;
    }
    await hono(request, response);
  };

  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const { headers, url } = request;
    const refuse = (code: ErrorCode, message: string, more?: Record<string, string>): void =>
      refuseUpgrade(socket, gatewayError(code, message), more);
    if (loopbackOnly && !isLoopbackHostHeader(headers.host)) {
      refuse('forbidden', 'this server answers to loopback names only');
      return;
    }
    if (pathOf(url) !== REALTIME_PATH) {
      refuse('not_found', 'there is no WebSocket at this path');
      return;
    }
    // A browser lets any page open one: the rule that it keeps for requests is kept here.
    if (!mayCall(headers.origin, corsOrigins)) {
      refuse('forbidden', 'pages of this origin may not call the gateway');
      return;
    }
    const key = keyInProtocols(headers['sec-websocket-protocol']);
    const identity = authenticate(key === null ? headers.authorization : `Bearer ${key}`);
    if (identity === null) {
      refuse('unauthorized', 'a valid bearer token is required', { 'www-authenticate': 'Bearer' });
      return;
    }
    await realtime(request, socket, head, identity);
  };

  const server = createServer((request, response) => {
    const work = handle(request, response)
      .catch((error: unknown) => {
        log.error('a request failed', { method: request.method, path: pathOf(request.url), error });
        if (response.headersSent) response.destroy();
        else sendRawError(response, 'internal_error', 'something went wrong; the log says what');
      })
      .finally(() => running.delete(work));
    running.add(work);
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.headers.upgrade?.toLowerCase() !== 'websocket') {
      withoutUpgrade(server, request, socket, head);
      return;
    }
    const work = upgrade(request, socket, head)
      .catch((error: unknown) => {
        log.error('an upgrade failed', { path: pathOf(request.url), error });
        socket.destroy();
      })
      .finally(() => running.delete(work));
    running.add(work);
  });
  // A long stream is no idle connection, and the gateway times the bodies that it reads itself.
  server.requestTimeout = 0;
  // Longer than clients keep theirs, so that none is closed just when it is used again.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.headersTimeout = HEADERS_MS;

  return {
    async listen(port, host) {
      loopbackOnly = isLoopback(host);
      await listening(server, port, host);
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : port;
      return `http://${host.includes(':') ? `[${host.replaceAll(/[[\]]/gu, '')}]` : host}:${bound}`;
    },

    async close(abort) {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeIdleConnections();
      await within(Promise.all(running), GRACE_MS);
      await within(abort(), SETTLE_MS);
      server.closeAllConnections();
      await within(Promise.all([closed, ...running]), SETTLE_MS);
    },
  };
}

/** A request in writing where a WebSocket is taken. */
function sendNoUpgrade({ method }: IncomingMessage, response: ServerResponse): void {
  if (method === 'GET' || method === 'HEAD') {
    const message = `${REALTIME_PATH} takes a WebSocket: ask for an upgrade.`;
    const headers = { upgrade: 'websocket' };
    sendGatewayError(response, gatewayError('invalid_request', message), 'openai', headers);
    return;
  }
  const error = gatewayError('method_not_allowed', `${REALTIME_PATH} takes GET only.`);
  sendGatewayError(response, error, 'openai', { allow: 'GET' });
}

/**
 * Answers as if no upgrade had been offered, which a server may always do: some clients offer HTTP/2
 * with every first request, and node hands those over unread once it listens for upgrades at all.
 */
function withoutUpgrade(
  server: Server,
  { method = 'GET', url = '/', httpVersion, rawHeaders }: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (/^(?:upgrade|http2-settings|connection)$/iu.test(name)) continue;
    lines.push(`${name}: ${rawHeaders[at + 1]}`);
  }
  const again = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  socket.unshift(Buffer.concat([again, head]));
  server.emit('connection', socket);
}

function listening(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host.replaceAll(/[[\]]/gu, ''), () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Waits for `work`, but no longer than `ms`. */
async function within(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}

/** Anthropic's surface: its clients know no other header than `x-api-key`, so a token may stand there. */
const ANTHROPIC_PATH = /^\/v1\/messages(?:\/|$)/u;

function identify({ url, headers }: IncomingMessage, authenticate: Authenticate): Identity | null {
  const given = headers['x-api-key'];
  // Node joins a repeated header of this name with a comma, which is no key; a list it never makes.
  const apiKey = Array.isArray(given) ? given[0] : given;
  const identity = authenticate(headers.authorization, apiKey);
  return identity === null && apiKey !== undefined && ANTHROPIC_PATH.test(pathOf(url))
    ? authenticate(`Bearer ${apiKey}`)
    : identity;
}

function pathOf(url: string | undefined): string {
  const text = url ?? '/';
  const query = text.indexOf('?');
  return query < 0 ? text : text.slice(0, query);
}

function sendRawError(response: ServerResponse, code: ErrorCode, message: string): void {
  response.writeHead(ERROR_CODES[code], { 'content-type': 'application/json' });
  response.end(JSON.stringify(errorBody(code, message)));
}
