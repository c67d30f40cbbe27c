import type { Kysely } from 'kysely';
import type { Schema } from './schema';
import type { WriteQueue } from './write-queue';

/** What can be set for the whole router. */
export type RouterSetting = 'memory_embedding_model';

export interface RouterSettingsStore {
  /** Null = not set. */
  get(name: RouterSetting): Promise<string | null>;
  /** Null = no longer set. */
  set(name: RouterSetting, value: string | null): Promise<void>;
}

export function createRouterSettings(
  db: Kysely<Schema>,
  writes: WriteQueue,
  now: () => number,
): RouterSettingsStore {
  return {
    async get(name) {
      const row = await db
        .selectFrom('router_settings')
        .select('value')
        .where('name', '=', name)
        .executeTakeFirst();
      return row?.value ?? null;
    },

    set: (name, value) =>
      writes.write(async (trx) => {
        if (value === null) {
          await trx.deleteFrom('router_settings').where('name', '=', name).execute();
          return;
        }
        const row = { value, updated_at: now() };
        await trx
          .insertInto('router_settings')
          .values({ name, ...row })
          .onConflict((known) => known.column('name').doUpdateSet(row))
          .execute();
      }),
  };
}
