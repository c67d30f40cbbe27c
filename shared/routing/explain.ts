import { AXES, type Axis, type AxisScores, type Weights } from './candidate';
import { compareCodePoints } from './code-points';
import type { DecisionTrace } from './decide';
import type { Scorable } from './rank';
import { clampScore, score } from './score';
import type { TraceCandidate } from './trace';

/** How far apart two models are on one axis; always positive. */
export interface AxisDifference {
  readonly axis: Axis;
  /** Difference of the clamped scores, 0..1. */
  readonly amount: number;
  /** The same times the axis' weight: its part of the margin. */
  readonly weighted: number;
}

/** A chosen model against one rival. */
export interface Comparison {
  readonly rivalId: string;
  /** Chosen total minus the rival's; negative when a pin or the session overruled the ranking. */
  readonly margin: number;
  /** Axes on which the chosen one is better, then those on which it is worse; largest part first. */
  readonly gains: readonly AxisDifference[];
  readonly givesUp: readonly AxisDifference[];
  /** Axes that cannot be compared, because the score of one of the two is unknown. */
  readonly unknown: readonly Axis[];
  /** How much cheaper than the rival, in percent; negative = dearer; null = a price is unknown. */
  readonly costSavingPercent: number | null;
  /** How much faster than the rival in milliseconds; negative = slower; null = unknown. */
  readonly latencySavingMs: number | null;
}

/** The reasons behind a decision, as data; the texts are the renderer's. */
export interface Explanation {
  readonly chosenId: string;
  /** Against the best-ranked other eligible candidate; null when there is none. */
  readonly runnerUp: Comparison | null;
  /** Against the eligible candidate of highest quality; null when that is the chosen one. */
  readonly bestQuality: Comparison | null;
}

/** Explains a recorded decision from what it recorded; null when it chose no eligible candidate. */
export function explain(
  trace: Pick<DecisionTrace, 'model' | 'candidates' | 'weights'>,
): Explanation | null {
  const eligible = trace.candidates.filter((candidate) => candidate.rank !== null);
  const chosen = eligible.find((candidate) => candidate.id === trace.model);
  if (chosen === undefined) return null;
  const runnerUp = eligible.find((candidate) => candidate !== chosen);
  const best = eligible.reduce(
    (top, candidate) =>
      clampScore(candidate.scores.quality) > clampScore(top.scores.quality) ? candidate : top,
    chosen,
  );
  return {
    chosenId: chosen.id,
    runnerUp: runnerUp === undefined ? null : compare(chosen, runnerUp, trace.weights),
    bestQuality: best === chosen ? null : compare(chosen, best, trace.weights),
  };
}

type Comparable = Pick<TraceCandidate, 'id' | 'scores' | 'estimatedCostUsd' | 'estimatedLatencyMs'>;

/** Compares any two candidates under the given weights. */
export function compare(chosen: Comparable, rival: Comparable, weights: Weights): Comparison {
  const gains: AxisDifference[] = [];
  const givesUp: AxisDifference[] = [];
  const unknown: Axis[] = [];
  for (const axis of AXES) {
    if (chosen.scores[axis] === null || rival.scores[axis] === null) {
      unknown.push(axis);
      continue;
    }
    const difference = clampScore(chosen.scores[axis]) - clampScore(rival.scores[axis]);
    const amount = Math.abs(difference);
    if (difference === 0) continue;
    (difference > 0 ? gains : givesUp).push({ axis, amount, weighted: amount * weights[axis] });
  }
  return {
    rivalId: rival.id,
    margin: score(chosen.scores, weights) - score(rival.scores, weights),
    gains: gains.sort(byWeighted),
    givesUp: givesUp.sort(byWeighted),
    unknown,
    costSavingPercent: savingPercent(chosen.estimatedCostUsd, rival.estimatedCostUsd),
    latencySavingMs:
      chosen.estimatedLatencyMs === null || rival.estimatedLatencyMs === null
        ? null
        : rival.estimatedLatencyMs - chosen.estimatedLatencyMs,
  };
}

/**
 * The weight of `axis` (0..1) at which the rival draws level with the winner, when the weights move
 * straight toward that axis' corner and the other two keep their proportion. With lead d and the
 * axis' scores c: t* = d / (d + c_rival - c_winner). Null when the rival never overtakes, and when
 * it is ahead already.
 */
export function flipPoint(
  winner: Pick<Scorable, 'scores'>,
  rival: Pick<Scorable, 'scores'>,
  weights: Weights,
  axis: Axis,
): number | null {
  const lead = score(winner.scores, weights) - score(rival.scores, weights);
  const pull = axisScore(rival.scores, axis) - axisScore(winner.scores, axis);
  if (lead < 0 || pull <= 0) return null;
  const along = lead / (lead + pull);
  return weights[axis] + along * (1 - weights[axis]);
}

export interface Flip {
  readonly axis: Axis;
  /** Who takes over there. */
  readonly rivalId: string;
  /** The axis' weight at which it does, 0..1. */
  readonly axisWeight: number;
}

/**
 * The smallest increase of one axis' weight that hands the pick to another model; null when the
 * winner keeps it whichever corner the weights move to. Ties: axis order, then id.
 */
export function nearestFlip(
  winner: Scorable,
  rivals: readonly Scorable[],
  weights: Weights,
): Flip | null {
  const flips: (Flip & { readonly increase: number })[] = [];
  for (const axis of AXES) {
    for (const rival of rivals) {
      const axisWeight = rival.id === winner.id ? null : flipPoint(winner, rival, weights, axis);
      if (axisWeight === null) continue;
      flips.push({ axis, rivalId: rival.id, axisWeight, increase: axisWeight - weights[axis] });
    }
  }
  const [nearest] = flips.sort(
    (a, b) =>
      a.increase - b.increase ||
      AXES.indexOf(a.axis) - AXES.indexOf(b.axis) ||
      compareCodePoints(a.rivalId, b.rivalId),
  );
  if (nearest === undefined) return null;
  const { axis, rivalId, axisWeight } = nearest;
  return { axis, rivalId, axisWeight };
}

function axisScore(scores: AxisScores, axis: Axis): number {
  return clampScore(scores[axis]);
}

function byWeighted(a: AxisDifference, b: AxisDifference): number {
  return b.weighted - a.weighted;
}

function savingPercent(chosen: number | null, rival: number | null): number | null {
  if (chosen === null || rival === null || !(rival > 0)) return null;
  return ((rival - chosen) / rival) * 100;
}
