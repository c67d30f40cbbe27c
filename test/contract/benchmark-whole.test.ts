import { describe, expect, it } from 'vitest';
import type { Run } from '../../shared/api/benchmark';
import { goldenPrompt, type GoldenTask } from '../../shared/benchmark/dataset';
import { CLASSIFIER_INPUTS, GOLDEN_TASKS } from '../../shared/benchmark/index';
import type { RoutingTable } from '../../shared/routing/routing-table';
import { ROUTES } from '../../shared/routing/taxonomy';
import { testBackend } from '../support/backend';
import { openStrengthUpstream, type StrengthRequest } from '../support/strength-upstream';

const CHEAP = 'gpt-6-luna';
const DEAR = 'gpt-6.1-sol';
const models = [CHEAP, DEAR].map((model) => ({ model: `openai/${model}` }));

const byPrompt = new Map(GOLDEN_TASKS.map((task) => [goldenPrompt(task), task]));

/** An answer that passes; a workspace task needs hands, which this server hasn't. */
function rightAnswer({ check, reference }: GoldenTask): string {
  if (check?.kind === 'exact') return check.answer;
  if (check?.kind === 'json_equal') return JSON.stringify(check.value);
  return reference ?? 'done';
}

/** The dear one knows every answer and label, the cheap one those of low tasks. */
function answer({ model, prompt }: StrengthRequest) {
  const task = byPrompt.get(prompt);
  if (task !== undefined) {
    return { text: model === DEAR || task.tier === 'low' ? rightAnswer(task) : 'no idea' };
  }
  const input = CLASSIFIER_INPUTS.find((known) =>
    prompt.includes(`\n${known.prompt.slice(0, 60)}`),
  );
  return { text: model === DEAR && input ? JSON.stringify(input.labels) : '{}' };
}

describe('the app’s own datasets', () => {
  it('go whole through both benchmarks and publish all 18 routes and a labeller', async () => {
    const upstream = await openStrengthUpstream([CHEAP, DEAR], answer);
    const server = await testBackend({
      catalogFile: null,
      providers: [{ id: 'openai', kind: 'openai-compatible', baseUrl: upstream.remoteUrl }],
    });
    await server.backend.listed(5_000);
    const config = {
      classifier: { models, maxP95LatencyMs: null },
      // Agentic tasks are out of reach of a server that only talks.
      decider: { models, minAccuracy: 0.6 },
      maxCostUsd: 50,
      maxConcurrency: 16,
    };
    await server.ask('PUT', '/v1/benchmark/config', { body: config });
    for (const kind of ['decider', 'classifier']) {
      const begun = await server.ask('POST', '/v1/benchmark/runs', { body: { kind } });
      const { id } = begun.json['run'] as Run;
      await server.ask('GET', `/v1/benchmark/runs/${id}/events`);
      const done = (await server.ask('GET', `/v1/benchmark/runs/${id}`)).json['run'] as Run;
      expect(done).toMatchObject({ status: 'completed', publish: { status: 'published' } });
      expect(done.lanes.every(({ errors }) => errors === 0)).toBe(true);
    }
    const { json } = await server.ask('GET', '/v1/benchmark/routing-table');
    const table = json['table'] as RoutingTable;
    expect(Object.keys(table.routes).sort()).toEqual([...ROUTES].sort());
    expect(table.tiers.low[0]?.model).toBe(`openai/${CHEAP}`);
    expect(table.tiers.medium[0]?.model).toBe(`openai/${DEAR}`);
    expect(table.tiers.high[0]?.model).toBe(`openai/${DEAR}`);
    const winner = await server.ask('GET', '/v1/benchmark/classifier-winner');
    expect(winner.json).toMatchObject({ model: `openai/${DEAR}`, winner: { accuracy: 1 } });
  }, 120_000);
});
