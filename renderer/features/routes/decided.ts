import type { ExplainResponse } from '@shared/api/memory';
import { orderByScore, voteConfidence } from '@shared/routing/learned';
import type { LearnedCandidateTrace, LearnedDecline } from '@shared/routing/learned-trace';

/** The vote under another weight of cost: same neighbours, same estimates. */
export interface Decided {
  /** Best first; empty when the vote was not held. */
  readonly candidates: readonly LearnedCandidateTrace[];
  readonly decline: LearnedDecline | null;
  readonly confidence: number | null;
}

/** By the shipped scoring, in the window: moving the dial asks nobody. */
export function decidedAt({ trace, decline }: ExplainResponse, alpha: number): Decided {
  if (trace === null) return { candidates: [], decline, confidence: null };
  const candidates = orderByScore(
    trace.candidates,
    trace.candidates,
    { alpha, switchPenalty: 0 },
    null,
  );
  return { candidates, decline, confidence: voteConfidence(trace.neighbours, candidates) };
}
