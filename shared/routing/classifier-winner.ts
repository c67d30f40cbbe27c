import { compareCodePoints } from './code-points';

/** What a classifier benchmark found out about one model. */
export interface ClassifierSummary {
  readonly model: string;
  /** Mean grade over all graded inputs, 0..1. */
  readonly accuracy: number;
  /** US dollars per input; null = unknown. */
  readonly avgCostUsd: number | null;
  /** Nearest rank over all rows in milliseconds; null = none measured. */
  readonly p95LatencyMs: number | null;
  readonly graded: number;
}

export interface ClassifierWinner {
  readonly model: string;
  readonly accuracy: number;
  readonly avgCostUsd: number;
  readonly p95LatencyMs: number | null;
  readonly reason: 'cheapest_in_budget' | 'fastest_over_budget' | 'most_accurate';
}

type Priced = ClassifierSummary & { readonly avgCostUsd: number };

/**
 * The classifier to use (S4-6): the cheapest of those accurate enough and, with a budget, fast
 * enough; when none is fast enough the fastest of the accurate; when none is accurate the most
 * accurate. Null when nothing right was graded at a known cost: an unknown cost is not free, and a
 * model that is never right would only delay what the heuristic does at once.
 *
 * @param maxP95Ms latency budget in milliseconds; null = none.
 */
export function classifierWinner(
  summaries: readonly ClassifierSummary[],
  minAccuracy: number,
  maxP95Ms: number | null,
): ClassifierWinner | null {
  const usable = summaries.filter(
    (summary): summary is Priced =>
      summary.graded > 0 && summary.accuracy > 0 && summary.avgCostUsd !== null,
  );
  const accurate = usable.filter(({ accuracy }) => accuracy >= minAccuracy);
  if (accurate.length === 0) return first(usable, byAccuracy, 'most_accurate');
  const fast =
    maxP95Ms === null
      ? accurate
      : accurate.filter(({ p95LatencyMs }) => p95LatencyMs !== null && p95LatencyMs <= maxP95Ms);
  return fast.length > 0
    ? first(fast, byCost, 'cheapest_in_budget')
    : first(accurate, byLatency, 'fastest_over_budget');
}

function first(
  summaries: readonly Priced[],
  order: (a: Priced, b: Priced) => number,
  reason: ClassifierWinner['reason'],
): ClassifierWinner | null {
  const [best] = summaries.toSorted((a, b) => order(a, b) || compareCodePoints(a.model, b.model));
  if (best === undefined) return null;
  const { model, accuracy, avgCostUsd, p95LatencyMs } = best;
  return { model, accuracy, avgCostUsd, p95LatencyMs, reason };
}

const byCost = (a: Priced, b: Priced): number =>
  a.avgCostUsd - b.avgCostUsd || b.accuracy - a.accuracy;
const byAccuracy = (a: Priced, b: Priced): number =>
  b.accuracy - a.accuracy || a.avgCostUsd - b.avgCostUsd;
const byLatency = (a: Priced, b: Priced): number =>
  (a.p95LatencyMs ?? Infinity) - (b.p95LatencyMs ?? Infinity) || a.avgCostUsd - b.avgCostUsd;
