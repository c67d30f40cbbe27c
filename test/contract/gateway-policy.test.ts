import { describe, expect, it } from 'vitest';
import type { ActivityEntry } from '../../shared/api/activity';
import type { Identity } from '../../electron/backend/auth';
import { Activity, ACTIVITY_LIMIT } from '../../electron/backend/activity/activity';
import { directCall, end, trace } from '../support/store';
import { ANN, BOB, codeOf, testBackend, type TestBackend } from '../support/backend';

const SPENDING = '/v1/auto-router/spending';
const OUTCOMES = '/v1/auto-router/outcomes';

async function outcome(server: TestBackend, id: string, at: number, uid = 'ann') {
  await server.backend.store.outcomes.begin({
    id,
    uid,
    trace: trace(`d-${id}`, { createdAt: at }),
    excerpt: null,
    conversationId: null,
    status: 'running',
    errorCode: null,
  });
  await server.backend.store.outcomes.end(id, end());
}

describe('GET /v1/auto-router/outcomes', () => {
  it('lists the caller’s outcomes newest first, a page at a time, direct calls apart', async () => {
    const server = await testBackend();
    for (const [index, id] of ['a', 'b', 'c'].entries()) await outcome(server, id, 1_000 + index);
    await outcome(server, 'z', 5_000, 'bob');
    await server.backend.store.calls.record(directCall('direct'));
    const ids = async (query: string) => {
      const { json } = await server.ask('GET', `${OUTCOMES}${query}`);
      return [(json['outcomes'] as { id: string }[]).map(({ id }) => id), json['nextBefore']];
    };
    expect(await ids('')).toEqual([['c', 'b', 'a'], null]);
    expect(await ids('?limit=2')).toEqual([['c', 'b'], 'b']);
    expect(await ids('?limit=2&before=b')).toEqual([['a'], null]);
    expect(await ids('?status=failed')).toEqual([[], null]);
    expect(await ids('?task=general_assistant&model=acme/small&strategy=auto')).toEqual([
      ['c', 'b', 'a'],
      null,
    ]);
  });

  it.each([
    ['?limit=0', 400],
    ['?limit=1001', 400],
    ['?limit=many', 400],
    ['?status=well', 400],
    ['?task=cooking', 400],
    ['?before=nobody', 404],
  ])('%s is %d', async (query, status) => {
    const server = await testBackend();
    expect((await server.ask('GET', `${OUTCOMES}${query}`)).status).toBe(status);
  });
});

describe('GET /v1/auto-router/usage', () => {
  it('answers by day unless told otherwise, and refuses what it does not know', async () => {
    const server = await testBackend();
    await server.backend.store.calls.record(directCall('a'));
    const { json } = await server.ask('GET', '/v1/auto-router/usage');
    expect(json).toMatchObject({ group: 'day', rows: [{ group: '2026-01-02', calls: 1 }] });
    const bob = await server.ask('GET', '/v1/auto-router/usage?group=model', { token: BOB });
    expect(bob.json).toMatchObject({ rows: [], total: { calls: 0, p50Ms: null } });
    const wrong = await server.ask('GET', '/v1/auto-router/usage?group=mood');
    expect(codeOf(wrong)).toBe('invalid_request');
  });
});

describe('spending', () => {
  it('has no cap until the owner sets one, and keeps it over a restart', async () => {
    const server = await testBackend();
    const before = await server.ask('GET', SPENDING);
    expect(before.json).toMatchObject({ daily_cap_usd: null, left_usd: null, spent_usd: 0 });
    const put = await server.ask('PUT', SPENDING, { body: { daily_cap_usd: 2.5 } });
    expect(put.json).toMatchObject({ daily_cap_usd: 2.5, left_usd: 2.5 });
    await server.backend.close();
    const again = await testBackend({ dataDir: server.dir });
    expect((await again.ask('GET', SPENDING)).json['daily_cap_usd']).toBe(2.5);
    const off = await again.ask('PUT', SPENDING, { body: { daily_cap_usd: null } });
    expect(off.json['daily_cap_usd']).toBeNull();
  });

  // Who may raise his own cap has none.
  it('is set by the owner alone, for others too', async () => {
    const server = await testBackend();
    const own = await server.ask('PUT', SPENDING, { body: { daily_cap_usd: 9 }, token: BOB });
    expect([own.status, codeOf(own)]).toEqual([403, 'forbidden']);
    await server.ask('PUT', SPENDING, { body: { daily_cap_usd: 1, uid: 'bob' } });
    expect((await server.ask('GET', SPENDING, { token: BOB })).json['daily_cap_usd']).toBe(1);
    expect((await server.ask('GET', SPENDING)).json['daily_cap_usd']).toBeNull();
  });

  it.each([
    [{}],
    [{ daily_cap_usd: -1 }],
    [{ daily_cap_usd: '5' }],
    [{ daily_cap_usd: 1, uid: '' }],
  ])('refuses %j', async (body) => {
    const server = await testBackend();
    expect(codeOf(await server.ask('PUT', SPENDING, { body }))).toBe('invalid_request');
  });
});

async function previewed(server: TestBackend, body: object = {}, headers = {}) {
  const answer = await server.ask('POST', '/v1/auto-router/preview', {
    body: { task: 'general_assistant', ...body },
    headers,
  });
  return answer.json['trace'] as { floor?: Record<string, unknown>; reason: string };
}

describe('the dial in the preferences', () => {
  const PREFS = '/v1/auto-router/prefs';
  const put = (server: TestBackend, limits: object) =>
    server.ask('PUT', PREFS, { body: { prefs: { constraints: { general_assistant: limits } } } });

  it('is kept, and read back only where it is set', async () => {
    const server = await testBackend();
    const { json } = await put(server, { dial: 'quality', min_quality: 0.4 });
    expect(json['prefs']).toMatchObject({
      constraints: { general_assistant: { dial: 'quality', min_quality: 0.4 } },
    });
    const plain = await put(server, { local_only: true });
    expect(plain.text).not.toContain('dial');
  });

  it.each([[{ dial: 'turbo' }], [{ min_quality: 2 }], [{ min_quality: '0.5' }]])(
    'a stored %j is refused: here a slip would stay',
    async (limits) => {
      const server = await testBackend();
      expect(codeOf(await put(server, limits))).toBe('invalid_prefs');
    },
  );

  it('acts on preview and pick; a hint of the request comes before it', async () => {
    const server = await testBackend();
    expect(await previewed(server)).not.toHaveProperty('floor');
    await put(server, { dial: 'quality' });
    expect((await previewed(server)).floor).toMatchObject({ value: 0.7, source: 'dial' });
    const hinted = await previewed(server, { routing_hint: { routing_preference: 'cost' } });
    expect(hinted.floor).toMatchObject({ value: 0.5, source: 'hint', preference: 'cost' });
    const header = await previewed(server, {}, { 'x-auto-router-preference': 'cheap' });
    expect(header.floor).toMatchObject({ value: 0.6, normalisedFrom: 'cheap' });
  });

  it('S2-10: its gate is read at each call', async () => {
    let live = false;
    const server = await testBackend({ preferenceLive: () => live });
    await put(server, { dial: 'quality' });
    expect((await previewed(server)).floor).toMatchObject({ value: 0.6, preference: 'quality' });
    live = true;
    expect((await previewed(server)).floor).toMatchObject({ value: 0.7 });
  });

  it('a bad number is refused and names its field', async () => {
    const server = await testBackend();
    const answer = await server.ask('POST', '/v1/auto-router/preview', {
      body: { task: 'general_assistant', routing_hint: { min_quality: 7 } },
    });
    expect(codeOf(answer)).toBe('invalid_request');
    expect(answer.text).toContain('routing_hint.min_quality');
  });

  it('a pick that the floor leaves alone says nothing clears it', async () => {
    const server = await testBackend();
    await put(server, { min_quality: 1 });
    const pick = await server.ask('GET', '/v1/auto-router/pick?task=general_assistant');
    expect(pick.json['model']).toBeNull();
    expect(pick.text).toContain('below_quality_floor');
  });
});

describe('metrics', () => {
  it('S2-19: count the caller’s routed and named requests', async () => {
    const server = await testBackend();
    await outcome(server, 'a', 1_000);
    await server.backend.store.calls.record(directCall('direct'));
    const { json } = await server.ask('GET', '/v1/auto-router/metrics');
    expect(json['requests']).toEqual({ routed: 1, direct: 1 });
  });
});

const ann: Identity = { uid: 'ann', owner: true, key: null };
const bob: Identity = { uid: 'bob', owner: false, key: null };
const editor: Identity = {
  uid: 'ann',
  owner: false,
  key: { id: 'k1', name: 'editor', strategies: null, models: null, dailyCapUsd: null },
};

function log(): Activity {
  let count = 0;
  return new Activity({ now: () => 1, monotonic: () => 1 }, () => `r${(count += 1)}`);
}

describe('the live request log', () => {
  const begin = { surface: '/v1/chat/completions', stream: true, requestedModel: 'auto' };
  it('the owner sees all, others and keys their own', () => {
    const activity = log();
    for (const who of [ann, bob, editor]) activity.begin(who, begin);
    const seen = (who: Identity) => activity.list(who).map(({ id }) => id);
    expect([seen(ann), seen(bob), seen(editor)]).toEqual([['r3', 'r2', 'r1'], ['r2'], ['r3']]);
    expect(activity.list(ann)[0]).toMatchObject({ keyName: 'editor', status: 'running' });
    // The owner looked for another's request in her own history, where it is not.
    expect(activity.list(ann).map(({ user }) => user)).toEqual([null, 'bob', null]);
    expect(activity.list(bob).map(({ user }) => user)).toEqual([null]);
  });

  // It was left out for a named model, whose row then had no time at all.
  it('says how long a request took, routed or named', async () => {
    const server = await testBackend({ catalogFile: null });
    for (const model of ['auto', 'practice/swift']) {
      const body = { model, messages: [{ role: 'user', content: 'Hello' }] };
      expect((await server.ask('POST', '/v1/chat/completions', { body })).status).toBe(200);
    }
    const { json } = await server.ask('GET', '/v1/auto-router/activity');
    const entries = json['entries'] as readonly ActivityEntry[];
    expect(entries.map(({ strategy }) => strategy)).toEqual(['direct', 'auto']);
    for (const { totalMs } of entries) expect(totalMs).toBeGreaterThanOrEqual(0);
  });

  it('remembers a fixed number; a request that fell out is updated without harm', () => {
    const activity = log();
    const first = activity.begin(ann, begin);
    for (let count = 0; count < ACTIVITY_LIMIT; count += 1) activity.begin(ann, begin);
    first.update({ status: 'succeeded' });
    expect(activity.list(ann)).toHaveLength(ACTIVITY_LIMIT);
    expect(activity.list(ann).map(({ id }) => id)).not.toContain('r1');
  });

  it('tells a watcher what was missed, in order, then everything new, until it stops', () => {
    const activity = log();
    const first = activity.begin(ann, begin);
    activity.begin(ann, begin);
    first.update({ status: 'succeeded', model: 'a/1' });
    const seen: string[] = [];
    const tell = ({ id, seq, status }: ActivityEntry): void => {
      seen.push(`${seq} ${id} ${status}`);
    };
    const stop = activity.watch(ann, 1, tell);
    expect(seen).toEqual(['2 r2 running', '3 r1 succeeded']);
    activity.begin(bob, begin);
    stop();
    activity.begin(ann, begin);
    expect(seen.slice(2)).toEqual(['4 r3 running']);
  });
});

async function connect(server: TestBackend, headers: Record<string, string> = {}) {
  const abort = new AbortController();
  const response = await fetch(`${server.url}/v1/auto-router/activity/events`, {
    headers: { authorization: `Bearer ${ANN}`, ...headers },
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
    return text;
  };
  return { response, until, abort };
}

describe('GET /v1/auto-router/activity/events', () => {
  it('is connected at once, tells each change, resumes, and a closing server ends it', async () => {
    const server = await testBackend();
    const { activity } = server.backend;
    const stream = await connect(server);
    expect(stream.response.headers.get('content-type')).toContain('text/event-stream');
    await stream.until(': connected');
    const handle = activity.begin(ann, {
      surface: '/v1/messages',
      stream: false,
      requestedModel: 'auto',
    });
    await stream.until('"status":"running"');
    handle.update({ status: 'succeeded', costUsd: null });
    const text = await stream.until('"status":"succeeded"');
    expect(text).toMatch(/event: request\n/u);
    expect(text).toMatch(/id: 2\n/u);
    stream.abort.abort();
    handle.update({ status: 'failed' });
    const resumed = await connect(server, { 'last-event-id': '2' });
    expect(await resumed.until('id: 3')).not.toContain('id: 2');
    await server.backend.close();
  });
});
