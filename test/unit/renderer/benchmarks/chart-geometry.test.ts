import { describe, expect, it } from 'vitest';
import { layOutChart } from '../../../../renderer/features/benchmarks/chart-geometry';
import { tableRow } from '../../../support/fake-benchmark';

const FRAME = { left: 48, right: 748, top: 20, bottom: 220, lane: 56 };

describe('accuracy against cost', () => {
  it('puts ten times the cost at equal steps (bug: a linear axis hides all cheap models)', () => {
    const { dots } = layOutChart(
      [tableRow('a/a', 0.5, 0.0001), tableRow('b/b', 0.5, 0.001), tableRow('c/c', 0.5, 0.01)],
      0.8,
      FRAME,
    );
    const [a = 0, b = 0, c = 0] = dots.map(({ x }) => x);
    expect(b - a).toBeCloseTo(c - b, 6);
    expect(a).toBeGreaterThan(FRAME.left);
    expect(c).toBeLessThan(FRAME.right);
  });

  it('puts 0 % at the foot, 100 % at the top and the minimum between', () => {
    const chart = layOutChart([tableRow('a/a', 1, 0.1), tableRow('b/b', 0, 0.2)], 0.75, FRAME);
    expect(chart.dots.map(({ y }) => y)).toEqual([FRAME.top, FRAME.bottom]);
    expect(chart.thresholdY).toBe(70);
  });

  it('gives free models a lane of their own (bug: log 0)', () => {
    const chart = layOutChart(
      [tableRow('ollama/a', 0.9, 0), tableRow('b/b', 0.9, 0.01)],
      0.8,
      FRAME,
    );
    expect(chart.laneWidth).toBe(FRAME.lane);
    expect(chart.dots.map(({ free }) => free)).toEqual([true, false]);
    expect(chart.dots[0]?.x).toBe(FRAME.left + FRAME.lane / 2);
    expect(chart.dots[1]?.x).toBeGreaterThan(FRAME.left + FRAME.lane);
  });

  it('spreads free models over the whole chart when nothing has a price (bug: a heap in a corner)', () => {
    const rows = [tableRow('a/a', 0.9, 0), tableRow('b/b', 0.9, 0), tableRow('c/c', 0.9, 0)];
    const { dots, laneWidth } = layOutChart(rows, 0.8, FRAME);
    expect(laneWidth).toBe(700);
    expect(dots.map(({ x }) => x)).toEqual([223, 398, 573]);
  });

  it.each([
    ['only free ones', [0, 0]],
    ['one model', [0.0042]],
    ['two at one cost', [0.002, 0.002]],
  ])('draws finite numbers for %s', (_, costs) => {
    const rows = costs.map((cost, index) => tableRow(`a/${index}`, 0.5, cost));
    const chart = layOutChart(rows, 0.8, FRAME);
    const numbers = [
      ...chart.dots.flatMap(({ x, y }) => [x, y]),
      ...chart.xTicks.map(({ x }) => x),
    ];
    expect(numbers.every(Number.isFinite)).toBe(true);
    expect(chart.xTicks.length > 0).toBe(costs.some((cost) => cost > 0));
  });

  it('has at least two ticks within a decade where round numbers are in view', () => {
    const chart = layOutChart([tableRow('a/a', 1, 0.002), tableRow('b/b', 1, 0.005)], 0.8, FRAME);
    expect(chart.xTicks.map(({ usd }) => usd)).toEqual([0.002, 0.005]);
  });
});
