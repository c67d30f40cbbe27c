import { createParser } from 'eventsource-parser';
import { z } from 'zod';
import { FINAL_STATUSES, RUN_STATUSES, type Run } from '@shared/api/benchmark';
import type { BenchmarkEvent } from '@shared/ipc/contract';
import { noTimer, type Clock } from '../clock';
import type { Log } from '../shell/log';
import type { BackendClient } from './backend-client';

/** A run may begin without this window: by the daily sync or another program. */
const LOOK_MS = 5_000;
/** Waits between attempts to connect anew; the last one stays. */
const RETRY_MS = [250, 1_000, 3_000, 10_000] as const;
/** The router says something at least every 15 seconds; after this the connection is dead. */
const SILENCE_MS = 40_000;

export interface BenchmarkFeedDeps {
  readonly client: Pick<BackendClient, 'benchmarkRuns' | 'benchmarkRun' | 'openBenchmarkRun'>;
  readonly emit: (event: BenchmarkEvent) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** The run that is under way, followed while somebody looks at it. */
export interface BenchmarkFeed {
  start(): void;
  stop(): void;
  /** A run was started, or the router is there (again): looks now instead of later. */
  wake(): void;
}

/**
 * Follows whatever run is active. When the router goes away in the middle it is sought until it is
 * back; a run that ended meanwhile is told once as it ended, so no progress bar stands still for ever.
 */
export function createBenchmarkFeed(deps: BenchmarkFeedDeps): BenchmarkFeed {
  const { client, emit, clock, log } = deps;
  let running: AbortController | null = null;
  let wakeUp: () => void = noTimer;
  let woken = false;

  async function follow({ signal }: AbortController): Promise<void> {
    let followed: string | null = null;
    let failures = 0;
    while (!signal.aborted) {
      let waitMs = LOOK_MS;
      try {
        const { activeId } = await client.benchmarkRuns(1);
        if (signal.aborted) return;
        if (followed !== null && followed !== activeId) {
          emit({ kind: 'run', run: await client.benchmarkRun(followed) });
          followed = null;
        }
        failures = 0;
        if (activeId !== null) {
          followed = activeId;
          const ended = await read(activeId, signal);
          if (ended) followed = null;
          waitMs = ended ? LOOK_MS : RETRY_MS[0];
          if (!ended && !signal.aborted) emit({ kind: 'lost' });
        }
      } catch (error) {
        if (signal.aborted) return;
        log.warn('benchmark: the run could not be followed', { error });
        if (followed !== null) emit({ kind: 'lost' });
        waitMs = RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? LOOK_MS;
        failures += 1;
      }
      await pause(waitMs, signal);
    }
  }

  /** True when the run itself ended; false when only the stream did. */
  async function read(id: string, signal: AbortSignal): Promise<boolean> {
    const silence = new AbortController();
    let rest: () => void = noTimer;
    const heard = (): void => {
      rest();
      rest = clock.after(SILENCE_MS, () => silence.abort());
    };
    heard();
    try {
      const response = await client.openBenchmarkRun(id, AbortSignal.any([signal, silence.signal]));
      const decoder = new TextDecoder();
      let newest: Run | null = null;
      const parser = createParser({ onEvent: ({ data }) => (newest = parseRun(data) ?? newest) });
      for await (const bytes of response.body ?? []) {
        heard();
        newest = null;
        parser.feed(decoder.decode(bytes, { stream: true }));
        const run = newest as Run | null;
        if (run === null || signal.aborted) continue;
        emit({ kind: 'run', run });
        if (FINAL_STATUSES.has(run.status)) return true;
      }
      return false;
    } finally {
      rest();
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

/** What the window relies on; the rest is typed by the contract of the same build. */
const eventSchema = z.object({
  run: z.custom<Run>(
    (value) =>
      z.looseObject({ id: z.string(), status: z.enum(RUN_STATUSES) }).safeParse(value).success,
  ),
});

function parseRun(text: string): Run | null {
  try {
    return eventSchema.safeParse(JSON.parse(text)).data?.run ?? null;
  } catch {
    return null; // no run, as the schema says
  }
}
