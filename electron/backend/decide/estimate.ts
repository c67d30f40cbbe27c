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
  if (cost === null) return candidate;
  // One literal and no spread, which is ten times slower: this runs for every candidate of every request.
  return {
    id: candidate.id,
    provider: candidate.provider,
    model: candidate.model,
    name: candidate.name,
    task: candidate.task,
    local: candidate.local,
    practice: candidate.practice,
    capabilities: candidate.capabilities,
    scores: candidate.scores,
    figures: candidate.figures,
    price: candidate.price,
    typicalCostUsd: cost,
    typicalLatencyMs: candidate.typicalLatencyMs,
    availability: candidate.availability,
  };
}

/**
 * What a call cost in US dollars: reported usage at the catalog's price of the model that served it
 * (S1-6). Tokens read from the provider's cache are billed apart; sound is billed by the minute where
 * its length is reported and the model has such a price. Null when anything that counts is unknown, a
 * cache's price too; 0 only for a model on this machine (ruling 1).
 */
export function callCost(
  model: { readonly local: boolean; readonly price: Price | null },
  usage: Usage,
): number | null {
  const { local, price } = model;
  if (local) return 0;
  if (price === null) return null;
  if (usage.audioSeconds !== null && price.perMinute !== null) {
    return (usage.audioSeconds / 60) * price.perMinute;
  }
  const { promptTokens, completionTokens } = usage;
  if (promptTokens === null || completionTokens === null) return null;
  const cached = Math.min(usage.cachedTokens ?? 0, promptTokens);
  const parts = [
    priced(promptTokens - cached, price.inputPerMTok),
    priced(cached, price.cacheReadPerMTok),
    priced(completionTokens, price.outputPerMTok),
  ];
  let sum = 0;
  for (const part of parts) {
    if (part === null) return null;
    sum += part;
  }
  return sum;
}

function tokenCost(price: Price | null, prompt: number, output: number): number | null {
  if (price === null || price.inputPerMTok === null) return null;
  const answer = priced(output, price.outputPerMTok);
  return answer === null ? null : prompt * price.inputPerMTok * PER_TOKEN + answer;
}

/** No tokens cost nothing, whatever their price: an embedding has no output and no price for one. */
function priced(tokens: number, perMTok: number | null): number | null {
  if (tokens === 0) return 0;
  return perMTok === null ? null : tokens * perMTok * PER_TOKEN;
}
