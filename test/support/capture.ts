import { readTarget } from '../../electron/backend/decide/target';

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
  // The gateway's own resolver, so that no second reading of names can drift from it (S2-18).
  const { kind } = readTarget(requestedModel);
  const [outcomes, directCalls] = kind === 'routed' ? [1, 0] : kind === 'direct' ? [0, 1] : [0, 0];
  if (left.outcomes === outcomes && left.directCalls === directCalls) return null;
  return `${requestedModel} (${kind}): expected ${outcomes} outcome rows and ${directCalls} direct calls, found ${left.outcomes} and ${left.directCalls}`;
}
