import type { Kysely, SelectQueryBuilder } from 'kysely';
import type { BenchmarkKind, BenchmarkModel, CaseQuery, LaneStatus } from '@shared/api/benchmark';
import { readEffort } from './benchmark-config';
import {
  type CaseResult,
  type CaseStat,
  fromResultRow,
  fromRunRow,
  fromStatRow,
  fromSummaryRow,
  patchRow,
  resultRow,
  type RunPatch,
  runRow,
  type StoredLane,
  type StoredRun,
  type StoredSummary,
  summaryRow,
  type UnfinishedCase,
} from './benchmark-rows';
import type { Schema } from './schema';
import type { WriteQueue } from './write-queue';

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
  /**
   * Durable when it resolves: a case that was paid for is never paid for again. It takes the place of
   * what was kept of the case before, under `unfinishedId`.
   */
  putResult(id: string, result: CaseResult, unfinishedId: string): Promise<void>;
  /** Keeps what the calls of a case have cost so far, in case it is cut off. */
  putUnfinished(id: string, unfinished: UnfinishedCase): Promise<void>;
  unfinished(id: string): Promise<readonly UnfinishedCase[]>;
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

    putResult: (id, result, unfinishedId) =>
      writes.write(async (trx) => {
        const row = resultRow(id, result);
        await trx
          .insertInto('case_results')
          .values(row)
          .onConflict((known) =>
            known.columns(['run_id', 'model', 'case_id', 'rep']).doUpdateSet(row),
          )
          .execute();
        await trx.deleteFrom('unfinished_cases').where('id', '=', unfinishedId).execute();
      }),

    putUnfinished: (runId, { id, model, costUsd }) =>
      writes.write(async (trx) => {
        await trx
          .insertInto('unfinished_cases')
          .values({ id, run_id: runId, model, cost_usd: costUsd })
          .onConflict((known) => known.column('id').doUpdateSet({ cost_usd: costUsd }))
          .execute();
      }),

    unfinished: (id) =>
      db
        .selectFrom('unfinished_cases')
        .select(['id', 'model', 'cost_usd as costUsd'])
        .where('run_id', '=', id)
        .execute(),

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
  { model, verdict, scope, tier, route }: CaseQuery,
): SelectQueryBuilder<Schema, 'case_results', O> {
  let query = rows.where('run_id', '=', id);
  if (model !== undefined) query = query.where('model', '=', model);
  if (verdict !== undefined) query = query.where('verdict', '=', verdict);
  if (tier !== undefined) query = query.where('tier', '=', tier);
  if (route !== undefined) query = query.where('route', '=', route);
  if (scope !== undefined) {
    query = query.where((eb) => eb.or([eb('tier', '=', scope), eb('route', '=', scope)]));
  }
  return query;
}
