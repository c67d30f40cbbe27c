import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Weights } from '../../../../shared/routing/candidate';
import { score } from '../../../../shared/routing/score';
import {
  LEAST_OVERRIDES,
  type Override,
  suggestWeights,
} from '../../../../shared/routing/weight-suggestion';

const GOOD = { quality: 0.9, latency: 0.2, cost: 0.2 };
const CHEAP = { quality: 0.4, latency: 0.6, cost: 0.9 };
const COST: Weights = { quality: 0.2, latency: 0.3, cost: 0.5 };

const times = (override: Override, n: number): Override[] =>
  Array.from({ length: n }, () => override);

const unit = fc.double({ min: 0, max: 1, noNaN: true });
const scores = fc.record({ quality: unit, latency: unit, cost: unit });
const weights = fc
  .tuple(unit, unit, unit)
  .filter(([q, l, c]) => q + l + c > 0.01)
  .map(([q, l, c]): Weights => {
    const sum = q + l + c;
    return { quality: q / sum, latency: l / sum, cost: c / sum };
  });
const overrides = fc.array(fc.record({ taken: scores, instead: scores }), {
  minLength: LEAST_OVERRIDES,
  maxLength: 12,
});

/** Sum over the overrides of how much better the model taken scores. */
function gain(all: readonly Override[], at: Weights): number {
  return all.reduce((sum, { taken, instead }) => sum + score(taken, at) - score(instead, at), 0);
}

function distance(a: Weights, b: Weights): number {
  return Math.hypot(a.quality - b.quality, a.latency - b.latency, a.cost - b.cost);
}

describe('suggestWeights', () => {
  it('moves toward what was chosen again and again, and no further than that takes', () => {
    const found = suggestWeights(COST, times({ taken: GOOD, instead: CHEAP }, 4));
    expect(found).toMatchObject({ explained: 4, explainedBefore: 0, of: 4 });
    expect(found?.weights.quality).toBeGreaterThan(COST.quality);
    expect(found?.weights.cost).toBeLessThan(COST.cost);
    expect(gain([{ taken: GOOD, instead: CHEAP }], found?.weights ?? COST)).toBeLessThan(0.02);
  });

  it('says nothing of two choices, which may be a whim', () => {
    expect(suggestWeights(COST, times({ taken: GOOD, instead: CHEAP }, 2))).toBeNull();
  });

  it('says nothing when the weights explain the choices already', () => {
    expect(suggestWeights(COST, times({ taken: CHEAP, instead: GOOD }, 5))).toBeNull();
  });

  it('says nothing when the model taken is worse on every axis: weights are not the reason', () => {
    const worse = { quality: 0.1, latency: 0.1, cost: 0.1 };
    expect(suggestWeights(COST, times({ taken: worse, instead: CHEAP }, 5))).toBeNull();
  });

  it('reads an unknown score as 0, as the score itself does', () => {
    const unknown = { quality: null, latency: null, cost: null };
    expect(suggestWeights(COST, times({ taken: unknown, instead: CHEAP }, 5))).toBeNull();
  });

  it('is always a point of the triangle that explains more than before', () => {
    fc.assert(
      fc.property(weights, overrides, (current, all) => {
        const found = suggestWeights(current, all);
        if (found === null) return;
        const { quality, latency, cost } = found.weights;
        expect(quality + latency + cost).toBeCloseTo(1, 9);
        expect(Math.min(quality, latency, cost)).toBeGreaterThanOrEqual(-1e-12);
        expect(gain(all, found.weights)).toBeGreaterThanOrEqual(-1e-9);
        expect(found.explained).toBeGreaterThan(found.explainedBefore);
      }),
    );
  });

  it('is the nearest such point: none that is drawn at random lies nearer', () => {
    fc.assert(
      fc.property(weights, overrides, weights, (current, all, other) => {
        const found = suggestWeights(current, all);
        // The suggestion keeps a clearance of 0.01 per choice from the tie.
        if (found === null || gain(all, other) < 0.01 * all.length) return;
        expect(distance(found.weights, current)).toBeLessThanOrEqual(
          distance(other, current) + 1e-9,
        );
      }),
    );
  });
});
