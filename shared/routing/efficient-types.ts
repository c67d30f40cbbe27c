import type { Candidate, RequestNeeds } from './candidate';
import type { ClassifierSource } from './classifier-grade';
import type { ClassifierOutput } from './classifier-output';
import type { Tier } from './difficulty';
import type { Effort, RoutingTable } from './routing-table';
import type { Route } from './taxonomy';

export const EFFICIENT_MODES = ['cost_per_accuracy', 'best_accuracy'] as const;
/** `cost_per_accuracy`: the cheapest that is accurate enough (S4-27); `best_accuracy`: the most accurate. */
export type EfficientMode = (typeof EFFICIENT_MODES)[number];

/** A classification with where it came from. */
export interface Classification {
  readonly source: ClassifierSource;
  readonly output: ClassifierOutput;
  /** Model that made it; null = the heuristic. */
  readonly model: string | null;
  /** True = it was known from an earlier, equal request. */
  readonly cached: boolean;
  /** US dollars of the classifier's call; 0 when cached or made here; null = unknown. */
  readonly costUsd: number | null;
  /** Milliseconds it took. */
  readonly ms: number;
  /** Why a model didn't make it, e.g. `timeout`; null when one did. */
  readonly fallbackReason: string | null;
}

/** The model of the conversation so far. */
export interface EfficientIncumbent {
  readonly model: string;
}

export interface EfficientInput {
  /** Candidates that passed the gates of eligibility, in any order. */
  readonly candidates: readonly Candidate[];
  readonly needs: RequestNeeds;
  /** Null = nothing is published: declines. */
  readonly table: RoutingTable | null;
  /** Null = the request could not be classified at all: declines. */
  readonly classification: Classification | null;
  readonly incumbent: EfficientIncumbent | null;
  /** The last message is a tool's result or an assistant's tool call: see efficient-tool-loop.ts. */
  readonly inToolLoop: boolean;
  /** Accuracy floor set by the dial or the caller, 0..1; null = the table's own. */
  readonly dialFloor: number | null;
  readonly mode: EfficientMode;
}

export type EfficientDrop = 'not_eligible' | 'no_tools' | 'missing_modality' | 'context_too_small';

/** A row of the table as this decision saw it. */
export interface EfficientRow {
  readonly model: string;
  readonly effort: Effort | null;
  /** Measured on the tier, 0..1. */
  readonly accuracy: number;
  /** Measured on the route; null = too few cases, the tier alone counts (ruling 9). */
  readonly routeAccuracy: number | null;
  readonly avgCostUsd: number;
  readonly graded: number;
  /** Good enough for this request. */
  readonly meetsFloor: boolean;
  /** 1 = first; null when dropped. */
  readonly rank: number | null;
  readonly drop: EfficientDrop | null;
}

export type SwitchReason = 'cost' | 'threshold' | 'capability';

export type EfficientReason =
  | 'cheapest_above_floor'
  | 'most_accurate'
  /** Nothing proven good enough can be called: the most accurate of the measured ones. */
  | 'none_above_floor'
  | 'kept_in_conversation'
  | 'kept_in_tool_loop'
  /** A heuristic label moves no conversation (S4-28). */
  | 'kept_on_heuristic';

/** What the decision saw; recorded, never recomputed. */
export interface EfficientTrace {
  readonly tableId: string;
  readonly tier: Tier;
  readonly route: Route | null;
  readonly classification: Classification;
  readonly mode: EfficientMode;
  /** The accuracy that counted as good enough. */
  readonly floor: number;
  readonly rows: readonly EfficientRow[];
  readonly incumbent: string | null;
  readonly sticky: boolean;
  /** Why the conversation changes its model; null when it doesn't. */
  readonly switchReason: SwitchReason | null;
  /** What a switch would throw away in prompt caches; null = unknown, or no switch was weighed. */
  readonly switchCostUsd: number | null;
  readonly reason: EfficientReason;
  /** Whether the conversation is held to this model from now on; never after a heuristic (S4-28). */
  readonly anchors: boolean;
}

export type EfficientDecision =
  | {
      readonly ok: true;
      readonly model: string;
      /** The effort it was measured with and is served with (S4-11). */
      readonly effort: Effort | null;
      /** All that can be called, the chosen one first: the order of a fallback. */
      readonly ranked: readonly string[];
      readonly trace: EfficientTrace;
    }
  | {
      readonly ok: false;
      readonly decline: {
        readonly code: 'no_table' | 'no_classification' | 'no_candidate';
        readonly reason: string;
      };
    };
