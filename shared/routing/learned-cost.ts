import type { Price } from './candidate';

/** What the decision needs to know of one model's cost. */
export interface CostFacts {
  /** Cost of this request, or of a typical one of its task, in US dollars; null = unknown. */
  readonly costUsd: number | null;
  readonly price: Price | null;
}

/** How much of the prompt the incumbent's provider has in its cache already. */
export interface CacheFacts {
  /** Tokens of the conversation so far; 0 for a first turn. */
  readonly cachedTokens: number;
  /**
   * Price of a cached token as a part of the input price, where the provider gives none: 0..1. Null =
   * none assumed, so an unknown discount is no discount.
   */
  readonly cacheReadMultiplier: number | null;
}

const PER_TOKEN = 1e-6;

/**
 * Cost of the request in US dollars when a model stays in its conversation: what is cached is read at
 * the cache's price (S1-10). Null when the cost is unknown.
 */
export function incumbentCostUsd(
  { costUsd, price }: CostFacts,
  { cachedTokens, cacheReadMultiplier }: CacheFacts,
): number | null {
  if (costUsd === null) return null;
  const input = price?.inputPerMTok ?? null;
  if (input === null) return costUsd;
  const read =
    price?.cacheReadPerMTok ?? (cacheReadMultiplier === null ? input : input * cacheReadMultiplier);
  return Math.max(0, costUsd - Math.max(0, cachedTokens) * Math.max(0, input - read) * PER_TOKEN);
}

/** Costs on a scale from the cheapest (0) to the dearest (1) of the pool; all 0 when they are equal. */
export function normalisedCosts(costsUsd: readonly number[]): number[] {
  const least = Math.min(...costsUsd);
  const range = Math.max(...costsUsd) - least;
  return costsUsd.map((cost) => (range > 0 ? (cost - least) / range : 0));
}
