import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Clock } from './context';

/** The real clock; everything that needs the time is given one, so that tests need not wait. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};

/**
 * A UUID of version 7 (RFC 9562): the time, then chance. Ids that grow are written side by side, so
 * that requests which share a commit share its pages too; with random ones each index of each row was
 * a page of its own.
 */
export function newId(): string {
  const now = Date.now();
  if (now !== prefix.of) {
    const time = now.toString(16).padStart(12, '0');
    prefix = { of: now, text: `${time.slice(0, 8)}-${time.slice(8)}-7` };
  }
  return prefix.text + randomUUID().slice(15);
}

/** Of the current millisecond: a request makes four ids. */
let prefix = { of: 0, text: '' };
