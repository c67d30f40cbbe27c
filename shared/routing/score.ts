import type { Axis, AxisScores, Weights } from './candidate';

/**
 * A component score as it counts: within 0..1 whatever a file holds (S0-5). Unknown and NaN are 0,
 * so nothing unknown gets a free pass; +Infinity is 1 and -Infinity 0 (S0-6).
 */
export function clampScore(score: number | null): number {
  if (score === null || !(score > 0)) return 0;
  return score < 1 ? score : 1;
}

/** Weighted sum of the clamped scores (S0-1): 0..1, never NaN for weights that were validated. */
export function score(scores: AxisScores, weights: Weights): number {
  return (
    weights.quality * clampScore(scores.quality) +
    weights.latency * clampScore(scores.latency) +
    weights.cost * clampScore(scores.cost)
  );
}

/**
 * What each axis adds to {@link score}. `quality + latency + cost`, added in this order, is the very
 * same double.
 */
export function contributions(scores: AxisScores, weights: Weights): Record<Axis, number> {
  return {
    quality: weights.quality * clampScore(scores.quality),
    latency: weights.latency * clampScore(scores.latency),
    cost: weights.cost * clampScore(scores.cost),
  };
}
