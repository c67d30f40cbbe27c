import { readTarget } from './target';

/** Whether a request leaves an outcome row (`routed`) or none (`passthrough`) (S2-17, S2-18). */
export type RouteOutcomeKind = 'routed' | 'passthrough';

/** By the name that was asked for, read by the same resolver as the gateway's; null = no model at all. */
export function routeOutcomeKind(requestedModel: string): RouteOutcomeKind | null {
  const target = readTarget(requestedModel);
  if (target.kind === 'unknown') return null;
  return target.kind === 'routed' ? 'routed' : 'passthrough';
}

/** What a dispatch left behind. */
export interface Captured {
  readonly outcomes: number;
  /** Calls marked `router: direct`. */
  readonly directCalls: number;
}

/**
 * What is wrong with what a finished dispatch left behind (S2-17): a routed one leaves exactly one
 * outcome row and no direct call, a passthrough no outcome row and exactly one audited call. Null when
 * all is well.
 */
export function captureFault(requestedModel: string, left: Captured): string | null {
  const kind = routeOutcomeKind(requestedModel);
  const [outcomes, directCalls] =
    kind === 'routed' ? [1, 0] : kind === 'passthrough' ? [0, 1] : [0, 0];
  if (left.outcomes === outcomes && left.directCalls === directCalls) return null;
  return `${requestedModel} (${kind ?? 'unknown'}): expected ${outcomes} outcome rows and ${directCalls} direct calls, found ${left.outcomes} and ${left.directCalls}`;
}
