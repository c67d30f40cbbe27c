import type { Estimate } from './learned-vote';

/** Why the memory did not decide (S1-11, S1-15); the caller then uses what it would have used. */
export const DECLINE_CODES = [
  'off',
  'tools_present',
  'no_prompt',
  'too_few_candidates',
  'cold_memory',
  'too_few_rated',
  'price_unknown',
  'embedding_timeout',
  'embedding_failed',
  'embedding_elsewhere',
  'embedding_mismatch',
  'sparse_neighbourhood',
  'low_confidence',
] as const;
export type DeclineCode = (typeof DECLINE_CODES)[number];

/** A decline with its reason as a readable sentence. */
export interface LearnedDecline {
  readonly code: DeclineCode;
  readonly reason: string;
}

/** A rated example near the prompt. */
export interface LearnedNeighbour {
  /** Id of the example in the memory. */
  readonly id: string;
  /** Cosine of the two embeddings, -1..1. */
  readonly similarity: number;
  /** Cosine less what their features differ; the neighbours are in this order. */
  readonly closeness: number;
  readonly scores: Readonly<Record<string, number>>;
}

/** A candidate in the vote: `score = quality - alpha * effectiveCost - switchPenalty` (S1-8). */
export interface LearnedCandidateTrace extends Estimate {
  /** 1 = chosen. */
  readonly rank: number;
  /** US dollars, cache-aware (S1-10). */
  readonly costUsd: number;
  /** {@link costUsd} on a scale from the cheapest of the pool (0) to the dearest (1). */
  readonly effectiveCost: number;
  readonly switchPenalty: number;
  readonly score: number;
}

/** Everything that the vote saw. */
export interface LearnedTrace {
  /** Examples in the memory. */
  readonly examples: number;
  readonly alpha: number;
  /** Closest first. */
  readonly neighbours: readonly LearnedNeighbour[];
  /** Best first. */
  readonly candidates: readonly LearnedCandidateTrace[];
  /** Eligible models with too few ratings to take part. */
  readonly unrated: readonly string[];
  /** Share of the neighbours whose own best model is the winner (S1-14), 0..1. */
  readonly confidence: number;
  /** False while the regression head is still being fitted: then the neighbours vote alone. */
  readonly headFitted: boolean;
  /** The fixed prior on length, so that nobody takes it for learned. */
  readonly lengthPrior: number;
}
