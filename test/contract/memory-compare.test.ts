import { describe, expect, it } from 'vitest';
import type { CompareEstimate, CompareResponse } from '../../shared/api/compare';
import { ANN, BOB, codeOf, testBackend } from '../support/backend';
import { fakeEmbedder } from '../support/fake-embedder';
import {
  openStrengthUpstream,
  type StrengthAnswer,
  STRENGTH_USAGE,
} from '../support/strength-upstream';

const COMPARE = '/v1/router/preferences/compare';
/** Both are in the bundled catalog, so that their prices are known. */
const MODELS = ['gpt-6.1-terra', 'gpt-6-luna'];

async function server(
  answer: (model: string) => StrengthAnswer = (model) => ({ text: `I am ${model}` }),
) {
  const upstream = await openStrengthUpstream(MODELS, ({ model }) => answer(model));
  const backend = await testBackend({
    catalogFile: null,
    embedder: fakeEmbedder(),
    providers: [
      { id: 'openai', kind: 'openai-compatible', baseUrl: upstream.remoteUrl, apiKey: 'k' },
    ],
  });
  await backend.backend.listed(5_000);
  const { json } = await backend.ask('GET', '/v1/auto-router/candidates?task=general_assistant');
  const ids = (json['candidates'] as { id: string; availability: string }[])
    .filter(({ id }) => id.startsWith('openai/') && MODELS.includes(id.slice(7)))
    .map(({ id }) => id);
  const compare = (body: object, token = ANN) =>
    backend.ask('POST', COMPARE, { token, body: { prompt: 'hi', models: ids, ...body } });
  const history = async (token = ANN) =>
    (await backend.ask('GET', '/v1/auto-router/history?limit=50', { token })).json['rows'] as {
      id: string;
      model: string;
      status: string;
      actualCostUsd?: number | null;
      excerpt?: string | null;
    }[];
  return { ...backend, upstream, ids, compare, history };
}

describe('POST /v1/router/preferences/compare', () => {
  it('says what it costs before anything is sent (S1-21: it was the unmetered way to spend)', async () => {
    const s = await server();
    expect(s.ids).toHaveLength(2);
    const answer = await s.compare({ dry_run: true, max_tokens: 1_000 });
    const estimate = answer.json as unknown as CompareEstimate;
    expect(answer.status).toBe(200);
    expect(estimate.models.map(({ model }) => model)).toEqual(s.ids);
    for (const { estimated_usd: usual, at_most_usd: most } of estimate.models) {
      expect(usual).toBeGreaterThan(0);
      expect(most).toBeGreaterThan(0);
    }
    expect(s.upstream.requests).toHaveLength(0);
    expect(await s.history()).toEqual([]);
  });

  it('asks all models, and each call is recorded and paid for', async () => {
    const s = await server();
    const { json } = await s.compare({ max_tokens: 1_000 });
    const { answers, cost_usd: cost } = json as unknown as CompareResponse;
    expect(answers.map(({ model, status, text }) => [model, status, text])).toEqual(
      s.ids.map((id) => [id, 'succeeded', `I am ${id.slice(7)}`]),
    );
    expect(cost).toBeGreaterThan(0);
    const rows = await s.history();
    expect(new Set(rows.map(({ id }) => id))).toEqual(
      new Set(answers.map(({ call_id }) => call_id)),
    );
    expect(rows).toHaveLength(2);
    const spending = await s.ask('GET', '/v1/auto-router/spending');
    expect(spending.json['spent_usd']).toBeCloseTo(cost ?? 0, 5);
    expect(STRENGTH_USAGE.total_tokens).toBeGreaterThan(0);
  });

  it('keeps the answers that came when one model fails', async () => {
    const s = await server((model) => (model === MODELS[0] ? { status: 500 } : { text: 'fine' }));
    const { status, json } = await s.compare({});
    expect(status).toBe(200);
    const { answers } = json as unknown as CompareResponse;
    const of = (model: string) => answers.find((answer) => answer.model === `openai/${model}`);
    expect(of(MODELS[0] ?? '')).toMatchObject({
      status: 'failed',
      error: { code: 'provider_error' },
    });
    expect(of(MODELS[1] ?? '')).toMatchObject({ status: 'succeeded', text: 'fine', error: null });
  });

  it('sends nothing at all when it could cost more than the cap of the request or of the day', async () => {
    const s = await server();
    const tooDear = await s.compare({ max_cost_usd: 0.000001 });
    expect([tooDear.status, codeOf(tooDear)]).toEqual([402, 'spending_cap_reached']);
    const { json } = await s.compare({ dry_run: true });
    const { models } = json as unknown as CompareEstimate;
    // Enough for one of them and not for both: half a comparison would be paid for in vain.
    const most = Math.max(...models.map(({ at_most_usd }) => at_most_usd ?? 0));
    const put = { body: { daily_cap_usd: Number((most * 1.01).toFixed(6)) } };
    expect((await s.ask('PUT', '/v1/auto-router/spending', put)).status).toBe(200);
    const capped = await s.compare({});
    expect(codeOf(capped)).toBe('spending_cap_reached');
    expect(s.upstream.requests).toHaveLength(0);
    // What was set aside for the first is given back.
    expect((await s.ask('GET', '/v1/auto-router/spending')).json['reserved_usd']).toBe(0);
  });

  it.each([
    ['one model', { models: ['openai/gpt-6.1-terra'] }, 'invalid_request'],
    ['six models', { models: ['a', 'b', 'c', 'd', 'e', 'f'] }, 'invalid_request'],
    [
      'a model twice',
      { models: ['openai/gpt-6.1-terra', 'openai/gpt-6.1-terra'] },
      'invalid_request',
    ],
    [
      'a model twice by two names',
      { models: ['openai/gpt-6.1-terra', 'openai:gpt-6.1-terra'] },
      'invalid_request',
    ],
    [
      'practice beside real',
      { models: ['practice/sage', 'openai/gpt-6.1-terra'] },
      'invalid_request',
    ],
    ['an unknown model', { models: ['no/such', 'openai/gpt-6.1-terra'] }, 'unknown_model'],
    ['an empty prompt', { prompt: ' ' }, 'invalid_request'],
    ['a prompt of a megabyte', { prompt: 'x'.repeat(1_000_000) }, 'invalid_request'],
  ])('refuses %s and sends nothing', async (_, body, code) => {
    const s = await server();
    expect(codeOf(await s.compare(body))).toBe(code);
    expect(s.upstream.requests).toHaveLength(0);
  });

  it('stops the calls when the caller hangs up, and writes that down', async () => {
    const s = await server();
    s.upstream.hold = new Promise<void>(() => undefined);
    const hangUp = new AbortController();
    const asked = fetch(s.url + COMPARE, {
      method: 'POST',
      headers: { authorization: `Bearer ${ANN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ prompt: 'hi', models: s.ids }),
      signal: hangUp.signal,
    }).catch(() => null);
    await expect.poll(() => s.upstream.requests.length).toBe(2);
    hangUp.abort();
    await asked;
    await expect
      .poll(async () => (await s.history()).map(({ status }) => status))
      .toEqual(['aborted', 'aborted']);
  });

  it('keeps no excerpt of the prompt when that is asked for', async () => {
    const s = await server();
    await s.compare({ prompt: 'my secret', keep_excerpt: false });
    const rows = await s.history();
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toContain('my secret');
  });

  it("is in the caller's own history and nobody else's (S1-20)", async () => {
    const s = await server();
    await s.compare({}, BOB);
    expect(await s.history()).toEqual([]);
    expect(await s.history(BOB)).toHaveLength(2);
  });
});

describe('practice models', () => {
  it('can be compared with no provider at all, and cost nothing', async () => {
    const backend = await testBackend({ catalogFile: null, embedder: fakeEmbedder() });
    const models = ['practice/sage', 'practice/thrift'];
    const body = { prompt: 'What is 12 * 7 + 5?', models };
    const dry = await backend.ask('POST', COMPARE, { body: { ...body, dry_run: true } });
    expect(dry.json).toMatchObject({ estimated_usd: 0, at_most_usd: 0 });
    const { json } = await backend.ask('POST', COMPARE, { body });
    const { answers } = json as unknown as CompareResponse;
    expect(answers[0]?.text).toContain('89');
    expect(answers[1]?.text).toContain('wrong');
    expect(json['cost_usd']).toBe(0);
  });

  // The text itself gave the name away, so a blind rating was none.
  it('say that they are simulated and not who wrote the answer, so a blind rating is blind', async () => {
    const backend = await testBackend({ catalogFile: null, embedder: fakeEmbedder() });
    const models = ['practice/sage', 'practice/swift', 'practice/thrift'];
    for (const prompt of ['What is 12 * 7 + 5?', 'What is entropy?', 'Write me a poem']) {
      const { json } = await backend.ask('POST', COMPARE, { body: { prompt, models } });
      const { answers } = json as unknown as CompareResponse;
      expect(answers).toHaveLength(3);
      for (const { text } of answers) {
        expect(text).toMatch(/^Practice answer - simulated\.\n\n\S/u);
        expect(text).not.toMatch(/\b(?:sage|swift|thrift)\b/iu);
      }
    }
  });
});
