import { describe, expect, it } from 'vitest';
import type { HistoryPage, HistorySummary } from '../../shared/api/history';
import { ANN, codeOf, BOB, testBackend, type TestBackend } from '../support/backend';
import { directCall, end, trace } from '../support/records';

const HISTORY = '/v1/auto-router/history';
const DAY = 86_400_000;
const T0 = Date.UTC(2026, 0, 1);

/** Three routed requests over three days and a direct one. */
async function seed({ backend: { store } }: TestBackend): Promise<void> {
  const begin = async (id: string, at: number, excerpt: string, model: string) =>
    store.outcomes.begin({
      id,
      uid: 'ann',
      trace: trace(`d-${id}`, { createdAt: at, model }),
      excerpt,
      conversationId: null,
      status: 'running',
      errorCode: null,
    });
  await begin('o1', T0, 'Größe 100%', 'acme/small');
  await begin('o2', T0 + DAY, '=1+1', 'acme/large');
  await begin('o3', T0 + 2 * DAY, 'plain, "quoted"\nline', 'acme/small');
  await store.outcomes.end('o1', end({ costUsd: 0.003 }));
  await store.outcomes.end('o2', end({ model: 'acme/large', costUsd: null }));
  await store.outcomes.end(
    'o3',
    end({ status: 'failed', errorCode: 'provider_error', costUsd: null, firstTokenMs: null }),
  );
  await store.calls.record(directCall('k1', { at: T0 + DAY, costUsd: 0.001, excerpt: 'direct' }));
}

describe('the pick history', () => {
  it('newest first, ties by id, direct calls among them, windows by offset', async () => {
    const server = await testBackend();
    await seed(server);
    const page = async (query: string) =>
      (await server.ask('GET', `${HISTORY}?${query}`)).json as unknown as HistoryPage;
    const ids = async (query: string) => (await page(query)).rows.map(({ id }) => id);
    expect(await ids('')).toEqual(['o3', 'k1', 'o2', 'o1']);
    expect(await ids('limit=2&offset=1')).toEqual(['k1', 'o2']);
    expect((await page('limit=1')).total).toBe(4);
    expect(await ids('strategy=direct')).toEqual(['k1']);
    expect(await ids('strategy=auto')).toEqual(['o3', 'o2', 'o1']);
    expect(await ids('model=acme/small')).toEqual(['o3', 'k1', 'o1']);
    expect(await ids('status=failed')).toEqual(['o3']);
    // The live log opens one row, routed or direct, by its id.
    expect(await ids('id=o2')).toEqual(['o2']);
    expect(await ids('id=k1')).toEqual(['k1']);
    expect(await ids('id=nobody')).toEqual([]);
    expect(await ids('task=transcription')).toEqual([]);
    expect(await ids(`from=${T0 + DAY}&to=${T0 + 2 * DAY}`)).toEqual(['k1', 'o2']);
    expect(await ids(`q=${encodeURIComponent('GRÖSSE')}`)).toEqual([]);
    expect(await ids(`q=${encodeURIComponent('GRÖß')}`)).toEqual(['o1']);
    expect(await ids(`q=${encodeURIComponent('100%')}`)).toEqual(['o1']);
    expect(await ids('q=ACME/LARGE')).toEqual(['o2']);
    expect(
      ((await server.ask('GET', HISTORY, { token: BOB })).json as unknown as HistoryPage).total,
    ).toBe(0);
  });

  it('a filter that cannot be read is invalid_request and says which', async () => {
    const server = await testBackend();
    for (const query of ['limit=0', 'limit=x', 'offset=-1', 'task=nope', 'status=odd', 'from=x']) {
      const answer = await server.ask('GET', `${HISTORY}?${query}`);
      expect([query, answer.status, codeOf(answer)]).toEqual([query, 400, 'invalid_request']);
      expect(answer.text).toContain(query.split('=')[0]);
    }
  });

  it('totals count known costs only, and say how many are unknown', async () => {
    const server = await testBackend();
    await seed(server);
    const summary = (await server.ask('GET', `${HISTORY}/summary`))
      .json as unknown as HistorySummary;
    expect(summary).toMatchObject({
      total: 4,
      spentUsd: 0.004,
      unknownCostCount: 1, // o2; o3 failed before its first byte
      savedUsd: 0.017, // o1 alone knows both sides
      savedCount: 1,
      models: ['acme/large', 'acme/small'],
      strategies: ['auto', 'direct'],
      days: [
        { day: '2026-01-01', models: { 'acme/small': 1 } },
        { day: '2026-01-02', models: { 'acme/large': 1, 'acme/small': 1 } },
        { day: '2026-01-03', models: { 'acme/small': 1 } },
      ],
    });
    const direct = (await server.ask('GET', `${HISTORY}/summary?strategy=direct`)).json;
    expect(direct).toMatchObject({ total: 1, spentUsd: 0.001, savedCount: 0 });
    const empty = (await server.ask('GET', `${HISTORY}/summary`, { token: BOB })).json;
    expect(empty).toMatchObject({ total: 0, spentUsd: 0, savedUsd: 0, days: [], models: [] });
  });

  it('exports the filtered rows as CSV without live formulas, and as JSON', async () => {
    const server = await testBackend();
    await seed(server);
    const csv = await server.ask('GET', `${HISTORY}/export?format=csv`);
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(csv.headers.get('content-disposition')).toContain('auto-router-history.csv');
    expect(csv.text).toContain('2026-01-02T00:00:00.000Z,o2,');
    expect(csv.text).toContain(",'=1+1,");
    expect(csv.text).toContain(',"plain, ""quoted""\nline",');
    const json = await server.ask('GET', `${HISTORY}/export?format=json&strategy=direct`);
    expect(JSON.parse(json.text)).toEqual([
      expect.objectContaining({ id: 'k1', time: '2026-01-02T00:00:00.000Z' }),
    ]);
    expect(codeOf(await server.ask('GET', `${HISTORY}/export?format=xml`))).toBe('invalid_request');
    expect((await server.ask('GET', `${HISTORY}/export?format=json`, { token: BOB })).text).toBe(
      '[\n]\n',
    );
  });

  it('the replay set has the candidates of then and the model that served', async () => {
    const server = await testBackend();
    await seed(server);
    const { json } = await server.ask(
      'GET',
      '/v1/auto-router/replay-set?task=general_assistant&limit=2',
    );
    expect(json).toMatchObject({
      task: 'general_assistant',
      rows: [
        { id: 'd-o3', chosen: 'acme/small' },
        {
          id: 'd-o2',
          chosen: 'acme/large',
          candidates: [{ id: 'acme/small', costUsd: 0.002 }, { id: 'acme/large' }],
        },
      ],
    });
  });

  it('takes ratings of the user’s own rows', async () => {
    const server = await testBackend();
    await seed(server);
    const rate = (id: string, body: unknown, token?: string) =>
      server.ask('POST', `/v1/auto-router/outcomes/${id}/rating`, { body, token });
    expect((await rate('o1', { rating: 1, tag: 'clear' })).json).toEqual({
      id: 'o1',
      rating: 1,
      tag: 'clear',
    });
    expect((await rate('k1', { rating: -1 })).status).toBe(200);
    expect(codeOf(await rate('o1', { rating: 5 }))).toBe('invalid_request');
    expect(codeOf(await rate('nope', { rating: 1 }))).toBe('outcome_not_found');
    expect(codeOf(await rate('o1', { rating: 1 }, BOB))).toBe('outcome_not_found');
  });
});

describe('conversations and providers over HTTP', () => {
  it('a conversation is made, filled, searched, changed and removed', async () => {
    const server = await testBackend();
    const made = await server.ask('POST', '/v1/conversations', { body: { title: 'Trip' } });
    const path = `/v1/conversations/${String(made.json['id'])}`;
    const message = {
      id: 'm1',
      parentId: null,
      role: 'user',
      content: 'To Oslo',
      createdAt: 1,
      meta: null,
    };
    expect((await server.ask('PUT', `${path}/messages/m1`, { body: message })).json).toEqual(
      message,
    );
    expect(codeOf(await server.ask('PUT', `${path}/messages/m2`, { body: message }))).toBe(
      'invalid_request',
    );
    const orphan = { ...message, id: 'm3', parentId: 'nope' };
    expect(codeOf(await server.ask('PUT', `${path}/messages/m3`, { body: orphan }))).toBe(
      'invalid_request',
    );
    const found = await server.ask('GET', '/v1/conversations?q=OSLO');
    expect(found.json['conversations']).toMatchObject([{ title: 'Trip', match: 'To Oslo' }]);
    expect((await server.ask('PATCH', path, { body: { title: 'Norway' } })).json['title']).toBe(
      'Norway',
    );
    expect((await server.ask('GET', path)).json).toMatchObject({
      leafId: 'm1',
      messages: [message],
    });
    for (const [method, body] of [
      ['GET', undefined],
      ['PATCH', {}],
      ['DELETE', undefined],
    ] as const) {
      expect(codeOf(await server.ask(method, path, { body, token: BOB }))).toBe(
        'conversation_not_found',
      );
    }
    expect((await server.ask('DELETE', path)).status).toBe(204);
    expect(codeOf(await server.ask('GET', path))).toBe('conversation_not_found');
    expect(codeOf(await server.ask('PUT', `${path}/messages/m1`, { body: message }))).toBe(
      'conversation_not_found',
    );
  });

  it('provider keys go in and never come out', async () => {
    const server = await testBackend();
    const apiKey = 'very-private-key-9876';
    const list = [
      { id: 'acme', kind: 'openai-compatible', baseUrl: 'http://127.0.0.1:9/v1', apiKey },
    ];
    const put = await server.ask('PUT', '/v1/auto-router/providers', { body: { providers: list } });
    expect(put.status, put.text).toBe(200);
    const probe = await server.ask('POST', '/v1/auto-router/providers/acme/probe');
    const get = await server.ask('GET', '/v1/auto-router/providers');
    for (const answer of [put, probe, get]) expect(answer.text).not.toContain(apiKey);
    const providers = get.json['providers'] as {
      id: string;
      hasKey: boolean;
      lastCheck: unknown;
    }[];
    expect(providers.find(({ id }) => id === 'acme')).toMatchObject({
      hasKey: true,
      lastCheck: { ok: false, code: 'provider_unreachable' },
    });
    expect(server.logs.join('\n')).not.toContain(apiKey);
    expect(codeOf(await server.ask('POST', '/v1/auto-router/providers/nope/probe'))).toBe(
      'unknown_provider',
    );
    for (const body of [
      [{ id: 'x' }],
      'null',
      [{ ...list[0], id: 'practice' }],
      [{ ...list[0], id: 'auto' }],
      [list[0], list[0]],
    ]) {
      expect(codeOf(await server.ask('PUT', '/v1/auto-router/providers', { body }))).toBe(
        'invalid_providers',
      );
    }
  });
});

/** Reads a server's history events as text. */
async function watch(server: TestBackend, token: string) {
  const abort = new AbortController();
  const response = await fetch(`${server.url}${HISTORY}/events`, {
    headers: { authorization: `Bearer ${token}` },
    signal: abort.signal,
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const until = async (part: string): Promise<string> => {
    while (!text.includes(part)) {
      const next = await reader?.read();
      if (next === undefined || next.done) throw new Error(`ended before ${part}: ${text}`);
      text += next.value;
    }
    const before = text;
    text = '';
    return before;
  };
  return { until, abort };
}

describe('GET /v1/auto-router/history/events', () => {
  // A history that stands still until it is opened again; or one event for each of a thousand rows.
  it('tells the owner of the rows, once for what came together, and nobody else', async () => {
    const server = await testBackend();
    const ann = await watch(server, ANN);
    const bob = await watch(server, BOB);
    await ann.until(': connected');
    await bob.until(': connected');
    await seed(server);
    const told = await ann.until('event: changed');
    expect(told.split('event: changed')).toHaveLength(2);
    const { store } = server.backend;
    await store.calls.record(directCall('of-bob', { uid: 'bob' }));
    expect(await bob.until('event: changed')).toContain('"at":');
    ann.abort.abort();
    bob.abort.abort();
  });
});
