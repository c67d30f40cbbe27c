/** Time as it is passed in, so that no test waits. */
export interface Clock {
  /** Wall time, epoch milliseconds. */
  readonly now: () => number;
  /** Runs once after `ms`; call what is returned to cancel. */
  readonly after: (ms: number, run: () => void) => () => void;
}

/** Cancels nothing: what a timer's place holds before there is one. */
export function noTimer(): void {
  // nothing was scheduled
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
