import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { RealtimeConversation, type RealtimeVoice } from './realtime-conversation';

/** What goes wrong. */
export type RealtimeFault =
  | { readonly kind: 'refuse'; readonly status: number; readonly retryAfter?: string }
  /** Takes the session, and its first event is an error. */
  | { readonly kind: 'error_first'; readonly code: string }
  /** Takes the session and never says a word. */
  | { readonly kind: 'mute' }
  /** Answers `response.create` with an error event. */
  | { readonly kind: 'error_event' }
  /** An answer that ends as failed. */
  | { readonly kind: 'failed_answer' }
  /** Breaks the connection after the first pieces of an answer. */
  | { readonly kind: 'break' }
  /** Closes in order after the first pieces of an answer. */
  | { readonly kind: 'close' }
  /** Begins no answer at all. */
  | { readonly kind: 'silent' };

export interface RealtimeUpstream {
  /** With `/v1`. */
  readonly url: string;
  /** Headers and query of every upgrade that came. */
  readonly upgrades: {
    readonly model: string | null;
    readonly authorization: string | undefined;
  }[];
  readonly sessions: RealtimeConversation[];
  /** Client events that the protocol does not know; empty in a good test. */
  readonly violations: string[];
  /** Of every session from now on. */
  fault: RealtimeFault | null;
  /** Of the next ones, one each; before {@link RealtimeUpstream.fault}. */
  readonly faults: RealtimeFault[];
  /** Answers stop before this piece until {@link RealtimeUpstream.letGo}; null = they do not. */
  holdAt: number | null;
  letGo(): void;
  close(): Promise<void>;
}

/** A server of OpenAI's Realtime protocol over real WebSockets, that takes documented events only. */
export async function openRealtimeUpstream(
  voice: RealtimeVoice,
  options: { readonly models?: readonly string[]; readonly key?: string } = {},
): Promise<RealtimeUpstream> {
  const { models = ['voice'], key = null } = options;
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const server = createServer((request, response) => {
    if (request.url !== '/v1/models') {
      response.writeHead(404).end();
      return;
    }
    const data = models.map((id) => ({ id, object: 'model' }));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ object: 'list', data }));
  });
  const upstream = {
    url: '',
    upgrades: [] as RealtimeUpstream['upgrades'],
    sessions: [] as RealtimeConversation[],
    violations: [] as string[],
    fault: null as RealtimeFault | null,
    faults: [] as RealtimeFault[],
    holdAt: null as number | null,
    letGo(): void {
      upstream.holdAt = null;
      for (const session of upstream.sessions) session.letGo();
    },
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets.clients) socket.terminate();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '/', 'http://upstream');
    const model = url.searchParams.get('model');
    upstream.upgrades.push({ model, authorization: request.headers.authorization });
    const own = upstream.faults.shift();
    const fault = own ?? upstream.fault;
    const status =
      fault?.kind === 'refuse'
        ? fault.status
        : url.pathname !== '/v1/realtime'
          ? 404
          : key !== null && request.headers.authorization !== `Bearer ${key}`
            ? 401
            : 101;
    if (status !== 101) {
      const body = JSON.stringify({ error: { message: `refused with ${status}` } });
      const after =
        fault?.kind === 'refuse' && fault.retryAfter !== undefined
          ? `retry-after: ${fault.retryAfter}\r\n`
          : '';
      socket.end(
        `HTTP/1.1 ${status} No\r\ncontent-type: application/json\r\n${after}content-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
      );
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client: WebSocket) => {
      if (fault?.kind === 'mute') return;
      const session = new RealtimeConversation(client, {
        model: model ?? '',
        voice,
        fault: () => own ?? upstream.fault,
        heldAt: () => upstream.holdAt,
        violation: (text) => upstream.violations.push(text),
      });
      if (fault?.kind === 'error_first') {
        session.error(fault.code, 'The session cannot be opened.');
        client.close(1000, 'error');
        return;
      }
      upstream.sessions.push(session);
      session.begin();
    });
  }

  server.on('upgrade', upgrade);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  upstream.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  return upstream;
}
