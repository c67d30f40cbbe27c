import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Weights } from '@shared/routing/candidate';
import { type DecisionRegion, decisionMap } from '@shared/routing/decision-map';
import { winner } from '@shared/routing/rank';
import { weightsToPoint } from '@shared/routing/triangle';
import { anyCandidates, anyWeights, exampleModels, scores, weights } from './support';

/** Twice the signed area of each corner of the polygon with its neighbours. */
function turns(polygon: readonly Weights[]): number[] {
  const points = polygon.map(weightsToPoint);
  return points.map((b, index) => {
    const a = points.at(index - 1) ?? b;
    const c = points[(index + 1) % points.length] ?? b;
    return (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x);
  });
}

/** How far inside the polygon the weights are; negative = outside. */
function depth({ polygon }: DecisionRegion, at: Weights): number {
  const point = weightsToPoint(at);
  const points = polygon.map(weightsToPoint);
  const orientation = Math.sign(turns(polygon).reduce((sum, turn) => sum + turn, 0));
  const distances = points.map((b, index) => {
    const a = points.at(index - 1) ?? b;
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    const cross = (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x);
    return length < 1e-9 ? Infinity : (orientation * cross) / length;
  });
  return Math.min(...distances);
}

/** Differences below rounding decide nothing that a map or a ranking could show alike. */
const measurable = anyCandidates(1, 20).map((candidates) =>
  candidates.map(({ id, scores: { quality, latency, cost } }) => ({
    id,
    scores: scores(sixDigits(quality), sixDigits(latency), sixDigits(cost)),
  })),
);

function sixDigits(value: number | null): number {
  return Math.round((value ?? 0) * 1e6) / 1e6;
}

describe('decisionMap', () => {
  it('gives a single candidate the whole triangle', () => {
    const [region] = decisionMap([{ id: 'a', scores: scores(0.1, null, NaN) }]);
    expect(region).toMatchObject({ id: 'a', area: 1 });
    expect(region?.polygon).toHaveLength(3);
    expect(decisionMap([])).toEqual([]);
  });

  it('divides the triangle among three specialists equally', () => {
    const regions = decisionMap([
      { id: 'c', scores: scores(0, 0, 1) },
      { id: 'q', scores: scores(1, 0, 0) },
      { id: 'l', scores: scores(0, 1, 0) },
    ]);
    expect(regions.map(({ id }) => id).sort()).toEqual(['c', 'l', 'q']);
    for (const { area } of regions) expect(area).toBeCloseTo(1 / 3, 12);
  });

  it('gives identical candidates one region, the first id, and a dominated one none', () => {
    const regions = decisionMap([
      { id: 'b', scores: scores(0.5, 0.5, 0.5) },
      { id: 'a', scores: scores(0.5, 0.5, 0.5) },
      { id: '0', scores: scores(0.5, 0.5, 0.4) },
    ]);
    expect(regions.map(({ id, area }) => [id, area])).toEqual([['a', 1]]);
  });

  it('has the winner of the example data under every task default inside its region', () => {
    const map = decisionMap(exampleModels().candidatesFor('general_assistant'));
    const at = weights(0.5, 0.3, 0.2);
    expect(map.find((region) => depth(region, at) > 0)?.id).toBe('haiku-4-5');
  });

  it('covers the triangle exactly once, with convex polygons of valid weights', () => {
    fc.assert(
      fc.property(anyCandidates(1, 20), (candidates) => {
        const regions = decisionMap(candidates);
        expect(regions.reduce((sum, { area }) => sum + area, 0)).toBeCloseTo(1, 7);
        for (const { polygon } of regions) {
          expect(polygon.length).toBeGreaterThanOrEqual(3);
          const bends = turns(polygon);
          const orientation = Math.sign(bends.reduce((sum, turn) => sum + turn, 0));
          for (const bend of bends) expect(bend * orientation).toBeGreaterThan(-1e-9);
          for (const { quality, latency, cost } of polygon) {
            expect(quality + latency + cost).toBeCloseTo(1, 12);
            expect(Math.min(quality, latency, cost)).toBeGreaterThanOrEqual(-1e-12);
          }
        }
      }),
    );
  });

  it('says at every point who the ranking would pick there', () => {
    fc.assert(
      fc.property(measurable, fc.array(anyWeights, { maxLength: 20 }), (candidates, places) => {
        const regions = decisionMap(candidates);
        for (const at of places) {
          const inside = regions.filter((region) => depth(region, at) > 1e-6);
          expect(inside.length).toBeLessThanOrEqual(1);
          for (const { id } of inside) expect(winner(candidates, at)?.candidate.id).toBe(id);
        }
      }),
    );
  });

  it('and at the middle of every region it is that one', () => {
    fc.assert(
      fc.property(measurable, (candidates) => {
        for (const { id, polygon, area } of decisionMap(candidates)) {
          if (area < 1e-6) continue;
          const middle = { quality: 0, latency: 0, cost: 0 };
          for (const corner of polygon) {
            middle.quality += corner.quality / polygon.length;
            middle.latency += corner.latency / polygon.length;
            middle.cost += corner.cost / polygon.length;
          }
          expect(winner(candidates, middle)?.candidate.id).toBe(id);
        }
      }),
    );
  });
});
