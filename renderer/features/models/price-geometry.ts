import type { PricePoint } from '@shared/api/models';

export interface PriceSeries {
  readonly rate: string;
  /** Where the price changed, oldest first; the last one holds until now. */
  readonly steps: readonly { readonly x: number; readonly y: number; readonly point: PricePoint }[];
  /** SVG path of the steps; a withdrawn price interrupts it. */
  readonly path: string;
}

export interface PriceChart {
  readonly series: readonly PriceSeries[];
  readonly from: number;
  readonly to: number;
  /** Highest price, the top of the chart. */
  readonly max: number;
}

export interface Box {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Prices of one unit over time as steps: a price holds until the next one. Null without any. */
export function layOutPrices(
  points: readonly PricePoint[],
  now: number,
  box: Box,
): PriceChart | null {
  const known = points.filter(({ value }) => value !== null);
  if (known.length === 0) return null;
  const from = Math.min(...points.map(({ at }) => Date.parse(at)));
  const to = Math.max(now, from + 1);
  const max = Math.max(...known.map(({ value }) => value ?? 0));
  const x = (at: number): number =>
    box.left + ((at - from) / (to - from)) * (box.width - box.left - box.right);
  const floor = box.height - box.bottom;
  const y = (value: number): number => floor - (value / max) * (floor - box.top);
  const rates = [...new Set(points.map(({ rate }) => rate))];
  const series = rates.map((rate): PriceSeries => {
    const own = points.filter((point) => point.rate === rate);
    const parts: string[] = [];
    const steps: { x: number; y: number; point: PricePoint }[] = [];
    own.forEach((point, index) => {
      const next = own[index + 1];
      if (point.value === null) return;
      const start = { x: x(Date.parse(point.at)), y: y(point.value), point };
      const connected = index > 0 && own[index - 1]?.value !== null;
      const end = x(next === undefined ? to : Date.parse(next.at));
      parts.push(`${connected ? 'L' : 'M'}${round(start.x)} ${round(start.y)}H${round(end)}`);
      steps.push(start);
    });
    return { rate, steps, path: parts.join('') };
  });
  return { series, from, to, max };
}

/** Rates that share a unit share a chart. */
export function byUnit(points: readonly PricePoint[]): readonly (readonly PricePoint[])[] {
  const groups = new Map<string, PricePoint[]>();
  for (const point of points) {
    const unit = point.rate.endsWith('PerMTok') ? 'PerMTok' : point.rate;
    groups.set(unit, [...(groups.get(unit) ?? []), point]);
  }
  return [...groups.values()];
}

/** Whether any price moved since it was first seen. */
export function hasMoved(points: readonly PricePoint[]): boolean {
  return new Set(points.map(({ rate }) => rate)).size < points.length;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
