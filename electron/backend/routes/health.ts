import type { z } from 'zod';
import type { healthSchema } from '@shared/api/startup';
import { route, type RouteDeps, type Router } from './http';

/** `GET /health`: the one route without a token. */
export function healthRoute(app: Router, { ctx, version }: RouteDeps): void {
  const startedAt = ctx.clock.monotonic();
  route(app, '/health', {
    GET: (c) => {
      const body: z.infer<typeof healthSchema> = {
        status: 'ok',
        version,
        uptime_seconds: Math.max(0, (ctx.clock.monotonic() - startedAt) / 1000),
      };
      return c.json(body);
    },
  });
}
