import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HEADERS } from '@shared/api/auto-router';
import { DEFAULT_SETTINGS, type Settings } from '@shared/settings/settings';
import { createBackend, type Backend } from '../../../../electron/main/backend/backend';
import { createBackendClient } from '../../../../electron/main/backend/backend-client';
import { createHttp, endpointUrl } from '../../../../electron/main/backend/http';
import type { BackendLink, StatusListener } from '../../../../electron/main/backend/link';
import { detectLocal } from '../../../../electron/main/providers/detect-local';
import { fakeClock, type FakeClock } from '../support';

const fetch = (url: string, init: RequestInit) => globalThis.fetch(url, init);

let server: Server;
let base: string;
let requests: IncomingMessage[];
let respond: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  requests = [];
  server = createServer((request, response) => {
    requests.push(request);
    respond(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function json(status: number, body: unknown): typeof respond {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
}

const build = (url = base) =>
  createHttp({ endpoint: () => Promise.resolve({ url, token: 'the-token' }), fetch, waitMs: 0 });

describe('endpointUrl', () => {
  test.each([
    ['http://localhost:4000', 'http://localhost:4000/v1/auto-router/pick?task=transcription'],
    ['http://localhost:4000/', 'http://localhost:4000/v1/auto-router/pick?task=transcription'],
    [
      'https://my_host.example/base/',
      'https://my_host.example/base/v1/auto-router/pick?task=transcription',
    ],
  ])('S0-81: %s keeps port and host and loses one slash', (url, expected) => {
    expect(endpointUrl(url, '/v1/auto-router/pick', { task: 'transcription' })).toBe(expected);
  });

  test('values are encoded, absent ones left out', () => {
    expect(endpointUrl('http://x', '/p', { q: 'a&b=ü', from: undefined, to: null, limit: 0 })).toBe(
      'http://x/p?q=a%26b%3D%C3%BC&limit=0',
    );
  });
});

describe('calls', () => {
  test('S0-56, S0-81: a pick is asked with the token, for its task', async () => {
    respond = json(200, PICK);
    const pick = await createBackendClient(build()).pick('general_assistant');
    expect(pick).toMatchObject({ model: 'a/one', prefs_version: 3 });
    expect(requests[0]?.url).toBe('/v1/auto-router/pick?task=general_assistant');
    expect(requests[0]?.headers.authorization).toBe('Bearer the-token');
  });

  test("a refusal keeps the backend's code and words", async () => {
    respond = json(400, { error: { code: 'invalid_prefs', message: 'weights sum to 0.9' } });
    await expect(build().json('/x')).rejects.toMatchObject({
      code: 'invalid_prefs',
      message: 'weights sum to 0.9',
    });
  });

  test.each([
    { what: 'a refusal that is no JSON', reply: text(502, '<html>'), code: 'internal_error' },
    { what: 'an answer that is no JSON', reply: text(200, '<html>'), code: 'internal_error' },
    { what: 'a pick of another shape', reply: json(200, { model: 7 }), code: 'internal_error' },
    { what: 'a redirect', reply: redirect, code: 'backend_unavailable' },
    { what: 'a cut connection', reply: cut, code: 'backend_unavailable' },
  ])('$what is $code', async ({ reply, code }) => {
    respond = reply;
    await expect(createBackendClient(build()).pick('transcription')).rejects.toMatchObject({
      code,
    });
  });

  test('nobody listening is backend_unavailable', async () => {
    await expect(build('http://127.0.0.1:1').json('/x')).rejects.toMatchObject({
      code: 'backend_unavailable',
    });
  });

  test('an answer that does not come in time is backend_unavailable', async () => {
    respond = () => undefined;
    await expect(build().json('/x', { timeoutMs: 20 })).rejects.toMatchObject({
      code: 'backend_unavailable',
      message: expect.stringContaining('in time') as unknown,
    });
  });

  test('an abort is cancelled', async () => {
    const abort = new AbortController();
    respond = () => abort.abort();
    await expect(build().json('/x', { signal: abort.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  test('a chat carries task and conversation, and no excerpt when the user wants none', async () => {
    respond = json(200, {});
    const client = createBackendClient(build());
    const task = 'general_assistant' as const;
    const request = { task, model: 'auto', messages: [], conversationId: 'c1', localOnly: false };
    const open = (keepExcerpt: boolean) =>
      client.openChat({ ...request, keepExcerpt }, new AbortController().signal, () => undefined);
    await open(true);
    await open(false);
    await client.openChat(
      { ...request, keepExcerpt: true, localOnly: true },
      new AbortController().signal,
      () => undefined,
    );
    expect(requests[0]?.headers).toMatchObject({
      [HEADERS.task]: 'general_assistant',
      [HEADERS.conversation]: 'c1',
    });
    expect(requests.map(({ headers }) => headers[HEADERS.excerpt])).toEqual([
      undefined,
      'off',
      undefined,
    ]);
    expect(requests.map(({ headers }) => headers[HEADERS.localOnly])).toEqual([
      undefined,
      undefined,
      'true',
    ]);
  });
});

const status = (state: 'starting' | 'running' | 'stopped' | 'restarting') => ({
  state,
  url: state === 'running' ? 'http://127.0.0.1:4000' : null,
  attempts: 0,
  error: null,
});

describe('waiting for the backend', () => {
  let clock: FakeClock;
  let tell: StatusListener;
  let settings: Settings;
  let backend: Backend;
  beforeEach(() => {
    clock = fakeClock();
    settings = DEFAULT_SETTINGS;
    let current = status('starting');
    const link = (onStatus: StatusListener): BackendLink => {
      tell = (next) => {
        current = next as typeof current;
        onStatus(next);
      };
      return {
        status: () => current,
        start: () => undefined,
        stop: () => Promise.resolve(),
        retry: () => undefined,
      };
    };
    backend = createBackend({
      embedded: link,
      remote: (_url, onStatus) => link(onStatus),
      settings: () => settings,
      token: (mode) => (mode === 'embedded' ? 'token' : null),
      clock,
    });
  });

  test('a call that comes while it starts is answered once it runs', async () => {
    const endpoint = backend.endpoint(1000);
    clock.advance(999);
    tell(status('running'));
    expect(await endpoint).toEqual({ url: 'http://127.0.0.1:4000', token: 'token' });
    expect(clock.pending()).toBe(0);
  });

  test('it waits no longer than it may', async () => {
    const endpoint = backend.endpoint(1000);
    clock.advance(1000);
    await expect(endpoint).rejects.toMatchObject({ code: 'backend_unavailable' });
  });

  test('it does not wait for one that has given up', async () => {
    tell(status('stopped'));
    await expect(backend.endpoint(1000)).rejects.toMatchObject({ code: 'backend_unavailable' });
    expect(clock.pending()).toBe(0);
  });

  test('a team server without a token says so', async () => {
    settings = { ...settings, backend: { mode: 'remote', url: 'https://team.example' } };
    await backend.restart();
    tell(status('running'));
    await expect(backend.endpoint(1000)).rejects.toMatchObject({ code: 'unauthorized' });
  });
});

test('model servers of this machine are found, what does not answer is not there', async () => {
  respond = json(200, { data: [{ id: 'llama3:8b' }] });
  expect(await detectLocal({ ollama: `${base}/`, lmstudio: 'http://127.0.0.1:1' }, fetch)).toEqual([
    { id: 'ollama', name: 'Ollama', baseUrl: `${base}/v1`, models: ['llama3:8b'] },
  ]);
  respond = text(200, 'hello');
  expect(await detectLocal({ ollama: base, lmstudio: base }, fetch)).toEqual([]);
});

function text(status: number, body: string): typeof respond {
  return (_request, response) => {
    response.writeHead(status);
    response.end(body);
  };
}

function redirect(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(302, { location: 'http://127.0.0.1:1/' });
  response.end();
}

function cut(request: IncomingMessage): void {
  request.socket.destroy();
}

const PICK = {
  task: 'general_assistant',
  model: 'a/one',
  scores: { 'a/one': 0.8 },
  detail: {
    weights: { quality: 0.5, latency: 0.3, cost: 0.2 },
    candidates: [],
    reason: 'selected a/one (highest weighted score 0.8000)',
    dropped: [],
  },
  weights_source: 'task_default',
  updated_at: null,
  attribution: '',
  prefs_version: 3,
  decision_id: null,
};
