const MICRO_PER_USD = 1_000_000;

/**
 * US dollars to the integer micro-dollars that are stored. Null stays unknown; a cost above zero
 * is stored as at least one micro-dollar, so that a paid request never reads as free.
 */
export function toMicroUsd(usd: number | null): number | null {
  if (usd === null || !Number.isFinite(usd)) return null;
  const micro = Math.round(usd * MICRO_PER_USD);
  return usd > 0 ? Math.max(1, micro) : micro;
}

export function fromMicroUsd(micro: number | null): number | null {
  return micro === null ? null : micro / MICRO_PER_USD;
}
