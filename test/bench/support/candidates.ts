import type { Candidate } from '@shared/routing/candidate';

/**
 * Made-up candidates with spread scores, the same on every run. Ids look like the catalog's, and
 * like there, quality costs money and time.
 */
export function benchCandidates(count: number): Candidate[] {
  const random = seeded(count);
  return Array.from({ length: count }, (_, index) => {
    const quality = random();
    const latency = Math.min(1, 1.1 - quality * random());
    const cost = Math.min(1, 1.1 - quality * random());
    const model = `model-${String(index).padStart(3, '0')}`;
    return {
      id: `provider-${index % 7}/${model}`,
      provider: `provider-${index % 7}`,
      model,
      name: model,
      task: 'general_assistant',
      local: index % 10 === 0,
      practice: false,
      capabilities: {
        input: ['text', 'image'],
        output: ['text'],
        tools: true,
        streaming: true,
        realtime: false,
        context: 128_000,
      },
      scores: { quality, latency, cost },
      figures: { quality: null, latency: null, cost: null },
      price: null,
      typicalCostUsd: 0.0002 * 250 ** (1 - cost),
      typicalLatencyMs: 500 * 30 ** (1 - latency),
      availability: 'callable',
    };
  });
}

/** A small linear congruential generator: 0..1, the same sequence for a seed. */
export function seeded(seed: number): () => number {
  let state = (seed * 2654435761 + 1) % 4294967296;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}
