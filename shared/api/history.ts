import { z } from 'zod';
import { TASK_NAMES } from '../routing/tasks';

/** How a request ended. `running` is a row that was begun and has not ended. */
export const OUTCOME_STATUSES = [
  'running',
  'succeeded',
  'failed',
  'refused',
  'aborted',
  'interrupted',
] as const;
export type OutcomeStatus = (typeof OUTCOME_STATUSES)[number];

/** One row of the history: an outcome (routed) or the call of a pinned request (`direct`). */
export interface HistoryRow {
  /** Outcome id, or call id when strategy is `direct`. */
  readonly id: string;
  /** Epoch milliseconds when it began. */
  readonly at: number;
  readonly task: string;
  readonly strategy: string;
  readonly model: string | null;
  readonly provider: string | null;
  readonly requestedModel: string;
  readonly decisionId: string | null;
  /** Reason code of the decision (shared/routing/trace.ts DecisionReason). */
  readonly reason: string;
  readonly status: OutcomeStatus;
  readonly errorCode: string | null;
  readonly score: number | null;
  /** Score margin over the runner-up; null when there was none. */
  readonly margin: number | null;
  readonly runnerUp: string | null;
  readonly estimatedCostUsd: number | null;
  /** What the request cost by catalog price and reported usage; null = unknown. */
  readonly costUsd: number | null;
  /** Estimated cost of the task's best-quality eligible model for the same request; null = unknown. */
  readonly bestQualityCostUsd: number | null;
  readonly estimatedLatencyMs: number | null;
  readonly firstTokenMs: number | null;
  readonly totalMs: number | null;
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  /** -1, 1 or null. */
  readonly rating: number | null;
  readonly ratingTag: string | null;
  /** First 200 characters of the prompt, for the text filter; null when the user keeps none. */
  readonly excerpt: string | null;
  readonly conversationId: string | null;
}

/** Filters shared by page, summary and export; times in epoch milliseconds, `to` exclusive. */
export const historyFilterSchema = z.object({
  /** One row by its id. */
  id: z.string().max(200).optional(),
  task: z.enum(TASK_NAMES).optional(),
  model: z.string().optional(),
  strategy: z.string().optional(),
  status: z.enum(OUTCOME_STATUSES).optional(),
  q: z.string().max(200).optional(),
  from: z.coerce.number().int().optional(),
  to: z.coerce.number().int().optional(),
});
export type HistoryFilter = z.infer<typeof historyFilterSchema>;

/** `GET /v1/auto-router/history`: newest first, any window of the filtered rows. */
export const historyQuerySchema = historyFilterSchema.extend({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  /** Rows to skip: a virtual table asks for any window of the filtered rows. */
  offset: z.coerce.number().int().min(0).default(0),
});

export interface HistoryPage {
  readonly rows: readonly HistoryRow[];
  /** Rows that match the filter in all. */
  readonly total: number;
}

/** `GET /v1/auto-router/history/summary`: totals and the stacked timeline of the filtered rows. */
export interface HistorySummary {
  readonly total: number;
  /** Known costs only. */
  readonly spentUsd: number;
  readonly unknownCostCount: number;
  /** Sum over rows with both costs known of bestQualityCostUsd - costUsd. */
  readonly savedUsd: number;
  readonly savedCount: number;
  /** Days in UTC, `YYYY-MM-DD`, ascending; counts per model. */
  readonly days: readonly {
    readonly day: string;
    readonly models: Readonly<Record<string, number>>;
  }[];
  /** When weights, prices or tables changed. */
  readonly marks: readonly {
    readonly at: number;
    readonly kind: 'prefs' | 'catalog';
    readonly label: string;
  }[];
  /** Distinct values for the filters. */
  readonly models: readonly string[];
  readonly strategies: readonly string[];
}

/** `POST /v1/auto-router/outcomes/{id}/rating`. */
export const ratingSchema = z.object({
  rating: z.union([z.literal(-1), z.literal(1), z.null()]),
  tag: z.string().max(40).nullable().default(null),
});
export type Rating = z.infer<typeof ratingSchema>;

/** `GET /v1/auto-router/history/events`: rows of the caller's history came or ended since the last one. */
export const historyChangedSchema = z.object({
  /** Epoch milliseconds. */
  at: z.number(),
});
export type HistoryChanged = z.infer<typeof historyChangedSchema>;
