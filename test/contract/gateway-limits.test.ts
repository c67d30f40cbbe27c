import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { ActivityEntry } from '../../shared/api/activity';
import { HEADERS } from '../../shared/api/auto-router';
import type { NewKeyResponse } from '../../shared/api/keys';
import { type Answer, codeOf, testBackend, type TestBackend } from '../support/backend';
import { provider, startGateway, USER } from '../support/gateway';
import type { Upstream } from '../support/openai-upstream';
import { startUpstream } from '../support/upstream';

/*
 * Keys, caps, hints and the live log where they count: over real HTTP, before and after a real call.
 */

const CHAT = '/v1/chat/completions';
const asUser = [{ role: 'user', content: 'Say hello' }] as const;
const MESSAGES = asUser;
const SAID = JSON.stringify(MESSAGES);

interface Desk extends TestBackend {
  readonly upstream: Upstream;
  /** `provider/model`, with prices for input and output. */
  readonly model: string;
}

/** A backend with one real, priced model behind it. */
async function desk(): Promise<Desk> {
  const { ctx } = await startGateway({});
  const priced = ctx.catalog
    .candidatesFor('general_assistant', [])
    .find(
      (row) =>
        !row.local &&
        (row.price?.inputPerMTok ?? 0) > 0 &&
        (row.price?.outputPerMTok ?? 0) > 0 &&
        (row.scores.quality ?? 0) > 0,
    );
  if (priced === undefined) throw new Error('the bundled catalog has no priced model');
  const upstream = await startUpstream([priced.model]);
  const server = await testBackend({
    catalogFile: null,
    providers: [provider(priced.provider, upstream.url)],
  });
  await server.backend.listed(5_000);
  return { ...server, upstream, model: priced.id };
}

async function keyOf(server: TestBackend, body: object): Promise<string> {
  const answer = await server.ask('POST', '/v1/auto-router/keys', {
    body: { name: 'editor', ...body },
  });
  return (answer.json as unknown as NewKeyResponse).key;
}

const chat = (
  server: TestBackend,
  body: object,
  options: { token?: string; headers?: Record<string, string> } = {},
): Promise<Answer> =>
  server.ask('POST', CHAT, { body: { messages: MESSAGES, ...body }, ...options });

const chats = ({ upstream }: Desk): number =>
  upstream.requests.filter(({ path }) => path.endsWith('/chat/completions')).length;

describe('an API key at the gateway', () => {
  it('uses the strategies and models it was given, and nothing is sent for others', async () => {
    const server = await desk();
    const routedOnly = await keyOf(server, { strategies: ['auto'] });
    expect((await chat(server, { model: 'auto' }, { token: routedOnly })).status).toBe(200);
    const named = await chat(server, { model: server.model }, { token: routedOnly });
    expect([named.status, codeOf(named)]).toEqual([403, 'strategy_not_allowed']);
    const other = await keyOf(server, { models: ['openai/something-else'] });
    const refused = await chat(server, { model: server.model }, { token: other });
    expect([refused.status, codeOf(refused)]).toEqual([403, 'model_not_allowed']);
    const routed = await chat(server, { model: 'auto' }, { token: other });
    expect(codeOf(routed)).toBe('no_eligible_candidate');
    expect(chats(server)).toBe(1);
  });

  it('has its requests under its id: outcomes, usage, spending, live log', async () => {
    const server = await desk();
    const key = await keyOf(server, { daily_cap_usd: 5 });
    await chat(server, { model: 'auto' });
    await chat(server, { model: 'auto' }, { token: key });
    const own = async (path: string, token: string) =>
      (await server.ask('GET', `/v1/auto-router/${path}`, { token })).json;
    const outcomes = await own('outcomes', key);
    expect(outcomes['outcomes']).toHaveLength(1);
    expect((await server.ask('GET', '/v1/auto-router/outcomes')).json['outcomes']).toHaveLength(2);
    const usage = await server.ask('GET', '/v1/auto-router/usage?group=key');
    expect((usage.json['rows'] as { label: string }[]).map(({ label }) => label).sort()).toEqual([
      '',
      'editor',
    ]);
    const spending = await own('spending', key);
    expect(spending).toMatchObject({ daily_cap_usd: 5, reserved_usd: 0, unknown_cost_count: 0 });
    expect(spending['spent_usd']).toBeGreaterThan(0);
    const entries = (await own('activity', key))['entries'] as ActivityEntry[];
    expect(entries).toMatchObject([{ keyName: 'editor', status: 'succeeded', surface: CHAT }]);
    expect(JSON.stringify(entries)).not.toContain('Say hello');
  });
});

describe('a daily cap', () => {
  // A provider that is out of order must not use up the day.
  it('is not used up by calls that never began to answer', async () => {
    const server = await desk();
    server.upstream.fault = 'status_500';
    await server.ask('PUT', '/v1/auto-router/spending', { body: { daily_cap_usd: 1 } });
    await chat(server, { model: server.model });
    const { json } = await server.ask('GET', '/v1/auto-router/spending');
    expect(json).toMatchObject({ left_usd: 1, unknown_cost_count: 0 });
  });

  it('refuses before anything is sent, routed and named alike, and writes the refusal down', async () => {
    const server = await desk();
    await server.ask('PUT', '/v1/auto-router/spending', { body: { daily_cap_usd: 0 } });
    for (const model of ['auto', server.model]) {
      const answer = await chat(server, { model });
      expect([model, answer.status, codeOf(answer)]).toEqual([model, 402, 'spending_cap_reached']);
      // A routed request was sent to Preferences, where no cap can be found.
      expect(answer.text).toMatch(/daily cap|left/u);
      expect(answer.text).not.toContain('Preferences');
    }
    expect(chats(server)).toBe(0);
    const { json } = await server.ask('GET', '/v1/auto-router/outcomes?status=refused');
    expect(json['outcomes']).toMatchObject([{ errorCode: 'spending_cap_reached', keyId: null }]);
  });
});

describe('two requests for the last cent', () => {
  // The second was told that no model is eligible, which clients take for a reason to try again.
  it('are served and refused by the cap, however close they come', async () => {
    const upstream = await startUpstream(['gpt-6-luna']);
    let waiting = 0;
    const decided = new AbortController();
    const both = once(decided.signal, 'abort');
    const { ctx, client } = await startGateway({
      providers: [provider('openai', upstream.url)],
      change: (real) => ({
        ...real,
        store: {
          ...real.store,
          outcomes: {
            ...real.store.outcomes,
            begin: async (row) => {
              await real.store.outcomes.begin(row);
              waiting += 1;
              if (waiting === 2) decided.abort();
              await both;
            },
          },
        },
      }),
    });
    const model = ctx.catalog
      .candidatesFor('general_assistant', ctx.providers.connections())
      .find(({ id }) => id === 'openai/gpt-6-luna');
    const perToken = (model?.price?.outputPerMTok ?? 0) / 1e6;
    await ctx.spending.setCap(USER, 150 * perToken);
    const body = { model: 'auto', max_tokens: 100, messages: [...asUser] };
    const answers = await Promise.allSettled([
      client.chat.completions.create(body),
      client.chat.completions.create(body),
    ]);
    const refused = answers.flatMap((one) =>
      one.status === 'rejected' ? [one.reason as unknown] : [],
    );
    expect(refused).toMatchObject([{ status: 402, code: 'spending_cap_reached' }]);
    const rows = await ctx.store.history.page(USER, {}, 10, 0);
    expect(rows.rows.map(({ status, errorCode }) => ({ status, errorCode }))).toEqual(
      expect.arrayContaining([
        { status: 'succeeded', errorCode: null },
        { status: 'refused', errorCode: 'spending_cap_reached' },
      ]),
    );
    expect(upstream.requests).toHaveLength(1);
  });
});

describe('hints at the gateway', () => {
  it('S2-3: a misspelt preference serves and says what was written; the trace has the floor', async () => {
    const server = await desk();
    const answer = await chat(server, {
      model: 'auto',
      routing_hint: { routing_preference: 'qualtiy' },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get(HEADERS.normalisedFrom)).toBe('qualtiy');
    const id = answer.headers.get(HEADERS.decision) ?? '';
    const { json } = await server.ask('GET', `/v1/auto-router/decisions/${id}`);
    expect((json['decision'] as { floor: object }).floor).toMatchObject({
      source: 'hint',
      preference: 'balanced',
      normalisedFrom: 'qualtiy',
    });
    // The hint is ours: a strict provider would refuse a field it does not know.
    const sent = server.upstream.requests.find(({ path }) => path.endsWith('/chat/completions'));
    expect(JSON.stringify(sent?.body ?? {})).not.toContain('routing_hint');
  });

  it('S2-16: an explicit floor that nobody clears is a refused outcome', async () => {
    const server = await desk();
    const answer = await chat(
      server,
      { model: 'auto' },
      { headers: { [HEADERS.minQuality]: '1' } },
    );
    expect([answer.status, codeOf(answer)]).toEqual([503, 'no_eligible_candidate']);
    const { json } = await server.ask('GET', '/v1/auto-router/outcomes');
    expect(json['outcomes']).toMatchObject([
      { status: 'refused', model: null, reason: 'no_candidate_clears_floor' },
    ]);
    expect(chats(server)).toBe(0);
  });

  it('S2-9: the dial never refuses', async () => {
    const server = await desk();
    const answer = await chat(
      server,
      { model: 'auto' },
      { headers: { [HEADERS.preference]: 'quality' } },
    );
    expect(answer.status).toBe(200);
  });

  it('a bad number is refused before anything is sent', async () => {
    const server = await desk();
    const answer = await chat(server, { model: 'auto', routing_hint: { max_cost_usd: 'two' } });
    expect([answer.status, codeOf(answer)]).toEqual([400, 'invalid_request']);
    expect(chats(server)).toBe(0);
  });
});

describe('cooldown at the gateway', () => {
  it('a model that has just failed is tried again rather than nothing; a success clears it', async () => {
    const server = await desk();
    server.upstream.fault = 'status_500';
    expect((await chat(server, { model: 'auto' })).status).toBe(502);
    server.upstream.fault = 'none';
    const again = await chat(server, { model: 'auto' });
    expect(again.status).toBe(200);
    const id = again.headers.get(HEADERS.decision) ?? '';
    const { json } = await server.ask('GET', `/v1/auto-router/decisions/${id}`);
    expect(json['decision']).toMatchObject({ lastResort: true });
    const after = await chat(server, { model: 'auto' });
    const next = after.headers.get(HEADERS.decision) ?? '';
    const { text } = await server.ask('GET', `/v1/auto-router/decisions/${next}`);
    expect(text).not.toContain('lastResort');
  });
});

describe('a body that nests too deep', () => {
  // It ended the stack in the call, which counted as the model's fault: after one such request every
  // model rested, for everybody. Some took it for a fault of the server, which clients repeat.
  it.each([
    [CHAT, (deep: string) => `{"model":"auto","messages":${SAID},"unknown":${deep}}`],
    [
      '/v1/messages',
      (deep: string) =>
        `{"model":"auto","max_tokens":9,"messages":${SAID},"tools":[{"name":"a","input_schema":${deep}}]}`,
    ],
    ['/v1/responses', (deep: string) => `{"model":"auto","input":${deep}}`],
    ['/v1/router/decide', (deep: string) => `{"model":"auto/efficient","messages":${deep}}`],
  ])('%s: is the caller’s mistake and rests no model', async (path, bodyOf) => {
    const server = await desk();
    const body = bodyOf('['.repeat(100_000) + ']'.repeat(100_000));
    const { status, text } = await server.ask('POST', path, { body });
    expect([status, text]).toEqual([400, expect.stringMatching(/invalid_request.*levels/u)]);
    expect((await chat(server, { model: 'auto' })).headers.get(HEADERS.model)).toBe(server.model);
  });
});
