import type { Kysely, SelectQueryBuilder } from 'kysely';
import type {
  BenchmarkKind,
  BenchmarkModel,
  CaseQuery,
  LaneStatus,
  RunSnapshot,
  RunStatus,
  Verdict,
} from '@shared/api/benchmark';
import type { Scope, ScopeSummary } from '@shared/routing/routing-table';
import { readEffort } from './benchmark-config';
import type { Schema } from './schema';
import type { WriteQueue } from './write-queue';

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

export interface BenchmarkRunsStore {
  create(run: StoredRun, lanes: readonly StoredLane[]): Promise<void>;
  get(id: string): Promise<StoredRun | null>;
  /** Newest first. */
  list(limit: number): Promise<readonly StoredRun[]>;
  /** Runs that have not ended. */
  active(): Promise<readonly StoredRun[]>;
  update(id: string, patch: RunPatch): Promise<void>;
  lanes(id: string): Promise<readonly StoredLane[]>;
  setLane(id: string, model: string, status: LaneStatus, reason: string | null): Promise<void>;
  /** Durable when it resolves: a case that was paid for is never paid for again. */
  putResult(id: string, result: CaseResult): Promise<void>;
  stats(id: string): Promise<readonly CaseStat[]>;
  cases(id: string, query: CaseQuery): Promise<{ rows: readonly CaseResult[]; total: number }>;
  putSummaries(id: string, summaries: readonly StoredSummary[]): Promise<void>;
  summaries(id: string): Promise<readonly StoredSummary[]>;
  /** The newest finished summaries of a model on this very dataset; empty = never measured. */
  lastSummaries(
    kind: BenchmarkKind,
    model: BenchmarkModel,
    datasetVersion: string,
  ): Promise<readonly StoredSummary[]>;
  /** Runs since a time that spent money (S4-37). */
  paidSince(at: number): Promise<number>;
}

export function createBenchmarkRuns(db: Kysely<Schema>, writes: WriteQueue): BenchmarkRunsStore {
  return {
    create: (run, lanes) =>
      writes.write(async (trx) => {
        await trx.insertInto('benchmark_runs').values(runRow(run)).execute();
        for (const [position, { model, effort, status, reason }] of lanes.entries()) {
          await trx
            .insertInto('run_models')
            .values({ run_id: run.id, model, effort, position, status, reason })
            .execute();
        }
      }),

    async get(id) {
      const row = await db
        .selectFrom('benchmark_runs')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? null : fromRunRow(row);
    },

    async list(limit) {
      const rows = await db
        .selectFrom('benchmark_runs')
        .selectAll()
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(fromRunRow);
    },

    async active() {
      const rows = await db
        .selectFrom('benchmark_runs')
        .selectAll()
        .where('status', 'in', ['running', 'paused'])
        .orderBy('created_at')
        .execute();
      return rows.map(fromRunRow);
    },

    update: (id, patch) =>
      writes.write(async (trx) => {
        const set = patchRow(patch);
        if (Object.keys(set).length === 0) return;
        await trx.updateTable('benchmark_runs').set(set).where('id', '=', id).execute();
      }),

    async lanes(id) {
      const rows = await db
        .selectFrom('run_models')
        .selectAll()
        .where('run_id', '=', id)
        .orderBy('position')
        .execute();
      return rows.map(({ model, effort, status, reason }) => ({
        model,
        effort: readEffort(effort),
        status: status as LaneStatus,
        reason,
      }));
    },

    setLane: (id, model, status, reason) =>
      writes.write(async (trx) => {
        await trx
          .updateTable('run_models')
          .set({ status, reason })
          .where('run_id', '=', id)
          .where('model', '=', model)
          .execute();
      }),

    putResult: (id, result) =>
      writes.write(async (trx) => {
        const row = resultRow(id, result);
        await trx
          .insertInto('case_results')
          .values(row)
          .onConflict((known) =>
            known.columns(['run_id', 'model', 'case_id', 'rep']).doUpdateSet(row),
          )
          .execute();
      }),

    async stats(id) {
      const rows = await db
        .selectFrom('case_results')
        .select(['model', 'case_id', 'rep', 'tier', 'route', 'verdict', 'score', 'cost_usd', 'ms'])
        .where('run_id', '=', id)
        .execute();
      return rows.map(fromStatRow);
    },

    async cases(id, query) {
      const counted = await filtered(db.selectFrom('case_results'), id, query)
        .select((eb) => eb.fn.countAll().as('count'))
        .executeTakeFirst();
      const rows = await filtered(db.selectFrom('case_results'), id, query)
        .selectAll()
        .orderBy('case_id')
        .orderBy('model')
        .orderBy('rep')
        .limit(query.limit)
        .offset(query.offset)
        .execute();
      return { rows: rows.map(fromResultRow), total: Number(counted?.count ?? 0) };
    },

    putSummaries: (id, summaries) =>
      writes.write(async (trx) => {
        for (const summary of summaries) {
          const row = summaryRow(id, summary);
          await trx
            .insertInto('model_summaries')
            .values(row)
            .onConflict((known) => known.columns(['run_id', 'model', 'scope']).doUpdateSet(row))
            .execute();
        }
      }),

    async summaries(id) {
      const rows = await summariesOf(db).where('model_summaries.run_id', '=', id).execute();
      return rows.map(fromSummaryRow);
    },

    async lastSummaries(kind, { model, effort }, datasetVersion) {
      const run = await db
        .selectFrom('run_models')
        .innerJoin('benchmark_runs', 'benchmark_runs.id', 'run_models.run_id')
        .select('run_models.run_id')
        .where('kind', '=', kind)
        .where('dataset_version', '=', datasetVersion)
        .where('model', '=', model)
        .where((eb) => (effort === null ? eb('effort', 'is', null) : eb('effort', '=', effort)))
        .where('run_models.status', 'in', ['done', 'carried'])
        .orderBy('created_at', 'desc')
        .orderBy('benchmark_runs.id', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (run === undefined) return [];
      const rows = await summariesOf(db)
        .where('model_summaries.run_id', '=', run.run_id)
        .where('model_summaries.model', '=', model)
        .execute();
      return rows.map(fromSummaryRow);
    },

    async paidSince(at) {
      const row = await db
        .selectFrom('benchmark_runs')
        .select((eb) => eb.fn.countAll().as('count'))
        .where('created_at', '>=', at)
        .where((eb) =>
          eb.exists(
            eb
              .selectFrom('case_results')
              .select('case_results.case_id')
              .whereRef('case_results.run_id', '=', 'benchmark_runs.id')
              .where('cost_usd', '>', 0),
          ),
        )
        .executeTakeFirst();
      return Number(row?.count ?? 0);
    },
  };
}

function summariesOf(db: Kysely<Schema>) {
  return db
    .selectFrom('model_summaries')
    .innerJoin('run_models', (join) =>
      join
        .onRef('run_models.run_id', '=', 'model_summaries.run_id')
        .onRef('run_models.model', '=', 'model_summaries.model'),
    )
    .selectAll('model_summaries')
    .select('run_models.effort');
}

function filtered<O>(
  rows: SelectQueryBuilder<Schema, 'case_results', O>,
  id: string,
  { model, verdict, scope }: CaseQuery,
): SelectQueryBuilder<Schema, 'case_results', O> {
  let query = rows.where('run_id', '=', id);
  if (model !== undefined) query = query.where('model', '=', model);
  if (verdict !== undefined) query = query.where('verdict', '=', verdict);
  if (scope !== undefined) {
    query = query.where((eb) => eb.or([eb('tier', '=', scope), eb('route', '=', scope)]));
  }
  return query;
}

function runRow(run: StoredRun): Schema['benchmark_runs'] {
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
function fromRunRow(row: Schema['benchmark_runs']): StoredRun {
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

function patchRow(patch: RunPatch): Partial<Schema['benchmark_runs']> {
  return {
    ...(patch.status !== undefined && { status: patch.status }),
    ...(patch.reason !== undefined && { reason: patch.reason }),
    ...(patch.endedAt !== undefined && { ended_at: patch.endedAt }),
    ...(patch.publishStatus !== undefined && { publish_status: patch.publishStatus }),
    ...(patch.publishReason !== undefined && { publish_reason: patch.publishReason }),
    ...(patch.tableId !== undefined && { table_id: patch.tableId }),
  };
}

function resultRow(id: string, result: CaseResult): Schema['case_results'] {
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

function fromStatRow(
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

function fromResultRow(row: Schema['case_results']): CaseResult {
  const { answer, detail, attempts, turns, at } = row;
  return { ...fromStatRow(row), answer, detail, attempts, turns, at };
}

function summaryRow(id: string, summary: StoredSummary): Schema['model_summaries'] {
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

function fromSummaryRow(row: Schema['model_summaries'] & { effort: string | null }): StoredSummary {
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
