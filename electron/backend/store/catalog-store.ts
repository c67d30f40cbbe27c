import type { Kysely } from 'kysely';
import type { PickChange, PricePoint } from '@shared/api/models';
import type { Weights } from '@shared/routing/candidate';
import type { TaskName } from '@shared/routing/tasks';
import { fromMicroUsd } from './money';
import type { Schema } from './schema';
import type { CallRecord } from './store';
import type { WriteQueue } from './write-queue';

/** A pick that is kept against the ranking: by the person, or because switching is not worth it. */
export interface Hold {
  readonly task: TaskName;
  readonly model: string;
  /** `user`: asked for; `sticky`: waits for the person (embedding); `near`: within the margin. */
  readonly kind: 'user' | 'sticky' | 'near';
  /** It holds under these weights only: who moves the weights wants to see it. */
  readonly weights: Weights;
}

/** A call as the measurements need it. */
export type MeasuredCall = Pick<
  CallRecord,
  | 'provider'
  | 'model'
  | 'task'
  | 'at'
  | 'status'
  | 'errorCode'
  | 'firstTokenMs'
  | 'totalMs'
  | 'completionTokens'
  | 'costUsd'
>;

export interface PriceNow {
  readonly model: string;
  readonly rate: string;
  readonly value: number;
  readonly source: string;
}

/** What a person chose for one source. */
export interface SourceChoice {
  readonly enabled: boolean;
  /** Null = the one that the start gives. */
  readonly baseUrl: string | null;
}

/** One stored edit: the model and its JSON, parsed by whoever knows its schema. */
export interface StoredEdit {
  readonly model: string;
  readonly doc: unknown;
  /** Epoch milliseconds. */
  readonly updatedAt: number;
}

export interface CatalogStore {
  edits(): Promise<readonly StoredEdit[]>;
  saveEdit(model: string, doc: unknown): Promise<StoredEdit>;
  /** False when there was none. */
  removeEdit(model: string): Promise<boolean>;
  /** What the person set of sources; one that is not named follows the start's settings. */
  sourceChoices(): Promise<ReadonlyMap<string, SourceChoice>>;
  chooseSource(id: string, choice: SourceChoice): Promise<void>;
  /** Writes down what differs from the last known price of each model and rate. */
  recordPrices(now: readonly PriceNow[]): Promise<void>;
  /** Per model, oldest first, at most 50 each. */
  priceHistory(): Promise<ReadonlyMap<string, readonly PricePoint[]>>;
  /** Every user's holds, by user. */
  holds(): Promise<ReadonlyMap<string, readonly Hold[]>>;
  /** The given holds of one user, and no others of theirs. */
  replaceHolds(uid: string, holds: readonly Hold[]): Promise<void>;
  recordChange(uid: string, change: PickChange): Promise<void>;
  /** Newest first, at most 50. */
  changes(uid: string): Promise<readonly PickChange[]>;
  /** Null when this user has no such change. */
  change(uid: string, id: string): Promise<PickChange | null>;
  /** Calls that ended, newest `limit` since a time, oldest first: what the measurements begin with. */
  recentCalls(since: number, limit: number): Promise<readonly MeasuredCall[]>;
}

const POINTS_KEPT = 50;
const CHANGES_SHOWN = 50;

/** What the catalog keeps in the database. */
export function createCatalogStore(
  db: Kysely<Schema>,
  writes: WriteQueue,
  now: () => number,
): CatalogStore {
  return {
    async edits() {
      const rows = await db.selectFrom('catalog_edits').selectAll().orderBy('model').execute();
      return rows.map(editOf);
    },

    saveEdit: (model, doc) =>
      writes.write(async (trx) => {
        const text = JSON.stringify(doc);
        const row = { model, doc: text, updated_at: now() };
        await trx
          .insertInto('catalog_edits')
          .values(row)
          .onConflict((known) =>
            known.column('model').doUpdateSet({ doc: text, updated_at: row.updated_at }),
          )
          .execute();
        return editOf(row);
      }),

    removeEdit: (model) =>
      writes.write(async (trx) => {
        const removed = await trx
          .deleteFrom('catalog_edits')
          .where('model', '=', model)
          .executeTakeFirst();
        return removed.numDeletedRows > 0n;
      }),

    async sourceChoices() {
      const rows = await db.selectFrom('catalog_sources').selectAll().execute();
      return new Map(
        rows.map(({ id, enabled, base_url }) => [
          id,
          { enabled: enabled === 1, baseUrl: base_url },
        ]),
      );
    },

    chooseSource: (id, { enabled, baseUrl }) =>
      writes.write(async (trx) => {
        const row = { enabled: enabled ? 1 : 0, base_url: baseUrl, updated_at: now() };
        await trx
          .insertInto('catalog_sources')
          .values({ id, ...row })
          .onConflict((known) => known.column('id').doUpdateSet(row))
          .execute();
      }),

    recordPrices: (prices) =>
      writes.write(async (trx) => {
        const last = new Map<string, { value: number | null; source: string }>();
        const rows = await trx
          .selectFrom('catalog_prices')
          .select(['model', 'rate', 'value', 'source'])
          .orderBy('id')
          .execute();
        for (const { model, rate, value, source } of rows) {
          last.set(`${model} ${rate}`, { value, source });
        }
        const changed = prices.filter(
          ({ model, rate, value }) => last.get(`${model} ${rate}`)?.value !== value,
        );
        const at = now();
        for (let start = 0; start < changed.length; start += 100) {
          const values = changed.slice(start, start + 100).map((price) => ({ ...price, at }));
          await trx.insertInto('catalog_prices').values(values).execute();
        }
      }),

    async priceHistory() {
      const rows = await db.selectFrom('catalog_prices').selectAll().orderBy('id').execute();
      const byModel = new Map<string, PricePoint[]>();
      for (const { model, rate, value, source, at } of rows) {
        const points = byModel.get(model) ?? [];
        points.push({ rate, value, source, at: new Date(at).toISOString() });
        if (points.length > POINTS_KEPT) points.shift();
        byModel.set(model, points);
      }
      return byModel;
    },

    async holds() {
      const rows = await db.selectFrom('catalog_holds').selectAll().execute();
      const byUser = new Map<string, Hold[]>();
      for (const { uid, task, model, kind, weights } of rows) {
        // Written by this file alone, from values that passed the door.
        const hold = { task, model, kind, weights: JSON.parse(weights) as Weights };
        byUser.set(uid, [...(byUser.get(uid) ?? []), hold]);
      }
      return byUser;
    },

    replaceHolds: (uid, holds) =>
      writes.write(async (trx) => {
        await trx.deleteFrom('catalog_holds').where('uid', '=', uid).execute();
        const values = holds.map(({ weights, ...hold }) => ({
          uid,
          ...hold,
          weights: JSON.stringify(weights),
          at: now(),
        }));
        if (values.length > 0) await trx.insertInto('catalog_holds').values(values).execute();
      }),

    recordChange: (uid, change) =>
      writes.write(async (trx) => {
        const { id, task, status } = change;
        const doc = JSON.stringify(change);
        const at = Date.parse(change.at);
        const decided_at = change.decidedAt === null ? null : Date.parse(change.decidedAt);
        await trx
          .insertInto('pick_changes')
          .values({ id, uid, task, status, doc, at, decided_at })
          .onConflict((known) => known.column('id').doUpdateSet({ status, doc, decided_at }))
          .execute();
      }),

    async changes(uid) {
      const rows = await db
        .selectFrom('pick_changes')
        .select('doc')
        .where('uid', '=', uid)
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(CHANGES_SHOWN)
        .execute();
      return rows.map(({ doc }) => JSON.parse(doc) as PickChange);
    },

    async change(uid, id) {
      const row = await db
        .selectFrom('pick_changes')
        .select('doc')
        .where('uid', '=', uid)
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? null : (JSON.parse(row.doc) as PickChange);
    },

    async recentCalls(since, limit) {
      const rows = await db
        .selectFrom('calls')
        .selectAll()
        .where('at', '>=', since)
        .where('status', '!=', 'running')
        .orderBy('at', 'desc')
        .limit(limit)
        .execute();
      return rows.reverse().map(callOf);
    },
  };
}

function editOf(row: Schema['catalog_edits']): StoredEdit {
  return { model: row.model, doc: JSON.parse(row.doc) as unknown, updatedAt: row.updated_at };
}

function callOf(row: Schema['calls']): MeasuredCall {
  return {
    provider: row.provider ?? '',
    model: row.model ?? '',
    task: row.task as TaskName,
    at: row.at,
    status: row.status as MeasuredCall['status'],
    errorCode: row.error_code,
    firstTokenMs: row.first_token_ms,
    totalMs: row.total_ms,
    completionTokens: row.completion_tokens,
    costUsd: fromMicroUsd(row.cost_micro),
  };
}
