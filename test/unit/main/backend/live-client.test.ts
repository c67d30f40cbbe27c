import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { createLiveClient, type LiveEvent } from '../../../../electron/main/backend/live-client';

type Answer = (socket: Socket) => void;

let server: Server;
let sockets: WebSocketServer;
let raw: Set<Socket>;
/** Answers the upgrade in place of the session; null = it is taken. */
let answer: Answer | null;
let seen: { readonly url: string; readonly headers: Record<string, unknown> }[];
let session: Promise<WebSocket>;
let events: LiveEvent[];
let closed: number;
let told: () => void;

beforeEach(async () => {
  answer = null;
  seen = [];
  events = [];
  closed = 0;
  told = () => undefined;
  raw = new Set();
  server = createServer();
  sockets = new WebSocketServer({ noServer: true });
  sockets.on('headers', (lines) => lines.push('x-auto-router-model: lab/voice'));
  session = new Promise((resolve) => {
    server.on('upgrade', (request, socket: Socket, head) => {
      raw.add(socket);
      socket.on('error', () => socket.destroy());
      seen.push({ url: request.url ?? '', headers: request.headers });
      if (answer !== null) answer(socket);
      else sockets.handleUpgrade(request, socket, head, resolve);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  for (const socket of raw) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

function open(signal = new AbortController().signal) {
  const { port } = server.address() as AddressInfo;
  const client = createLiveClient({
    endpoint: () => Promise.resolve({ url: `http://127.0.0.1:${port}`, token: 'secret' }),
    waitMs: 0,
  });
  return client.open(
    { model: 'auto/ptt_response', conversationId: 'c1' },
    {
      onEvent(event) {
        events.push(event);
        told();
      },
      onClosed() {
        closed += 1;
        told();
      },
    },
    signal,
  );
}

const heardAtLeast = (count: number): Promise<void> =>
  new Promise((resolve) => {
    told = () => {
      if (events.length + closed >= count) resolve();
    };
    told();
  });

const refusing =
  (head: string, body: string): Answer =>
  (socket) =>
    socket.end(`HTTP/1.1 ${head}\r\nconnection: close\r\n\r\n${body}`);

function endless(socket: Socket): void {
  socket.write('HTTP/1.1 500 Oops\r\n\r\n');
  const more = (): void => {
    if (!socket.destroyed) socket.write('x'.repeat(16_384), more);
  };
  more();
}

describe('a live session of the router', () => {
  test('is asked for with the task, the conversation and the token, and says who serves it', async () => {
    const line = await open();
    expect(line.headers.get('x-auto-router-model')).toBe('lab/voice');
    expect(seen[0]).toMatchObject({
      url: '/v1/realtime?model=auto%2Fptt_response',
      headers: {
        authorization: 'Bearer secret',
        'x-auto-router-task': 'ptt_response',
        'x-auto-router-conversation': 'c1',
      },
    });
    line.close();
  });

  // What comes is from outside: what it is not sure of is passed over, and nothing of it throws.
  test('reads what a turn needs, by both names, and passes everything else over', async () => {
    const line = await open();
    const far = await session;
    const say = (event: unknown): void =>
      far.send(typeof event === 'string' ? event : JSON.stringify(event));
    for (const bad of [
      '{',
      'null',
      '[]',
      '{"type":7}',
      { type: 'constructor' },
      { type: '__proto__' },
      { type: 'session.updated', session: { audio: null } },
      { type: 'response.output_audio.delta', item_id: 'i', delta: 'no base64!' },
      { type: 'response.output_text.delta', delta: 7 },
      { type: 'rate_limits.updated' },
    ]) {
      say(bad);
    }
    far.send(Uint8Array.of(1, 2, 3));
    // Three bytes: half a sample is none.
    say({ type: 'response.audio.delta', item_id: 'i', delta: 'AQABAA=='.slice(0, 4) });
    say({ type: 'response.output_audio_transcript.delta', delta: 'Hi' });
    say({ type: 'conversation.item.input_audio_transcription.completed' });
    say({ type: 'response.done', response: {} });
    say({ type: 'error' });
    await heardAtLeast(5);
    expect(events).toEqual([
      { kind: 'sound', itemId: 'i', samples: Int16Array.of(1) },
      { kind: 'text', text: 'Hi' },
      { kind: 'unheard' },
      { kind: 'done', status: 'failed' },
      { kind: 'error', code: 'provider_error', message: '' },
    ]);
    line.close();
  });

  test('that breaks off is told once; one that is closed from here is not told', async () => {
    await open();
    (await session).terminate();
    await heardAtLeast(1);
    expect(closed).toBe(1);
  });

  test('nothing is told of one that was closed from here', async () => {
    const line = await open();
    const far = await session;
    const gone = new Promise((resolve) => far.once('close', resolve));
    line.close();
    far.send(JSON.stringify({ type: 'response.output_text.delta', delta: 'late' }));
    await gone;
    line.send({ type: 'response.create' });
    expect([events, closed]).toEqual([[], 0]);
  });
});

describe('a session that does not come about', () => {
  test('says why, in the router’s own code', async () => {
    const error = { code: 'spending_cap_reached', message: 'The cap of today is reached.' };
    answer = refusing('402 Payment Required', JSON.stringify({ error }));
    await expect(open()).rejects.toMatchObject(error);
  });

  test.each([
    ['no error of the router', refusing('502 Bad Gateway', '<html>'), 'internal_error'],
    [
      'cut off in the middle',
      refusing('500 Oops\r\ncontent-length: 900', '{"err'),
      'internal_error',
    ],
    ['endless', endless, 'internal_error'],
    ['no answer at all', (socket: Socket) => socket.destroy(), 'backend_unavailable'],
  ])('an answer that is %s fails all the same', async (_, given, code) => {
    answer = given;
    await expect(open()).rejects.toMatchObject({ code });
  });

  test('is let go when it is not wanted any more', async () => {
    const stop = new AbortController();
    const reached = new Promise<Socket>((resolve) => {
      answer = resolve;
    });
    const opening = open(stop.signal);
    const socket = await reached;
    const gone = new Promise((resolve) => socket.once('end', resolve));
    socket.resume();
    stop.abort();
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' });
    await gone;
  });
});
