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

/**
 * Up to here insertion takes less than the built-in sort, whose comparator is called from outside
 * the optimised code: 50 candidates were 58 to 73 ns each with it (`test/bench/scoring.bench.ts`).
 */
const INSERTION_LIMIT = 64;

/** All candidates with their totals, best first, ties by id in code-point order (S0-32). */
export function rank<C extends Scorable>(candidates: readonly C[], weights: Weights): Ranked<C>[] {
  const ranked: Ranked<C>[] = [];
  for (const candidate of candidates) {
    ranked.push({ candidate, total: score(candidate.scores, weights) });
  }
  return ranked.length <= INSERTION_LIMIT ? insertionSort(ranked) : ranked.sort(compareRanked);
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

/** In place and stable. */
function insertionSort<C extends Scorable>(ranked: Ranked<C>[]): Ranked<C>[] {
  for (const [index, row] of ranked.entries()) {
    let at = index;
    for (; at > 0; at -= 1) {
      const before = ranked[at - 1];
      if (before === undefined || compareRanked(before, row) <= 0) break;
      ranked[at] = before;
    }
    ranked[at] = row;
  }
  return ranked;
}

function compareRanked(a: Ranked<Scorable>, b: Ranked<Scorable>): number {
  return b.total - a.total || compareCodePoints(a.candidate.id, b.candidate.id);
}
