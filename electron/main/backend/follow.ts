import { createParser } from 'eventsource-parser';
import { noTimer, type Clock } from '../clock';

/** Waits between attempts to connect anew; the last one stays. */
const RETRY_MS = [250, 1_000, 3_000, 10_000] as const;
/** The router says something at least every 15 seconds; after this the connection is dead. */
const SILENCE_MS = 40_000;

/** Something of the router that is followed while somebody looks at it. */
export interface Follower {
  /** Begins anew when it runs already. */
  start(): void;
  stop(): void;
  /** There may be something now: looks at once instead of after its wait. */
  wake(): void;
}

/** One look, over when there is nothing more to read; resolves with the wait until the next, in ms. */
export type Look = (signal: AbortSignal) => Promise<number>;

/**
 * Looks again and again, with a wait between two looks, until it is stopped.
 *
 * @param begin once for each start, so that a look's memory does not outlive it; a look never rejects
 */
export function createFollower(clock: Clock, begin: () => Look): Follower {
  let running: AbortController | null = null;
  let wakeUp: () => void = noTimer;
  let woken = false;

  async function follow({ signal }: AbortController): Promise<void> {
    const look = begin();
    while (!signal.aborted) {
      const waitMs = await look(signal);
      if (!signal.aborted) await pause(waitMs, signal);
    }
  }

  function pause(ms: number, signal: AbortSignal): Promise<void> {
    if (woken) {
      woken = false;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const done = (): void => {
        cancel();
        wakeUp = noTimer;
        woken = false;
        signal.removeEventListener('abort', done);
        resolve();
      };
      const cancel = clock.after(ms, done);
      wakeUp = done;
      signal.addEventListener('abort', done);
    });
  }

  function stop(): void {
    running?.abort();
    running = null;
  }

  return {
    start() {
      stop();
      woken = false;
      running = new AbortController();
      void follow(running);
    },
    stop,
    wake() {
      // Between two waits nothing sleeps: remembered, so that the next wait is none.
      woken = true;
      wakeUp();
    },
  };
}

/** The wait after so many failures in a row, in ms. */
export function retryMs(failures: number): number {
  return RETRY_MS[failures] ?? RETRY_MS[RETRY_MS.length - 1] ?? 0;
}

/**
 * Reads a stream of server-sent events until it ends or falls silent.
 *
 * @param open makes the request, under a signal that also ends it on silence
 * @param take given the data of the events that came together, at least one; true = read no further
 * @returns whether `take` ended it
 * @throws what the connection fails with
 */
export async function readEvents(
  clock: Clock,
  signal: AbortSignal,
  open: (signal: AbortSignal) => Promise<Response>,
  take: (events: readonly unknown[]) => boolean,
): Promise<boolean> {
  const silence = new AbortController();
  let rest: () => void = noTimer;
  const heard = (): void => {
    rest();
    rest = clock.after(SILENCE_MS, () => silence.abort());
  };
  heard();
  try {
    const response = await open(AbortSignal.any([signal, silence.signal]));
    const decoder = new TextDecoder();
    let events: unknown[] = [];
    const parser = createParser({ onEvent: ({ data }) => events.push(parseJson(data)) });
    for await (const bytes of response.body ?? []) {
      heard();
      parser.feed(decoder.decode(bytes, { stream: true }));
      if (events.length > 0 && !signal.aborted && take(events)) return true;
      events = [];
    }
    return false;
  } finally {
    rest();
  }
}

/** Null = no JSON, which no schema takes for an event. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
