import type { Preference } from './quality-floor';
import type { TaskName } from './tasks';

/** The three axes of every score, in the order in which they are shown. */
export const AXES = ['quality', 'latency', 'cost'] as const;
export type Axis = (typeof AXES)[number];

/** Relative importance of the axes, each in 0..1; they sum to 1 within {@link WEIGHT_SUM_TOLERANCE}. */
export type Weights = Readonly<Record<Axis, number>>;

/** Normalised 0..1, 1 = best on every axis (also on latency and cost); null = unknown (S0-2). */
export type AxisScores = Readonly<Record<Axis, number | null>>;

/** One number with where it comes from. Unknown is a null Figure, never a made-up value. */
export interface Figure {
  /** The raw value in {@link unit}, as the source gives it. */
  readonly value: number;
  /** e.g. `rating`, `%`, `ms`, `usd_per_request`. */
  readonly unit: string;
  /** Which measurement, e.g. `arena_text_sc`; `prior` for a task prior, `practice` for simulated. */
  readonly metric: string;
  /** Source id of the catalog, `prior`, `practice`, `user`, or `yours` for own measurements. */
  readonly source: string;
  /** ISO date (day or month) the source gives; null when it has none. */
  readonly date: string | null;
  /** True when it is a proxy, a prior or otherwise not measured on this very model. */
  readonly estimate: boolean;
  /** Why it is an estimate, e.g. `from gpt-5.6-sol (predecessor tier)`. */
  readonly note?: string;
  /** Number of own measurements behind a `yours` figure. */
  readonly n?: number;
}

export type Modality = 'text' | 'image' | 'audio' | 'video' | 'embedding';

/** Declared, never guessed from a name where money or failure depends on it; null = unknown. */
export interface Capabilities {
  readonly input: readonly Modality[];
  readonly output: readonly Modality[];
  readonly tools: boolean | null;
  readonly streaming: boolean | null;
  /** Takes live sessions: sound in both directions over one connection. */
  readonly realtime: boolean;
  /** Takes nothing but live sessions: no request in writing reaches it. */
  readonly realtimeOnly?: true;
  /** Context window in tokens. */
  readonly context: number | null;
}

/** US dollars per million tokens (or per audio minute); null = unknown, 0 only for local models. */
export interface Price {
  readonly inputPerMTok: number | null;
  readonly outputPerMTok: number | null;
  readonly cacheReadPerMTok: number | null;
  readonly perMinute: number | null;
  /** Of sound in a live session; absent = unknown. */
  readonly audioInputPerMTok?: number;
  readonly audioOutputPerMTok?: number;
  readonly audioCacheReadPerMTok?: number;
}

/** A model considered for a task, with everything that eligibility, score and the Why card need. */
export interface Candidate {
  /** `provider/model`, or a plain id from a benchmark file in S0's format. */
  readonly id: string;
  readonly provider: string;
  /** The provider's own model id, sent upstream untouched. */
  readonly model: string;
  readonly name: string;
  readonly task: TaskName;
  /** Runs on this machine: nothing leaves it, and it is free. */
  readonly local: boolean;
  /** A simulated model of the practice provider; never mixed with real ones. */
  readonly practice: boolean;
  readonly capabilities: Capabilities;
  readonly scores: AxisScores;
  readonly figures: Readonly<Record<Axis, Figure | null>>;
  readonly price: Price | null;
  /** Cost of one typical request of the task in US dollars; null = unknown. */
  readonly typicalCostUsd: number | null;
  /** Time of one typical request of the task in milliseconds; null = unknown. */
  readonly typicalLatencyMs: number | null;
  readonly availability: Availability;
}

/** Whether the model can be called now. `assumed` = an operator's benchmark file lists it (S0). */
export type Availability =
  | 'callable'
  | 'assumed'
  | 'not_connected'
  | 'not_listed'
  | 'not_installed'
  /** It takes live sessions only, in a protocol of its provider's that is not spoken here. */
  | 'realtime_unreachable';

/** Why a candidate was not considered. Every dropped candidate carries exactly one (ruling 12). */
export const DROP_REASONS = [
  'not_connected',
  'not_installed',
  'not_listed',
  'realtime_unreachable',
  'practice_only',
  'missing_modality',
  'no_tools',
  'context_too_small',
  'not_realtime',
  'realtime_only',
  'unsupported_feature',
  'not_allowed',
  'key_not_allowed',
  'excluded',
  'not_local',
  'price_unknown',
  'over_price_cap',
  'over_spending_cap',
  'over_wait_cap',
  'below_quality_floor',
  'cooling_down',
] as const;
export type DropReason = (typeof DROP_REASONS)[number];

/** What one request needs of a model. */
export interface RequestNeeds {
  readonly input: readonly Modality[];
  readonly output: readonly Modality[];
  readonly tools: boolean;
  /** True = a live session, false = a request in writing, null = either way will do. */
  readonly realtime: boolean | null;
  /** Estimated prompt length in tokens; null = unknown. */
  readonly promptTokens: number | null;
}

/** What the user allows for a task (Preferences, below the weights). */
export interface Constraints {
  /** Candidate ids; null = all allowed. */
  readonly allowed: readonly string[] | null;
  readonly excluded: readonly string[];
  readonly maxCostUsd: number | null;
  readonly maxLatencyMs: number | null;
  readonly localOnly: boolean;
  /** Least quality score, 0..1, in place of the dial's floor (S2-8); null = none. */
  readonly minQuality: number | null;
  /** Position of the dial; null = not set: the weights alone decide. */
  readonly dial: Preference | null;
}

export const NO_CONSTRAINTS: Constraints = {
  allowed: null,
  excluded: [],
  maxCostUsd: null,
  maxLatencyMs: null,
  localOnly: false,
  minQuality: null,
  dial: null,
};
