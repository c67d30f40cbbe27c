import { type Kysely, sql } from 'kysely';
import type { UsageGroup, UsageResponse } from '@shared/api/outcomes';
import type { BegunRequests } from './begun';
import type { Schema } from './schema';
import { UsageTable, type UsageCall } from './usage-table';

/** Calls read in one statement; between two the event loop serves whatever else came. */
const CHUNK = 2_000;

/** What one user or key has spent since a time. */
export interface Spent {
  readonly uid: string;
  readonly keyId: string | null;
  /** Known costs in micro-dollars. */
  readonly micro: number;
  /** Calls that may have cost something that is not known. */
  readonly unknownCalls: number;
  /** What was estimated for those, in micro-dollars. */
  readonly assumedMicro: number;
}

export interface UsageFilter {
  /** Epoch milliseconds, `to` exclusive. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Only calls of this API key; null = all of the user's. */
  readonly keyId: string | null;
}

export interface UsageStore {
  /**
   * Of everybody, from the calls that began at or after a time, and from the routed requests that a
   * kill cut off: their call was under way and has no row.
   */
  spentSince(at: number): Promise<readonly Spent[]>;
  report(uid: string, group: UsageGroup, filter: UsageFilter): Promise<UsageResponse>;
  /** How many requests left the choice to the router, and how many named a model (S2-19). */
  counts(uid: string): Promise<{ readonly routed: number; readonly direct: number }>;
}

/** Whether a call without a cost may have cost something; the same rule as the history's summary. */
const MAY_HAVE_COST = sql`cost_micro is null and (status in ('succeeded', 'aborted', 'interrupted')
  or (status = 'failed' and first_token_ms is not null))`;

/** A practice model's price is simulated: nothing was set aside for it. */
const ESTIMATED = sql`case when provider = 'practice' then 0 else estimated_cost_micro end`;

/** What was spent, by calls: every request that reached a provider, failed attempts included. */
export function createUsage(db: Kysely<Schema>, begun: BegunRequests): UsageStore {
  return {
    async spentSince(at) {
      await begun.writeOut();
      const { rows } = await sql<Spent>`select uid, key_id as "keyId",
          coalesce(sum(cost_micro), 0) as micro,
          sum(unknown) as "unknownCalls",
          coalesce(sum(case when unknown = 1 then estimated_cost_micro end), 0) as "assumedMicro"
        from (
          select uid, key_id, cost_micro, estimated_cost_micro,
            case when ${MAY_HAVE_COST} then 1 else 0 end as unknown
          from calls where at >= ${at}
          union all
          select uid, key_id, null, ${ESTIMATED}, 1
          from outcomes where at >= ${at} and status = 'interrupted' and id not in (
            select outcome_id from calls
            where at >= ${at} and outcome_id is not null and (cost_micro is not null or ${MAY_HAVE_COST})
          )
        ) as spent group by uid, key_id`.execute(db);
      return rows;
    },

    async report(uid, group, filter) {
      await begun.writeOut();
      const table = new UsageTable(group, await keyNames(db));
      let last: UsageCall | undefined;
      for (;;) {
        const page = await pageOf(db, uid, filter, last);
        for (const call of page) table.add(call);
        last = page.at(-1);
        if (page.length < CHUNK) return table.response();
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
      }
    },

    async counts(uid) {
      await begun.writeOut();
      const { rows } = await sql<{ routed: number; direct: number }>`select
          (select count(*) from outcomes where uid = ${uid}) as routed,
          (select count(*) from calls where uid = ${uid} and router = 'direct') as direct`.execute(
        db,
      );
      return rows[0] ?? { routed: 0, direct: 0 };
    },
  };
}

async function keyNames(db: Kysely<Schema>): Promise<ReadonlyMap<string, string>> {
  const rows = await db.selectFrom('api_keys').select(['id', 'name']).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The next calls, newest first, after `last`. */
async function pageOf(
  db: Kysely<Schema>,
  uid: string,
  { from, to, keyId }: UsageFilter,
  last: UsageCall | undefined,
): Promise<UsageCall[]> {
  const parts = [sql`uid = ${uid}`];
  if (from !== undefined) parts.push(sql`at >= ${from}`);
  if (to !== undefined) parts.push(sql`at < ${to}`);
  if (keyId !== null) parts.push(sql`key_id = ${keyId}`);
  if (last !== undefined) {
    parts.push(sql`(at < ${last.at} or (at = ${last.at} and id > ${last.id}))`);
    // The index is entered here; the line above alone would read from its start.
    parts.push(sql`at <= ${last.at}`);
  }
  const { rows } = await sql<UsageCall>`select id, at, task, model, key_id as "keyId", router,
      status, cost_micro as "costMicro", total_ms as "totalMs", first_token_ms as "firstTokenMs",
      prompt_tokens as "promptTokens", completion_tokens as "completionTokens",
      cached_tokens as "cachedTokens",
      case when ${MAY_HAVE_COST} then 1 else 0 end as "unknownCost"
    from calls where ${sql.join(parts, sql` and `)}
    order by at desc, id limit ${CHUNK}`.execute(db);
  return rows;
}
