import { z } from 'zod';
import type { Candidate, Constraints, RequestNeeds, Weights } from '../routing/candidate';
import type { Floor } from '../routing/quality-floor';
import type { ReplayRow } from '../routing/replay';
import { AUTO_SETTINGS } from '../routing/strategy-setting';
import type { TaskName } from '../routing/tasks';
import type { Trace } from '../routing/trace';
import { weightsSchema } from './prefs';

/** Header names of every routed answer (fixed: other programs rely on them). */
export const HEADERS = {
  model: 'x-auto-router-model',
  strategy: 'x-auto-router-strategy',
  /** Id of the trace, readable at `GET /v1/auto-router/decisions/{id}`. */
  decision: 'x-auto-router-decision',
  task: 'x-auto-router-task',
  /** Request: the conversation whose model is kept while it is nearly best. */
  conversation: 'x-auto-router-conversation',
  /** Answer: the conversation's model before, when this turn changed it. */
  switchedFrom: 'x-auto-router-switched-from',
  /** Answer: id of the outcome row (routed) or of the call (direct). */
  outcome: 'x-auto-router-outcome',
  streamMode: 'x-auto-router-stream-mode',
  /** Request: `off` keeps no excerpt of the prompt in the history (setting keepExcerpts). */
  excerpt: 'x-auto-router-excerpt',
  /** Request: `off` keeps `auto/learned` out of this one request. */
  learned: 'x-auto-router-learned',
  /** Request: the fields of `routing_hint`, one header each (S2-1); the body wins. */
  preference: 'x-auto-router-preference',
  minQuality: 'x-auto-router-min-quality',
  maxCostUsd: 'x-auto-router-max-cost-usd',
  maxLatencyMs: 'x-auto-router-max-latency-ms',
  localOnly: 'x-auto-router-local-only',
  /** Answer: the preference as written, when it is none that is known and acted as balanced (S2-3). */
  normalisedFrom: 'x-auto-router-normalised-from',
  /** Answer of `count_tokens`: `true` = the gateway estimated, no provider counted. */
  estimate: 'x-auto-router-estimate',
} as const;

const scoresSchema = z.object({
  quality: z.number().nullable(),
  latency: z.number().nullable(),
  cost: z.number().nullable(),
});

/** `GET /v1/auto-router/pick` (S0-33, S0-108). */
export const pickResponseSchema = z.object({
  task: z.string(),
  model: z.string().nullable(),
  /** All scores, descending; integer-like ids may be reordered by JSON (S0-21): use detail.candidates. */
  scores: z.record(z.string(), z.number()),
  detail: z.object({
    weights: weightsSchema,
    candidates: z.array(z.object({ id: z.string(), provider: z.string(), scores: scoresSchema })),
    reason: z.string(),
    override_model: z.string().optional(),
    /** Candidates left out, each with its reason (ruling 12). */
    dropped: z.array(z.object({ id: z.string(), reason: z.string() })),
  }),
  weights_source: z.enum(['query_param', 'user_prefs', 'task_default']),
  /** When the catalog was loaded, not when this was answered (S0-29). */
  updated_at: z.string().nullable(),
  attribution: z.string(),
  prefs_version: z.number().int(),
  decision_id: z.string().nullable(),
  /** Models of the task that answer in a live session and in no other way; left out = none. */
  realtime_only: z.array(z.string()).optional(),
});
export type PickResponse = z.infer<typeof pickResponseSchema>;

/** `GET /v1/auto-router/tasks`: defaults without touching the history (S0-107). */
export const tasksResponseSchema = z.object({
  tasks: z.array(
    z.object({
      name: z.string(),
      description: z.string(),
      default_weights: weightsSchema,
      /** What typical cost counts, e.g. `request`, `minute`, `1k screenshots`. */
      cost_unit: z.string(),
      latency_unit: z.string(),
    }),
  ),
});
export type TasksResponse = z.infer<typeof tasksResponseSchema>;

/** `GET /v1/auto-router/candidates?task=` (S0-108). */
export const candidatesResponseSchema = z.object({
  task: z.string(),
  candidates: z.array(
    z.object({ id: z.string(), provider: z.string(), scores: scoresSchema, total: z.number() }),
  ),
  default_weights: weightsSchema,
});
export type CandidatesResponse = z.infer<typeof candidatesResponseSchema>;

/** `GET /v1/auto-router/metrics` (S0-57, S0-59). */
export const metricsResponseSchema = z.object({
  cache: z.object({
    last_loaded_at: z.string().nullable(),
    age_seconds: z.number().nullable(),
    is_fresh: z.boolean(),
  }),
  tasks: z.record(
    z.string(),
    z.object({
      weights: weightsSchema,
      candidate_count: z.number().int(),
      current_pick: z.string().nullable(),
      current_score: z.number().nullable(),
    }),
  ),
  pick_history: z.array(
    z.object({
      timestamp: z.string(),
      task: z.string(),
      model: z.string(),
      score: z.number(),
      weights_used: weightsSchema,
    }),
  ),
  generated_at: z.string(),
  benchmarks_source: z.string(),
  benchmarks_last_refresh: z.string().nullable(),
  /** Every live source that is on: what it last gave and how old that is (S0-59, S0-64). */
  benchmarks_sources: z
    .array(
      z.object({
        id: z.string(),
        in_use: z.boolean(),
        last_success: z.string().nullable(),
        age_seconds: z.number().nullable(),
        is_fresh: z.boolean(),
        last_failure: z.string().nullable(),
      }),
    )
    .optional(),
  dispatch_without_capture_total: z.number().int(),
  /** The caller's requests that left the choice to the router, and those that named a model (S2-19). */
  requests: z.object({ routed: z.number().int(), direct: z.number().int() }),
});
export type MetricsResponse = z.infer<typeof metricsResponseSchema>;

/**
 * `GET /v1/auto-router/catalog?task=`: the full candidates as shared/routing knows them, with the
 * user's preferences, so that a client can preview, draw the map and explain with the one scorer.
 */
export interface CatalogResponse {
  readonly task: TaskName;
  readonly candidates: readonly Candidate[];
  readonly needs: RequestNeeds;
  readonly defaultWeights: Weights;
  readonly weights: Weights;
  readonly weightsSource: 'user_prefs' | 'task_default';
  readonly constraints: Constraints;
  readonly pin: string | null;
  /** Model kept against newer data, as long as the task's weights stay {@link weights}. */
  readonly hold?: string | null;
  /** The quality floor in force (the dial's or an explicit one); null = none. */
  readonly floor?: Floor | null;
  /** False = every position of the dial acts as balanced (S2-10). */
  readonly preferenceLive?: boolean;
  readonly prefsVersion: number;
  readonly catalog: string;
  /** True when the catalog was given by the operator in S0's format: availability is assumed. */
  readonly plain: boolean;
  readonly attribution: readonly string[];
  /** Source id -> name, link and licence, for the provenance of figures. */
  readonly sources: Readonly<Record<string, { name: string; url: string; licence: string }>>;
}

/** `POST /v1/auto-router/preview`: what a request would get, without recording anything. */
export const previewRequestSchema = z.object({
  task: z.string(),
  weights: weightsSchema.optional(),
  needs_tools: z.boolean().optional(),
  has_images: z.boolean().optional(),
  prompt_tokens: z.number().int().nonnegative().nullable().optional(),
  conversation_id: z.string().optional(),
  /** Which strategy decides; absent = `auto`. With `weights`, `auto` alone. */
  strategy: z.enum(AUTO_SETTINGS).optional(),
  /** What the request would say, for a strategy that looks into it; it is sent to no provider. */
  prompt: z.string().max(2_000_000).optional(),
  /** As in a chat request; read by hints.ts, the headers too. */
  routing_hint: z.unknown().optional(),
});
export type PreviewRequest = z.infer<typeof previewRequestSchema>;
export interface PreviewResponse {
  readonly trace: Omit<Trace, 'id' | 'createdAt'>;
}

/** `GET /v1/auto-router/replay-set?task=&limit=`: past decisions, compact, for replay before saving. */
export interface ReplaySetResponse {
  readonly task: TaskName;
  readonly rows: readonly ReplayRow[];
}

/** `GET /v1/auto-router/decisions/{id}`. */
export interface DecisionResponse {
  readonly decision: Trace;
}
