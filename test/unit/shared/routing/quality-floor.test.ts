import { describe, expect, it } from 'vitest';
import {
  applyPreference,
  BASE_FLOOR,
  clearsFloor,
  type FloorInput,
  floorOf,
  PREFERENCES,
  readPreference,
  relaxedFloor,
} from '@shared/routing/quality-floor';

function input(given: Partial<FloorInput> = {}): FloorInput {
  return {
    hintMinQuality: null,
    storedMinQuality: null,
    hint: null,
    dial: null,
    live: true,
    ...given,
  };
}

describe('S2-6: balanced changes nothing', () => {
  // A balanced that rounds or clamps would not be the no-op that every present caller relies on.
  it.each([0, 0.3, 0.5, 0.55, 0.6, 0.123456789, 0.85, 1])('base %d', (base) => {
    expect(applyPreference(base, 'balanced')).toBe(base);
  });
});

describe('S2-7: the arithmetic', () => {
  it.each([
    // S2's own numbers, with its base of 0.50.
    [0.5, 'quality', 0.6],
    [0.5, 'cost', 0.5],
    [0.5, 'balanced', 0.5],
    // Ruling 8: with this app's base all three differ.
    [0.6, 'quality', 0.7],
    [0.6, 'cost', 0.5],
    // Doubles: 0.7 + 0.1 is 0.7999999999999999, 0.6 - 0.1 is 0.5, 0.3 + 0.1 is 0.4.
    [0.7, 'quality', 0.8],
    [0.7, 'cost', 0.6],
    // Upper clamp.
    [0.75, 'quality', 0.85],
    [0.8, 'quality', 0.85],
    [0.85, 'quality', 0.85],
    // Lower clamp.
    [0.59, 'cost', 0.5],
    [0.55, 'cost', 0.5],
    // A lever never moves against its own direction.
    [0.9, 'quality', 0.9],
    [0.4, 'cost', 0.4],
  ] as const)('%d %s -> %d', (base, preference, floor) => {
    expect(applyPreference(base, preference)).toBe(floor);
  });

  it('S2-31: with base 0.50 cost is a no-op; with this app’s base no position is', () => {
    expect(applyPreference(0.5, 'cost')).toBe(applyPreference(0.5, 'balanced'));
    expect(PREFERENCES.map((one) => applyPreference(BASE_FLOOR, one))).toEqual([0.7, 0.6, 0.5]);
  });
});

describe('S2-10: the gate', () => {
  it.each(PREFERENCES)('closed, %s acts as balanced', (preference) => {
    const hint = { value: preference, normalisedFrom: null };
    expect(floorOf(input({ hint, live: false }))).toMatchObject({ value: 0.6, preference });
    expect(floorOf(input({ dial: preference, live: false }))?.value).toBe(0.6);
  });

  it.each([
    ['quality', 0.7],
    ['balanced', 0.6],
    ['cost', 0.5],
  ] as const)('open, %s is %d', (preference, value) => {
    expect(floorOf(input({ dial: preference }))).toMatchObject({ value, source: 'dial' });
  });

  it('S2-6: balanced is the same whether it is open or closed', () => {
    const closed = floorOf(input({ dial: 'balanced', live: false }));
    expect(floorOf(input({ dial: 'balanced' }))).toEqual(closed);
  });
});

describe('which floor is in force', () => {
  it('none without a position and without a number: the weights decide alone', () => {
    expect(floorOf(input())).toBeNull();
  });

  // A cost caller never has the floor moved silently, nor a quality caller raised.
  it.each([
    [0.4, 'quality'],
    [0.9, 'cost'],
    [0.6, 'balanced'],
    [0, 'quality'],
  ] as const)('S2-8: an explicit %d wins over the position %s', (minQuality, preference) => {
    const hint = { value: preference, normalisedFrom: null };
    expect(floorOf(input({ hintMinQuality: minQuality, hint }))).toMatchObject({
      value: minQuality,
      source: 'min_quality',
      soft: false,
    });
    expect(floorOf(input({ storedMinQuality: minQuality, dial: preference }))).toMatchObject({
      value: minQuality,
      source: 'preferences',
      soft: false,
    });
  });

  it('of two explicit ones the stricter counts: a request never loosens what the user allows', () => {
    const allowed = { storedMinQuality: 0.5 };
    expect(floorOf(input({ ...allowed, hintMinQuality: 0.9 }))).toMatchObject({
      value: 0.9,
      source: 'min_quality',
    });
    expect(floorOf(input({ ...allowed, hintMinQuality: 0.2 }))).toMatchObject({
      value: 0.5,
      source: 'preferences',
    });
  });

  it('a position in the request wins over the stored one', () => {
    const hint = { value: 'cost', normalisedFrom: null } as const;
    expect(floorOf(input({ hint, dial: 'quality' }))).toMatchObject({
      value: 0.5,
      source: 'hint',
      soft: true,
    });
  });
});

describe('S2-3: what is no position', () => {
  it.each(['qualtiy', 'QUALITY', 'best', '', 'cost ,', 5, true, {}])(
    '%j acts as balanced and says so',
    (value) => {
      const asked = readPreference(value);
      expect(asked?.value).toBe('balanced');
      expect(asked?.normalisedFrom).toBe(
        typeof value === 'string' ? value.trim() : JSON.stringify(value),
      );
      expect(floorOf(input({ hint: asked }))?.normalisedFrom).toBe(asked?.normalisedFrom);
    },
  );

  it.each(PREFERENCES)('%s is one, with spaces around it too', (value) => {
    expect(readPreference(` ${value} `)).toEqual({ value, normalisedFrom: null });
  });

  it('nothing is nothing, not balanced', () => {
    expect([readPreference(null), readPreference(undefined)]).toEqual([null, null]);
  });

  it('keeps a long one short: it goes into a header', () => {
    expect(readPreference('x'.repeat(5_000))?.normalisedFrom).toHaveLength(100);
  });
});

describe('S2-9: a floor that nobody clears', () => {
  it('unknown quality clears none', () => {
    expect([clearsFloor(null, 0), clearsFloor(0.6, 0.6), clearsFloor(0.59, 0.6)]).toEqual([
      false,
      true,
      false,
    ]);
  });

  it.each([
    [0.7, [0.65, 0.2], 0.6],
    [0.7, [0.12, null], 0.1],
    [0.6, [0.05], 0],
    [0.6, [null, null], 0],
    [0.6, [], 0],
    [0.6, [Number.NaN, 0.45], 0.4],
  ])('%d over %j comes down to %d', (floor, qualities, value) => {
    expect(relaxedFloor(floor, qualities)).toBe(value);
  });
});
