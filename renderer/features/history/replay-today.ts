import type { Weights } from '@shared/routing/candidate';
import { type Comparison, compare } from '@shared/routing/explain';
import { rank } from '@shared/routing/rank';
import type { Trace, TraceCandidate } from '@shared/routing/trace';

export interface ReplayToday {
  readonly weights: Weights;
  /** The best of the recorded eligible candidates under today's weights; null when none was. */
  readonly winner: TraceCandidate | null;
  readonly total: number;
  /** True when it is the model that served the request. */
  readonly same: boolean;
  /** Today's winner against the model that served the request; null when that was not ranked. */
  readonly against: Comparison | null;
}

/** A recorded decision scored again: the candidates of that time under the weights of today. */
export function replayToday(trace: Trace, weights: Weights): ReplayToday {
  const eligible = trace.candidates.filter((candidate) => candidate.rank !== null);
  const best = rank(eligible, weights)[0];
  if (best === undefined) return { weights, winner: null, total: 0, same: false, against: null };
  const served = eligible.find(({ id }) => id === trace.model);
  const same = best.candidate === served;
  return {
    weights,
    winner: best.candidate,
    total: best.total,
    same,
    against: served === undefined || same ? null : compare(best.candidate, served, weights),
  };
}
