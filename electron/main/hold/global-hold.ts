import type { HoldPress, HoldReason, HoldStatus } from '@shared/ipc/voice';
import type { TalkKey } from '@shared/settings/settings';
import { noTimer, type Clock } from '../clock';
import type { Log } from '../shell/log';
import type { HoldReport, WatchedKey } from './messages';

export interface HoldEvents {
  readonly onReport: (report: HoldReport) => void;
  readonly onExit: () => void;
}

/** What the system gives for watching one key. */
export interface HoldSystem {
  /** What stands in the way; `ask`: macOS may ask the person for it. */
  refusal(ask: boolean): HoldReason | null;
  /** Starts a process that watches the key; what is returned ends it. */
  launch(key: WatchedKey, events: HoldEvents): () => void;
}

export interface GlobalHoldDeps {
  readonly system: HoldSystem;
  readonly clock: Clock;
  readonly log: Log;
  readonly onKey: (press: HoldPress) => void;
  readonly onStatus: (status: HoldStatus) => void;
}

export interface GlobalHold {
  /** Takes the key of the settings. `ask`: the person has just chosen it, and may be asked. */
  use(key: TalkKey, ask: boolean): void;
  /** Tries again after it was `unavailable`. */
  retry(): void;
  /** What was seen may have been missed (sleep, a locked screen): starts over. */
  renew(): void;
  stop(): void;
  status(): HoldStatus;
}

export const HOLD_LIMITS = {
  /** Time to load the module and be given the keyboard. */
  startMs: 10_000,
  /** First back-off; doubles with each failure. */
  backoffMs: 500,
  /** Failures in a row after which only the person starts it again. */
  maxFailures: 4,
  /** A run this long forgets the failures before it. */
  stableMs: 60_000,
} as const;

/**
 * Keeps one process alive that watches one key, while the person wants it. A key that is down when the
 * process ends is `lost`: whether it is still held is not known, and a recording must not run on for it.
 */
export function createGlobalHold(deps: GlobalHoldDeps): GlobalHold {
  const { system, clock, log, onKey, onStatus } = deps;
  let wanted: TalkKey = 'off';
  let status: HoldStatus = { state: 'off' };
  /** Ends the process that runs; null = none does. */
  let end: (() => void) | null = null;
  let isDown = false;
  let failures = 0;
  let cancelTimer = noTimer;

  function setStatus(next: HoldStatus): void {
    status = next;
    onStatus(next);
  }

  function schedule(ms: number, run: () => void): void {
    cancelTimer();
    cancelTimer = clock.after(ms, run);
  }

  function lose(): void {
    if (!isDown) return;
    isDown = false;
    onKey({ key: 'lost' });
  }

  /** Ends the process that runs; what it still sends is not listened to. */
  function halt(): void {
    cancelTimer();
    const ending = end;
    end = null;
    ending?.();
    lose();
  }

  function start(ask: boolean): void {
    halt();
    if (wanted === 'off') {
      setStatus({ state: 'off' });
      return;
    }
    const reason = system.refusal(ask);
    if (reason !== null) {
      giveUp(reason);
      return;
    }
    setStatus({ state: 'starting' });
    const launched = system.launch(wanted, {
      onReport: (report) => end === launched && take(report),
      onExit: () => end === launched && fail(),
    });
    end = launched;
    schedule(HOLD_LIMITS.startMs, fail);
  }

  function giveUp(reason: HoldReason): void {
    halt();
    log.warn('hold: the key is not watched', { reason });
    setStatus({ state: 'unavailable', reason });
  }

  function fail(): void {
    halt();
    failures += 1;
    if (failures >= HOLD_LIMITS.maxFailures) {
      giveUp('crashed');
      return;
    }
    log.warn('hold: ended, starts again', { failures });
    setStatus({ state: 'starting' });
    schedule(HOLD_LIMITS.backoffMs * 2 ** (failures - 1), () => start(false));
  }

  function take(report: HoldReport): void {
    switch (report.kind) {
      case 'ready':
        setStatus({ state: 'ready' });
        schedule(HOLD_LIMITS.stableMs, () => {
          failures = 0;
        });
        return;
      case 'failed':
        // Neither a missing module nor a refusal goes away by trying again at once.
        log.warn('hold: could not start', { detail: report.detail });
        giveUp(report.reason);
        return;
      case 'down':
        isDown = true;
        onKey({ key: 'down' });
        return;
      case 'up':
        isDown = false;
        onKey({ key: 'up', heldMs: report.heldMs });
    }
  }

  function begin(ask: boolean): void {
    failures = 0;
    start(ask);
  }

  return {
    use(key, ask) {
      wanted = key;
      begin(ask);
    },
    retry() {
      if (status.state === 'unavailable') begin(true);
    },
    renew() {
      if (status.state === 'ready') begin(false);
    },
    stop() {
      wanted = 'off';
      halt();
    },
    status: () => status,
  };
}
