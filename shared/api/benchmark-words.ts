/*
 * Words and limits of the benchmark contract that the window shows too: without zod, which stays out
 * of its bundle.
 */

/** Models that one pool may hold (S4-37). */
export const POOL_LIMIT = 10;

export const VERDICTS = ['passed', 'failed', 'timed_out', 'error'] as const;
export type Verdict = (typeof VERDICTS)[number];
