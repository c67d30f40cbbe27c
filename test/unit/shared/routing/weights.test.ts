import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AXES } from '@shared/routing/candidate';
import {
  fromPercents,
  normalizeWeights,
  parseWeights,
  presetOf,
  presetWeights,
  rebalance,
  toPercents,
  weightsEqual,
} from '@shared/routing/weights';
import { anyWeights, weights } from './support';

function errorOf(value: unknown): { code: string; message: string } | null {
  const parsed = parseWeights(value);
  return parsed.ok ? null : parsed.error;
}

describe('parseWeights', () => {
  it.each([
    [{ quality: 1, latency: 0, cost: 0 }],
    [{ quality: 0, latency: 1, cost: 0 }],
    [{ quality: 0, latency: 0, cost: 1 }],
  ])('S0-8: a corner is legal %j', (value) => {
    expect(parseWeights(value)).toEqual({ ok: true, weights: value });
  });

  it.each([
    ['not_an_object', null, 'null'],
    ['not_an_object', [0.4, 0.5, 0.1], 'array'],
    ['not_an_object', '0.4', 'string'],
    ['not_an_object', undefined, 'undefined'],
    ['not_a_number', { quality: true, latency: 0, cost: 0 }, 'quality must be a number, got bool'],
    ['not_a_number', { quality: 0, latency: '1', cost: 0 }, 'latency must be a number, got string'],
    ['not_a_number', { quality: 1, latency: 0, cost: null }, 'cost must be a number, got null'],
    ['not_finite', { quality: NaN, latency: 0, cost: 0 }, 'quality must be a finite number'],
    ['not_finite', JSON.parse('{"quality":1e999,"latency":0,"cost":0}'), 'finite'],
    ['out_of_range', { quality: -0.1, latency: 0.6, cost: 0.5 }, 'quality must be in [0.0, 1.0]'],
    ['out_of_range', { quality: 0, latency: 1.1, cost: -0.1 }, 'latency must be in [0.0, 1.0]'],
  ])('S0-4, S0-9, S0-38, S0-49: refuses with %s: %j', (code, value, message) => {
    expect(errorOf(value)?.code).toBe(code);
    expect(errorOf(value)?.message).toContain(message);
  });

  it('S0-50: a missing key is named, not thrown', () => {
    expect(errorOf({ quality: 1 })).toEqual({
      code: 'missing_key',
      message: 'weights: missing latency, cost',
    });
    expect(errorOf(Object.create({ quality: 1, latency: 0, cost: 0 }))?.code).toBe('missing_key');
  });

  it('S0-4: says the sum with four decimals', () => {
    expect(errorOf({ quality: 0.4, latency: 0.4, cost: 0.1 })?.message).toBe(
      'weights sum to 0.9000, expected 1.0 (tolerance 1e-3)',
    );
  });

  it.each([
    [0.0995, true],
    [0.1005, true],
    [0.098, false],
    [0.102, false],
    // Off by 0.001000000000000112 in doubles.
    [0.101, false],
    [0.099, false],
  ])('S0-4: 0.4 + 0.5 + %d is accepted: %s', (cost, accepted) => {
    expect(parseWeights({ quality: 0.4, latency: 0.5, cost }).ok).toBe(accepted);
  });

  it('S0-7: never renormalises, and ignores other keys', () => {
    const parsed = parseWeights({ quality: 0.4, latency: 0.5, cost: 0.1005, note: 'x' });
    expect(parsed).toEqual({ ok: true, weights: weights(0.4, 0.5, 0.1005) });
  });

  it('S0-53: the result is a frozen copy', () => {
    const given = { quality: 1, latency: 0, cost: 0 };
    const parsed = parseWeights(given);
    given.quality = 0;
    expect(parsed).toEqual({ ok: true, weights: weights(1, 0, 0) });
    expect(parsed.ok && Object.isFrozen(parsed.weights)).toBe(true);
  });

  it('never throws, and what it accepts is in range and sums to 1', () => {
    const loose = fc.oneof(fc.double(), fc.constantFrom<unknown>(true, null, '1', undefined, 0, 1));
    fc.assert(
      fc.property(
        fc.oneof(fc.record({ quality: loose, latency: loose, cost: loose }), fc.anything()),
        (value) => {
          const parsed = parseWeights(value);
          if (!parsed.ok) return;
          const { quality, latency, cost } = parsed.weights;
          expect(Math.abs(quality + latency + cost - 1)).toBeLessThanOrEqual(1e-3);
          for (const axis of AXES) expect(parsed.weights[axis]).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});

describe('rebalance', () => {
  it('S0-106: takes from the other two in proportion', () => {
    const moved = rebalance(weights(0.4, 0.45, 0.15), 'quality', 0.6);
    expect(moved.quality).toBe(0.6);
    expect(moved.latency).toBeCloseTo(0.3, 12);
    expect(moved.cost).toBeCloseTo(0.1, 12);
  });

  it('S0-106: splits equally when the other two are both 0', () => {
    expect(rebalance(weights(1, 0, 0), 'quality', 0.5)).toEqual(weights(0.5, 0.25, 0.25));
    expect(rebalance(weights(0, 1, 0), 'latency', 0.5)).toEqual(weights(0.25, 0.5, 0.25));
  });

  it('clamps to what a lock leaves free', () => {
    const moved = rebalance(weights(0.5, 0.3, 0.2), 'quality', 0.9, 'latency');
    expect(moved.quality).toBeCloseTo(0.7, 12);
    expect(moved.latency).toBe(0.3);
    expect(moved.cost).toBeCloseTo(0, 12);
  });

  it('changes nothing when the moved axis is itself locked, or the value is NaN', () => {
    const before = weights(0.5, 0.3, 0.2);
    expect(rebalance(before, 'quality', 0.9, 'quality')).toEqual(before);
    expect(rebalance(before, 'quality', NaN)).toEqual(before);
  });

  it('always sums to 1, stays in range, keeps the lock, and is idempotent', () => {
    const axis = fc.constantFrom(...AXES);
    const value = fc.oneof(
      fc.double({ min: -1, max: 2, noNaN: true }),
      fc.constantFrom(Infinity, -Infinity),
    );
    fc.assert(
      fc.property(
        anyWeights,
        axis,
        value,
        fc.option(axis, { nil: undefined }),
        (before, moving, to, locked) => {
          const after = rebalance(before, moving, to, locked);
          expect(after.quality + after.latency + after.cost).toBeCloseTo(1, 12);
          for (const each of AXES) {
            expect(after[each]).toBeGreaterThanOrEqual(0);
            expect(after[each]).toBeLessThanOrEqual(1);
          }
          if (locked !== undefined) expect(after[locked]).toBe(before[locked]);
          const again = rebalance(after, moving, to, locked);
          for (const each of AXES) expect(again[each]).toBeCloseTo(after[each], 12);
        },
      ),
    );
  });

  it('keeps the proportion of the other two', () => {
    fc.assert(
      fc.property(anyWeights, fc.double({ min: 0, max: 1, noNaN: true }), (before, to) => {
        fc.pre(before.latency + before.cost > 1e-6);
        const after = rebalance(before, 'quality', to);
        expect(after.latency * before.cost).toBeCloseTo(after.cost * before.latency, 12);
      }),
    );
  });
});

describe('percents', () => {
  it('gives the points left over to the largest remainders', () => {
    expect(toPercents(weights(1 / 3, 1 / 3, 1 / 3))).toEqual({
      quality: 34,
      latency: 33,
      cost: 33,
    });
    expect(toPercents(weights(0.255, 0.338, 0.407))).toEqual({
      quality: 25,
      latency: 34,
      cost: 41,
    });
  });

  it('always total exactly 100, each within a point of its weight', () => {
    fc.assert(
      fc.property(anyWeights, (any) => {
        const percents = toPercents(any);
        expect(percents.quality + percents.latency + percents.cost).toBe(100);
        for (const axis of AXES) {
          expect(Number.isInteger(percents[axis])).toBe(true);
          expect(Math.abs(percents[axis] - any[axis] * 100)).toBeLessThan(1 + 1e-9);
        }
      }),
    );
  });

  it('whole percents survive the way there and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }), (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        const percents = { quality: low, latency: high - low, cost: 100 - high };
        expect(toPercents(fromPercents(percents))).toEqual(percents);
        expect(parseWeights(fromPercents(percents)).ok).toBe(true);
      }),
    );
  });

  it('a total other than 100 is normalised, and nothing at all becomes thirds', () => {
    expect(fromPercents({ quality: 50, latency: 50, cost: 100 })).toEqual(weights(0.25, 0.25, 0.5));
    expect(fromPercents({ quality: 0, latency: 0, cost: 0 })).toEqual(weights(1 / 3, 1 / 3, 1 / 3));
    expect(fromPercents({ quality: 150, latency: -50, cost: 0 })).toEqual(weights(1, 0, 0));
  });
});

it('normalizeWeights makes valid weights of any three numbers', () => {
  fc.assert(
    fc.property(fc.double(), fc.double(), fc.double(), (quality, latency, cost) => {
      expect(parseWeights(normalizeWeights({ quality, latency, cost })).ok).toBe(true);
    }),
  );
});

describe('presets', () => {
  const taskDefault = weights(0.4, 0.5, 0.1);

  it('balanced is the task default', () => {
    expect(presetWeights('balanced', taskDefault)).toEqual(taskDefault);
  });

  it.each(['best', 'balanced', 'fast', 'cheap'] as const)(
    '%s is valid and recognised',
    (preset) => {
      const chosen = presetWeights(preset, taskDefault);
      expect(parseWeights(chosen).ok).toBe(true);
      expect(presetOf(chosen, taskDefault)).toBe(preset);
    },
  );

  it('anything else is custom', () => {
    expect(presetOf(weights(0.41, 0.49, 0.1), taskDefault)).toBe('custom');
  });
});

it('S0-106: weights are equal within 1e-3 and not beyond', () => {
  expect(weightsEqual(weights(0.4, 0.5, 0.1), weights(0.4005, 0.4995, 0.1))).toBe(true);
  expect(weightsEqual(weights(0.4, 0.5, 0.1), weights(0.41, 0.49, 0.1))).toBe(false);
});
