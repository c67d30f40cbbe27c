import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { STATUS_CODES } from 'node:http';
import { ERROR_CODES } from '@shared/api/errors';
import { type WebSocket, WebSocketServer } from 'ws';
import { errorJson, type GatewayError, headerValue } from '../gateway/errors';

type Headers = Readonly<Record<string, string>>;

/** The subprotocol that OpenAI's clients name beside the one that carries a browser's key. */
const PROTOCOL = 'realtime';
const KEY_PROTOCOL = 'openai-insecure-api-key.';
/** Nothing may come before the upgrade is answered; a little is kept for clients that cannot wait. */
const MOST_EARLY = 64 * 1024;

/** The key among the subprotocols, where a browser cannot set a header; null = there is none. */
export function keyInProtocols(header: string | undefined): string | null {
  const found = (header ?? '')
    .split(',')
    .map((part) => part.trim())
    .find((part) => part.startsWith(KEY_PROTOCOL));
  return found?.slice(KEY_PROTOCOL.length) ?? null;
}

/**
 * A caller who asks for a live session and waits: he is let in when a provider has taken the session,
 * or refused with a status and a JSON error like everywhere else.
 */
export class Door {
  /** Aborted when the caller goes away while he waits, or the gateway closes. */
  readonly signal: AbortSignal;
  readonly #abort = new AbortController();
  readonly #request: IncomingMessage;
  readonly #socket: Duplex;
  readonly #early: Buffer[];
  #open = true;

  constructor(request: IncomingMessage, socket: Duplex, head: Buffer) {
    this.#request = request;
    this.#socket = socket;
    this.#early = [head];
    this.signal = this.#abort.signal;
    // Read while he waits: a hang-up is seen only where somebody reads.
    socket.on('data', this.#onData);
    socket.on('end', this.#onGone);
    socket.on('close', this.#onGone);
    socket.on('error', this.#onGone);
  }

  readonly #onGone = (): void => {
    this.#abort.abort();
    this.#socket.destroy();
  };

  readonly #onData = (bytes: Buffer): void => {
    this.#early.push(bytes);
    if (this.#early.reduce((sum, one) => sum + one.length, 0) > MOST_EARLY) this.#onGone();
  };

  /** The gateway closes; who was let in is left to the session. */
  drop(): void {
    if (this.#open) this.#onGone();
  }

  /** Refuses who still waits, and cuts off who was let in. */
  fail(error: GatewayError): void {
    if (this.#open) this.refuse(error);
    else this.#socket.destroy();
  }

  refuse(error: GatewayError, headers: Headers = {}): void {
    if (!this.#open) return;
    this.#leave();
    refuseUpgrade(this.#socket, error, headers);
  }

  /** Lets the caller in; null = he is gone, or does not speak WebSocket. */
  accept(headers: Headers, maxPayload: number): Promise<WebSocket | null> {
    if (!this.#open || this.signal.aborted) return Promise.resolve(null);
    this.#leave();
    const server = new WebSocketServer({
      noServer: true,
      maxPayload,
      perMessageDeflate: false,
      handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : false),
    });
    server.on('headers', (lines) => {
      for (const [name, value] of Object.entries(headers)) {
        lines.push(`${name}: ${headerValue(value)}`);
      }
    });
    return new Promise((resolve) => {
      this.#socket.once('close', () => resolve(null));
      const head = Buffer.concat(this.#early);
      server.handleUpgrade(this.#request, this.#socket, head, (socket) => resolve(socket));
    });
  }

  #leave(): void {
    this.#open = false;
    const socket = this.#socket;
    socket.off('data', this.#onData);
    socket.off('end', this.#onGone);
    socket.off('close', this.#onGone);
    socket.off('error', this.#onGone);
  }
}

/** Answers an upgrade request with an error, and ends the connection. */
export function refuseUpgrade(socket: Duplex, error: GatewayError, headers: Headers = {}): void {
  const status = ERROR_CODES[error.code];
  const body = Buffer.from(errorJson(error, 'openai'), 'utf8');
  const retryAfter: Headers =
    error.retryAfterMs === null
      ? {}
      : { 'retry-after': String(Math.ceil(error.retryAfterMs / 1000)) };
  const lines = Object.entries({
    ...headers,
    ...retryAfter,
    'content-type': 'application/json',
    'content-length': String(body.length),
    connection: 'close',
  }).map(([name, value]) => `${name}: ${headerValue(value)}\r\n`);
  socket.on('error', () => socket.destroy());
  socket.end(
    Buffer.concat([
      Buffer.from(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n`),
      body,
    ]),
  );
}
