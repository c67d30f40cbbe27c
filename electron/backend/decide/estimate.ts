import type { Candidate, Price } from '@shared/routing/candidate';
import type { Usage } from '../providers/provider';

const PER_TOKEN = 1e-6;

/** Tokens that a request is expected to take. */
export interface ExpectedTokens {
  readonly prompt: number;
  /** Typical answer of the task, cut to the caller's own limit. */
  readonly output: number;
}

/**
 * The candidate with the estimate for this very request in place of the task's typical one, where
 * its price is known; the scores stay those of the typical request, so that a ranking does not depend
 * on the length of a prompt.
 */
export function withRequestCost(candidate: Candidate, expected: ExpectedTokens): Candidate {
  if (candidate.local) return candidate;
  const cost = tokenCost(candidate.price, expected.prompt, expected.output);
  return cost === null ? candidate : { ...candidate, typicalCostUsd: cost };
}

/**
 * What a call cost in US dollars: reported usage at the catalog's price of the model that served it
 * (S1-6). Null when either is unknown; 0 only for a model on this machine (ruling 1).
 */
export function callCost(
  model: { readonly local: boolean; readonly price: Price | null },
  usage: Usage,
): number | null {
  if (model.local) return 0;
  if (usage.promptTokens === null || usage.completionTokens === null) return null;
  return tokenCost(model.price, usage.promptTokens, usage.completionTokens);
}

function tokenCost(price: Price | null, prompt: number, output: number): number | null {
  if (price === null || price.inputPerMTok === null || price.outputPerMTok === null) return null;
  return (prompt * price.inputPerMTok + output * price.outputPerMTok) * PER_TOKEN;
}
