import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { BOB, codeOf, testBackend } from '../support/backend';

const PATH = '/v1/auto-router/prepare';
const CHAT = { model: 'lab/m1', messages: [{ role: 'user', content: 'hi' }] };

/** A provider that closes the connection on which its models were listed, and counts the others. */
async function startLab() {
  const counted = { connections: 0, requests: [] as string[] };
  const server = createServer((request, response) => {
    counted.requests.push(request.url ?? '');
    const isList = request.url === '/v1/models';
    response.setHeader('content-type', 'application/json');
    if (isList) response.setHeader('connection', 'close');
    request
      .resume()
      .on('end', () =>
        response.end(
          JSON.stringify(
            isList
              ? { data: [{ id: 'm1' }] }
              : { choices: [{ index: 0, message: { role: 'assistant', content: 'hello' } }] },
          ),
        ),
      );
  });
  server.on('connection', () => (counted.connections += 1));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  return { counted, config: { id: 'lab', kind: 'openai-compatible', baseUrl: url } as const };
}

it('connects ahead of the first request, which then uses that connection', async () => {
  const { counted, config } = await startLab();
  const server = await testBackend({ providers: [config] });
  await vi.waitFor(() => expect(counted).toEqual({ connections: 1, requests: ['/v1/models'] }));
  const models = ['lab/m1', 'lab/m2', 'nobody/m1', 'auto/ptt_response', 'nonsense'];
  // Everybody who may ask a model may do so a little faster.
  const answer = await server.ask('POST', PATH, { body: { models }, token: BOB });
  expect([answer.status, answer.text]).toEqual([204, '']);
  await vi.waitFor(() => expect(counted.connections).toBe(2));
  expect(counted.requests).toEqual(['/v1/models']);
  expect((await server.ask('POST', '/v1/chat/completions', { body: CHAT })).status).toBe(200);
  expect(counted.connections).toBe(2);
});

it.each([{}, { models: [] }, { models: Array.from({ length: 9 }, () => 'lab/m1') }])(
  'refuses %j',
  async (body) => {
    const server = await testBackend();
    expect(codeOf(await server.ask('POST', PATH, { body }))).toBe('invalid_request');
  },
);
