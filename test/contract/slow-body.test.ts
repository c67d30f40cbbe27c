import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { ANN, testBackend } from '../support/backend';
import { ROUTES } from '../support/routes';

const LIMITS = { idleMs: 60, totalMs: 250 };
/** A piece comes before the caller is taken for gone, and the body never ends. */
const TRICKLE_MS = 20;

/** Begins a request whose body never ends, and reads what comes until the server closes the connection. */
function begin(
  url: string,
  { method, path }: { readonly method: string; readonly path: string },
  { trickles, token = ANN }: { readonly trickles: boolean; readonly token?: string },
): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let answer = '';
    const pieces = trickles ? setInterval(() => socket.write(' '), TRICKLE_MS) : undefined;
    socket.on('data', (bytes: Buffer) => {
      answer += bytes.toString();
    });
    // The server may close with a piece on its way: then the answer is what came before.
    socket.on('error', (error) => (answer === '' ? reject(error) : undefined));
    socket.on('close', () => {
      clearInterval(pieces);
      resolve(answer);
    });
    socket.write(
      [
        `${method} ${path.replaceAll(/\{\w+\}/gu, 'some-id')} HTTP/1.1`,
        `host: ${hostname}:${port}`,
        `authorization: Bearer ${token}`,
        'content-type: application/json',
        'content-length: 1000',
        '',
        '{',
      ].join('\r\n'),
    );
  });
}

const TAKING = ROUTES.filter(({ takesBody }) => takesBody === true);

describe('a body that does not come', () => {
  // A caller that stops in the middle held its request, and its connection, for ever.
  it.each(TAKING)('is not waited for: $method $path', async (given) => {
    const server = await testBackend({ bodyLimits: LIMITS });
    const answer = await begin(server.url, given, { trickles: false });
    // Some are refused before anything is read: a conversation that is not there, a form that is none.
    expect(answer).toMatch(/^HTTP\/1\.1 (?:408|404|400) /u);
    if (answer.includes(' 408 ')) expect(answer).toContain('request_timeout');
  });

  it.each(['/v1/auto-router/preview', '/v1/chat/completions'])(
    'that trickles for ever is over after its whole time: POST %s',
    async (path) => {
      const server = await testBackend({ bodyLimits: LIMITS });
      const answer = await begin(server.url, { method: 'POST', path }, { trickles: true });
      expect(answer).toMatch(/^HTTP\/1\.1 408 /u);
    },
  );

  it('is not waited for from a caller that is not known either', async () => {
    const server = await testBackend({ bodyLimits: LIMITS });
    const given = { method: 'PUT', path: '/v1/auto-router/prefs' };
    const answer = await begin(server.url, given, { trickles: true, token: 'wrong' });
    expect(answer).toMatch(/^HTTP\/1\.1 401 /u);
  });
});
