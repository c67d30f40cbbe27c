import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { ERROR_CODES, type ErrorCode } from '@shared/api/errors';
import { type Authenticate, type Identity, isLoopback, isLoopbackHostHeader } from './auth';
import type { Log } from './context';
import { applyCors, type CorsOrigins } from './cors';
import { gatewayError, sendGatewayError } from './gateway/errors';
import { isGatewayPath, surfaceOf } from './gateway/surfaces';
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

export interface HttpServerOptions {
  readonly app: Router;
  readonly gateway: RawHandler;
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
  const { app, gateway, authenticate, corsOrigins, log } = options;
  const hono = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const running = new Set<Promise<void>>();
  let loopbackOnly = true;

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (loopbackOnly && !isLoopbackHostHeader(request.headers.host)) {
      sendRawError(response, 'forbidden', 'this server answers to loopback names only');
      return;
    }
    const path = pathOf(request.url);
    if (isGatewayPath(path)) {
      if (applyCors(request, response, corsOrigins)) return;
      const identity = identify(request, authenticate);
      if (identity === null) {
        const error = gatewayError('unauthorized', 'a valid bearer token is required');
        const protocol = surfaceOf(path)?.protocol ?? 'openai';
        sendGatewayError(response, error, protocol, { 'www-authenticate': 'Bearer' });
        return;
      }
      if (await gateway(request, response, identity)) return;
    }
    await hono(request, response);
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
