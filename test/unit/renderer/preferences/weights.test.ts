import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AXES, type Weights } from '@shared/routing/candidate';
import { decisionMap } from '@shared/routing/decision-map';
import { toPercents } from '@shared/routing/weights';
import {
  fromDrawing,
  regionAt,
  regionShape,
  setWholePercent,
  stepWeights,
  textWidth,
  toDrawing,
} from '../../../../renderer/features/preferences/triangle-geometry';
import { FAKE_CANDIDATES } from '../../../support/fake-candidates';

const START: Weights = { quality: 0.5, latency: 0.3, cost: 0.2 };
const total = (weights: Weights): number => {
  const { quality, latency, cost } = toPercents(weights);
  return quality + latency + cost;
};

describe('setWholePercent', () => {
  it('always totals 100 and gives exactly what was typed (bug: 33/33/33 shown as 99)', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...AXES), fc.integer({ min: 0, max: 100 })), {
          maxLength: 12,
        }),
        (steps) => {
          let weights = START;
          for (const [axis, percent] of steps) {
            weights = setWholePercent(weights, axis, percent, null);
            expect(toPercents(weights)[axis]).toBe(percent);
            expect(total(weights)).toBe(100);
          }
        },
      ),
    );
  });

  it('takes from the other two in proportion, and equally when both are 0', () => {
    expect(toPercents(setWholePercent(START, 'quality', 0, null))).toEqual({
      quality: 0,
      latency: 60,
      cost: 40,
    });
    const all: Weights = { quality: 1, latency: 0, cost: 0 };
    expect(toPercents(setWholePercent(all, 'quality', 50, null))).toEqual({
      quality: 50,
      latency: 25,
      cost: 25,
    });
  });

  it('never moves a locked one (bug: largest remainder bumps the lock by 1)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), (percent) => {
        const next = setWholePercent(
          { quality: 0.334, latency: 0.333, cost: 0.333 },
          'cost',
          percent,
          'quality',
        );
        expect(toPercents(next).quality).toBe(34);
        expect(total(next)).toBe(100);
      }),
    );
  });
});

describe('the triangle', () => {
  it('gives back the weights of the point that it draws (bug: axes swapped in one direction)', () => {
    expect(toPercents(fromDrawing(toDrawing(START), null, START))).toEqual({
      quality: 50,
      latency: 30,
      cost: 20,
    });
  });

  it('keeps a locked weight wherever the pointer goes', () => {
    const next = fromDrawing({ x: 400, y: 350 }, 'quality', START);
    expect(toPercents(next).quality).toBe(50);
    expect(total(next)).toBe(100);
  });

  it('moves by whole percents: up is quality, right is cost, left is latency', () => {
    expect(toPercents(stepWeights(START, { x: 0, y: -1 }, 1, null)).quality).toBe(51);
    expect(toPercents(stepWeights(START, { x: 1, y: 0 }, 10, null))).toEqual({
      quality: 50,
      latency: 20,
      cost: 30,
    });
    expect(toPercents(stepWeights(START, { x: -1, y: 0 }, 1, null))).toEqual({
      quality: 50,
      latency: 31,
      cost: 19,
    });
  });

  it('names the region under the pointer, and writes a name only where it fits', () => {
    const regions = decisionMap(FAKE_CANDIDATES);
    const shapes = regions.map((region) => regionShape(region, 'A rather long model name', 'A'));
    for (const shape of shapes) {
      const middle = shape.points.reduce(
        (sum, { x, y }) => ({
          x: sum.x + x / shape.points.length,
          y: sum.y + y / shape.points.length,
        }),
        { x: 0, y: 0 },
      );
      expect(regionAt(shapes, middle)).toBe(shape.id);
      if (shape.label === null) continue;
      const half = textWidth(shape.label.text) / 2;
      for (const side of [-half, half]) {
        const edge = { x: shape.label.at.x + side, y: shape.label.at.y };
        expect(regionAt([shape], edge)).toBe(shape.id);
      }
    }
    expect(regionAt(shapes, { x: 0, y: 0 })).toBeNull();
  });
});
