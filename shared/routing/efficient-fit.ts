import type { Candidate, Modality, RequestNeeds } from './candidate';
import type { EfficientDrop } from './efficient-types';

/**
 * How far below the floor the conversation's model may lie and be kept (S4-37): with ten cases a
 * route, a difference of a tenth is chance.
 */
export const STICKY_ACCURACY_TOLERANCE = 0.1;

/** 0.8 - 0.1 is 0.7000000000000001 in doubles; 0.7 counts as within the tolerance. */
const ROUNDING = 1e-9;

/** A model that doesn't declare its window is trusted with this many tokens and no more. */
export const ASSUMED_CONTEXT_TOKENS = 8_192;

export function withinTolerance(accuracy: number, floor: number): boolean {
  return accuracy >= floor - STICKY_ACCURACY_TOLERANCE - ROUNDING;
}

/** Fails closed: what a model doesn't declare it can't do (S4-37). */
export function unfit({ capabilities }: Candidate, needs: RequestNeeds): EfficientDrop | null {
  if (misses(needs.input, capabilities.input) || misses(needs.output, capabilities.output)) {
    return 'missing_modality';
  }
  if (needs.tools && capabilities.tools !== true) return 'no_tools';
  const window = capabilities.context ?? ASSUMED_CONTEXT_TOKENS;
  return needs.promptTokens !== null && needs.promptTokens > window ? 'context_too_small' : null;
}

function misses(wanted: readonly Modality[], has: readonly Modality[]): boolean {
  return wanted.some((modality) => !has.includes(modality));
}
