import { z } from 'zod';

/** `PUT /v1/auto-router/spending`, the owner's token only. */
export const spendingPutSchema = z.object({
  /** US dollars a UTC day; null = no cap. */
  daily_cap_usd: z.number('must be a number').nonnegative('must not be negative').nullable(),
  /** Whose cap; left out = the caller's own. */
  uid: z.string().trim().min(1).max(200).optional(),
});

/** `GET /v1/auto-router/spending`: the caller's day; for an API key, the key's own. */
export interface SpendingResponse {
  /** UTC day, `YYYY-MM-DD`. */
  readonly day: string;
  /** When it begins anew, ISO 8601. */
  readonly resets_at: string;
  /** Null = no cap. */
  readonly daily_cap_usd: number | null;
  /** Known costs. */
  readonly spent_usd: number;
  /** Ended calls whose cost is unknown, and their estimates, which count against the cap. */
  readonly unknown_cost_count: number;
  readonly assumed_usd: number;
  /** Estimates of calls under way. */
  readonly reserved_usd: number;
  /** Null = no cap. */
  readonly left_usd: number | null;
}
