import { describe, expect, it } from 'vitest';
import {
  decideLearned,
  DEFAULT_LEARNED_SETTINGS,
  type LearnedDecision,
} from '../../../../shared/routing/learned';
import { incumbentCostUsd, normalisedCosts } from '../../../../shared/routing/learned-cost';
import {
  exampleAt,
  headOf,
  learnedInput,
  memoryOf,
  pointAt,
  twoTopics,
} from '../../../support/learned';

const settings = DEFAULT_LEARNED_SETTINGS;
const code = (decision: LearnedDecision): string | null =>
  'decline' in decision ? decision.decline.code : null;
const penalties = (model: string): Record<string, number> => {
  const incumbent = { model, cachedTokens: 0 };
  const { trace } = decideLearned(learnedInput(twoTopics(), { incumbent }));
  return Object.fromEntries(trace?.candidates.map((row) => [row.model, row.switchPenalty]) ?? []);
};
const at = (alpha: number) =>
  decideLearned(learnedInput(twoTopics(), { settings: { ...settings, alpha } })).trace;
const chosen = (decision: LearnedDecision): string | null =>
  'ranked' in decision ? (decision.ranked[0] ?? null) : null;

describe('decideLearned', () => {
  it('sends each kind of prompt where the ratings send it, the easy kind to the cheap model', () => {
    expect(chosen(decideLearned(learnedInput(twoTopics())))).toBe('dear');
    expect(chosen(decideLearned(learnedInput(twoTopics(), { query: pointAt(3) })))).toBe('cheap');
  });

  it('scores by quality - alpha x effective cost - switch penalty, as the trace shows (S1-8)', () => {
    const decision = decideLearned(
      learnedInput(twoTopics(), { incumbent: { model: 'dear', cachedTokens: 0 } }),
    );
    expect(decision.trace?.candidates).toHaveLength(2);
    for (const row of decision.trace?.candidates ?? []) {
      expect(row.score).toBeCloseTo(row.quality - 0.3 * row.effectiveCost - row.switchPenalty, 12);
      expect(row.quality).toBeCloseTo((row.neighbourMean + (row.head ?? 0)) / 2 + row.prior, 12);
    }
  });

  it('charges leaving the incumbent, and only when it takes part (S1-8)', () => {
    expect(penalties('cheap')).toEqual({ cheap: 0, dear: settings.switchPenalty });
    expect(penalties('gone')).toEqual({ cheap: 0, dear: 0 });
  });

  it('alpha changes the scoring, never the neighbours (S1-30)', () => {
    expect(at(0)?.neighbours).toEqual(at(5)?.neighbours);
    expect(at(5)?.candidates[0]?.model).toBe('cheap');
  });

  it('has confidence = share of neighbours whose own best is the winner, ties agreeing (S1-14)', () => {
    const examples = Array.from({ length: 20 }, (_, i) =>
      exampleAt(i / 1000, i < 15 ? { cheap: 0.2, dear: 0.9 } : { cheap: 0.9, dear: 0.2 }),
    );
    const { trace } = decideLearned(
      learnedInput(examples, { settings: { ...settings, k: 20, alpha: 0 } }),
    );
    expect(trace?.candidates[0]?.model).toBe('dear');
    expect(trace?.confidence).toBeCloseTo(0.75);
  });

  it('does not believe one lucky rating of a model that is otherwise unknown', () => {
    const examples = [
      ...Array.from({ length: 30 }, (_, i) => exampleAt(i / 100, { cheap: 0.8, dear: 0.9 })),
      exampleAt(0, { lucky: 1 }),
    ];
    const candidates = [
      { id: 'cheap', costUsd: 1, price: null },
      { id: 'dear', costUsd: 1, price: null },
      { id: 'lucky', costUsd: 1, price: null },
    ];
    const decision = decideLearned(learnedInput(examples, { candidates }));
    expect(chosen(decision)).toBe('dear');
    expect(decision.trace?.unrated).toEqual(['lucky']);
  });

  it('gives the same answer for the same input in any order of candidates', () => {
    const input = learnedInput(twoTopics());
    const turned = { ...input, candidates: input.candidates.toReversed() };
    expect(decideLearned(turned)).toEqual(decideLearned(input));
  });
});

describe('declines, each with a readable reason (S1-11, S1-15)', () => {
  const rated = twoTopics();
  const cases: readonly (readonly [string, LearnedDecision])[] = [
    ['off', decideLearned(learnedInput(rated, { off: true }))],
    ['tools_present', decideLearned(learnedInput(rated, { hasTools: true }))],
    ['no_prompt', decideLearned(learnedInput(rated, { prompt: ' \n' }))],
    ['too_few_candidates', decideLearned(learnedInput(rated, { candidates: [] }))],
    ['cold_memory', decideLearned(learnedInput(rated.slice(0, 19)))],
    ['cold_memory', decideLearned(learnedInput([]))],
    [
      'too_few_rated',
      decideLearned(learnedInput(rated.map((e) => ({ ...e, scores: { cheap: 1 } })))),
    ],
    [
      'price_unknown',
      decideLearned(
        learnedInput(rated, {
          candidates: [
            { id: 'cheap', costUsd: null, price: null },
            { id: 'dear', costUsd: 1, price: null },
          ],
        }),
      ),
    ],
    [
      'embedding_mismatch',
      decideLearned(
        learnedInput(rated, { query: { ...pointAt(0), vector: Float32Array.of(1, 0, 0) } }),
      ),
    ],
    [
      'sparse_neighbourhood',
      decideLearned(learnedInput(rated, { settings: { ...settings, k: 20, similarityFloor: 2 } })),
    ],
    [
      'low_confidence',
      decideLearned(learnedInput(rated, { settings: { ...settings, confidenceFloor: 1.1 } })),
    ],
  ];

  it.each(cases)('%s', (expected, decision) => {
    expect(code(decision)).toBe(expected);
    expect('decline' in decision && decision.decline.reason.endsWith('.')).toBe(true);
  });

  it('an unknown price is no reason where cost does not count', () => {
    const candidates = ['cheap', 'dear'].map((id) => ({ id, costUsd: null, price: null }));
    const decision = decideLearned(
      learnedInput(rated, { candidates, settings: { ...settings, alpha: 0 } }),
    );
    expect(chosen(decision)).toBe('dear');
  });

  it('a memory about models that are no candidates here is cold, not wrong', () => {
    const candidates = ['x', 'y'].map((id) => ({ id, costUsd: 1, price: null }));
    expect(code(decideLearned(learnedInput(rated, { candidates })))).toBe('cold_memory');
  });
});

describe('cost', () => {
  const price = {
    inputPerMTok: 10,
    outputPerMTok: 30,
    cacheReadPerMTok: 1,
    perMinute: null,
  };

  it('makes staying cheaper by what the cache saves (S1-10)', () => {
    const cost = incumbentCostUsd(
      { costUsd: 0.05, price },
      { cachedTokens: 1000, cacheReadMultiplier: null },
    );
    expect(cost).toBeCloseTo(0.05 - 0.009);
  });

  it('assumes no discount that nobody stated', () => {
    const plain = { ...price, cacheReadPerMTok: null };
    const cached = { cachedTokens: 1000, cacheReadMultiplier: null };
    expect(incumbentCostUsd({ costUsd: 0.05, price: plain }, cached)).toBe(0.05);
    expect(
      incumbentCostUsd({ costUsd: 0.05, price: plain }, { ...cached, cacheReadMultiplier: 0.5 }),
    ).toBeCloseTo(0.045);
    expect(incumbentCostUsd({ costUsd: null, price }, cached)).toBeNull();
  });

  it('is 0 for the cheapest and 1 for the dearest, and 0 for all when they are equal', () => {
    expect(normalisedCosts([1, 3, 2])).toEqual([0, 1, 0.5]);
    expect(normalisedCosts([2, 2])).toEqual([0, 0]);
  });
});

describe('leave-one-out', () => {
  it('decides an example as if it had never been rated', () => {
    // One contrary rating among its like must not vouch for itself.
    const examples = [...twoTopics(), exampleAt(0.1, { cheap: 1, dear: 0 }, 'contrary')];
    const memory = memoryOf(examples);
    const index = examples.length - 1;
    const query = pointAt(0.1);
    const zero = { ...settings, alpha: 0, k: 5 };
    const input = { ...learnedInput(examples), memory, head: headOf(memory), query };
    const without = decideLearned({ ...input, settings: zero, leftOut: { index } });
    expect(chosen(without)).toBe('dear');
    expect(without.trace?.neighbours.some(({ id }) => id === 'contrary')).toBe(false);
  });

  it('is, for the head, what a fit without the row would say', () => {
    const examples = twoTopics(30);
    const [first, ...rest] = examples;
    if (first === undefined) throw new Error('none');
    const memory = memoryOf(examples);
    const closeness = memory.space.closeness(first);
    const columns = [0, 1];
    const kept = headOf(memory)?.predict(closeness, columns);
    const left = headOf(memory)?.predict(closeness, columns, { index: 0 });
    const without = memoryOf(rest);
    const refitted = headOf(without)?.predict(without.space.closeness(first), columns);
    // The means differ a little between the two memories; the row's own pull must be gone.
    expect(Math.abs((left?.[0] ?? NaN) - (refitted?.[0] ?? NaN))).toBeLessThan(0.06);
    expect(left?.[0]).not.toBeCloseTo(kept?.[0] ?? NaN, 3);
  });
});
