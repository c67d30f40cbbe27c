import { z } from 'zod';
import type { ClassifierOutput } from '../routing/classifier-output';
import type { ClassifierSource } from '../routing/classifier-grade';
import type { ClassifierWinner } from '../routing/classifier-winner';
import { POOL_LIMIT, type Verdict, VERDICTS } from './benchmark-words';
import { type Tier, TIERS } from '../routing/difficulty';
import { EFFICIENT_MODES, type EfficientTrace } from '../routing/efficient-types';
import {
  EFFORTS,
  type ExclusionReason,
  type RoutingTable,
  type Scope,
  type TableChange,
} from '../routing/routing-table';

export { POOL_LIMIT, VERDICTS, type Verdict } from './benchmark-words';

/*
 * Contract of /v1/benchmark and /v1/router. Money is US dollars, times are epoch milliseconds,
 * durations milliseconds, shares 0..1; an unknown number is null.
 */

export const BENCHMARK_KINDS = ['classifier', 'decider'] as const;
export type BenchmarkKind = (typeof BENCHMARK_KINDS)[number];

const modelId = z
  .string()
  .trim()
  .min(3)
  .max(300)
  .regex(/^[^/\s]+\/\S+$/u, 'must be <provider>/<model>');
const effort = z.enum(EFFORTS).nullable().default(null);

export const benchmarkModelSchema = z.strictObject({ model: modelId, effort });
export type BenchmarkModel = Readonly<z.infer<typeof benchmarkModelSchema>>;

const poolSchema = z
  .array(benchmarkModelSchema)
  .max(POOL_LIMIT)
  .superRefine((models, context) => {
    const seen = new Set<string>();
    for (const [index, { model }] of models.entries()) {
      if (seen.has(model)) {
        context.addIssue({ code: 'custom', message: `${model} is listed twice`, path: [index] });
      }
      seen.add(model);
    }
    // A simulated model's results would stand beside measured ones.
    if (new Set(models.map((entry) => entry.model.startsWith('practice/'))).size > 1) {
      context.addIssue({ code: 'custom', message: 'practice models are not mixed with real ones' });
    }
  });

const share = z.number().min(0).max(1);
const usd = z.number().min(0).max(10_000);

/** Bounds on what one full run of one model costs, and what may be done with what they let in (ruling 10). */
export const syncConfigSchema = z
  .strictObject({
    enabled: z.boolean().default(false),
    minCostUsd: usd.default(0),
    maxCostUsd: usd.default(0.5),
    /** Whether a run may be started without asking; else it is proposed. */
    spendingAllowed: z.boolean().default(false),
    excluded: z.array(modelId).max(500).default([]),
    /** Efforts of synced models; kept while a model comes and goes (S3-3). */
    efforts: z.array(benchmarkModelSchema).max(500).default([]),
  })
  .refine(({ minCostUsd, maxCostUsd }) => minCostUsd <= maxCostUsd, {
    message: 'minCostUsd is above maxCostUsd',
    path: ['minCostUsd'],
  });
export type SyncConfig = Readonly<z.infer<typeof syncConfigSchema>>;

/** What a benchmark measures and how. There is no default one: it is saved or absent (S4-3). */
export const benchmarkConfigSchema = z.strictObject({
  classifier: z.strictObject({
    models: poolSchema,
    repetitions: z.number().int().min(1).max(5).default(1),
    minAccuracy: share.default(0.7),
    /** Latency budget of the winner; null = none (S4-6). */
    maxP95LatencyMs: z.number().int().min(1).max(180_000).nullable().default(1000),
    /** Beats the winner while it is set (S4-30); null = the winner decides. */
    override: modelId.nullable().default(null),
  }),
  decider: z.strictObject({
    models: poolSchema,
    repetitions: z.number().int().min(1).max(5).default(1),
    minAccuracy: share.default(0.8),
    /** The incumbent stays unless it costs this many times the fresh pick (S4-27). */
    switchCostFactor: z.number().min(1).max(100).default(3),
    mode: z.enum(EFFICIENT_MODES).default('cost_per_accuracy'),
  }),
  maxConcurrency: z.number().int().min(1).max(100).default(4),
  /** A run stops before the call that could take it above this. */
  maxCostUsd: usd.default(1),
  /** `hold` = a table that changes picks waits until it is taken. */
  publish: z.enum(['auto', 'hold']).default('auto'),
  sync: syncConfigSchema.prefault({}),
});
export type BenchmarkConfig = Readonly<z.output<typeof benchmarkConfigSchema>>;

/** `config` null = nothing saved yet; the numbers of the datasets are there all the same. */
export interface BenchmarkConfigResponse {
  readonly config: BenchmarkConfig | null;
  readonly updatedAt: number | null;
}

export const startRunSchema = z.strictObject({
  kind: z.enum(BENCHMARK_KINDS),
  /** Measure again what was measured already (S4-18). */
  force: z.boolean().default(false),
  /** Instead of the config's own limit. */
  maxCostUsd: usd.optional(),
  /** Instead of the config's models, for this run. */
  models: poolSchema.optional(),
});
export type StartRun = Readonly<z.output<typeof startRunSchema>>;

export interface EstimateRow {
  readonly model: string;
  readonly cases: number;
  /** True = its earlier results are copied and nothing is spent. */
  readonly carried: boolean;
  /** Null = its price is unknown: it would not be run. */
  readonly costUsd: number | null;
  /** `measured` = from its own earlier results, `price` = from the catalog's price and typical lengths. */
  readonly basis: 'measured' | 'price' | 'carried' | 'unknown';
}

export interface Estimate {
  readonly kind: BenchmarkKind;
  readonly rows: readonly EstimateRow[];
  /** Sum of the known ones. */
  readonly costUsd: number;
  /** Some costs are unknown, so the sum is a lower bound. */
  readonly partial: boolean;
  readonly calls: number;
  readonly maxCostUsd: number;
}

export const RUN_STATUSES = [
  'running',
  'paused',
  'completed',
  'cancelled',
  /** Stopped before the call that could have gone above the limit. */
  'cost_capped',
  'failed',
] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

export const LANE_STATUSES = [
  'pending',
  'running',
  'done',
  'failed',
  'carried',
  'stopped',
] as const;
export type LaneStatus = (typeof LANE_STATUSES)[number];

/** One model of a run. */
export interface RunLane {
  readonly model: string;
  readonly effort: (typeof EFFORTS)[number] | null;
  readonly status: LaneStatus;
  /** Why it failed or stopped. */
  readonly reason: string | null;
  readonly done: number;
  readonly total: number;
  readonly passed: number;
  readonly timeouts: number;
  readonly errors: number;
  /** Share of graded cases that passed, or the mean grade of a classifier; null = none graded. */
  readonly accuracy: number | null;
  /** Null = no cost of it is known. */
  readonly costUsd: number | null;
  readonly p95Ms: number | null;
}

/** Why a run runs as it does; fixed when it starts (S4-17). */
export interface RunSnapshot {
  readonly minAccuracy: number;
  readonly switchCostFactor: number;
  readonly maxConcurrency: number;
  readonly repetitions: number;
  readonly maxP95LatencyMs: number | null;
  readonly maxCostUsd: number;
  readonly publish: 'auto' | 'hold';
  readonly datasetVersion: string;
}

export type PublishResult =
  | { readonly status: 'published' | 'held'; readonly id: string; readonly reason: null }
  | { readonly status: 'skipped'; readonly id: null; readonly reason: string };

export interface Run {
  readonly id: string;
  readonly kind: BenchmarkKind;
  readonly status: RunStatus;
  readonly trigger: 'user' | 'sync';
  readonly force: boolean;
  /** The server was stopped in the middle of it and went on with it; nothing was paid for twice. */
  readonly resumed: boolean;
  readonly snapshot: RunSnapshot;
  readonly createdAt: number;
  readonly endedAt: number | null;
  /** Why it is paused, failed or stopped. */
  readonly reason: string | null;
  /** Known cost of this run's own calls. */
  readonly spentUsd: number;
  readonly lanes: readonly RunLane[];
  readonly done: number;
  readonly total: number;
  /** Expected time left while it runs; null = unknown. */
  readonly leftMs: number | null;
  /** Null = not ended, or ended without anything to publish. */
  readonly publish: PublishResult | null;
}

export const caseQuerySchema = z.object({
  model: z.string().max(300).optional(),
  verdict: z.enum(VERDICTS).optional(),
  /** A tier or a route. */
  scope: z.string().max(100).optional(),
  tier: z.enum(TIERS).optional(),
  route: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  offset: z.coerce.number().int().min(0).default(0),
});
export type CaseQuery = Readonly<z.output<typeof caseQuerySchema>>;

/** One case as a person looks at it. */
export interface CaseRow {
  readonly model: string;
  readonly caseId: string;
  /** 1 = the first repetition. */
  readonly rep: number;
  readonly tier: Tier | null;
  readonly route: string | null;
  readonly verdict: Verdict;
  /** 0..1. */
  readonly score: number;
  readonly answer: string;
  /** What the check found, or the provider's failure. */
  readonly detail: string;
  readonly attempts: number;
  readonly turns: number;
  readonly costUsd: number | null;
  readonly ms: number;
  readonly at: number;
  /** From the dataset; null when the case is no longer in it. */
  readonly prompt: string | null;
  /** The check or the label in words. */
  readonly expected: string | null;
}

export interface CasesResponse {
  readonly rows: readonly CaseRow[];
  readonly total: number;
}

export interface TableInfo {
  readonly id: string;
  readonly runId: string;
  readonly publishedAt: number;
  readonly state: 'live' | 'held' | 'past';
}

export interface RoutingTableResponse {
  /** Served now; null = nothing published, or what is stored is not valid (S4-23). */
  readonly table: RoutingTable | null;
  /** What the newest table changes against the one before it. */
  readonly changes: readonly TableChange[];
  readonly excluded: readonly {
    readonly model: string;
    readonly scope: Scope;
    readonly reason: ExclusionReason;
  }[];
  /** Every table, newest first. */
  readonly tables: readonly TableInfo[];
}

export const restoreSchema = z.strictObject({ id: z.string().min(1).max(200) });

export interface ClassifierWinnerResponse {
  /** Model in force; null = the local heuristic (S4-30). */
  readonly model: string | null;
  readonly source: 'override' | 'winner' | 'heuristic';
  readonly winner: (ClassifierWinner & { readonly runId: string; readonly at: number }) | null;
  readonly override: string | null;
}

/** A model that the sync looked at. */
export interface SyncCandidate {
  readonly model: string;
  /** One full run of it. */
  readonly runCostUsd: number;
  readonly basis: 'measured' | 'price';
  readonly state: 'manual' | 'auto' | 'excluded' | 'out_of_bounds';
  readonly effort: (typeof EFFORTS)[number] | null;
}

export interface CandidatesResponse {
  /** By cost, dearest first, then by id (S3-6). */
  readonly candidates: readonly SyncCandidate[];
  readonly minCostUsd: number | null;
  readonly maxCostUsd: number | null;
  /** Epoch milliseconds; null = never synced. */
  readonly syncedAt: number | null;
  /** A run that the last sync would like to start. */
  readonly proposal: SyncProposal | null;
}

export interface SyncProposal {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly estimateUsd: number;
}

export interface SyncResponse {
  readonly changed: boolean;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly runId: string | null;
  readonly proposal: SyncProposal | null;
  readonly skippedReason:
    | 'active-run'
    | 'no-config'
    | 'disabled'
    | 'empty-feed'
    | 'feed-failed'
    | 'unchanged'
    | 'spending-not-allowed'
    | 'no-models'
    | 'quota'
    | null;
}

export interface DatasetsResponse {
  readonly version: string;
  readonly classifier: { readonly cases: number };
  readonly decider: {
    readonly cases: number;
    readonly agentic: number;
    readonly byTier: Readonly<Record<Tier, number>>;
    readonly byRoute: Readonly<Record<string, number>>;
  };
}

export const pauseSchema = z.strictObject({
  /** Shown to a person, e.g. `on battery`; null = go on. */
  reason: z.string().trim().min(1).max(200).nullable(),
});

export interface PauseResponse {
  readonly reason: string | null;
}

/** An OpenAI chat body; the router reads what it needs and lets the rest be. */
export const decideBodySchema = z
  .looseObject({
    messages: z.array(z.unknown()).min(1).max(10_000),
    conversation_id: z.string().min(1).max(200).optional(),
    mode: z.enum(EFFICIENT_MODES).optional(),
  })
  .readonly();

export interface DecideResponse {
  readonly decision: {
    readonly model: string;
    readonly tier: Tier;
    readonly sticky: boolean;
    readonly classifier: {
      readonly source: ClassifierSource;
      readonly model: string | null;
      readonly cached: boolean;
      readonly cost_usd: number | null;
      readonly ms: number;
      readonly output: ClassifierOutput;
    };
    readonly reason: string;
    readonly decision_id: string;
    readonly effort: (typeof EFFORTS)[number] | null;
    readonly trace: EfficientTrace;
  } | null;
  /** Why there is a decision, or why there is none. */
  readonly reason: string;
}

/** A line of `/runs/{id}/events`: the whole run as it is now. The last one has a final status. */
export interface RunEvent {
  readonly run: Run;
}

export const FINAL_STATUSES: ReadonlySet<RunStatus> = new Set([
  'completed',
  'cancelled',
  'cost_capped',
  'failed',
]);
