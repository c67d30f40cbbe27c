import type { Kysely } from 'kysely';
import { fromMicroUsd, toMicroUsd } from './money';
import type { Schema } from './schema';
import type { WriteQueue } from './write-queue';

/** An API key as it is stored: never the key itself. */
export interface StoredKey {
  readonly id: string;
  /** SHA-256 of the key, hexadecimal. */
  readonly hash: string;
  /** Start of the key, to tell it from others. */
  readonly hint: string;
  readonly name: string;
  /** The user it acts as. */
  readonly uid: string;
  readonly strategies: readonly string[] | null;
  readonly models: readonly string[] | null;
  readonly dailyCapUsd: number | null;
  /** Times in epoch milliseconds. */
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  readonly revokedAt: number | null;
}

export interface ApiKeysStore {
  /** Revoked ones included, oldest first. */
  all(): Promise<readonly StoredKey[]>;
  insert(key: StoredKey): Promise<void>;
  revoke(id: string, at: number): Promise<void>;
  /** May be lost in a power cut. */
  used(id: string, at: number): Promise<void>;
}

export function createApiKeys(db: Kysely<Schema>, writes: WriteQueue): ApiKeysStore {
  return {
    async all() {
      const rows = await db
        .selectFrom('api_keys')
        .selectAll()
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return rows.map(fromRow);
    },
    insert: (key) =>
      writes.write(async (trx) => {
        await trx.insertInto('api_keys').values(toRow(key)).execute();
      }),
    revoke: (id, at) =>
      writes.write(async (trx) => {
        await trx
          .updateTable('api_keys')
          .set({ revoked_at: at })
          .where('id', '=', id)
          .where('revoked_at', 'is', null)
          .execute();
      }),
    used: (id, at) =>
      writes.writeSoon(async (trx) => {
        await trx.updateTable('api_keys').set({ last_used_at: at }).where('id', '=', id).execute();
      }),
  };
}

function toRow(key: StoredKey): Schema['api_keys'] {
  return {
    id: key.id,
    hash: key.hash,
    hint: key.hint,
    name: key.name,
    uid: key.uid,
    strategies: key.strategies === null ? null : JSON.stringify(key.strategies),
    models: key.models === null ? null : JSON.stringify(key.models),
    daily_cap_micro: toMicroUsd(key.dailyCapUsd),
    created_at: key.createdAt,
    last_used_at: key.lastUsedAt,
    revoked_at: key.revokedAt,
  };
}

function fromRow(row: Schema['api_keys']): StoredKey {
  return {
    id: row.id,
    hash: row.hash,
    hint: row.hint,
    name: row.name,
    uid: row.uid,
    strategies: readList(row.strategies),
    models: readList(row.models),
    dailyCapUsd: fromMicroUsd(row.daily_cap_micro),
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  };
}

/** Written by this file alone, from lists that passed the door. */
function readList(text: string | null): readonly string[] | null {
  return text === null ? null : (JSON.parse(text) as readonly string[]);
}
