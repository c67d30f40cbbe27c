import type {
  BenchmarkKind,
  BenchmarkModel,
  LaneStatus,
  RunSnapshot,
  RunStatus,
  Verdict,
} from '@shared/api/benchmark';
import type { Scope, ScopeSummary } from '@shared/routing/routing-table';
import { readEffort } from './benchmark-config';
import type { Schema } from './schema';

export interface StoredRun {
  readonly id: string;
  readonly kind: BenchmarkKind;
  readonly status: RunStatus;
  readonly trigger: 'user' | 'sync';
  readonly force: boolean;
  /** Who pays: every call of the run is recorded under this user. */
  readonly uid: string;
  readonly createdAt: number;
  readonly endedAt: number | null;
  readonly reason: string | null;
  readonly snapshot: RunSnapshot;
  readonly publishStatus: 'published' | 'held' | 'skipped' | null;
  readonly publishReason: string | null;
  readonly tableId: string | null;
}

/** What the calls of a case have cost that has no result. */
export interface UnfinishedCase {
  readonly id: string;
  readonly model: string;
  /** US dollars; null = unknown. */
  readonly costUsd: number | null;
}

export type RunPatch = Partial<
  Pick<StoredRun, 'status' | 'reason' | 'endedAt' | 'publishStatus' | 'publishReason' | 'tableId'>
>;

export interface StoredLane extends BenchmarkModel {
  readonly status: LaneStatus;
  readonly reason: string | null;
}

/** The result of one case, without its texts. */
export interface CaseStat {
  readonly model: string;
  readonly caseId: string;
  readonly rep: number;
  readonly tier: string | null;
  readonly route: string | null;
  readonly verdict: Verdict;
  readonly score: number;
  readonly costUsd: number | null;
  readonly ms: number;
}

export interface CaseResult extends CaseStat {
  readonly answer: string;
  readonly detail: string;
  readonly attempts: number;
  readonly turns: number;
  readonly at: number;
}

/** Results of one model in one scope; `all` sums up everything of it. */
export interface StoredSummary extends Omit<ScopeSummary, 'scope'> {
  readonly scope: Scope | 'all';
  /** Sum of the grades, 0..graded. */
  readonly scoreSum: number;
  /** Copied from an earlier run (S4-18). */
  readonly carried: boolean;
}

export function runRow(run: StoredRun): Schema['benchmark_runs'] {
  const { snapshot } = run;
  return {
    id: run.id,
    kind: run.kind,
    status: run.status,
    started_by: run.trigger,
    forced: Number(run.force),
    uid: run.uid,
    created_at: run.createdAt,
    ended_at: run.endedAt,
    reason: run.reason,
    min_accuracy: snapshot.minAccuracy,
    switch_cost_factor: snapshot.switchCostFactor,
    max_concurrency: snapshot.maxConcurrency,
    repetitions: snapshot.repetitions,
    max_p95_ms: snapshot.maxP95LatencyMs,
    max_cost_usd: snapshot.maxCostUsd,
    publish: snapshot.publish,
    dataset_version: snapshot.datasetVersion,
    publish_status: run.publishStatus,
    publish_reason: run.publishReason,
    table_id: run.tableId,
  };
}

// The casts below are of words that this file alone writes, from typed values.
export function fromRunRow(row: Schema['benchmark_runs']): StoredRun {
  return {
    id: row.id,
    kind: row.kind as BenchmarkKind,
    status: row.status as RunStatus,
    trigger: row.started_by as StoredRun['trigger'],
    force: row.forced === 1,
    uid: row.uid,
    createdAt: row.created_at,
    endedAt: row.ended_at,
    reason: row.reason,
    snapshot: {
      minAccuracy: row.min_accuracy,
      switchCostFactor: row.switch_cost_factor,
      maxConcurrency: row.max_concurrency,
      repetitions: row.repetitions,
      maxP95LatencyMs: row.max_p95_ms,
      maxCostUsd: row.max_cost_usd,
      publish: row.publish as RunSnapshot['publish'],
      datasetVersion: row.dataset_version,
    },
    publishStatus: row.publish_status as StoredRun['publishStatus'],
    publishReason: row.publish_reason,
    tableId: row.table_id,
  };
}

export function patchRow(patch: RunPatch): Partial<Schema['benchmark_runs']> {
  return {
    ...(patch.status !== undefined && { status: patch.status }),
    ...(patch.reason !== undefined && { reason: patch.reason }),
    ...(patch.endedAt !== undefined && { ended_at: patch.endedAt }),
    ...(patch.publishStatus !== undefined && { publish_status: patch.publishStatus }),
    ...(patch.publishReason !== undefined && { publish_reason: patch.publishReason }),
    ...(patch.tableId !== undefined && { table_id: patch.tableId }),
  };
}

export function resultRow(id: string, result: CaseResult): Schema['case_results'] {
  return {
    run_id: id,
    model: result.model,
    case_id: result.caseId,
    rep: result.rep,
    tier: result.tier,
    route: result.route,
    verdict: result.verdict,
    timed_out: Number(result.verdict === 'timed_out'),
    score: result.score,
    answer: result.answer,
    detail: result.detail,
    attempts: result.attempts,
    turns: result.turns,
    cost_usd: result.costUsd,
    ms: result.ms,
    at: result.at,
  };
}

export function fromStatRow(
  row: Pick<
    Schema['case_results'],
    'model' | 'case_id' | 'rep' | 'tier' | 'route' | 'verdict' | 'score' | 'cost_usd' | 'ms'
  >,
): CaseStat {
  return {
    model: row.model,
    caseId: row.case_id,
    rep: row.rep,
    tier: row.tier,
    route: row.route,
    verdict: row.verdict as Verdict,
    score: row.score,
    costUsd: row.cost_usd,
    ms: row.ms,
  };
}

export function fromResultRow(row: Schema['case_results']): CaseResult {
  const { answer, detail, attempts, turns, at } = row;
  return { ...fromStatRow(row), answer, detail, attempts, turns, at };
}

export function summaryRow(id: string, summary: StoredSummary): Schema['model_summaries'] {
  return {
    run_id: id,
    model: summary.model,
    scope: summary.scope,
    graded: summary.graded,
    passed: summary.passed,
    score_sum: summary.scoreSum,
    timeouts: summary.timeouts,
    errors: summary.errors,
    cost_usd: summary.costUsd,
    cost_known: summary.costKnown,
    p95_ms: summary.p95Ms,
    carried: Number(summary.carried),
  };
}

export function fromSummaryRow(
  row: Schema['model_summaries'] & { effort: string | null },
): StoredSummary {
  return {
    model: row.model,
    effort: readEffort(row.effort),
    scope: row.scope as StoredSummary['scope'],
    graded: row.graded,
    passed: row.passed,
    scoreSum: row.score_sum,
    timeouts: row.timeouts,
    errors: row.errors,
    costUsd: row.cost_usd,
    costKnown: row.cost_known,
    p95Ms: row.p95_ms,
    carried: row.carried === 1,
  };
}
