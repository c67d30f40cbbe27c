import { z } from 'zod';
import { TASK_NAMES } from '../routing/tasks';
import { type HistoryRow, OUTCOME_STATUSES } from './history';

/** `GET /v1/auto-router/outcomes`: the outcome rows of the caller, newest first. */
export const outcomesQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  /** Id of the last row of the page before: rows older than it follow. */
  before: z.string().max(200).optional(),
  task: z.enum(TASK_NAMES).optional(),
  model: z.string().max(512).optional(),
  strategy: z.string().max(100).optional(),
  status: z.enum(OUTCOME_STATUSES).optional(),
});
export type OutcomesQuery = z.infer<typeof outcomesQuerySchema>;

/** An outcome as it is listed: the history's row, and which key asked. */
export interface OutcomeRow extends HistoryRow {
  /** Null = a token of the app. */
  readonly keyId: string | null;
  /** Of the prompt: read from the provider's cache; null = not reported. */
  readonly cachedTokens: number | null;
}

export interface OutcomesResponse {
  readonly outcomes: readonly OutcomeRow[];
  /** Pass it as `before` for the next page; null = this was the last. */
  readonly nextBefore: string | null;
}

export const USAGE_GROUPS = ['day', 'task', 'model', 'key'] as const;
export type UsageGroup = (typeof USAGE_GROUPS)[number];

/** `GET /v1/auto-router/usage`: times in epoch milliseconds, `to` exclusive. */
export const usageQuerySchema = z.object({
  from: z.coerce.number().int().optional(),
  to: z.coerce.number().int().optional(),
  group: z.enum(USAGE_GROUPS).default('day'),
});

/** The calls of one day, task, model or key. */
export interface UsageRow {
  /** UTC day `YYYY-MM-DD`, task, `provider/model`, or key id; empty = no key, a token of the app. */
  readonly group: string;
  /** Name to show: a key's own; else the group itself. */
  readonly label: string;
  readonly calls: number;
  /** Routed ones and those of named models (S2-19). */
  readonly routed: number;
  readonly direct: number;
  readonly failed: number;
  /** Known costs, US dollars. */
  readonly costUsd: number;
  /** Calls that may have cost something that is not known. */
  readonly unknownCostCount: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cachedTokens: number;
  /** Of the succeeded calls, nearest rank, milliseconds; null = there are none. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  /** The same of the time to the first token. */
  readonly firstTokenP50Ms: number | null;
  readonly firstTokenP95Ms: number | null;
}

export interface UsageResponse {
  readonly group: UsageGroup;
  /** Days ascending; the others by cost, then calls, most first. */
  readonly rows: readonly UsageRow[];
  readonly total: UsageRow;
}
