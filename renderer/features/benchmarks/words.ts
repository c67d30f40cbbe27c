import type { Run } from '@shared/api/benchmark';
import { type Tier, TIERS } from '@shared/routing/difficulty';
import type { Scope, TableRow } from '@shared/routing/routing-table';
import { t } from 'i18next';
import { benchmarks } from '../../texts/benchmarks';

/** `debugging/bug_fixing` as `debugging · bug fixing`: the taxonomy's own words, readable. */
export function routeText(route: string): string {
  return route.replaceAll('_', ' ').replace('/', ' · ');
}

export function isTier(scope: string): scope is Tier {
  return (TIERS as readonly string[]).includes(scope);
}

export function scopeText(scope: Scope): string {
  return isTier(scope) ? t(`benchmarks.tiers.${scope}`) : routeText(scope);
}

/** The row that serves: the first, since a table is published in the order of its picks. */
export function pickOf(
  rows: readonly TableRow[],
  minAccuracy: number,
): { readonly model: string; readonly goodEnough: boolean } | null {
  const [first] = rows;
  return first === undefined
    ? null
    : { model: first.model, goodEnough: first.accuracy >= minAccuracy };
}

const REASONS = benchmarks.progress.reasons;

function isKnownReason(reason: string): reason is keyof typeof REASONS {
  return Object.hasOwn(REASONS, reason);
}

/** A known reason in words; another one, which a server may give, as it is. */
export function pauseText(reason: string): string {
  return isKnownReason(reason) ? t(`benchmarks.progress.reasons.${reason}`) : reason;
}

/** What the slowest model of a run needed for 95 of 100 cases; null = none measured (S4-33). */
export function runP95(run: Run): number | null {
  const known = run.lanes.flatMap(({ p95Ms }) => (p95Ms === null ? [] : [p95Ms]));
  return known.length === 0 ? null : Math.max(...known);
}

export function runTimeouts(run: Run): number {
  return run.lanes.reduce((sum, { timeouts }) => sum + timeouts, 0);
}

/** 0..1 of the cases that are not carried; a run that only carries is whole. */
export function shareDone(run: Run): number {
  return run.total === 0 ? 1 : run.done / run.total;
}
