/** Clamps to 0..1; NaN is 0, so that a bad number can never win (S0-6). */
export function clamp01(value: number): number {
  return value > 0 ? Math.min(value, 1) : 0;
}

/** Linear from `zero` (0) to `one` (1), times `factor`; the anchors may descend. */
export function linearScore(
  value: number,
  anchor: { readonly zero: number; readonly one: number; readonly factor?: number },
): number {
  return clamp01((value - anchor.zero) / (anchor.one - anchor.zero)) * (anchor.factor ?? 1);
}

/** Log scale: `best` or less scores 1, `worst` or more 0, equal ratios are worth the same. */
export function logScore(
  value: number,
  scale: { readonly best: number; readonly worst: number },
): number {
  if (value <= 0) return 1;
  return clamp01(1 - Math.log(value / scale.best) / Math.log(scale.worst / scale.best));
}

/** The value that {@link logScore} gives this score. */
export function unLogScore(
  score: number,
  scale: { readonly best: number; readonly worst: number },
): number {
  return scale.best * (scale.worst / scale.best) ** (1 - score);
}
