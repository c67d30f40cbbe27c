import type { DecisionTrace } from '@shared/routing/decide';
import type { DecisionReason, StrategyDetail, TraceCandidate } from '@shared/routing/trace';

/** A strategy's own order of the candidates that passed the gates. */
export interface Reordered {
  /** Eligible ids, best first; those that it leaves out follow in the order of the weights. */
  readonly ranked: readonly string[];
  readonly reason: DecisionReason;
  readonly detail: StrategyDetail;
}

/**
 * The decision of `auto` with another strategy's order: same gates, same candidates, same figures.
 * Totals stay those of the weights, which is what they say they are.
 */
export function reordered(
  auto: DecisionTrace,
  { ranked, reason, detail }: Reordered,
): DecisionTrace {
  const place = new Map(ranked.map((id, index) => [id, index]));
  const eligible = auto.candidates.filter(({ rank }) => rank !== null);
  const placeOf = ({ id, rank }: TraceCandidate): number =>
    place.get(id) ?? ranked.length + (rank ?? 0);
  const sorted = [...eligible].sort((a, b) => placeOf(a) - placeOf(b));
  return {
    ...auto,
    strategy: detail.strategy,
    model: sorted[0]?.id ?? null,
    reason,
    candidates: [
      ...sorted.map((candidate, index) => ({ ...candidate, rank: index + 1 })),
      ...auto.candidates.filter(({ rank }) => rank === null),
    ],
    detail,
  };
}

/** The decision of `auto`, and why the strategy that was asked for left it to that. */
export function handedOver(
  auto: DecisionTrace,
  strategy: StrategyDetail['strategy'],
  decline: { readonly code: string; readonly reason: string },
): DecisionTrace {
  return { ...auto, declined: { strategy, code: decline.code, reason: decline.reason } };
}

/** A pin is the user's own choice, whatever the strategy (ruling 12). */
export const PINNED = { code: 'pinned', reason: 'You pinned a model for this task.' } as const;
/** Nothing to choose from: the refusal is that of the gates. */
export const NOBODY = { code: 'no_eligible_candidate', reason: 'No model is eligible.' } as const;
