import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { createBrotliCompress, createDeflate, createGzip, gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  createConnections,
  type UpstreamRequest,
} from '../../../../electron/backend/providers/http-transport';
import { BodyTooLargeError, readAll } from '../../../../electron/backend/providers/upstream-answer';

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${await listen(server)}`;
}

function connections(clock = { monotonic: () => 0 }) {
  const made = createConnections(clock);
  onTestFinished(() => made.close());
  return (origin: string, more: Partial<UpstreamRequest> = {}) =>
    made.request({
      origin,
      path: '/',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
      signal: new AbortController().signal,
      headersTimeoutMs: 30_000,
      bodyTimeoutMs: 30_000,
      ...more,
    });
}

const BIG = Buffer.from(
  Array.from({ length: 200_000 }, (_, index) => `line ${index} ü\n`).join(''),
  'utf8',
);

describe('the transport', () => {
  it.each([
    ['gzip', createGzip],
    ['deflate', createDeflate],
    ['br', createBrotliCompress],
    ['identity', null],
  ] as const)('reads %s whole, also by a reader who takes his time', async (encoding, encoder) => {
    const origin = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding });
      if (encoder === null) response.end(BIG);
      else {
        const coder = encoder();
        coder.pipe(response);
        coder.end(BIG);
      }
    });
    const answer = await connections()(origin);
    const pieces: Buffer[] = [];
    let reading = 0;
    await answer.read(async (chunk) => {
      reading += 1;
      // Two at once would mean that nobody is waited for, and the order is luck.
      expect(reading).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      pieces.push(chunk);
      reading -= 1;
    });
    expect(Buffer.concat(pieces).equals(BIG)).toBe(true);
  });

  it('calls half a gzip body broken, not ended', async () => {
    const origin = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(gzipSync(BIG).subarray(0, 1000));
    });
    const answer = await connections()(origin);
    await expect(readAll(answer, 1e9)).rejects.toThrow();
  });

  it('keeps no more of a body than its limit, and breaks off', async () => {
    let closed = false;
    const origin = await serve((_request, response) => {
      response.on('close', () => (closed = !response.writableFinished));
      response.writeHead(200);
      const more = (): void => void (response.write(Buffer.alloc(65_536)) && setImmediate(more));
      response.on('drain', more);
      more();
    });
    const answer = await connections()(origin);
    await expect(readAll(answer, 100_000)).rejects.toThrow(BodyTooLargeError);
    await vi.waitFor(() => expect(closed).toBe(true), { interval: 5 });
  });

  it('passes over an interim answer', async () => {
    const origin = await serve((_request, response) => {
      response.writeEarlyHints({ link: '</x>; rel=preload' });
      response.writeHead(201).end('done');
    });
    const answer = await connections()(origin);
    expect(answer.status).toBe(201);
    expect((await readAll(answer, 100)).toString()).toBe('done');
  });

  // A server that takes the connection and never shakes hands held an aborted request for ten seconds.
  it('ends an aborted request at once while the connection is being made', async () => {
    const silent = createTcpServer(() => undefined);
    const port = await listen(silent);
    onTestFinished(() => void silent.close());
    const stop = new AbortController();
    const asked = connections()(`https://127.0.0.1:${port}`, { signal: stop.signal });
    setImmediate(() => stop.abort(new Error('gone')));
    await expect(asked).rejects.toThrow('gone');
  });

  it('tells a failing reader to its caller and stops the upstream', async () => {
    let closed = false;
    const origin = await serve((_request, response) => {
      response.on('close', () => (closed = true));
      response.writeHead(200);
      response.write('first');
    });
    const answer = await connections()(origin);
    const read = answer.read(() => Promise.reject(new Error('the reader failed')));
    await expect(read).rejects.toThrow('the reader failed');
    await vi.waitFor(() => expect(closed).toBe(true), { interval: 5 });
  });
});

/** Answers the first request of a connection and resets at every other. */
async function resetsReused(onRequest: () => void = () => undefined) {
  const used = new WeakSet();
  return serve((request, response) => {
    onRequest();
    if (used.has(request.socket)) request.socket.resetAndDestroy();
    else response.writeHead(200).end('ok');
    used.add(request.socket);
  });
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a connection that has gone stale', () => {
  it('is replaced by a fresh one, once', async () => {
    const origin = await resetsReused();
    const ask = connections();
    for (let round = 0; round < 3; round += 1) {
      const answer = await ask(origin);
      expect((await readAll(answer, 100)).toString()).toBe('ok');
      await turn();
    }
  });

  // A reset after a long wait may be the end of a request that was worked on: asked twice, billed twice.
  it('is not replaced when the reset came late', async () => {
    let now = 0;
    let requests = 0;
    const origin = await resetsReused(() => {
      requests += 1;
      if (requests > 1) now += 2_001;
    });
    const ask = connections({ monotonic: () => now });
    await readAll(await ask(origin), 100);
    await turn();
    await expect(ask(origin)).rejects.toThrow();
    expect(requests).toBe(2);
  });

  it('is no matter of a connection that was made for the request', async () => {
    let requests = 0;
    const origin = await serve((request) => {
      requests += 1;
      request.socket.resetAndDestroy();
    });
    await expect(connections()(origin)).rejects.toThrow();
    expect(requests).toBe(1);
  });
});
