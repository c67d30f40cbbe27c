import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import type { AxisScores, Candidate, Weights } from '@shared/routing/candidate';
import { type ModelRegistry, parseBenchmarks } from '@shared/routing/model-registry';
import { normalizeWeights } from '@shared/routing/weights';

/** A callable text model; give what the test is about. */
export function candidate(id: string, given: Partial<Candidate> = {}): Candidate {
  return {
    id,
    provider: 'acme',
    model: id,
    name: id,
    task: 'general_assistant',
    local: false,
    practice: false,
    capabilities: {
      input: ['text'],
      output: ['text'],
      tools: true,
      streaming: true,
      realtime: false,
      context: 100_000,
    },
    scores: { quality: 0.5, latency: 0.5, cost: 0.5 },
    figures: { quality: null, latency: null, cost: null },
    price: null,
    typicalCostUsd: 0.001,
    typicalLatencyMs: 1000,
    availability: 'callable',
    ...given,
  };
}

/** Scores in the order quality, latency, cost. */
export function scores(
  quality: number | null,
  latency: number | null,
  cost: number | null,
): AxisScores {
  return { quality, latency, cost };
}

/** Weights in the order quality, latency, cost. */
export function weights(quality: number, latency: number, cost: number): Weights {
  return { quality, latency, cost };
}

export function exampleModels(): ModelRegistry {
  const file = new URL('../../../../shared/routing/benchmarks.example.json', import.meta.url);
  return parseBenchmarks(readFileSync(file, 'utf8')).registry;
}

const unit = fc.double({ min: 0, max: 1, noNaN: true });

/** Any point of the weight triangle, its edges and corners included. */
export const anyWeights: fc.Arbitrary<Weights> = fc
  .record({
    quality: fc.oneof(unit, fc.constant(0)),
    latency: fc.oneof(unit, fc.constant(0)),
    cost: fc.oneof(unit, fc.constant(0)),
  })
  .map(normalizeWeights);

/** Known scores 0..1, often on a coarse grid so that ties happen. */
export const anyScores: fc.Arbitrary<AxisScores> = fc.record({
  quality: gridOrUnit(),
  latency: gridOrUnit(),
  cost: gridOrUnit(),
});

/** Candidates with different ids. */
export function anyCandidates(
  minLength = 1,
  maxLength = 12,
): fc.Arbitrary<{ id: string; scores: AxisScores }[]> {
  return fc.uniqueArray(
    fc.record({ id: fc.string({ minLength: 1, maxLength: 4 }), scores: anyScores }),
    {
      minLength,
      maxLength,
      selector: ({ id }) => id,
    },
  );
}

function gridOrUnit(): fc.Arbitrary<number> {
  return fc.oneof(
    unit,
    fc.integer({ min: 0, max: 4 }).map((step) => step / 4),
  );
}
