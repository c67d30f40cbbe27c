import { connect, type Socket } from 'node:net';
import OpenAI from 'openai';
import { OpenAIRealtimeWS } from 'openai/realtime/ws';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { BackendOptions } from '../../electron/backend/server';
import type { ProviderConfig } from '../../shared/api/providers';
import { ANN, type TestBackend, testBackend } from './backend';
import type { RealtimeVoice } from './realtime-conversation';
import { openRealtimeUpstream, type RealtimeUpstream } from './realtime-upstream';

/** A tone of 24 kHz, in milliseconds. */
export function tone(ms: number): Int16Array {
  return Int16Array.from({ length: ms * 24 }, (_, at) => Math.round(8_000 * Math.sin(at / 12)));
}

export const WORDS = ['It is ', 'sunny ', 'today.'] as const;
export const HEARD = 'what is the weather';
export const VOICE: RealtimeVoice = {
  hear: () => Promise.resolve(HEARD),
  words: WORDS,
  sound: tone(600),
};

/** A Realtime server of the test, closed with it. */
export async function startRealtime(
  options?: Parameters<typeof openRealtimeUpstream>[1],
): Promise<RealtimeUpstream> {
  const upstream = await openRealtimeUpstream(VOICE, options);
  onTestFinished(() => upstream.close());
  return upstream;
}

export const OPENAI_KEY = 'sk-upstream-secret-1234';
export const MODEL = 'openai/gpt-realtime-2.1';
export const SPARE = 'openai/gpt-realtime-1.5';

/** The bundled catalog's OpenAI, at the test's server: its prices count although it is next door. */
export function openaiAt(upstream: RealtimeUpstream): ProviderConfig {
  return {
    id: 'openai',
    kind: 'openai-compatible',
    baseUrl: upstream.url,
    apiKey: OPENAI_KEY,
    name: 'OpenAI',
  };
}

/** The whole server with that provider, whose list is known. */
export async function startBackend(
  upstream: RealtimeUpstream,
  options: Partial<BackendOptions> = {},
): Promise<TestBackend> {
  const backend = await testBackend({
    catalogFile: null,
    providers: [openaiAt(upstream)],
    ...options,
  });
  await backend.backend.listed(5_000);
  return backend;
}

type Event = Readonly<Record<string, unknown>> & { readonly type: string };

/** A raw client that keeps everything. */
export interface RawSession {
  readonly socket: WebSocket;
  readonly events: Event[];
  /** Of the answer to the upgrade. */
  readonly headers: Readonly<Record<string, unknown>>;
  /** Code and reason. */
  readonly closed: Promise<readonly [number, string]>;
  send(event: object | string): void;
  /** The next event of this type that was not waited for yet. */
  next(type: string): Promise<Event>;
}

export interface Refused {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly error: { readonly code: string; readonly message: string };
}

interface Ask {
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly protocols?: readonly string[];
}

export async function refusedSession(url: string, query: string, ask: Ask = {}): Promise<Refused> {
  const opened = await openSession(url, query, ask);
  if ('error' in opened) return opened;
  opened.socket.terminate();
  throw new Error('the session was opened');
}

export async function session(url: string, query: string, ask: Ask = {}): Promise<RawSession> {
  const opened = await openSession(url, query, ask);
  if ('error' in opened) throw new Error(`refused: ${opened.status} ${opened.error.message}`);
  return opened;
}

function openSession(url: string, query: string, ask: Ask): Promise<RawSession | Refused> {
  const { token = ANN, headers = {}, protocols = [] } = ask;
  const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/realtime${query}`, [...protocols], {
    headers: { ...(token !== null && { authorization: `Bearer ${token}` }), ...headers },
  });
  onTestFinished(() => socket.terminate());
  const events: Event[] = [];
  const waiting: { readonly type: string; readonly resolve: (event: Event) => void }[] = [];
  let from = 0;
  socket.on('message', (data) => {
    events.push(JSON.parse((data as Buffer).toString('utf8')) as Event);
    settle();
  });
  function settle(): void {
    const [wait] = waiting;
    const at = events.findIndex(({ type }, index) => index >= from && type === wait?.type);
    const found = events[at];
    if (wait === undefined || found === undefined) return;
    from = at + 1;
    waiting.shift();
    wait.resolve(found);
    settle();
  }
  return new Promise((resolve, reject) => {
    const seen: { headers: Record<string, unknown> } = { headers: {} };
    const closed = new Promise<readonly [number, string]>((done) => {
      socket.on('close', (code, reason) => done([code, reason.toString('utf8')]));
    });
    socket.on('upgrade', ({ headers: given }) => {
      seen.headers = given;
    });
    socket.on('unexpected-response', (_, response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Pick<Refused, 'error'>;
        resolve({ status: response.statusCode ?? 0, headers: response.headers, ...body });
      });
    });
    socket.on('error', reject);
    socket.on('open', () => {
      resolve({
        socket,
        events,
        headers: seen.headers,
        closed,
        send: (event) => socket.send(typeof event === 'string' ? event : JSON.stringify(event)),
        next: (type) =>
          new Promise((done) => {
            waiting.push({ type, resolve: done });
            settle();
          }),
      });
    });
  });
}

/**
 * OpenAI's own client, its base URL changed and nothing else. It asks for TLS whatever the address
 * says; its own option for connections gives it the plain one of a loopback server.
 */
export async function officialClient(url: string, model: string): Promise<OpenAIRealtimeWS> {
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: ANN });
  const { hostname, port } = new URL(url);
  const createConnection = (): Socket => connect(Number(port), hostname);
  const realtime = await OpenAIRealtimeWS.create(client, { model, options: { createConnection } });
  onTestFinished(() => realtime.socket.terminate());
  return realtime;
}

/** Sound as an append event takes it. */
export function base64Of(samples: Int16Array): string {
  return Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength).toString('base64');
}

/** Sound in the audio deltas of a session. */
export function soundIn(events: readonly Event[]): Int16Array {
  const bytes = Buffer.concat(
    events
      .filter(({ type }) => type === 'response.output_audio.delta')
      .map(({ delta }) => Buffer.from(String(delta), 'base64')),
  );
  return new Int16Array(new Uint8Array(bytes).buffer);
}
