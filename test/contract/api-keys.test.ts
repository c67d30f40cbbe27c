import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { KeyWire, NewKeyResponse } from '../../shared/api/keys';
import { ANN, BOB, codeOf, type TestBackend, testBackend } from '../support/backend';
import { ROUTES } from '../support/routes';

const KEYS = '/v1/auto-router/keys';

async function makeKey(server: TestBackend, body: object = {}): Promise<NewKeyResponse> {
  const answer = await server.ask('POST', KEYS, { body: { name: 'editor', ...body } });
  expect(answer.status).toBe(201);
  return answer.json as unknown as NewKeyResponse;
}

const listed = async (server: TestBackend): Promise<readonly KeyWire[]> =>
  (await server.ask('GET', KEYS)).json['keys'] as readonly KeyWire[];

const status = async (server: TestBackend, token: string, path = '/v1/models'): Promise<number> =>
  (await server.ask('GET', path, { token })).status;

describe('a key', () => {
  it('opens the gateway, as a bearer token and as Anthropic’s header', async () => {
    const server = await testBackend();
    const { key } = await makeKey(server);
    expect(await status(server, key)).toBe(200);
    for (const path of ['/v1/models', '/v1/auto-router/tasks']) {
      const answer = await server.ask('GET', path, { token: null, headers: { 'x-api-key': key } });
      expect([path, answer.status]).toEqual([path, 200]);
    }
  });

  it('is shown once: neither the list, the log nor the database file has it', async () => {
    const server = await testBackend();
    const made = await makeKey(server);
    expect(made.key).toMatch(/^ar-[\w-]{43}$/u);
    expect(made.key.startsWith(made.hint)).toBe(true);
    await server.ask('GET', `/v1/auto-router/nothing?key=${made.key}`, { token: made.key });
    const list = await server.ask('GET', KEYS);
    const hash = createHash('sha256').update(made.key).digest('hex');
    for (const text of [list.text, server.logs.join('\n')]) {
      expect(text).not.toContain(made.key);
      expect(text).not.toContain(hash);
    }
    await server.backend.close();
    const { readFileSync, readdirSync } = await import('node:fs');
    for (const file of readdirSync(server.dir)) {
      expect(readFileSync(`${server.dir}/${file}`).includes(made.key)).toBe(false);
    }
  });

  it('survives a restart', async () => {
    const server = await testBackend();
    const { key } = await makeKey(server, { strategies: ['auto'], models: ['a/b'] });
    await server.backend.close();
    const again = await testBackend({ dataDir: server.dir });
    expect(await status(again, key)).toBe(200);
    expect((await listed(again))[0]).toMatchObject({ strategies: ['auto'], models: ['a/b'] });
  });

  it('opens nothing from the moment it is revoked, nor after a restart', async () => {
    const server = await testBackend();
    const { key, id } = await makeKey(server);
    expect(await status(server, key)).toBe(200);
    expect((await server.ask('DELETE', `${KEYS}/${id}`)).status).toBe(204);
    expect(await status(server, key)).toBe(401);
    const [row] = await listed(server);
    expect(row?.revoked_at).not.toBeNull();
    // Again is no error: the wish is fulfilled.
    expect((await server.ask('DELETE', `${KEYS}/${id}`)).status).toBe(204);
    await server.backend.close();
    expect(await status(await testBackend({ dataDir: server.dir }), key)).toBe(401);
  });

  it('says when it was last used', async () => {
    const server = await testBackend();
    const { key, last_used_at } = await makeKey(server);
    expect(last_used_at).toBeNull();
    await status(server, key);
    expect((await listed(server))[0]?.last_used_at).not.toBeNull();
  });
});

describe('what a key may do', () => {
  const OPEN = new Set([
    'GET /health',
    'GET /v1/auto-router/pick',
    'GET /v1/auto-router/tasks',
    'GET /v1/auto-router/candidates',
    'GET /v1/auto-router/catalog',
    'GET /v1/auto-router/metrics',
    'POST /v1/auto-router/preview',
    'GET /v1/auto-router/decisions/{id}',
    'GET /v1/auto-router/outcomes',
    'GET /v1/auto-router/usage',
    'GET /v1/auto-router/spending',
    'GET /v1/auto-router/activity',
    'GET /v1/auto-router/activity/events',
    'POST /v1/router/decide',
  ]);
  const GATEWAY = /^\/v1\/(?:models|chat|responses|messages|embeddings|audio|realtime)(?:\/|$)/u;

  // A leaked key of an editor plugin must not read conversations, change preferences or take others' keys.
  it('nothing of the router’s own beyond choosing and its own records, also as the owner’s', async () => {
    const server = await testBackend();
    const { key, uid } = await makeKey(server);
    expect(uid).toBe('ann');
    for (const { method, path } of ROUTES) {
      const name = `${method} ${path}`;
      if (GATEWAY.test(path) || OPEN.has(name)) continue;
      const answer = await server.ask(method, path.replaceAll(/\{\w+\}/gu, 'x'), {
        token: key,
        ...(method !== 'GET' && { body: {} }),
      });
      expect([name, answer.status, codeOf(answer)]).toEqual([name, 403, 'forbidden']);
    }
  });

  it('asks for the decision of auto/efficient only when it may use it', async () => {
    const server = await testBackend();
    const ask = async (body: object) => {
      const { key } = await makeKey(server, body);
      return server.ask('POST', '/v1/router/decide', {
        token: key,
        body: { model: 'auto/efficient', messages: [{ role: 'user', content: 'hi' }] },
      });
    };
    expect((await ask({})).status).toBe(200);
    expect(codeOf(await ask({ strategies: ['auto'] }))).toBe('strategy_not_allowed');
  });

  it('sees what its models allow when it asks for a pick', async () => {
    const server = await testBackend();
    const { key } = await makeKey(server, { models: ['gpt-4o'] });
    const pick = await server.ask('GET', '/v1/auto-router/pick?task=general_assistant', {
      token: key,
    });
    expect(pick.json['model']).toBe('gpt-4o');
    const { dropped } = pick.json['detail'] as { dropped: { reason: string }[] };
    expect(dropped.map(({ reason }) => reason)).toContain('key_not_allowed');
  });

  it('acts as its user: preferences are that user’s', async () => {
    const server = await testBackend();
    const { key } = await makeKey(server, { uid: 'bob' });
    await server.ask('PUT', '/v1/auto-router/prefs', {
      body: { prefs: { general_assistant: { quality: 1, latency: 0, cost: 0 } } },
      token: BOB,
    });
    const pick = await server.ask('GET', '/v1/auto-router/pick?task=general_assistant', {
      token: key,
    });
    expect(pick.json['weights_source']).toBe('user_prefs');
  });
});

describe('managing keys', () => {
  it('is the owner’s alone', async () => {
    const server = await testBackend();
    const { key } = await makeKey(server);
    for (const token of [BOB, key]) {
      for (const [method, path] of [
        ['GET', KEYS],
        ['POST', KEYS],
        ['DELETE', `${KEYS}/x`],
      ] as const) {
        const answer = await server.ask(method, path, {
          token,
          ...(method === 'POST' && { body: { name: 'x' } }),
        });
        expect([method, answer.status]).toEqual([method, 403]);
      }
    }
    expect(await listed(server)).toHaveLength(1);
  });

  it.each([
    [{}, 'name'],
    [{ name: '  ' }, 'name'],
    [{ name: 'x'.repeat(101) }, 'name'],
    [{ name: 'x', strategies: [] }, 'strategies'],
    [{ name: 'x', strategies: ['auto/nonsense'] }, 'strategies'],
    [{ name: 'x', models: [''] }, 'models'],
    [{ name: 'x', daily_cap_usd: -1 }, 'daily_cap_usd'],
    [{ name: 'x', daily_cap_usd: '5' }, 'daily_cap_usd'],
    // A limit by another name made a key without one.
    [{ name: 'x', dailyCapUsd: 1 }, 'dailyCapUsd'],
    [[], ''],
  ])('refuses %j and makes nothing', async (body, field) => {
    const server = await testBackend();
    const answer = await server.ask('POST', KEYS, { body });
    expect([answer.status, codeOf(answer)]).toEqual([400, 'invalid_key']);
    expect(answer.text).toContain(field);
    expect(await listed(server)).toEqual([]);
  });

  it('a key that is not there is said to be so', async () => {
    const server = await testBackend();
    const answer = await server.ask('DELETE', `${KEYS}/nothing`);
    expect([answer.status, codeOf(answer)]).toEqual([404, 'key_not_found']);
  });

  it('two keys of one name are two keys', async () => {
    const server = await testBackend();
    const keys = [await makeKey(server), await makeKey(server)];
    expect(new Set(keys.map(({ key }) => key)).size).toBe(2);
    expect(await status(server, ANN)).toBe(200);
  });
});
