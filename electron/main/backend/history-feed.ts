import { historyChangedSchema } from '@shared/api/history';
import type { Clock } from '../clock';
import type { Log } from '../shell/log';
import type { BackendClient } from './backend-client';
import { createFollower, type Follower, readEvents, retryMs } from './follow';

export interface HistoryFeedDeps {
  readonly client: Pick<BackendClient, 'openHistoryEvents'>;
  /** Rows came or ended. */
  readonly emit: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * New rows of the history, followed while somebody looks at it. What came while the router was away
 * is told of when it is there again.
 */
export function createHistoryFeed({ client, emit, clock, log }: HistoryFeedDeps): Follower {
  return createFollower(clock, () => {
    let failures = 0;
    let lost = false;
    return async (signal) => {
      try {
        await readEvents(
          clock,
          signal,
          async (until) => {
            const response = await client.openHistoryEvents(until);
            failures = 0;
            if (lost) emit();
            return response;
          },
          (events) => {
            if (events.some((event) => historyChangedSchema.safeParse(event).success)) emit();
            return false;
          },
        );
      } catch (error) {
        if (!signal.aborted) log.warn('history: not followed', { error });
      }
      lost = true;
      failures += 1;
      return retryMs(failures - 1);
    };
  });
}
