import type { AxisScores, Axis, DropReason, Figure, Weights } from './candidate';
import type { EfficientTrace } from './efficient-types';
import type { LearnedTrace } from './learned-trace';
import type { FloorSource, Preference } from './quality-floor';
import type { Effort } from './routing-table';
import type { TaskName } from './tasks';

/** Where the effective weights came from (S0-37). */
export type WeightsSource = 'query_param' | 'user_prefs' | 'task_default';

export type Strategy = 'auto' | 'auto/efficient' | 'auto/learned' | 'direct';

/** Another strategy was asked first and handed over. */
export interface Declined {
  readonly strategy: Strategy;
  /** Stable, e.g. `no_table`. */
  readonly code: string;
  /** Readable. */
  readonly reason: string;
}

/** The quality floor as it acted on a decision (S2-14). */
export interface FloorTrace {
  /** What was applied in the end, 0..1. */
  readonly value: number;
  readonly source: FloorSource;
  /** The position of the dial that was asked for; null = none. */
  readonly preference: Preference | null;
  /** What was written when that is no position (S2-3). */
  readonly normalisedFrom: string | null;
  /** True when nobody cleared the dial's floor and it came down (S2-9). */
  readonly relaxed: boolean;
  /** False = the same model would have been picked without it. */
  readonly changedPick: boolean;
}

/** What a strategy saw beside the candidates; one member per strategy, discriminated by its name. */
export type StrategyDetail =
  | {
      readonly strategy: 'auto/efficient';
      readonly trace: EfficientTrace;
      /** Reasoning effort that the model was measured with and is served with; null = its own. */
      readonly effort: Effort | null;
    }
  /** `trace` null = the conversation's first decision, used again. */
  | { readonly strategy: 'auto/learned'; readonly trace: LearnedTrace | null };

/** A candidate as the decision saw it: eligible with its rank and total, or dropped with its reason. */
export interface TraceCandidate {
  readonly id: string;
  readonly provider: string;
  readonly name: string;
  readonly local: boolean;
  readonly practice: boolean;
  /** 1 = best; null when dropped. */
  readonly rank: number | null;
  /** Weighted score 0..1; null when dropped. */
  readonly total: number | null;
  readonly scores: AxisScores;
  /** weight x clamped score, per axis; they sum to {@link total}. */
  readonly contributions: Readonly<Record<Axis, number>>;
  readonly figures: Readonly<Record<Axis, Figure | null>>;
  readonly drop: DropReason | null;
  readonly estimatedCostUsd: number | null;
  readonly estimatedLatencyMs: number | null;
}

/** Why the model at the head of the ranking was or was not taken. */
export type DecisionReason =
  | 'highest_score'
  | 'pinned'
  | 'kept_in_conversation'
  | 'held'
  /** The user's own ratings of similar requests. */
  | 'rated_best'
  /** The cheapest that the routing table proves good enough. */
  | 'proven'
  | 'fallback_after_failure'
  | 'no_eligible_candidate'
  /** The explicit least quality left nobody (S2-16). */
  | 'no_candidate_clears_floor'
  | 'direct';

/** What a decision saw, recorded when it was made and never recomputed. */
export interface Trace {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly task: TaskName;
  readonly strategy: Strategy;
  /** As the caller spelled it: `auto`, `auto/<task>`, or a named model. */
  readonly requestedModel: string;
  readonly model: string | null;
  readonly reason: DecisionReason;
  readonly weights: Weights;
  readonly weightsSource: WeightsSource;
  /** Eligible ones by rank, then the dropped ones by id. */
  readonly candidates: readonly TraceCandidate[];
  /** The conversation's model before this turn, when it had one. */
  readonly incumbent: string | null;
  /** Version of the user's preferences the decision was made under; 0 = never set. */
  readonly prefsVersion: number;
  /** Catalog version and source. */
  readonly catalog: string;
  /*
   * Absent where there is nothing to say, and in traces of older versions.
   */
  readonly floor?: FloorTrace;
  /** Everything eligible was cooling down; the soonest free one was tried rather than nothing. */
  readonly lastResort?: true;
  /** Why the strategy that was asked for handed over to this one. */
  readonly declined?: Declined | null;
  /**
   * Asked for as a live session. What the person says in it is written down by the model that the
   * session's protocol allows: the pick for transcription is not applied there (S0-96).
   */
  readonly realtime?: { readonly transcription: 'protocol' };
  readonly detail?: StrategyDetail;
}
