import type { Context } from 'hono';
import { z } from 'zod';
import {
  benchmarkConfigSchema,
  caseQuerySchema,
  FINAL_STATUSES,
  type PauseResponse,
  pauseSchema,
  restoreSchema,
  type RunEvent,
  startRunSchema,
} from '@shared/api/benchmark';
import type { Benchmark } from '../benchmark/benchmark';
import { BenchmarkError } from '../benchmark/errors';
import { changeStream } from './change-stream';
import { ApiError, jsonBody, ownerOnly, parse, route, type RouteEnv, type Router } from './http';

const ID_MAX = 200;
/** A busy run changes many times a second; a person reads a few. */
const EVENT_EVERY_MS = 250;

const listQuerySchema = z.object({ limit: z.coerce.number().int().min(1).max(200).default(20) });

/**
 * `/v1/benchmark`: everybody of this server may look, since all are routed by what it publishes; what
 * spends or changes is the owner's.
 */
export function benchmarkRoutes(app: Router, { runs, published, sync }: Benchmark): void {
  route(app, '/v1/benchmark/config', {
    GET: async (c) => c.json(await runs.config()),
    PUT: ownerOnly(async (c) => {
      const config = parse(benchmarkConfigSchema, await jsonBody(c), 'invalid_benchmark_config');
      return c.json(await told(runs.saveConfig(config)));
    }),
  });

  route(app, '/v1/benchmark/estimate', {
    POST: ownerOnly(async (c) => {
      const start = parse(startRunSchema, await jsonBody(c));
      return c.json(await told(runs.estimate(start)));
    }),
  });

  route(app, '/v1/benchmark/runs', {
    GET: async (c) => {
      const { limit } = parse(listQuerySchema, { limit: c.req.query('limit') });
      return c.json({ runs: await runs.list(limit), activeId: runs.activeId });
    },
    POST: ownerOnly(async (c) => {
      const start = parse(startRunSchema, await jsonBody(c));
      const run = await told(runs.start(start, c.var.identity.uid, 'user'));
      return c.json({ run }, 202);
    }),
  });

  route(app, '/v1/benchmark/runs/:id', {
    GET: async (c) => c.json({ run: await told(runs.get(idOf(c))) }),
  });

  route(app, '/v1/benchmark/runs/:id/events', { GET: (c) => events(c, runs) });

  route(app, '/v1/benchmark/runs/:id/cancel', {
    POST: ownerOnly(async (c) => {
      const id = idOf(c);
      await told(runs.get(id));
      await runs.cancel(id);
      return c.json({ run: await runs.get(id) });
    }),
  });

  route(app, '/v1/benchmark/runs/:id/cases', {
    GET: async (c) => {
      const query = parse(caseQuerySchema, c.req.query());
      return c.json(await told(runs.cases(idOf(c), query)));
    },
  });

  route(app, '/v1/benchmark/pause', {
    GET: (c) => c.json({ reason: runs.gate.reason } satisfies PauseResponse),
    PUT: ownerOnly(async (c) => {
      runs.gate.set(parse(pauseSchema, await jsonBody(c)).reason);
      return c.json({ reason: runs.gate.reason } satisfies PauseResponse);
    }),
  });

  route(app, '/v1/benchmark/routing-table', {
    GET: async (c) => c.json(await published.tableResponse()),
  });

  route(app, '/v1/benchmark/routing-table/hold', {
    POST: ownerOnly(async (c) => {
      await published.hold();
      return c.json(await published.tableResponse());
    }),
  });

  route(app, '/v1/benchmark/routing-table/restore', {
    POST: ownerOnly(async (c) => {
      await told(published.restore(parse(restoreSchema, await jsonBody(c)).id));
      return c.json(await published.tableResponse());
    }),
  });

  route(app, '/v1/benchmark/classifier-winner', {
    GET: async (c) => c.json(await published.winnerResponse()),
  });

  route(app, '/v1/benchmark/candidates', { GET: async (c) => c.json(await sync.candidates()) });

  route(app, '/v1/benchmark/candidates/sync', {
    POST: ownerOnly(async (c) => c.json(await told(sync.sync(c.var.identity.uid)))),
  });

  route(app, '/v1/benchmark/datasets', { GET: async (c) => c.json(await runs.datasets()) });
}

function idOf(c: Context): string {
  return (c.req.param('id') ?? '').slice(0, ID_MAX);
}

/** What the benchmark refuses leaves as an error of the API. */
async function told<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof BenchmarkError) throw new ApiError(error.code, error.message);
    throw error;
  }
}

/** The run as it is now and after each change; ends with the run. */
async function events(c: Context<RouteEnv>, runs: Benchmark['runs']): Promise<Response> {
  const id = idOf(c);
  await told(runs.get(id));
  return changeStream(c, {
    watch: (onChange) => runs.watch(id, onChange),
    first: true,
    everyMs: EVENT_EVERY_MS,
    tell: async (stream) => {
      const event: RunEvent = { run: await runs.get(id) };
      await stream.writeSSE({ event: 'run', data: JSON.stringify(event) });
      return FINAL_STATUSES.has(event.run.status);
    },
  });
}
