import type { Candidate } from '@shared/routing/candidate';
import { paretoFront } from '@shared/routing/pareto';

export interface ScatterFrame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Width of the lane at the left for what is free and at the right for what has no known price. */
  readonly lane: number;
}

export interface ScatterDot {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly r: number;
  readonly lane: 'free' | 'priced' | 'unknown';
  readonly dominatedBy: string | null;
  readonly latencyKnown: boolean;
}

export interface Scatter {
  readonly dots: readonly ScatterDot[];
  /** Best quality for the price, as SVG `points`, cheapest first. */
  readonly front: string;
  readonly xTicks: readonly { readonly x: number; readonly usd: number }[];
  readonly yTicks: readonly { readonly y: number; readonly quality: number }[];
  readonly hasFree: boolean;
  readonly hasUnknown: boolean;
}

const MIN_RADIUS = 6;
const MAX_RADIUS = 14;

/** Quality against cost on a log scale; the area of a dot is its latency. */
export function layOutScatter(candidates: readonly Candidate[], frame: ScatterFrame): Scatter {
  const marks = paretoFront(candidates.map((candidate) => paretoInput(candidate, true)));
  const dominatedBy = new Map(marks.map((mark) => [mark.id, mark.dominatedBy]));
  const costs = candidates.flatMap(({ typicalCostUsd: cost }) =>
    cost !== null && cost > 0 ? [cost] : [],
  );
  const hasFree = candidates.some(({ typicalCostUsd }) => typicalCostUsd === 0);
  const hasUnknown = candidates.some(({ typicalCostUsd }) => typicalCostUsd === null);
  const xOf = costScale(costs, frame, hasFree, hasUnknown);
  const qualities = candidates.map(({ scores }) => scores.quality ?? 0);
  const [low, high] = qualityDomain(qualities);
  const yOf = (quality: number): number =>
    frame.bottom - ((quality - low) / (high - low)) * (frame.bottom - frame.top);
  const slowest = Math.max(1, ...candidates.map(({ typicalLatencyMs }) => typicalLatencyMs ?? 0));
  const dots = candidates.map((candidate): ScatterDot => {
    const cost = candidate.typicalCostUsd;
    const latency = candidate.typicalLatencyMs;
    return {
      id: candidate.id,
      x: xOf(cost),
      y: yOf(candidate.scores.quality ?? 0),
      r: MIN_RADIUS + (MAX_RADIUS - MIN_RADIUS) * Math.sqrt((latency ?? 0) / slowest),
      lane: cost === null ? 'unknown' : cost === 0 ? 'free' : 'priced',
      dominatedBy: dominatedBy.get(candidate.id) ?? null,
      latencyKnown: latency !== null,
    };
  });
  return {
    dots,
    front: frontLine(candidates, dots),
    xTicks: decades(costs).map((usd) => ({ x: xOf(usd), usd })),
    yTicks: [low, (low + high) / 2, high].map((quality) => ({ y: yOf(quality), quality })),
    hasFree,
    hasUnknown,
  };
}

function paretoInput(candidate: Candidate, withLatency: boolean) {
  return {
    id: candidate.id,
    quality: candidate.scores.quality,
    costUsd: candidate.typicalCostUsd,
    latencyMs: withLatency ? candidate.typicalLatencyMs : 0,
  };
}

/** The front of the two drawn axes: the same dominance, with latency taken out. */
function frontLine(candidates: readonly Candidate[], dots: readonly ScatterDot[]): string {
  const onFront = new Set(
    paretoFront(candidates.map((candidate) => paretoInput(candidate, false)))
      .filter(({ status }) => status === 'front')
      .map(({ id }) => id),
  );
  return dots
    .filter(({ id }) => onFront.has(id))
    .sort((a, b) => a.x - b.x)
    .map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`)
    .join(' ');
}

function costScale(
  costs: readonly number[],
  frame: ScatterFrame,
  hasFree: boolean,
  hasUnknown: boolean,
): (cost: number | null) => number {
  const from = frame.left + (hasFree ? frame.lane : 0) + MAX_RADIUS;
  const to = frame.right - (hasUnknown ? frame.lane : 0) - MAX_RADIUS;
  const ticks = decades(costs);
  const low = Math.log10(ticks[0] ?? 1);
  const high = Math.log10(ticks.at(-1) ?? 10);
  return (cost) => {
    if (cost === null) return frame.right - frame.lane / 2;
    if (cost === 0) return frame.left + frame.lane / 2;
    return high === low
      ? (from + to) / 2
      : from + ((Math.log10(cost) - low) / (high - low)) * (to - from);
  };
}

/** The powers of ten around the costs. */
function decades(costs: readonly number[]): number[] {
  if (costs.length === 0) return [];
  const low = Math.floor(Math.log10(Math.min(...costs)) + 1e-9);
  const high = Math.max(Math.ceil(Math.log10(Math.max(...costs)) - 1e-9), low + 1);
  return Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
}

function qualityDomain(qualities: readonly number[]): [number, number] {
  const low = Math.floor(Math.min(1, ...qualities) * 10) / 10;
  const high = Math.ceil(Math.max(0, ...qualities) * 10) / 10;
  return high - low < 0.1 ? [Math.max(0, low - 0.1), low + 0.1] : [low, high];
}
