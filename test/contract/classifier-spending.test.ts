import { describe, expect, it } from 'vitest';
import type { Run } from '../../shared/api/benchmark';
import type { Trace } from '../../shared/routing/trace';
import { testBackend, type TestBackend } from '../support/backend';
import { miniDatasets, STRENGTHS, strengthAnswer } from '../support/benchmark';
import {
  openStrengthUpstream,
  STRENGTH_USAGE,
  type StrengthAnswer,
  type StrengthRequest,
} from '../support/strength-upstream';

const MODELS = Object.keys(STRENGTHS);
const [CHEAP = '', , DEAR = ''] = MODELS.map((model) => `openai/${model}`);
/** What one call to {@link DEAR} costs at the catalog's prices. */
const LABEL_USD = (STRENGTH_USAGE.prompt_tokens * 2 + STRENGTH_USAGE.completion_tokens * 10) / 1e6;

/** A published table, and a model that labels every request of `auto/efficient`. */
async function withClassifier(
  answer: (request: StrengthRequest) => StrengthAnswer = strengthAnswer,
) {
  const upstream = await openStrengthUpstream(MODELS, answer);
  const server = await testBackend({
    catalogFile: null,
    providers: [{ id: 'openai', kind: 'openai-compatible', baseUrl: upstream.remoteUrl }],
    benchmark: { datasets: miniDatasets() },
  });
  await server.backend.listed(5_000);
  const models = MODELS.map((model) => ({ model: `openai/${model}` }));
  const body = {
    classifier: { models, override: DEAR },
    decider: { models },
    maxCostUsd: 5,
  };
  await server.ask('PUT', '/v1/benchmark/config', { body });
  const begun = await server.ask('POST', '/v1/benchmark/runs', { body: { kind: 'decider' } });
  await server.ask('GET', `/v1/benchmark/runs/${(begun.json['run'] as Run).id}/events`);
  return { server, upstream };
}

async function withKey(server: TestBackend, daily_cap_usd: number) {
  const body = { name: 'editor', daily_cap_usd };
  const made = await server.ask('POST', '/v1/auto-router/keys', { body });
  return { id: String(made.json['id']), token: String(made.json['key']) };
}

async function ask(server: TestBackend, content: string, token?: string) {
  const body = { model: 'auto/efficient', max_tokens: 50, messages: [{ role: 'user', content }] };
  const options = token === undefined ? { body } : { body, token };
  const answer = await server.ask('POST', '/v1/chat/completions', options);
  const id = answer.headers.get('x-auto-router-decision');
  const { json } = await server.ask('GET', `/v1/auto-router/decisions/${id}`);
  const { detail } = json['decision'] as Trace;
  const trace = detail?.strategy === 'auto/efficient' ? detail.trace : null;
  return { answer, label: trace?.classification };
}

describe('what a label costs', () => {
  // A key with a cap that could spend the owner's money on labels without end.
  it('is the key’s that asked: in its cap, its spending and its usage', async () => {
    const { server } = await withClassifier();
    const { id, token } = await withKey(server, 1);
    const { answer, label } = await ask(server, 'low Say hello.', token);
    expect(answer.status).toBe(200);
    expect(label).toMatchObject({ source: 'model', model: DEAR, costUsd: LABEL_USD });
    const spent = await server.ask('GET', '/v1/auto-router/spending', { token });
    const usage = await server.ask('GET', '/v1/auto-router/usage?group=key');
    const rows = usage.json['rows'] as { group: string; calls: number; costUsd: number }[];
    const row = rows.find(({ group }) => group === id);
    // The label, and the answer of the model that it chose.
    expect(row?.calls).toBe(2);
    expect(row?.costUsd).toBeGreaterThan(LABEL_USD);
    expect(spent.json['spent_usd']).toBeCloseTo(row?.costUsd ?? 0, 9);
  });

  it('is not spent when the key’s cap leaves no room: the words decide, and the answer comes', async () => {
    const { server, upstream } = await withClassifier();
    const { token } = await withKey(server, 0.001);
    const before = upstream.requests.length;
    const { answer, label } = await ask(server, 'low Say hello.', token);
    expect(answer.headers.get('x-auto-router-model')).toBe(CHEAP);
    expect(label).toMatchObject({ source: 'heuristic', fallbackReason: 'spending_cap_reached' });
    expect(upstream.requests).toHaveLength(before + 1);
  });

  // Ten refused labels would have used up the day's cap without a cent spent.
  it('is nothing when the provider refuses before it begins', async () => {
    let refuse = false;
    const { server } = await withClassifier((request) =>
      refuse && request.prompt.includes('Label the request above')
        ? { status: 429 }
        : strengthAnswer(request),
    );
    refuse = true;
    const { label } = await ask(server, 'low Say hello.');
    expect(label).toMatchObject({ source: 'heuristic', fallbackReason: 'provider_rate_limited' });
    const spent = await server.ask('GET', '/v1/auto-router/spending');
    expect(spent.json).toMatchObject({ assumed_usd: 0, reserved_usd: 0 });
  });
});
