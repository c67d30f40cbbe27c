import { activityEntrySchema, type ActivityEntry } from '@shared/api/activity';
import type { ActivityEvent } from '@shared/ipc/contract';
import type { Clock } from '../clock';
import type { Log } from '../shell/log';
import type { BackendClient } from './backend-client';
import { createFollower, type Follower, readEvents, retryMs } from './follow';

export interface ActivityFeedDeps {
  readonly client: Pick<BackendClient, 'activity' | 'openActivity'>;
  readonly emit: (event: ActivityEvent) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** The live request log; whoever starts it gets a snapshot first. */
export type ActivityFeed = Follower;

/**
 * On every connection first what there is, then each change. A router that was restarted counts from
 * the start again, so the snapshot and not the last number seen says where to go on.
 */
export function createActivityFeed({ client, emit, clock, log }: ActivityFeedDeps): ActivityFeed {
  return createFollower(clock, () => {
    let failures = 0;
    return async (signal) => {
      try {
        const { entries } = await client.activity(signal);
        if (signal.aborted) return 0;
        emit({ kind: 'snapshot', entries });
        failures = 0;
        const after = lastSeq(entries);
        await readEvents(
          clock,
          signal,
          (until) => client.openActivity(after, until),
          (events) => {
            const changed = entriesOf(events);
            if (changed.length > 0) emit({ kind: 'entries', entries: changed });
            return false;
          },
        );
      } catch (error) {
        if (!signal.aborted) log.warn('activity: not connected', { error });
      }
      if (signal.aborted) return 0;
      emit({ kind: 'lost' });
      failures += 1;
      return retryMs(failures - 1);
    };
  });
}

function entriesOf(events: readonly unknown[]): ActivityEntry[] {
  return events.flatMap((event) => {
    const entry = activityEntrySchema.safeParse(event);
    return entry.success ? [entry.data] : [];
  });
}

function lastSeq(entries: readonly ActivityEntry[]): number {
  return entries.reduce((last, { seq }) => Math.max(last, seq), 0);
}
