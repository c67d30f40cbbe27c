import { streamSSE } from 'hono/streaming';
import type { ActivityEntry, ActivityResponse } from '@shared/api/activity';
import { wakeOrTimeout } from './change-stream';
import { route, type RouteDeps, type Router } from './http';

/** States that a slow reader may lag behind; what is older is skipped, since each is whole. */
const BACKLOG = 500;

/** The live request log as JSON, and as a stream of events. */
export function activityRoutes(app: Router, { ctx }: RouteDeps): void {
  route(app, '/v1/auto-router/activity', {
    GET: (c) => {
      const response: ActivityResponse = { entries: ctx.activity.list(c.var.identity) };
      return c.json(response);
    },
  });

  route(app, '/v1/auto-router/activity/events', {
    /** Event id = `seq`; with `Last-Event-ID` only what came after it, as an EventSource does. */
    GET: (c) => {
      const { identity } = c.var;
      const after = lastSeen(c.req.header('last-event-id') ?? c.req.query('after'));
      return streamSSE(c, async (stream) => {
        const waiting: ActivityEntry[] = [];
        let wake: (() => void) | null = null;
        const stop = ctx.activity.watch(identity, after, (entry) => {
          waiting.push(entry);
          if (waiting.length > BACKLOG) waiting.shift();
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
            const entry = waiting.shift();
            if (entry === undefined) {
              const woken = await wakeOrTimeout((resolve) => {
                wake = resolve;
              });
              wake = null;
              if (!woken) await stream.write(': keep-alive\n\n');
              continue;
            }
            await stream.writeSSE({
              event: 'request',
              id: String(entry.seq),
              data: JSON.stringify(entry),
            });
          }
        } finally {
          stop();
        }
      });
    },
  });
}

/** 0 = from the start, also for anything unreadable or of a server that has restarted since. */
function lastSeen(text: string | undefined): number {
  const seq = Number(text);
  return Number.isSafeInteger(seq) && seq > 0 ? seq : 0;
}
