import { z } from 'zod';
import { FINAL_STATUSES, RUN_STATUSES, type Run } from '@shared/api/benchmark';
import type { BenchmarkEvent } from '@shared/ipc/contract';
import type { Clock } from '../clock';
import type { Log } from '../shell/log';
import type { BackendClient } from './backend-client';
import { createFollower, type Follower, readEvents, retryMs } from './follow';

/** A run may begin without this window: by the daily sync or another program. */
const LOOK_MS = 5_000;

export interface BenchmarkFeedDeps {
  readonly client: Pick<BackendClient, 'benchmarkRuns' | 'benchmarkRun' | 'openBenchmarkRun'>;
  readonly emit: (event: BenchmarkEvent) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** The run that is under way; woken when one was started or the router is there (again). */
export type BenchmarkFeed = Follower;

/**
 * Follows whatever run is active. When the router goes away in the middle it is sought until it is
 * back; a run that ended meanwhile is told once as it ended, so no progress bar stands still for ever.
 */
export function createBenchmarkFeed(deps: BenchmarkFeedDeps): BenchmarkFeed {
  const { client, emit, clock, log } = deps;
  return createFollower(clock, () => {
    let followed: string | null = null;
    let failures = 0;
    return async (signal) => {
      try {
        const { activeId } = await client.benchmarkRuns(1);
        if (signal.aborted) return 0;
        if (followed !== null && followed !== activeId) {
          emit({ kind: 'run', run: await client.benchmarkRun(followed) });
          followed = null;
        }
        failures = 0;
        if (activeId === null) return LOOK_MS;
        followed = activeId;
        if (await readRun(activeId, signal)) {
          followed = null;
          return LOOK_MS;
        }
        if (!signal.aborted) emit({ kind: 'lost' });
        return retryMs(0);
      } catch (error) {
        if (signal.aborted) return 0;
        log.warn('benchmark: the run could not be followed', { error });
        if (followed !== null) emit({ kind: 'lost' });
        failures += 1;
        return retryMs(failures - 1);
      }
    };
  });

  /** True when the run itself ended; false when only the stream did. */
  function readRun(id: string, signal: AbortSignal): Promise<boolean> {
    return readEvents(
      clock,
      signal,
      (until) => client.openBenchmarkRun(id, until),
      (events) => {
        const run = newestRun(events);
        if (run === null) return false;
        emit({ kind: 'run', run });
        return FINAL_STATUSES.has(run.status);
      },
    );
  }
}

/** What the window relies on; the rest is typed by the contract of the same build. */
const eventSchema = z.object({
  run: z.custom<Run>(
    (value) =>
      z.looseObject({ id: z.string(), status: z.enum(RUN_STATUSES) }).safeParse(value).success,
  ),
});

/** Each state is whole: of several only the last is of interest. Null = none of them is a run. */
function newestRun(events: readonly unknown[]): Run | null {
  const runs = events.flatMap((event) => eventSchema.safeParse(event).data?.run ?? []);
  return runs.at(-1) ?? null;
}
