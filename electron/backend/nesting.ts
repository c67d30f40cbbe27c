/**
 * Levels of lists and objects that JSON from outside may have. JSON.parse takes any depth, but writing
 * it again and every translation go one call deeper for each level and end the stack after a few
 * thousand: that failed the request as if models were at fault, and ended the process in a live session.
 */
export const MOST_LEVELS = 500;

/** Whether `value`, parsed from a text of `length` characters or bytes, has more levels than that. */
export function nestsTooDeep(value: unknown, length: number): boolean {
  // Each level takes two brackets, so most bodies need not be walked.
  return length >= 2 * MOST_LEVELS && deeperThan(value, MOST_LEVELS);
}

function deeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  const inside: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return inside.some((one) => deeperThan(one, levels - 1));
}
