import { describe, expect, it } from 'vitest';
import { HEADERS } from '../../shared/api/auto-router';
import type { Run } from '../../shared/api/benchmark';
import type { Trace } from '../../shared/routing/trace';
import { testBackend, type TestBackend } from '../support/backend';
import { miniDatasets, STRENGTHS, strengthAnswer } from '../support/benchmark';
import { fakeEmbedder } from '../support/fake-embedder';
import { openStrengthUpstream } from '../support/strength-upstream';

interface Asked {
  readonly status: number;
  readonly model: string | null;
  readonly strategy: string | null;
  readonly trace: Trace;
}

async function chat(
  server: TestBackend,
  model: string,
  content: string,
  headers: Readonly<Record<string, string>> = {},
  more: object = {},
): Promise<Asked> {
  const answer = await server.ask('POST', '/v1/chat/completions', {
    body: { model, messages: [{ role: 'user', content }], ...more },
    headers,
  });
  const id = answer.headers.get(HEADERS.decision) ?? '';
  const found = await server.ask('GET', `/v1/auto-router/decisions/${id}`);
  return {
    status: answer.status,
    model: answer.headers.get(HEADERS.model),
    strategy: answer.headers.get(HEADERS.strategy),
    trace: found.json['decision'] as Trace,
  };
}

const POEM = 'zzzz zz zzz zzzz';
const SUM = 'aaaa aa aaa aaaa';

const example = (prompt: string, sage: number, thrift: number) => ({
  prompt,
  scores: { 'practice/sage': sage, 'practice/thrift': thrift, 'practice/swift': 0.1 },
});

/** Thrift writes better poems than sage, as this user sees it; of sums they are the other way round. */
async function taught() {
  const embedder = fakeEmbedder();
  const server = await testBackend({ catalogFile: null, embedder });
  const examples = Array.from({ length: 16 }, (_, index) => [
    example(`${POEM} ${'z'.repeat(index)}`, 0.1, 1),
    example(`${SUM} ${'a'.repeat(index)}`, 1, 0.1),
  ]).flat();
  const ranked = await server.ask('POST', '/v1/router/preferences/rank', { body: { examples } });
  expect(ranked.status).toBe(200);
  return { server, embedder };
}

describe('auto/learned through the gateway', () => {
  it('leaves a cold memory to auto, and says so', async () => {
    const server = await testBackend({ catalogFile: null, embedder: fakeEmbedder() });
    const plain = await chat(server, 'auto', POEM);
    const cold = await chat(server, 'auto/learned', POEM);
    expect(cold).toMatchObject({
      status: 200,
      model: plain.model,
      strategy: 'auto',
      trace: { requestedModel: 'auto/learned', declined: { strategy: 'auto/learned' } },
    });
    expect(cold.trace.declined?.code).toBe('cold_memory');
  });

  it('follows the ratings of similar requests, and keeps every candidate to fall back to', async () => {
    const { server } = await taught();
    const poem = await chat(server, 'auto/learned', POEM);
    const sum = await chat(server, 'auto/learned', SUM);
    expect([poem.model, sum.model]).toEqual(['practice/thrift', 'practice/sage']);
    expect(poem).toMatchObject({
      strategy: 'auto/learned',
      trace: {
        strategy: 'auto/learned',
        reason: 'rated_best',
        detail: { strategy: 'auto/learned' },
      },
    });
    expect(
      poem.trace.candidates.filter(({ rank }) => rank !== null).map(({ rank }) => rank),
    ).toEqual([1, 2, 3]);
  });

  it.each([
    ['the header', { [HEADERS.learned]: 'off' }, {}, 'off'],
    [
      'tools',
      {},
      { tools: [{ type: 'function', function: { name: 'f', parameters: { type: 'object' } } }] },
      'tools_present',
    ],
  ])('is left to auto by %s', async (_, headers, more, code) => {
    const { server } = await taught();
    const asked = await chat(server, 'auto/learned', POEM, headers, more);
    expect(asked.trace).toMatchObject({ strategy: 'auto', declined: { code } });
  });

  // S1-15: `of` would have looked like a working switch.
  it('refuses another value of the header', async () => {
    const { server } = await taught();
    const answer = await chat(server, 'auto/learned', POEM, { [HEADERS.learned]: 'of' });
    expect(answer.status).toBe(400);
  });

  it('never answers worse than auto would when the embedding fails', async () => {
    const { server, embedder } = await taught();
    embedder.mode = 'fail';
    const asked = await chat(server, 'auto/learned', 'something not seen before');
    expect(asked).toMatchObject({ status: 200, strategy: 'auto' });
    expect(asked.trace.declined?.code).toBe('embedding_failed');
  });

  it('an excluded model is not served, however it was rated', async () => {
    const { server } = await taught();
    const prefs = {
      overrides: {},
      model_overrides: {},
      constraints: { general_assistant: { excluded: ['practice/thrift'] } },
    };
    await server.ask('PUT', '/v1/auto-router/prefs', { body: { prefs } });
    const asked = await chat(server, 'auto/learned', POEM);
    expect(asked.model).not.toBe('practice/thrift');
  });

  it('a pin is obeyed before the memory', async () => {
    const { server } = await taught();
    const prefs = {
      overrides: {},
      model_overrides: { general_assistant: 'practice/swift' },
      constraints: {},
    };
    await server.ask('PUT', '/v1/auto-router/prefs', { body: { prefs } });
    const asked = await chat(server, 'auto/learned', POEM);
    expect(asked).toMatchObject({
      model: 'practice/swift',
      trace: { reason: 'pinned', declined: { code: 'pinned' } },
    });
  });
});

const MODELS = Object.keys(STRENGTHS);
/** Nothing is allowed. */
const NONE = {
  allowed: [],
  excluded: [],
  max_cost_usd: null,
  max_latency_ms: null,
  local_only: false,
};
const [CHEAP = '', , DEAR = ''] = MODELS.map((model) => `openai/${model}`);

async function published() {
  const upstream = await openStrengthUpstream(MODELS, strengthAnswer);
  const server = await testBackend({
    catalogFile: null,
    providers: [{ id: 'openai', kind: 'openai-compatible', baseUrl: upstream.remoteUrl }],
    benchmark: { datasets: miniDatasets() },
  });
  await server.backend.listed(5_000);
  const models = MODELS.map((model) => ({ model: `openai/${model}` }));
  const body = {
    classifier: { models, minAccuracy: 0.9, maxP95LatencyMs: null },
    decider: { models },
    maxCostUsd: 5,
  };
  await server.ask('PUT', '/v1/benchmark/config', { body });
  const begun = await server.ask('POST', '/v1/benchmark/runs', { body: { kind: 'decider' } });
  // The events end with the run.
  await server.ask('GET', `/v1/benchmark/runs/${(begun.json['run'] as Run).id}/events`);
  return { server, upstream };
}

describe('auto/efficient through the gateway', () => {
  it('leaves it to auto until a table is published (S4-3, S4-31)', async () => {
    const server = await testBackend({ catalogFile: null });
    const asked = await chat(server, 'auto/efficient', 'Hello');
    expect(asked).toMatchObject({
      status: 200,
      strategy: 'auto',
      trace: {
        requestedModel: 'auto/efficient',
        declined: { strategy: 'auto/efficient', code: 'no_table' },
      },
    });
  });

  it('serves the cheapest that is proven, with tier, table and label in the trace', async () => {
    const { server, upstream } = await published();
    const before = upstream.requests.length;
    const easy = await chat(
      server,
      'auto/efficient',
      'Write a Python function that reverses a string.',
    );
    expect(easy).toMatchObject({
      status: 200,
      model: CHEAP,
      strategy: 'auto/efficient',
      trace: {
        reason: 'proven',
        detail: { strategy: 'auto/efficient', trace: { tier: 'low', sticky: false } },
      },
    });
    expect(`openai/${upstream.requests.slice(before).at(-1)?.model}`).toBe(CHEAP);
    const rows = await server.ask('GET', '/v1/auto-router/outcomes?strategy=auto%2Fefficient');
    expect((rows.json['outcomes'] ?? rows.json['rows']) as unknown[]).toHaveLength(1);
  });

  // Refused by the catalog's quality figures, although the table has a model that was always right.
  it('holds a least quality against what the table proved (S2-8)', async () => {
    const { server } = await published();
    const headers = { [HEADERS.minQuality]: '0.99' };
    const refused = await chat(server, 'auto', 'Write a haiku.', headers);
    expect(refused.status).toBe(503);
    const served = await chat(server, 'auto/efficient', 'Write a haiku.', headers);
    expect(served).toMatchObject({ status: 200, strategy: 'auto/efficient', model: CHEAP });
    const excluded = {
      overrides: {},
      model_overrides: {},
      constraints: { general_assistant: NONE },
    };
    await server.ask('PUT', '/v1/auto-router/prefs', { body: { prefs: excluded } });
    expect((await chat(server, 'auto/efficient', 'Write a haiku.', headers)).status).toBe(503);
  });

  // S4-27, S4-28: a label by heuristics alone must not throw a conversation's cache away.
  it('keeps a conversation that a harder turn would not pay for', async () => {
    const { server } = await published();
    const headers = { [HEADERS.conversation]: 'talk-1' };
    const first = await chat(
      server,
      'auto/efficient',
      'Write a Python function that reverses a string.',
      headers,
    );
    const second = await chat(server, 'auto/efficient', 'Thanks, and now in one line.', headers);
    expect(second.model).toBe(first.model);
    expect(DEAR).not.toBe(first.model);
  });
});

const preview = async (server: TestBackend, body: object) => {
  const answer = await server.ask('POST', '/v1/auto-router/preview', {
    body: { task: 'general_assistant', prompt_tokens: 12, ...body },
  });
  expect(answer.status).toBe(200);
  return answer.json['trace'] as Trace;
};

describe('the preview of a strategy', () => {
  it('says what the strategy would do, by its own code (bug: a chip that promises what auto would take)', async () => {
    const { server } = await taught();
    const trace = await preview(server, { strategy: 'auto/learned', prompt: POEM });
    expect(trace).toMatchObject({ model: 'practice/thrift', reason: 'rated_best' });
    expect(trace).not.toHaveProperty('id');
    expect(await preview(server, { prompt: POEM })).toMatchObject({ strategy: 'auto' });
  });

  it('says that auto decides while there is no table', async () => {
    const server = await testBackend({ catalogFile: null });
    const trace = await preview(server, { strategy: 'auto/efficient', prompt: 'Hello' });
    expect(trace).toMatchObject({ strategy: 'auto', declined: { code: 'no_table' } });
  });

  it('holds no conversation to what was only typed, and writes no outcome', async () => {
    const { server } = await taught();
    const conversation_id = 'typing';
    const before = await server.ask('GET', '/v1/auto-router/outcomes');
    await preview(server, { strategy: 'auto/learned', prompt: POEM, conversation_id });
    expect((await server.ask('GET', '/v1/auto-router/outcomes')).json).toEqual(before.json);
    const sent = await chat(server, 'auto/learned', SUM, { [HEADERS.conversation]: 'typing' });
    expect(sent.model).toBe('practice/sage');
  });

  it('sends nothing of the draft to anybody', async () => {
    const { server, upstream } = await published();
    const before = upstream.requests.length;
    const prompt = 'Write a Python function that reverses a string.';
    const trace = await preview(server, { strategy: 'auto/efficient', prompt });
    expect(trace).toMatchObject({ model: CHEAP, reason: 'proven' });
    expect(upstream.requests).toHaveLength(before);
  });
});
