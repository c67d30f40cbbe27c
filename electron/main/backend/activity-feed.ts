import { createParser } from 'eventsource-parser';
import { activityEntrySchema, type ActivityEntry } from '@shared/api/activity';
import type { ActivityEvent } from '@shared/ipc/contract';
import { noTimer, type Clock } from '../clock';
import type { Log } from '../shell/log';
import type { BackendClient } from './backend-client';

/** Waits between attempts to connect anew; the last one stays. */
const RETRY_MS = [250, 1_000, 3_000, 10_000] as const;
/** The router says something at least every 15 seconds; after this the connection is dead. */
const SILENCE_MS = 40_000;

export interface ActivityFeedDeps {
  readonly client: Pick<BackendClient, 'activity' | 'openActivity'>;
  readonly emit: (event: ActivityEvent) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** The live request log, followed while somebody looks at it. */
export interface ActivityFeed {
  /** Begins anew when it runs already: whoever asks gets a snapshot first. */
  start(): void;
  stop(): void;
  /** The router is there (again): connects now, if it waits to. */
  wake(): void;
}

/**
 * On every connection first what there is, then each change. A router that was restarted counts from
 * the start again, so the snapshot and not the last number seen says where to go on.
 */
export function createActivityFeed({ client, emit, clock, log }: ActivityFeedDeps): ActivityFeed {
  let running: AbortController | null = null;
  let wakeUp: () => void = noTimer;

  async function follow({ signal }: AbortController): Promise<void> {
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        const { entries } = await client.activity(signal);
        if (signal.aborted) return;
        emit({ kind: 'snapshot', entries });
        failures = 0;
        await read(lastSeq(entries), signal);
      } catch (error) {
        if (!signal.aborted) log.warn('activity: not connected', { error });
      }
      if (signal.aborted) return;
      emit({ kind: 'lost' });
      await pause(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 0, signal);
    }
  }

  /** Ends when the stream does, or falls silent. */
  async function read(after: number, signal: AbortSignal): Promise<void> {
    const silence = new AbortController();
    let rest: () => void = noTimer;
    const heard = (): void => {
      rest();
      rest = clock.after(SILENCE_MS, () => silence.abort());
    };
    heard();
    try {
      const response = await client.openActivity(after, AbortSignal.any([signal, silence.signal]));
      const decoder = new TextDecoder();
      let entries: ActivityEntry[] = [];
      const parser = createParser({
        onEvent: ({ data }) => {
          const entry = activityEntrySchema.safeParse(parseJson(data));
          if (entry.success) entries.push(entry.data);
        },
      });
      for await (const bytes of response.body ?? []) {
        heard();
        parser.feed(decoder.decode(bytes, { stream: true }));
        if (entries.length > 0 && !signal.aborted) emit({ kind: 'entries', entries });
        entries = [];
      }
    } finally {
      rest();
    }
  }

  function pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        cancel();
        wakeUp = noTimer;
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
      running = new AbortController();
      void follow(running);
    },
    stop,
    wake: () => wakeUp(),
  };
}

function lastSeq(entries: readonly ActivityEntry[]): number {
  return entries.reduce((last, { seq }) => Math.max(last, seq), 0);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // no entry, as the schema says
  }
}
