import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { errorBodySchema } from '../../shared/api/errors';
import { healthSchema } from '../../shared/api/startup';
import { ANN, BOB, codeOf, testBackend } from '../support/backend';
import { ROUTES } from '../support/routes';

describe('who may ask', () => {
  it('S0-31: every route but health wants a bearer token in the header', async () => {
    const server = await testBackend();
    const wrong: (Record<string, string> | undefined)[] = [
      undefined,
      { authorization: 'Bearer wrong' },
      { authorization: `Bearer ${ANN}x` },
      { authorization: `Basic ${ANN}` },
      { authorization: ANN },
      { authorization: 'Bearer ' },
      { 'x-api-key': `${ANN}x` },
    ];
    // Anthropic's clients know no other header; everywhere else a token is a bearer token.
    const elsewhere = [...wrong, { 'x-api-key': ANN }];
    for (const { method, path } of ROUTES.filter((route) => route.path !== '/health')) {
      for (const headers of path.startsWith('/v1/messages') ? wrong : elsewhere) {
        const answer = await server.ask(
          method,
          `${path}?authorization=Bearer%20${ANN}&token=${ANN}`,
          {
            token: null,
            headers,
          },
        );
        expect([method, path, answer.status]).toEqual([method, path, 401]);
        expect(errorBodySchema.parse(answer.json).error.code).toBe('unauthorized');
      }
    }
  });

  it('health needs none and says little', async () => {
    const server = await testBackend();
    const answer = await server.ask('GET', '/health', { token: null });
    expect(healthSchema.strict().parse(answer.json)).toMatchObject({ version: '0.0.0-test' });
  });

  it('a page that points its own name at this address is turned away (DNS rebinding)', async () => {
    const server = await testBackend();
    const statusFor = (host: string, path: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const { port } = new URL(server.url);
        request({ port, path, headers: { host, authorization: `Bearer ${ANN}` } }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .once('error', reject)
          .end();
      });
    for (const path of ['/health', '/v1/models', '/v1/auto-router/tasks']) {
      expect(await statusFor('evil.example', path)).toBe(403);
      expect(await statusFor('127.0.0.1.evil.example:80', path)).toBe(403);
      expect(await statusFor('localhost:1', path)).toBe(200);
      expect(await statusFor('[::1]:1', path)).toBe(200);
    }
  });

  it('no answer lets another origin read it', async () => {
    const server = await testBackend();
    for (const [method, token] of [
      ['GET', ANN],
      ['OPTIONS', null],
    ] as const) {
      const answer = await server.ask(method, '/v1/auto-router/tasks', {
        token,
        headers: { origin: 'https://evil.example', 'access-control-request-method': 'GET' },
      });
      const cors = [...answer.headers.keys()].filter((name) => name.startsWith('access-control'));
      expect(cors).toEqual([]);
    }
  });

  it('the providers are the owner’s alone', async () => {
    const server = await testBackend();
    for (const { method, path } of ROUTES.filter((route) => route.path.includes('providers'))) {
      const answer = await server.ask(method, path, {
        token: BOB,
        body: method === 'GET' ? undefined : [],
      });
      expect([path, answer.status, codeOf(answer)]).toEqual([path, 403, 'forbidden']);
    }
  });

  it('tokens stay out of the log', async () => {
    const server = await testBackend();
    await server.ask('PUT', `/v1/auto-router/prefs?x=${ANN}`, { body: '{' });
    await server.ask('GET', `/v1/${BOB}`);
    expect(server.logs.join('\n')).not.toMatch(new RegExp(`${ANN}|${BOB}`, 'u'));
  });
});

describe('bodies', () => {
  it('more than 20 MB is 413, announced or not', async () => {
    const server = await testBackend();
    const big = `"${'x'.repeat(21 * 1024 * 1024)}"`;
    const announced = await server.ask('PUT', '/v1/auto-router/prefs', { body: big });
    expect([announced.status, codeOf(announced)]).toEqual([413, 'payload_too_large']);
    expect((await server.ask('GET', '/v1/auto-router/tasks')).status).toBe(200);
  });

  it('what is no JSON is invalid_request on every route that takes a body', async () => {
    const server = await testBackend();
    for (const { method, path, takesBody } of ROUTES) {
      if (takesBody !== true) continue;
      const answer = await server.ask(method, path.replaceAll(/\{\w+\}/gu, 'x'), { body: '{oops' });
      expect([path, answer.status, codeOf(answer)]).toEqual([path, 400, 'invalid_request']);
    }
  });
});

describe('failures inside', () => {
  it('a closed storage answers 503 storage_failed, without a stack', async () => {
    const server = await testBackend();
    const { store } = server.backend;
    await store.close();
    const answer = await server.ask('PUT', '/v1/auto-router/prefs', { body: { prefs: {} } });
    expect([answer.status, codeOf(answer)]).toEqual([503, 'storage_failed']);
    expect(answer.text).not.toMatch(/\bat \S+:\d+/u);
  });
});
