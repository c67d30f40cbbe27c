import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AXES } from '@shared/routing/candidate';
import { clampScore, contributions, score } from '@shared/routing/score';
import { anyScores, anyWeights, scores, weights } from './support';

const anyRawScore = fc.oneof(fc.double(), fc.constant(null));
const anyRawScores = fc.record({ quality: anyRawScore, latency: anyRawScore, cost: anyRawScore });

describe('clampScore', () => {
  it.each([
    [null, 0],
    [NaN, 0],
    [Infinity, 1],
    [-Infinity, 0],
    [-0.2, 0],
    [1.7, 1],
    [0.3, 0.3],
    [0, 0],
    [1, 1],
  ])('S0-5, S0-6: %s counts as %d', (raw, counted) => {
    expect(clampScore(raw)).toBe(counted);
  });
});

describe('score', () => {
  it('S0-1: is the weighted sum', () => {
    expect(score(scores(0.75, 0.95, 0.9), weights(0.4, 0.5, 0.1))).toBeCloseTo(0.865, 12);
  });

  it('S0-6, ruling 1: what is unknown earns nothing', () => {
    expect(score(scores(0.9, null, null), weights(0.2, 0.4, 0.4))).toBeCloseTo(0.18, 12);
  });

  it('S0-1: is always a number from 0 to 1 and changes nothing it is given', () => {
    fc.assert(
      fc.property(anyRawScores, anyWeights, (raw, any) => {
        const frozen = Object.freeze({ ...raw });
        const total = score(frozen, Object.freeze({ ...any }));
        expect(total).toBeGreaterThanOrEqual(0);
        expect(total).toBeLessThanOrEqual(1 + 1e-12);
        expect(score(frozen, any)).toBe(total);
      }),
    );
  });

  it('never falls when a component rises', () => {
    fc.assert(
      fc.property(
        anyRawScores,
        fc.constantFrom(...AXES),
        fc.double({ noNaN: true }),
        anyWeights,
        (raw, axis, other, any) => {
          const [low, high] = [clampScore(raw[axis]), clampScore(other)].sort((a, b) => a - b);
          const worse = score({ ...raw, [axis]: low ?? 0 }, any);
          expect(score({ ...raw, [axis]: high ?? 0 }, any)).toBeGreaterThanOrEqual(worse);
        },
      ),
    );
  });

  it('is linear in the weights, on which the map and the flip point rest', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(anyScores, anyWeights, anyWeights, share, (any, a, b, t) => {
        const mixed = weights(
          a.quality + t * (b.quality - a.quality),
          a.latency + t * (b.latency - a.latency),
          a.cost + t * (b.cost - a.cost),
        );
        expect(score(any, mixed)).toBeCloseTo((1 - t) * score(any, a) + t * score(any, b), 12);
      }),
    );
  });
});

it('contributions add up to exactly the score', () => {
  fc.assert(
    fc.property(anyRawScores, anyWeights, (raw, any) => {
      const parts = contributions(raw, any);
      expect(parts.quality + parts.latency + parts.cost).toBe(score(raw, any));
    }),
  );
});
