import { z } from 'zod';

/** What a key can be limited to: the virtual models, and `direct` for models that are named. */
export const KEY_STRATEGIES = ['auto', 'auto/efficient', 'auto/learned', 'direct'] as const;

const MAX_MODELS = 500;

/** `POST /v1/auto-router/keys`. Strict: a limit that is misspelt would be no limit. */
export const newKeySchema = z.strictObject({
  name: z
    .string('must be text')
    .trim()
    .min(1, 'must not be empty')
    .max(100, 'must have at most 100 characters'),
  /** The user it acts as, with that user's preferences and history; left out = the owner's own. */
  uid: z.string().trim().min(1).max(200).optional(),
  /** Left out or null = all. */
  strategies: z.array(z.enum(KEY_STRATEGIES)).min(1, 'must name one at least').nullish(),
  /** `provider/model`; left out or null = all. */
  models: z
    .array(z.string().trim().min(1).max(512))
    .min(1, 'must name one at least')
    .max(MAX_MODELS)
    .nullish(),
  /** US dollars a UTC day; left out or null = no cap of its own. */
  daily_cap_usd: z.number('must be a number').nonnegative('must not be negative').nullish(),
});
export type NewKeyWire = z.infer<typeof newKeySchema>;

/** A key as it is listed: never the key itself. */
export interface KeyWire {
  readonly id: string;
  readonly name: string;
  /** Its first characters, to tell it from others. */
  readonly hint: string;
  readonly uid: string;
  readonly strategies: readonly string[] | null;
  readonly models: readonly string[] | null;
  readonly daily_cap_usd: number | null;
  /** Known costs of today, US dollars. */
  readonly spent_today_usd: number;
  /** Times in ISO 8601, UTC. */
  readonly created_at: string;
  readonly last_used_at: string | null;
  /** Null = it works. */
  readonly revoked_at: string | null;
}

export interface KeysResponse {
  readonly keys: readonly KeyWire[];
}

/** The answer of `POST`: `key` is shown this once. */
export interface NewKeyResponse extends KeyWire {
  readonly key: string;
}
