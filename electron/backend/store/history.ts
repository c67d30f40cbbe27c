import type { Kysely, RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { HistoryFilter, HistoryRow, HistorySummary } from '@shared/api/history';
import type { ReplayRow } from '@shared/routing/replay';
import type { TraceCandidate } from '@shared/routing/trace';
import type { BegunRequests } from './begun';
import { containsPattern } from './fold';
import { directHistoryRow, outcomeHistoryRow } from './history-rows';
import { fromMicroUsd } from './money';
import type { Schema } from './schema';
import type { Store } from './store';
import { replayOf, unpackSet } from './trace-pack';
import type { WriteQueue } from './write-queue';

const DAY_MS = 86_400_000;
/** Marks answered at most, newest first kept. */
const MARKS_LIMIT = 500;
/** Rows fetched by id in one statement. */
const ID_CHUNK = 500;

/** One row of the page before its columns are fetched. */
interface Key {
  readonly id: string;
  readonly at: number;
  /** 1 = a direct call, 0 = an outcome. */
  readonly direct: number;
}

/**
 * The history of a user: outcomes, and the calls of pinned requests as strategy `direct`, newest
 * first, ties by id. A page reads its keys from covering indexes and then only its own rows.
 */
export function createHistory(
  db: Kysely<Schema>,
  writes: WriteQueue,
  begun: BegunRequests,
  now: () => number,
): Store['history'] {
  return {
    async page(uid, filter, limit, offset) {
      await begun.writeOut();
      const keys = await sql<Key>`${union(uid, filter, sql`id, at`)}
        order by at desc, id limit ${limit} offset ${offset}`.execute(db);
      const counted = await sql<{ total: number }>`select count(*) as total
        from (${union(uid, filter, sql`id`)}) as filtered`.execute(db);
      return {
        rows: await fetchRows(db, keys.rows),
        total: counted.rows[0]?.total ?? 0,
      };
    },

    async summary(uid, filter) {
      await begun.writeOut();
      return summarise(db, uid, filter);
    },

    async replaySet(uid, task, limit) {
      await begun.writeOut();
      const rows = await db
        .selectFrom('outcomes')
        .innerJoin('decisions', 'decisions.id', 'outcomes.decision_id')
        .select([
          'decisions.id',
          'outcomes.at',
          'outcomes.model',
          'decisions.replay',
          'decisions.set_id',
          'decisions.trace',
        ])
        .where('outcomes.uid', '=', uid)
        .where('outcomes.task', '=', task)
        .orderBy('outcomes.at', 'desc')
        .limit(limit)
        .execute();
      const sets = await setsOf(db, rows);
      return rows.map(({ id, at, model, replay, set_id: setId, trace }) => ({
        id,
        at,
        task,
        chosen: model,
        candidates:
          setId === null
            ? // Written by decisions.ts alone, from a trace of our own.
              (JSON.parse(replay) as ReplayRow['candidates'])
            : replayOf(trace, sets.get(setId) ?? []),
      }));
    },

    mark: (uid, kind, label) =>
      writes.write(async (trx) => {
        const last = await trx
          .selectFrom('marks')
          .select('label')
          .where('uid', '=', uid)
          .where('kind', '=', kind)
          .orderBy('id', 'desc')
          .limit(1)
          .executeTakeFirst();
        // The same catalog seen again at the next start is no change.
        if (kind === 'catalog' && last?.label === label) return;
        await trx.insertInto('marks').values({ uid, at: now(), kind, label }).execute();
      }),
  };
}

/** The candidates that these decisions have in common with others, by the id of their set. */
async function setsOf(
  db: Kysely<Schema>,
  decisions: readonly Pick<Schema['decisions'], 'set_id'>[],
): Promise<ReadonlyMap<string, readonly TraceCandidate[]>> {
  const ids = [...new Set(decisions.flatMap(({ set_id: id }) => id ?? []))];
  const sets = new Map<string, readonly TraceCandidate[]>();
  for (const chunk of chunks(ids)) {
    const found = await db
      .selectFrom('candidate_sets')
      .selectAll()
      .where('id', 'in', chunk)
      .execute();
    for (const { id, data } of found) sets.set(id, unpackSet(data));
  }
  return sets;
}

/** `columns` of the filtered rows of both tables. */
function union(
  uid: string,
  filter: HistoryFilter,
  columns: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const branches: RawBuilder<unknown>[] = [];
  const where = conditions(uid, filter);
  if (filter.strategy !== 'direct') {
    const strategy =
      filter.strategy === undefined ? sql`` : sql` and strategy = ${filter.strategy}`;
    branches.push(sql`select ${columns}, 0 as direct from outcomes where ${where}${strategy}`);
  }
  if (filter.strategy === undefined || filter.strategy === 'direct') {
    branches.push(sql`select ${columns}, 1 as direct from calls
      where router = 'direct' and ${where}`);
  }
  return sql.join(branches, sql` union all `);
}

function conditions(uid: string, filter: HistoryFilter): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [sql`uid = ${uid}`];
  if (filter.id !== undefined) parts.push(sql`id = ${filter.id}`);
  if (filter.from !== undefined) parts.push(sql`at >= ${filter.from}`);
  if (filter.to !== undefined) parts.push(sql`at < ${filter.to}`);
  if (filter.task !== undefined) parts.push(sql`task = ${filter.task}`);
  if (filter.model !== undefined) parts.push(sql`model = ${filter.model}`);
  if (filter.status !== undefined) parts.push(sql`status = ${filter.status}`);
  if (filter.q !== undefined && filter.q !== '') {
    parts.push(sql`search like ${containsPattern(filter.q)} escape '\\'`);
  }
  return sql.join(parts, sql` and `);
}

async function fetchRows(db: Kysely<Schema>, keys: readonly Key[]): Promise<HistoryRow[]> {
  const rows = new Map<string, HistoryRow>();
  const ids = (direct: number) => keys.filter((key) => key.direct === direct).map(({ id }) => id);
  for (const chunk of chunks(ids(0))) {
    const found = await db.selectFrom('outcomes').selectAll().where('id', 'in', chunk).execute();
    for (const row of found) rows.set(row.id, outcomeHistoryRow(row));
  }
  for (const chunk of chunks(ids(1))) {
    const found = await db.selectFrom('calls').selectAll().where('id', 'in', chunk).execute();
    for (const row of found) rows.set(row.id, directHistoryRow(row));
  }
  return keys.flatMap((key) => rows.get(key.id) ?? []);
}

function chunks(ids: readonly string[]): string[][] {
  const result: string[][] = [];
  for (let at = 0; at < ids.length; at += ID_CHUNK) result.push(ids.slice(at, at + ID_CHUNK));
  return result;
}

interface Totals {
  readonly total: number;
  readonly spent: number | null;
  readonly unknown: number | null;
  readonly saved: number | null;
  readonly saved_count: number | null;
}

async function summarise(
  db: Kysely<Schema>,
  uid: string,
  filter: HistoryFilter,
): Promise<HistorySummary> {
  const spendColumns = sql`cost_micro, status, first_token_ms`;
  const branches = [false, true]
    .filter((direct) => filter.strategy === undefined || (filter.strategy === 'direct') === direct)
    .map((direct) => {
      const table = direct ? sql`calls` : sql`outcomes`;
      const extra = direct
        ? sql` and router = 'direct'`
        : filter.strategy === undefined
          ? sql``
          : sql` and strategy = ${filter.strategy}`;
      // A direct call has no decision and so no best-quality figure: it is no part of the saving.
      const best = direct ? sql`null` : sql`best_quality_cost_micro`;
      return sql`select ${spendColumns}, ${best} as best from ${table}
        where ${conditions(uid, filter)}${extra}`;
    });
  const totals = await sql<Totals>`select count(*) as total, sum(cost_micro) as spent,
      sum(case when cost_micro is null and (status in ('succeeded', 'aborted', 'interrupted')
        or (status = 'failed' and first_token_ms is not null)) then 1 else 0 end) as unknown,
      sum(case when best is not null and cost_micro is not null
        then best - cost_micro else 0 end) as saved,
      sum(case when best is not null and cost_micro is not null
        then 1 else 0 end) as saved_count
    from (${sql.join(branches, sql` union all `)}) as filtered`.execute(db);
  const days = await sql<{ day: number; model: string | null; n: number }>`
    select at / ${sql.lit(DAY_MS)} as day, model, count(*) as n
    from (${union(uid, filter, sql`at, model`)}) as filtered
    group by day, model order by day, model`.execute(db);
  const [sum] = totals.rows;
  return {
    total: sum?.total ?? 0,
    spentUsd: fromMicroUsd(sum?.spent ?? 0) ?? 0,
    unknownCostCount: sum?.unknown ?? 0,
    savedUsd: fromMicroUsd(sum?.saved ?? 0) ?? 0,
    savedCount: sum?.saved_count ?? 0,
    days: byDay(days.rows),
    marks: await marks(db, uid, filter),
    ...(await distinct(db, uid)),
  };
}

/** Rows without a model (refused ones) count under the empty name. */
function byDay(
  rows: readonly { day: number; model: string | null; n: number }[],
): HistorySummary['days'] {
  const days = new Map<number, [string, number][]>();
  for (const { day, model, n } of rows) {
    const models = days.get(day) ?? [];
    models.push([model ?? '', n]);
    days.set(day, models);
  }
  return [...days].map(([day, models]) => ({
    day: new Date(day * DAY_MS).toISOString().slice(0, 10),
    models: Object.fromEntries(models),
  }));
}

async function marks(
  db: Kysely<Schema>,
  uid: string,
  filter: HistoryFilter,
): Promise<HistorySummary['marks']> {
  let query = db.selectFrom('marks').select(['at', 'kind', 'label']).where('uid', '=', uid);
  if (filter.from !== undefined) query = query.where('at', '>=', filter.from);
  if (filter.to !== undefined) query = query.where('at', '<', filter.to);
  const rows = await query.orderBy('at', 'desc').orderBy('id', 'desc').limit(MARKS_LIMIT).execute();
  return rows.reverse();
}

/** Values for the filters: of all the user's rows, so that choosing one does not hide the others. */
async function distinct(
  db: Kysely<Schema>,
  uid: string,
): Promise<Pick<HistorySummary, 'models' | 'strategies'>> {
  const rows = await sql<{ model: string | null; strategy: string }>`
    select distinct model, strategy from outcomes where uid = ${uid}
    union select distinct model, 'direct' as strategy from calls
      where uid = ${uid} and router = 'direct'
    order by model, strategy`.execute(db);
  return {
    models: [...new Set(rows.rows.flatMap(({ model }) => model ?? []))],
    strategies: [...new Set(rows.rows.map(({ strategy }) => strategy))].sort(),
  };
}
