import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { AXES } from '@shared/routing/candidate';
import {
  clampToTriangle,
  pointToWeights,
  TRIANGLE_CORNERS,
  weightsToPoint,
} from '@shared/routing/triangle';
import { parseWeights } from '@shared/routing/weights';
import { anyWeights, weights } from './support';

const anyPoint = fc.record({
  x: fc.double({ min: -3, max: 3, noNaN: true }),
  y: fc.double({ min: -3, max: 3, noNaN: true }),
});

it.each(AXES)('the %s corner is all weight on it', (axis) => {
  const corner = pointToWeights(TRIANGLE_CORNERS[axis]);
  for (const each of AXES) expect(corner[each]).toBeCloseTo(each === axis ? 1 : 0, 12);
});

it('weights survive the way to the point and back', () => {
  fc.assert(
    fc.property(anyWeights, (any) => {
      const back = pointToWeights(weightsToPoint(any));
      for (const axis of AXES) expect(back[axis]).toBeCloseTo(any[axis], 9);
    }),
  );
});

it('any point gives valid weights', () => {
  fc.assert(
    fc.property(anyPoint, (point) => {
      expect(parseWeights(pointToWeights(point)).ok).toBe(true);
    }),
  );
});

it('a point outside goes to the nearest one of the triangle', () => {
  fc.assert(
    fc.property(anyPoint, anyWeights, (point, any) => {
      const other = weightsToPoint(any);
      const nearest = clampToTriangle(point);
      const distance = Math.hypot(point.x - nearest.x, point.y - nearest.y);
      expect(distance).toBeLessThanOrEqual(Math.hypot(point.x - other.x, point.y - other.y) + 1e-9);
    }),
  );
});

it('a point outside has the weights of the nearest one, not of its own coordinates cut off', () => {
  const below = pointToWeights({ x: 0.25, y: 2 });
  expect(below.quality).toBeCloseTo(0, 12);
  expect(below.latency).toBeCloseTo(0.75, 12);
  expect(below.cost).toBeCloseTo(0.25, 12);
});

it('a point inside stays where it is', () => {
  const inside = weightsToPoint(weights(0.5, 0.3, 0.2));
  expect(clampToTriangle(inside)).toEqual(inside);
});
