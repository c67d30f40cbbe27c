import { type Kysely, sql } from 'kysely';
import type { OutcomeRow, OutcomesQuery, OutcomesResponse } from '@shared/api/outcomes';
import { outcomeHistoryRow } from './history-rows';
import type { Schema } from './schema';

/**
 * A page of a user's outcome rows, newest first, ties by id, from the row after `before`. A `before`
 * that is no outcome of this user answers null.
 */
export async function listOutcomes(
  db: Kysely<Schema>,
  uid: string,
  query: OutcomesQuery,
  keyId: string | null,
): Promise<OutcomesResponse | null> {
  let rows = db.selectFrom('outcomes').selectAll().where('uid', '=', uid);
  if (query.before !== undefined) {
    const { before } = query;
    const last = await db
      .selectFrom('outcomes')
      .select('at')
      .where('id', '=', before)
      .where('uid', '=', uid)
      .executeTakeFirst();
    if (last === undefined) return null;
    rows = rows
      // Enters the index; the second line alone would read from its start.
      .where('at', '<=', last.at)
      .where(sql<boolean>`(at < ${last.at} or id > ${before})`);
  }
  if (query.task !== undefined) rows = rows.where('task', '=', query.task);
  if (query.model !== undefined) rows = rows.where('model', '=', query.model);
  if (query.strategy !== undefined) rows = rows.where('strategy', '=', query.strategy);
  if (query.status !== undefined) rows = rows.where('status', '=', query.status);
  if (keyId !== null) rows = rows.where('key_id', '=', keyId);
  const found = await rows
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(query.limit + 1)
    .execute();
  const page = found.slice(0, query.limit);
  return {
    outcomes: page.map(outcomeRow),
    nextBefore: found.length > page.length ? (page.at(-1)?.id ?? null) : null,
  };
}

function outcomeRow(row: Schema['outcomes']): OutcomeRow {
  return { ...outcomeHistoryRow(row), keyId: row.key_id, cachedTokens: row.cached_tokens };
}
