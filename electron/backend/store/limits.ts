import type { Kysely } from 'kysely';
import { fromMicroUsd, toMicroUsd } from './money';
import type { Schema } from './schema';
import type { WriteQueue } from './write-queue';

/** Daily caps of users. */
export interface LimitsStore {
  all(): Promise<readonly { readonly uid: string; readonly capUsd: number | null }[]>;
  /** Null = no cap. */
  set(uid: string, capUsd: number | null): Promise<void>;
}

export function createLimits(
  db: Kysely<Schema>,
  writes: WriteQueue,
  now: () => number,
): LimitsStore {
  return {
    async all() {
      const rows = await db.selectFrom('limits').select(['uid', 'daily_cap_micro']).execute();
      return rows.map((row) => ({ uid: row.uid, capUsd: fromMicroUsd(row.daily_cap_micro) }));
    },
    set: (uid, capUsd) =>
      writes.write(async (trx) => {
        const values = { daily_cap_micro: toMicroUsd(capUsd), updated_at: now() };
        await trx
          .insertInto('limits')
          .values({ uid, ...values })
          .onConflict((known) => known.column('uid').doUpdateSet(values))
          .execute();
      }),
  };
}
