import type { AxisScores, Weights } from './candidate';
import { compareCodePoints } from './code-points';
import { score } from './score';

/** The least that can be ranked. */
export interface Scorable {
  readonly id: string;
  readonly scores: AxisScores;
}

export interface Ranked<C extends Scorable> {
  readonly candidate: C;
  /** Weighted score, 0..1. */
  readonly total: number;
}

/** All candidates with their totals, best first, ties by id in code-point order (S0-32). */
export function rank<C extends Scorable>(candidates: readonly C[], weights: Weights): Ranked<C>[] {
  const ranked: Ranked<C>[] = [];
  for (const candidate of candidates) {
    ranked.push({ candidate, total: score(candidate.scores, weights) });
  }
  return ranked.sort(compareRanked);
}

/** The head of {@link rank} without ranking the others; null when there are no candidates. */
export function winner<C extends Scorable>(
  candidates: readonly C[],
  weights: Weights,
): Ranked<C> | null {
  let best: C | null = null;
  let bestTotal = 0;
  for (const candidate of candidates) {
    const total = score(candidate.scores, weights);
    if (
      best === null ||
      total > bestTotal ||
      (total === bestTotal && compareCodePoints(candidate.id, best.id) < 0)
    ) {
      best = candidate;
      bestTotal = total;
    }
  }
  return best === null ? null : { candidate: best, total: bestTotal };
}

function compareRanked(a: Ranked<Scorable>, b: Ranked<Scorable>): number {
  return b.total - a.total || compareCodePoints(a.candidate.id, b.candidate.id);
}
