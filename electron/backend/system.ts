import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Clock } from './context';

/** The real clock; everything that needs the time is given one, so that tests need not wait. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};

export const newId = (): string => randomUUID();
