import { array, assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closest, cosine, Scaling, Space, unitVector } from '../../../../shared/routing/neighbours';
import { dotTable } from '../../../../shared/routing/neighbours-kernel';

/** Deterministic numbers in -1..1. */
function numbers(count: number, seed: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => Math.sin(seed * 12.9898 + i * 78.233) % 1);
}

const point = (angle: number, feature: number) => ({
  vector: Float32Array.of(Math.cos(angle), Math.sin(angle)),
  features: Float32Array.of(feature),
});

describe('the assembled kernel', () => {
  it.each([
    [1, 1],
    [3, 15],
    [7, 16],
    [5, 17],
    [300, 560],
  ])('gives plain arithmetic its result for %i rows of %i floats', (rows, length) => {
    const table = dotTable(rows, length);
    const given = Array.from({ length: rows }, (_, i) => numbers(length, i + 1));
    given.forEach((row, i) => table.row(i).set(row));
    const query = numbers(length, 99);
    const dots = [...table.dots(query)];
    const plain = given.map((row) =>
      query.reduce((sum, value, i) => sum + value * (row[i] ?? 0), 0),
    );
    dots.forEach((dot, i) => expect(dot).toBeCloseTo(plain[i] ?? NaN, 3));
  });

  it('takes a table without rows', () => {
    expect([...dotTable(0, 8).dots(new Float32Array(8))]).toEqual([]);
  });
});

describe('closest', () => {
  it('is the head of a full sort, ties in row order', () => {
    assert(
      property(array(integer({ min: -5, max: 5 })), integer({ min: 1, max: 12 }), (values, k) => {
        const sorted = values
          .map((closeness, index) => ({ index, closeness }))
          .sort((a, b) => b.closeness - a.closeness || a.index - b.index)
          .slice(0, k);
        expect(closest(Float64Array.from(values), k)).toEqual(sorted);
      }),
    );
  });
});

describe('unitVector', () => {
  it('refuses a vector without direction, which would be equally near to everything', () => {
    expect(unitVector([0, 0])).toBeNull();
    expect(unitVector([NaN, 1])).toBeNull();
    expect(unitVector([Infinity, 1])).toBeNull();
    expect(unitVector([])).toBeNull();
  });

  it('keeps the direction', () => {
    const unit = unitVector([3, 4]);
    expect(unit?.[0]).toBeCloseTo(0.6);
    expect(unit?.[1]).toBeCloseTo(0.8);
  });
});

describe('Space', () => {
  const points = [point(0, 1), point(1, 1), point(0, 3)];
  const space = new Space(points, 2, new Scaling(points, 1), Float64Array.of(1));

  it('is the cosine less half the squared difference of the standardised features', () => {
    // Mean 5/3, variance 8/9: 1 and 3 are 2 / sqrt(8/9) apart.
    const closeness = space.closeness(point(0, 1));
    expect(closeness[0]).toBeCloseTo(1, 5);
    expect(closeness[1]).toBeCloseTo(Math.cos(1), 5);
    expect(closeness[2]).toBeCloseTo(1 - 4 / (8 / 9) / 2, 5);
  });

  it('keeps an odd prompt from being infinitely far', () => {
    const [odd] = space.closeness(point(0, 1e9));
    expect(odd).toBeGreaterThan(-20);
  });

  it('agrees with cosine() where features are alike', () => {
    const a = point(0.3, 1).vector;
    expect(space.closeness(point(0.3, 1))[0]).toBeCloseTo(cosine(a, point(0, 1).vector), 5);
  });
});
