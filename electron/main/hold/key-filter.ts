import type { HoldReport, WatchedKey } from './messages';

/** libuiohook's number of each key that can be held. */
export const KEY_CODES: Readonly<Record<WatchedKey, number>> = {
  F8: 0x42,
  F9: 0x43,
  F10: 0x44,
  ControlRight: 0xe1d,
};

export interface KeyFilter {
  down(code: number): void;
  up(code: number): void;
}

/**
 * Lets the one key through, once when it goes down and once when it comes up. Repeats of a held key and
 * every other key end here: this is the only place that sees them, and it keeps none.
 * @param now monotonic, in milliseconds
 */
export function createKeyFilter(
  key: WatchedKey,
  now: () => number,
  tell: (change: Extract<HoldReport, { kind: 'down' | 'up' }>) => void,
): KeyFilter {
  const watched = KEY_CODES[key];
  let downAt: number | null = null;
  return {
    down(code) {
      if (code !== watched || downAt !== null) return;
      downAt = now();
      tell({ kind: 'down' });
    },
    up(code) {
      if (code !== watched || downAt === null) return;
      const heldMs = now() - downAt;
      downAt = null;
      tell({ kind: 'up', heldMs });
    },
  };
}
