import { AXES, type Axis, type AxisScores, type Weights } from './candidate';
import { clampScore } from './score';

/** A choice of the user's against a pick: the model that was taken, and the one that was picked. */
export interface Override {
  readonly taken: AxisScores;
  readonly instead: AxisScores;
}

export interface WeightSuggestion {
  readonly weights: Weights;
  /** Overrides under which the model taken scores at least as well, of {@link of}. */
  readonly explained: number;
  readonly explainedBefore: number;
  readonly of: number;
}

/** Fewer say nothing about what somebody weighs. */
export const LEAST_OVERRIDES = 3;
/** How far past the tie the weights go, so that rounding to whole percents does not undo them. */
const CLEARANCE = 0.01;
const EPSILON = 1e-9;

type Point = Readonly<Record<Axis, number>>;

/**
 * The smallest change of weights under which the overrides, on average, would have been the picks: the
 * score is linear in the weights, so they must lie on one side of a line through the triangle of
 * weights, and the nearest point there is the current one's projection onto that line. Null when there
 * are too few overrides, when the weights explain them already, or when no weights would.
 */
export function suggestWeights(
  current: Weights,
  overrides: readonly Override[],
): WeightSuggestion | null {
  if (overrides.length < LEAST_OVERRIDES) return null;
  const gains = overrides.map(gainOf);
  const mean = meanOf(gains);
  if (dot(mean, current) >= 0) return null;
  const weights = project(current, mean);
  if (weights === null) return null;
  const explained = countExplained(gains, weights);
  const explainedBefore = countExplained(gains, current);
  if (explained <= explainedBefore) return null;
  return { weights, explained, explainedBefore, of: overrides.length };
}

/** What the model taken has more of on each axis; unknown counts as 0, as it does in a score. */
function gainOf({ taken, instead }: Override): Point {
  const on = (axis: Axis): number => clampScore(taken[axis]) - clampScore(instead[axis]);
  return { quality: on('quality'), latency: on('latency'), cost: on('cost') };
}

/** The nearest weights at which `gain` is as much as {@link CLEARANCE}; null = there are none. */
function project(current: Weights, gain: Point): Weights | null {
  const best = Math.max(...AXES.map((axis) => gain[axis]));
  if (best <= EPSILON) return null;
  const level = Math.min(CLEARANCE, best);
  const ends = crossings(gain, level);
  const [first] = ends;
  if (first === undefined) return null;
  const nearest = ends
    .slice(1)
    .map((end) => nearestOn(first, end, current))
    .reduce((a, b) => (distance(b, current) < distance(a, current) ? b : a), first);
  return nearest;
}

/** Where the line `gain = level` meets the edges of the triangle of weights. */
function crossings(gain: Point, level: number): readonly Weights[] {
  return AXES.flatMap((a) =>
    AXES.filter((b) => AXES.indexOf(b) > AXES.indexOf(a)).flatMap((b): Weights[] => {
      const [atA, atB] = [gain[a] - level, gain[b] - level];
      if (atA * atB > 0 || Math.abs(atA - atB) < EPSILON) return [];
      const part = atA / (atA - atB);
      return [{ quality: 0, latency: 0, cost: 0, [a]: 1 - part, [b]: part }];
    }),
  );
}

/** The point of the segment that is nearest to `point`. */
function nearestOn(from: Weights, to: Weights, point: Weights): Weights {
  const along = minus(to, from);
  const length = dot(along, along);
  const part =
    length < EPSILON ? 0 : Math.min(1, Math.max(0, dot(minus(point, from), along) / length));
  return {
    quality: from.quality + part * along.quality,
    latency: from.latency + part * along.latency,
    cost: from.cost + part * along.cost,
  };
}

function countExplained(gains: readonly Point[], weights: Weights): number {
  return gains.filter((gain) => dot(gain, weights) >= -EPSILON).length;
}

function meanOf(points: readonly Point[]): Point {
  const on = (axis: Axis): number =>
    points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  return { quality: on('quality'), latency: on('latency'), cost: on('cost') };
}

function dot(a: Point, b: Point): number {
  return a.quality * b.quality + a.latency * b.latency + a.cost * b.cost;
}

function minus(a: Point, b: Point): Point {
  return { quality: a.quality - b.quality, latency: a.latency - b.latency, cost: a.cost - b.cost };
}

function distance(a: Point, b: Point): number {
  const between = minus(a, b);
  return dot(between, between);
}
