import type { Context } from 'hono';
import { streamSSE, type SSEStreamingApi } from 'hono/streaming';
import type { RouteEnv } from './http';

/** A line now and then tells a proxy, and us, that the other end is there. */
const KEEP_ALIVE_MS = 15_000;

export interface ChangeStream {
  /** Calls back after each change; returns how to stop. */
  readonly watch: (onChange: () => void) => () => void;
  /** Writes what there is now, for all the changes since the last time; true = that was the last. */
  readonly tell: (stream: SSEStreamingApi) => Promise<boolean>;
  /** Told before there was a change. */
  readonly first: boolean;
  /** Wait after each telling; changes meanwhile are told together. */
  readonly everyMs: number;
}

/** Server-sent events that say that something is another, at most every so often. */
export function changeStream(c: Context<RouteEnv>, changes: ChangeStream): Response {
  return streamSSE(c, async (stream) => {
    let changed = changes.first;
    let wake: (() => void) | null = null;
    const stop = changes.watch(() => {
      changed = true;
      wake?.();
    });
    stream.onAbort(() => {
      stop();
      wake?.();
    });
    try {
      // The head leaves now, so that a client knows that it is connected.
      await stream.write(': connected\n\n');
      while (!stream.aborted && !stream.closed) {
        if (!changed) {
          const woken = await wakeOrTimeout((resolve) => {
            wake = resolve;
          });
          wake = null;
          if (!woken) await stream.write(': keep-alive\n\n');
          continue;
        }
        changed = false;
        if (await changes.tell(stream)) return;
        await stream.sleep(changes.everyMs);
      }
    } finally {
      stop();
    }
  });
}

/** @returns false when nothing came for {@link KEEP_ALIVE_MS}. */
export function wakeOrTimeout(onWake: (wake: () => void) => void): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), KEEP_ALIVE_MS);
    onWake(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
