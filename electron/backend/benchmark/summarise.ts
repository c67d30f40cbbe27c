import type { BenchmarkModel } from '@shared/api/benchmark';
import type { ClassifierSummary } from '@shared/routing/classifier-winner';
import { isScope, nearestRank, type ScopeSummary } from '@shared/routing/routing-table';
import type { CaseStat, StoredSummary } from '../store/benchmark-rows';

const P95 = 0.95;

/** What one model's results add up to: over everything, per tier and per route. */
export function summarise(model: BenchmarkModel, stats: readonly CaseStat[]): StoredSummary[] {
  const groups = new Map<StoredSummary['scope'], CaseStat[]>([['all', []]]);
  for (const stat of stats) {
    for (const scope of ['all', stat.tier, stat.route]) {
      if (scope === null || (scope !== 'all' && !isScope(scope))) continue;
      const group = groups.get(scope) ?? [];
      groups.set(scope, group);
      group.push(stat);
    }
  }
  return [...groups].map(([scope, group]) => summary(model, scope, group));
}

function summary(
  { model, effort }: BenchmarkModel,
  scope: StoredSummary['scope'],
  stats: readonly CaseStat[],
): StoredSummary {
  const graded = stats.filter(({ verdict }) => verdict !== 'error');
  // A case that failed to be answered says nothing of what an answer costs.
  const priced = graded.flatMap(({ costUsd }) => (costUsd === null ? [] : [costUsd]));
  return {
    model,
    effort,
    scope,
    graded: graded.length,
    passed: graded.filter(({ verdict }) => verdict === 'passed').length,
    scoreSum: graded.reduce((sum, { score }) => sum + score, 0),
    timeouts: graded.filter(({ verdict }) => verdict === 'timed_out').length,
    errors: stats.length - graded.length,
    costUsd: priced.reduce((sum, cost) => sum + cost, 0),
    costKnown: priced.length,
    p95Ms: nearestRank(
      graded.map(({ ms }) => ms),
      P95,
    ),
    carried: false,
  };
}

/** The summaries that a routing table is built from. */
export function scopeSummaries(summaries: readonly StoredSummary[]): ScopeSummary[] {
  return summaries.flatMap((row) => (row.scope === 'all' ? [] : [{ ...row, scope: row.scope }]));
}

/** The summaries that a winner is chosen from: a mean grade, and the p95 over all rows (S4-6, S4-7). */
export function classifierSummaries(summaries: readonly StoredSummary[]): ClassifierSummary[] {
  return summaries
    .filter(({ scope }) => scope === 'all')
    .map(({ model, graded, scoreSum, costUsd, costKnown, p95Ms }) => ({
      model,
      graded,
      // Twelve digits: a sum of doubles would put a perfect 72 of 72 just below 1.
      accuracy: graded === 0 ? 0 : Math.round((scoreSum / graded) * 1e12) / 1e12,
      avgCostUsd: costKnown === 0 ? null : costUsd / costKnown,
      p95LatencyMs: p95Ms,
    }));
}
