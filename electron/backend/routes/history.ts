import { z } from 'zod';
import type { ReplaySetResponse } from '@shared/api/auto-router';
import {
  historyFilterSchema,
  historyQuerySchema,
  ratingSchema,
  type HistoryChanged,
  type HistoryFilter,
  type HistoryRow,
} from '@shared/api/history';
import { HISTORY_CSV_HEADER, historyCsvLine } from '@shared/history/csv';
import type { BackendContext } from '../context';
import { changeStream } from './change-stream';
import { ApiError, jsonBody, parse, route, taskParam, type RouteDeps, type Router } from './http';

/** A busy gateway writes many rows a second; a person reads a few. */
const EVENT_EVERY_MS = 1_000;
const REPLAY_LIMIT = 200;
const EXPORT_PAGE = 1000;
const ID_MAX = 200;

const exportQuerySchema = historyFilterSchema.extend({
  format: z.enum(['csv', 'json']).default('csv'),
});
const replayQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(2000).default(REPLAY_LIMIT),
});

/** The pick history of the caller: pages, totals, export, replay set and ratings. */
export function historyRoutes(app: Router, { ctx, historyFeed }: RouteDeps): void {
  route(app, '/v1/auto-router/history', {
    GET: async (c) => {
      const { limit, offset, ...filter } = parse(historyQuerySchema, c.req.query());
      return c.json(await ctx.store.history.page(c.var.identity.uid, filter, limit, offset));
    },
  });

  route(app, '/v1/auto-router/history/summary', {
    GET: async (c) => {
      const filter = parse(historyFilterSchema, c.req.query());
      return c.json(await ctx.store.history.summary(c.var.identity.uid, filter));
    },
  });

  route(app, '/v1/auto-router/history/events', {
    /** Says that rows came or ended, never which: whoever looks asks for those of its filter. */
    GET: (c) =>
      changeStream(c, {
        watch: (onChange) => historyFeed.watch(c.var.identity.uid, onChange),
        first: false,
        everyMs: EVENT_EVERY_MS,
        tell: async (stream) => {
          const event: HistoryChanged = { at: ctx.clock.now() };
          await stream.writeSSE({ event: 'changed', data: JSON.stringify(event) });
          return false;
        },
      }),
  });

  route(app, '/v1/auto-router/history/export', {
    GET: (c) => {
      const { format, ...filter } = parse(exportQuerySchema, c.req.query());
      const pages = allPages(ctx, c.var.identity.uid, filter);
      c.header(
        'Content-Type',
        format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8',
      );
      c.header('Content-Disposition', `attachment; filename="auto-router-history.${format}"`);
      return c.body(textStream(format === 'csv' ? asCsv(pages) : asJson(pages)));
    },
  });

  route(app, '/v1/auto-router/replay-set', {
    GET: async (c) => {
      const task = taskParam(c);
      const { limit } = parse(replayQuerySchema, { limit: c.req.query('limit') });
      const rows = await ctx.store.history.replaySet(c.var.identity.uid, task, limit);
      const response: ReplaySetResponse = { task, rows };
      return c.json(response);
    },
  });

  route(app, '/v1/auto-router/outcomes/:id/rating', {
    POST: async (c) => {
      const id = (c.req.param('id') ?? '').slice(0, ID_MAX);
      const rating = parse(ratingSchema, await jsonBody(c));
      if (!(await ctx.store.outcomes.rate(c.var.identity.uid, id, rating))) {
        throw new ApiError('outcome_not_found', 'there is no such outcome');
      }
      return c.json({ id, ...rating });
    },
  });
}

/** Every row of the filter, a page at a time; rows that begin during the export are not part of it. */
async function* allPages(
  ctx: BackendContext,
  uid: string,
  filter: HistoryFilter,
): AsyncGenerator<readonly HistoryRow[]> {
  const fixed = { ...filter, to: filter.to ?? ctx.clock.now() + 1 };
  for (let offset = 0; ; offset += EXPORT_PAGE) {
    const { rows } = await ctx.store.history.page(uid, fixed, EXPORT_PAGE, offset);
    if (rows.length > 0) yield rows;
    if (rows.length < EXPORT_PAGE) return;
  }
}

async function* asCsv(pages: AsyncGenerator<readonly HistoryRow[]>): AsyncGenerator<string> {
  yield HISTORY_CSV_HEADER;
  for await (const rows of pages) yield rows.map(historyCsvLine).join('');
}

/** An array of history rows with the time also as `time`, UTC, ISO 8601. */
async function* asJson(pages: AsyncGenerator<readonly HistoryRow[]>): AsyncGenerator<string> {
  yield '[';
  let first = true;
  for await (const rows of pages) {
    for (const row of rows) {
      const time = new Date(row.at).toISOString();
      yield `${first ? '\n' : ',\n'}${JSON.stringify({ time, ...row })}`;
      first = false;
    }
  }
  yield '\n]\n';
}

/** Pulled as the caller reads: a slow reader holds one page, never the whole history. */
function textStream(texts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const next = await texts.next();
      if (next.done === true) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    async cancel() {
      await texts.return(undefined);
    },
  });
}
