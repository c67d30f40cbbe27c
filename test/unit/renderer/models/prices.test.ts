import { describe, expect, it } from 'vitest';
import {
  byUnit,
  hasMoved,
  layOutPrices,
} from '../../../../renderer/features/models/price-geometry';

const BOX = { width: 120, height: 60, left: 10, right: 10, top: 10, bottom: 10 };
const DAY = 86_400_000;
const START = Date.parse('2026-11-01T00:00:00Z');
const at = (day: number): string => new Date(START + day * DAY).toISOString();
const point = (rate: string, value: number | null, day: number) => ({
  rate,
  value,
  source: 'models.dev',
  at: at(day),
});

describe('price history', () => {
  it('a price holds until the next one: steps, not slopes', () => {
    const chart = layOutPrices(
      [point('inputPerMTok', 1, 0), point('inputPerMTok', 2, 5)],
      START + 10 * DAY,
      BOX,
    );
    expect(chart?.max).toBe(2);
    expect(chart?.series[0]?.path).toBe('M10 30H60L60 10H110');
  });

  it('a withdrawn price leaves a gap and is never drawn as 0', () => {
    const chart = layOutPrices(
      [point('inputPerMTok', 1, 0), point('inputPerMTok', null, 5), point('inputPerMTok', 1, 8)],
      START + 10 * DAY,
      BOX,
    );
    expect(chart?.series[0]?.path).toBe('M10 10H60M90 10H110');
    expect(chart?.series[0]?.steps).toHaveLength(2);
  });

  it('a single moment in time is drawn without dividing by nothing', () => {
    const chart = layOutPrices([point('perMinute', 0.004, 0)], START, BOX);
    expect(chart?.series[0]?.path).not.toContain('NaN');
    expect(layOutPrices([point('perMinute', null, 0)], START, BOX)).toBeNull();
  });

  it('a minute and a million tokens never share an axis', () => {
    const points = [
      point('inputPerMTok', 1, 0),
      point('perMinute', 0.1, 0),
      point('outputPerMTok', 2, 0),
    ];
    expect(byUnit(points).map((group) => group.map(({ rate }) => rate))).toEqual([
      ['inputPerMTok', 'outputPerMTok'],
      ['perMinute'],
    ]);
    expect(hasMoved(points)).toBe(false);
    expect(hasMoved([...points, point('perMinute', 0.2, 1)])).toBe(true);
  });
});
