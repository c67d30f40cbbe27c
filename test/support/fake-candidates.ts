import type { Axis, Candidate, Figure } from '@shared/routing/candidate';

function figure(value: number, unit: string, estimate = false): Figure {
  return {
    value,
    unit,
    metric: unit,
    source: estimate ? 'prior' : 'arena',
    date: '2026-11',
    estimate,
    ...(estimate ? { note: 'from the tier below' } : {}),
  };
}

/** A chat candidate with every field set; override what a test is about. */
export function fakeCandidate(
  id: string,
  name: string,
  scores: Readonly<Record<Axis, number | null>>,
  change: Partial<Candidate> = {},
): Candidate {
  const slash = id.indexOf('/');
  return {
    id,
    provider: id.slice(0, slash),
    model: id.slice(slash + 1),
    name,
    task: 'general_assistant',
    local: false,
    practice: false,
    capabilities: {
      input: ['text'],
      output: ['text'],
      tools: true,
      streaming: true,
      realtime: false,
      context: 200_000,
    },
    scores,
    figures: {
      quality: scores.quality === null ? null : figure(1000 + 500 * scores.quality, 'rating'),
      latency: scores.latency === null ? null : figure(3000 - 2500 * scores.latency, 'ms', true),
      cost: scores.cost === null ? null : figure(0.01 * (1 - scores.cost), 'usd_per_request'),
    },
    price: { inputPerMTok: 1, outputPerMTok: 5, cacheReadPerMTok: null, perMinute: null },
    typicalCostUsd: scores.cost === null ? null : 0.01 * (1 - scores.cost),
    typicalLatencyMs: scores.latency === null ? null : 3000 - 2500 * scores.latency,
    availability: 'callable',
    ...change,
  };
}

export const FAKE_CANDIDATES: readonly Candidate[] = [
  fakeCandidate('anthropic/claude-haiku-4.5', 'Claude Haiku 4.5', {
    quality: 0.78,
    latency: 0.88,
    cost: 0.96,
  }),
  fakeCandidate('anthropic/claude-sonnet-4.5', 'Claude Sonnet 4.5', {
    quality: 0.92,
    latency: 0.55,
    cost: 0.4,
  }),
  fakeCandidate('openai/gpt-5-mini', 'GPT-5 mini', { quality: 0.81, latency: 0.7, cost: 0.9 }),
  fakeCandidate(
    'ollama/llama3.2:3b',
    'Llama 3.2 3B',
    { quality: 0.48, latency: 0.6, cost: 1 },
    { local: true, typicalCostUsd: 0 },
  ),
  fakeCandidate('openrouter/mystery', 'Mystery Large', { quality: 0.8, latency: 0.4, cost: null }),
  fakeCandidate(
    'openai/gpt-5',
    'GPT-5',
    { quality: 0.95, latency: 0.3, cost: 0.2 },
    { availability: 'not_listed' },
  ),
];
