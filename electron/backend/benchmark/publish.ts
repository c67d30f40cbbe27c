import type { PublishResult } from '@shared/api/benchmark';
import { classifierWinner } from '@shared/routing/classifier-winner';
import { buildTable, diffTables, routingTableSchema } from '@shared/routing/routing-table';
import type { BenchmarkStore } from '../store/benchmark';
import type { StoredRun, StoredSummary } from '../store/benchmark-rows';
import { classifierSummaries, scopeSummaries } from './summarise';

export interface PublishDeps {
  readonly store: BenchmarkStore;
  readonly now: () => number;
  readonly newId: () => string;
}

/**
 * Publishes what a finished run found out, from its own snapshot (S4-17). On any doubt nothing
 * is published and what was before stays in force (S4-20).
 *
 * @param summaries of the lanes that were measured whole or carried.
 */
export function publishRun(
  run: StoredRun,
  summaries: readonly StoredSummary[],
  deps: PublishDeps,
): Promise<PublishResult> {
  return run.kind === 'decider'
    ? publishTable(run, summaries, deps)
    : publishWinner(run, summaries, deps);
}

async function publishTable(
  run: StoredRun,
  summaries: readonly StoredSummary[],
  { store, now, newId }: PublishDeps,
): Promise<PublishResult> {
  const { minAccuracy, switchCostFactor, datasetVersion, publish } = run.snapshot;
  const built = buildTable(scopeSummaries(summaries), minAccuracy);
  if (!built.ok) return skipped(built.reason);
  const parsed = routingTableSchema.safeParse({
    id: newId(),
    runId: run.id,
    publishedAt: now(),
    datasetVersion,
    minAccuracy,
    switchCostFactor,
    tiers: built.tiers,
    routes: built.routes,
  });
  if (!parsed.success) return skipped(`the table is not valid: ${parsed.error.message}`);
  const table = parsed.data;
  const live = await store.tables.live();
  const waits = publish === 'hold' && live !== null && diffTables(live, table).length > 0;
  await store.tables.publish(table, waits ? 'held' : 'live');
  return { status: waits ? 'held' : 'published', id: table.id, reason: null };
}

async function publishWinner(
  run: StoredRun,
  summaries: readonly StoredSummary[],
  { store, now }: PublishDeps,
): Promise<PublishResult> {
  const { minAccuracy, maxP95LatencyMs } = run.snapshot;
  const winner = classifierWinner(classifierSummaries(summaries), minAccuracy, maxP95LatencyMs);
  if (winner === null) return skipped('no model has a right label at a known cost');
  await store.tables.putWinner({ ...winner, runId: run.id, at: now() });
  return { status: 'published', id: run.id, reason: null };
}

function skipped(reason: string): PublishResult {
  return { status: 'skipped', id: null, reason };
}
