import type { TableRow } from '@shared/routing/routing-table';

export interface ChartFrame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Width of the lane at the left for models that cost nothing. */
  readonly lane: number;
}

export interface ChartDot {
  readonly model: string;
  readonly x: number;
  readonly y: number;
  readonly free: boolean;
}

export interface Chart {
  readonly dots: readonly ChartDot[];
  readonly xTicks: readonly { readonly x: number; readonly usd: number }[];
  readonly yTicks: readonly { readonly y: number; readonly accuracy: number }[];
  readonly thresholdY: number;
  /** Width of the lane of what costs nothing, from the left; 0 = nothing does. */
  readonly laneWidth: number;
}

/** Room at each end of the cost axis, in decades. */
const MARGIN = 0.15;
const Y_TICKS = [0, 0.25, 0.5, 0.75, 1];

/**
 * Accuracy 0..1 against cost per case on a log scale. What costs nothing has no place on a log scale
 * and stands in a lane of its own, side by side; where nothing has a price the lane is the whole chart.
 */
export function layOutChart(
  rows: readonly TableRow[],
  minAccuracy: number,
  frame: ChartFrame,
): Chart {
  const costs = rows.flatMap(({ avgCostUsd }) => (avgCostUsd > 0 ? [avgCostUsd] : []));
  const free = rows.flatMap(({ model, avgCostUsd }) => (avgCostUsd === 0 ? [model] : []));
  const whole = frame.right - frame.left;
  const laneWidth = free.length === 0 ? 0 : costs.length === 0 ? whole : frame.lane;
  const from = frame.left + laneWidth;
  const low = Math.log10(Math.min(...costs)) - MARGIN;
  const high = Math.log10(Math.max(...costs)) + MARGIN;
  const xOf = (usd: number): number =>
    from + ((Math.log10(usd) - low) / (high - low)) * (frame.right - from);
  const inLane = (model: string): number =>
    frame.left + (laneWidth * (free.indexOf(model) + 1)) / (free.length + 1);
  const yOf = (accuracy: number): number => frame.bottom - accuracy * (frame.bottom - frame.top);
  return {
    dots: rows.map(({ model, accuracy, avgCostUsd }) => ({
      model,
      x: avgCostUsd === 0 ? inLane(model) : xOf(avgCostUsd),
      y: yOf(accuracy),
      free: avgCostUsd === 0,
    })),
    xTicks: costs.length === 0 ? [] : ticksBetween(low, high).map((usd) => ({ usd, x: xOf(usd) })),
    yTicks: Y_TICKS.map((accuracy) => ({ accuracy, y: yOf(accuracy) })),
    thresholdY: yOf(minAccuracy),
    laneWidth,
  };
}

/** Whole decades, and where fewer than two are in view also their twos and fives. */
function ticksBetween(low: number, high: number): number[] {
  const within = (steps: readonly number[]): number[] => {
    const found: number[] = [];
    for (let decade = Math.floor(low); decade <= Math.ceil(high); decade += 1) {
      for (const step of steps) {
        const log = decade + Math.log10(step);
        if (log >= low && log <= high) found.push(Number((step * 10 ** decade).toPrecision(2)));
      }
    }
    return found;
  };
  const decades = within([1]);
  if (decades.length >= 2) return decades;
  const finer = within([1, 2, 5]);
  return finer.length > 0 ? finer : [Number((10 ** ((low + high) / 2)).toPrecision(2))];
}
