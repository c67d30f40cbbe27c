import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { Agent, buildConnector, request } from 'undici';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createConnections } from '../../../../electron/backend/providers/http-transport';
import { createSpareConnections } from '../../../../electron/backend/providers/spare-connections';
import { readAll } from '../../../../electron/backend/providers/upstream-answer';
import { CERTIFICATE, CERTIFICATE_KEY } from '../../../support/certificate';

interface Counted {
  readonly origin: string;
  readonly sockets: Socket[];
  /** The number of connections there were when each request came. */
  readonly seen: number[];
}

async function serve(secure = false): Promise<Counted> {
  const sockets: Socket[] = [];
  const seen: number[] = [];
  const listener: RequestListener = (_request, response) => {
    seen.push(sockets.length);
    response.end('ok');
  };
  const server: Server = secure
    ? createTlsServer({ cert: CERTIFICATE, key: CERTIFICATE_KEY }, listener)
    : createServer(listener);
  server.on(secure ? 'secureConnection' : 'connection', (socket: Socket) => sockets.push(socket));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `${secure ? 'https' : 'http'}://127.0.0.1:${port}`, sockets, seen };
}

function connections() {
  const made = createConnections({ monotonic: () => 0 });
  onTestFinished(() => made.close());
  const ask = async (origin: string): Promise<string> => {
    const answer = await made.request({
      origin,
      path: '/',
      method: 'POST',
      headers: {},
      body: '{}',
      signal: new AbortController().signal,
      headersTimeoutMs: 30_000,
      bodyTimeoutMs: 30_000,
    });
    return (await readAll(answer, 100)).toString();
  };
  return { ask, prepare: (origin: string) => made.prepare(origin) };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const until = (holds: () => void) => vi.waitFor(holds, { interval: 5 });

describe('a connection that is prepared', () => {
  // A prepared connection that the request does not use is a handshake more, not less.
  it('is there before the first request, sends nothing, and carries it', async () => {
    const { origin, sockets, seen } = await serve();
    const { ask, prepare } = connections();
    await prepare(origin);
    await until(() => expect(sockets).toHaveLength(1));
    expect([seen, sockets[0]?.bytesRead]).toEqual([[], 0]);
    expect(await ask(origin)).toBe('ok');
    await turn();
    expect(await ask(origin)).toBe('ok');
    expect(sockets).toHaveLength(1);
  });

  it('is made once, however often it is asked for, and not where one is free', async () => {
    const { origin, sockets } = await serve();
    const { ask, prepare } = connections();
    await Promise.all([prepare(origin), prepare(origin)]);
    await ask(origin);
    await turn();
    await prepare(origin);
    await ask(origin);
    expect(sockets).toHaveLength(1);
  });

  it('is waited for by a request that comes while it is being made', async () => {
    const { origin, sockets } = await serve();
    const { ask, prepare } = connections();
    const made = prepare(origin);
    expect(await ask(origin)).toBe('ok');
    await made;
    expect(sockets).toHaveLength(1);
  });

  // A server that closes idle connections would otherwise fail the request that was to be fast.
  it('is replaced when the server has closed it meanwhile', async () => {
    const { origin, sockets } = await serve();
    const { ask, prepare } = connections();
    await prepare(origin);
    await until(() => expect(sockets).toHaveLength(1));
    sockets[0]?.destroy();
    await turn();
    expect(await ask(origin)).toBe('ok');
    expect(sockets).toHaveLength(2);
  });

  it('may fail without harm: the request makes its own', async () => {
    const { ask, prepare } = connections();
    await prepare('http://127.0.0.1:1');
    await expect(ask('http://127.0.0.1:1')).rejects.toThrow();
    const { origin } = await serve();
    expect(await ask(origin)).toBe('ok');
  });

  it('has shaken hands when it is TLS', async () => {
    const { origin, sockets, seen } = await serve(true);
    const spares = createSpareConnections(buildConnector({ ca: CERTIFICATE }), 30_000);
    const dispatcher = new Agent({ connect: spares.connect });
    onTestFinished(() => dispatcher.destroy());
    await spares.prepare(origin);
    await until(() => expect(sockets).toHaveLength(1));
    const answer = await request(origin, { dispatcher });
    expect([await answer.body.text(), seen]).toEqual(['ok', [1]]);
  });

  it('is closed when nobody comes for it, and with all others', async () => {
    const { origin, sockets } = await serve();
    const spares = createSpareConnections(buildConnector({}), 1);
    await spares.prepare(origin);
    await until(() => expect(sockets[0]?.destroyed).toBe(true));
    const lasting = createSpareConnections(buildConnector({}), 30_000);
    await lasting.prepare(origin);
    lasting.close();
    await until(() => expect(sockets.map(({ destroyed }) => destroyed)).toEqual([true, true]));
  });
});
