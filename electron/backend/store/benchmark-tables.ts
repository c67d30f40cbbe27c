import type { Kysely, Transaction } from 'kysely';
import type { TableInfo } from '@shared/api/benchmark';
import type { ClassifierWinner } from '@shared/routing/classifier-winner';
import { TIERS } from '@shared/routing/difficulty';
import {
  type RoutingTable,
  routingTableSchema,
  type Scope,
  SCOPES,
  type TableRow,
} from '@shared/routing/routing-table';
import { ROUTES } from '@shared/routing/taxonomy';
import { readEffort } from './benchmark-config';
import type { Schema } from './schema';
import type { WriteQueue } from './write-queue';

export type StoredWinner = ClassifierWinner & { readonly runId: string; readonly at: number };

export interface BenchmarkTablesStore {
  /** Saves a table; as `live` it takes the place of the one that was. */
  publish(table: RoutingTable, state: 'live' | 'held'): Promise<void>;
  /** The table served now; null when there is none or when what is stored is not valid (S4-23). */
  live(): Promise<RoutingTable | null>;
  /** Null also when what is stored is not valid. */
  get(id: string): Promise<RoutingTable | null>;
  /** Newest first. */
  list(): Promise<readonly TableInfo[]>;
  /** Makes a table the live one. False when there is no such table. */
  setLive(id: string): Promise<boolean>;
  /** Takes the live table out of service, and the newest one before it back in. */
  holdLive(): Promise<void>;
  putWinner(winner: StoredWinner): Promise<void>;
  /** Of the newest run that has one. */
  winner(): Promise<StoredWinner | null>;
}

export function createBenchmarkTables(
  db: Kysely<Schema>,
  writes: WriteQueue,
): BenchmarkTablesStore {
  return {
    publish: (table, state) =>
      writes.write(async (trx) => {
        if (state === 'live') await retire(trx, 'past');
        await trx
          .insertInto('routing_tables')
          .values({
            id: table.id,
            run_id: table.runId,
            published_at: table.publishedAt,
            state,
            dataset_version: table.datasetVersion,
            min_accuracy: table.minAccuracy,
            switch_cost_factor: table.switchCostFactor,
          })
          .execute();
        for (const row of candidateRows(table)) {
          await trx.insertInto('routing_table_candidates').values(row).execute();
        }
      }),

    async live() {
      const row = await db
        .selectFrom('routing_tables')
        .select('id')
        .where('state', '=', 'live')
        .orderBy('published_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? null : load(db, row.id);
    },

    get: (id) => load(db, id),

    async list() {
      const rows = await db
        .selectFrom('routing_tables')
        .selectAll()
        .orderBy('published_at', 'desc')
        .orderBy('id', 'desc')
        .execute();
      return rows.map(({ id, run_id, published_at, state }) => ({
        id,
        runId: run_id,
        publishedAt: published_at,
        state,
      }));
    },

    setLive: (id) =>
      writes.write(async (trx) => {
        const known = await trx
          .selectFrom('routing_tables')
          .select('id')
          .where('id', '=', id)
          .executeTakeFirst();
        if (known === undefined) return false;
        await retire(trx, 'past');
        await trx
          .updateTable('routing_tables')
          .set({ state: 'live' })
          .where('id', '=', id)
          .execute();
        return true;
      }),

    holdLive: () =>
      writes.write(async (trx) => {
        await retire(trx, 'held');
        const before = await trx
          .selectFrom('routing_tables')
          .select('id')
          .where('state', '=', 'past')
          .orderBy('published_at', 'desc')
          .orderBy('id', 'desc')
          .limit(1)
          .executeTakeFirst();
        if (before === undefined) return;
        await trx
          .updateTable('routing_tables')
          .set({ state: 'live' })
          .where('id', '=', before.id)
          .execute();
      }),

    putWinner: (winner) =>
      writes.write(async (trx) => {
        await trx
          .insertInto('classifier_winners')
          .values({
            run_id: winner.runId,
            at: winner.at,
            model: winner.model,
            accuracy: winner.accuracy,
            avg_cost_usd: winner.avgCostUsd,
            p95_ms: winner.p95LatencyMs,
            reason: winner.reason,
          })
          .execute();
      }),

    async winner() {
      const row = await db
        .selectFrom('classifier_winners')
        .selectAll()
        .orderBy('at', 'desc')
        .orderBy('run_id', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (row === undefined) return null;
      return {
        runId: row.run_id,
        at: row.at,
        model: row.model,
        accuracy: row.accuracy,
        avgCostUsd: row.avg_cost_usd,
        p95LatencyMs: row.p95_ms,
        // Written by this file alone, from a typed value.
        reason: row.reason as ClassifierWinner['reason'],
      };
    },
  };
}

async function retire(trx: Transaction<Schema>, state: 'past' | 'held'): Promise<void> {
  await trx.updateTable('routing_tables').set({ state }).where('state', '=', 'live').execute();
}

function candidateRows(table: RoutingTable): Schema['routing_table_candidates'][] {
  const rowsOf = (scope: Scope, rows: readonly TableRow[]) =>
    rows.map((row, position) => ({
      table_id: table.id,
      scope,
      position,
      model: row.model,
      effort: row.effort,
      accuracy: row.accuracy,
      avg_cost_usd: row.avgCostUsd,
      p95_ms: row.p95Ms,
      graded: row.graded,
    }));
  return [
    ...TIERS.flatMap((tier) => rowsOf(tier, table.tiers[tier])),
    ...ROUTES.flatMap((route) => rowsOf(route, table.routes[route] ?? [])),
  ];
}

/** Reads through the schema: a damaged table is none (S4-23). */
async function load(db: Kysely<Schema>, id: string): Promise<RoutingTable | null> {
  const [table, rows] = await Promise.all([
    db.selectFrom('routing_tables').selectAll().where('id', '=', id).executeTakeFirst(),
    db
      .selectFrom('routing_table_candidates')
      .selectAll()
      .where('table_id', '=', id)
      .orderBy('position')
      .execute(),
  ]);
  if (table === undefined) return null;
  const byScope = new Map<Scope, unknown[]>();
  for (const row of rows) {
    const scope = SCOPES.find((known) => known === row.scope);
    if (scope === undefined) return null;
    const list = byScope.get(scope) ?? [];
    byScope.set(scope, list);
    list.push({
      model: row.model,
      effort: readEffort(row.effort),
      accuracy: row.accuracy,
      avgCostUsd: row.avg_cost_usd,
      p95Ms: row.p95_ms,
      graded: row.graded,
    });
  }
  const parsed = routingTableSchema.safeParse({
    id: table.id,
    runId: table.run_id,
    publishedAt: table.published_at,
    datasetVersion: table.dataset_version,
    minAccuracy: table.min_accuracy,
    switchCostFactor: table.switch_cost_factor,
    tiers: Object.fromEntries(TIERS.map((tier) => [tier, byScope.get(tier) ?? []])),
    routes: Object.fromEntries(
      ROUTES.filter((route) => byScope.has(route)).map((route) => [route, byScope.get(route)]),
    ),
  });
  return parsed.success ? parsed.data : null;
}
