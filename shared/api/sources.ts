import { z } from 'zod';

/** Why a source could not be used; stable, so that the Models view can explain each. */
export const SOURCE_FAILURES = [
  'unreachable',
  'timeout',
  'unauthorized',
  'forbidden',
  'rate_limited',
  'bad_status',
  'not_json',
  'too_large',
  'bad_shape',
  'empty',
  'no_key',
] as const;
export type SourceFailureCode = (typeof SOURCE_FAILURES)[number];

/** Why one value of a source was not taken. */
export const REFUSALS = [
  'unreadable',
  'bad_id',
  'duplicate',
  'not_positive',
  'absurd',
  'free_cloud_model',
  'awaits_second_source',
] as const;
export type RefusalReason = (typeof REFUSALS)[number];

/** A value that a source gave and that is not in use. */
export interface RefusedValue {
  readonly source: string;
  /** As the source spells it, cut to 120 characters. */
  readonly subject: string;
  /** Catalog id, when the subject is a known model. */
  readonly model: string | null;
  /** Which figure, e.g. `inputPerMTok`, `arena_text_sc`; null = the whole entry. */
  readonly figure: string | null;
  /** The value as given, when it is a number. */
  readonly value: number | null;
  readonly reason: RefusalReason;
  /** For a person: what was expected, or what it waits for. */
  readonly message: string;
}

/** One source of the catalog and how it fares. Times are ISO 8601 in UTC. */
export interface SourceState {
  readonly id: string;
  readonly name: string;
  /** What it gives, for a person. */
  readonly gives: string;
  /** Page for a person to read, not the address that is called. */
  readonly url: string;
  readonly licence: string;
  /** To be shown on every screen with its figures; null = none is asked for. */
  readonly attribution: string | null;
  /** Where it is asked; null = nowhere (the bundled catalog, the provider lists). */
  readonly baseUrl: string | null;
  readonly enabled: boolean;
  /** False for what is always there: the bundled catalog, the provider lists. */
  readonly switchable: boolean;
  /** `required`: without a key it does nothing; `optional`: a key gives more. */
  readonly key: 'none' | 'optional' | 'required';
  readonly hasKey: boolean;
  /** To be shown, and agreed to, before it is switched on; null = nothing to agree to. */
  readonly terms: { readonly text: string; readonly url: string } | null;
  readonly lastSuccess: string | null;
  readonly lastFailure: {
    readonly at: string;
    readonly code: SourceFailureCode;
    readonly message: string;
  } | null;
  /** Seconds since the last success; null = never. */
  readonly ageSeconds: number | null;
  /** Younger than a day. Stale data stays in use and says how old it is. */
  readonly isFresh: boolean;
  readonly refreshing: boolean;
  readonly nextRefresh: string | null;
  /** Entries it gave, and how many of them named a model of the catalog. */
  readonly entries: number;
  readonly matched: number;
  /** The first 50; {@link refusedCount} counts all. */
  readonly refused: readonly RefusedValue[];
  readonly refusedCount: number;
}

/** `GET /v1/auto-router/sources`. */
export interface SourcesResponse {
  readonly sources: readonly SourceState[];
}

/** Hosts are the operator's choice; credentials in an address would end up in logs. */
const baseUrlSchema = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .refine((text) => {
    // What is no address is told by the check before; this one runs all the same.
    if (!URL.canParse(text)) return true;
    const { username, password } = new URL(text);
    return username === '' && password === '';
  }, 'no user name or password in the address');

/**
 * `PUT /v1/auto-router/sources/{id}` (owner token). What is left out stays as it is; `key: null`
 * forgets the key. The choice is kept on disk, the key only in memory: who has a keychain sends it
 * again at the next start.
 */
export const sourceChangeSchema = z.strictObject({
  enabled: z.boolean().optional(),
  key: z.string().trim().min(1).max(500).nullable().optional(),
  /** Must be true to switch on a source that has {@link SourceState.terms}. */
  acceptTerms: z.boolean().optional(),
  /**
   * Another address to ask; null = the usual one again. Kept on disk. A key that was given for the
   * address before is forgotten, unless the same change gives one.
   */
  baseUrl: baseUrlSchema.nullable().optional(),
});
export type SourceChange = z.infer<typeof sourceChangeSchema>;

/** One source in `AUTO_ROUTER_SOURCES` and in the start-up message. */
export const sourceConfigSchema = z.strictObject({
  baseUrl: baseUrlSchema.optional(),
  key: z.string().trim().min(1).max(500).optional(),
  /** Default true: a source is named to be used. */
  enabled: z.boolean().default(true),
});
export type SourceConfig = z.infer<typeof sourceConfigSchema>;

/** The file of `AUTO_ROUTER_SOURCES`: by source id; a source that it does not name is off. */
export const sourcesFileSchema = z.record(z.string(), sourceConfigSchema);
export type SourcesFile = z.infer<typeof sourcesFileSchema>;
