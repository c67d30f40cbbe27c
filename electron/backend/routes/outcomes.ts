import { outcomesQuerySchema, usageQuerySchema } from '@shared/api/outcomes';
import { ApiError, parse, route, type RouteDeps, type Router } from './http';

/** The outcome rows of the caller, and what their calls cost and took. An API key sees its own. */
export function outcomesRoutes(app: Router, { ctx }: RouteDeps): void {
  route(app, '/v1/auto-router/outcomes', {
    GET: async (c) => {
      const { uid, key } = c.var.identity;
      const query = parse(outcomesQuerySchema, c.req.query());
      const page = await ctx.store.outcomes.list(uid, query, key?.id ?? null);
      if (page === null)
        throw new ApiError('outcome_not_found', 'before: there is no such outcome');
      return c.json(page);
    },
  });

  route(app, '/v1/auto-router/usage', {
    GET: async (c) => {
      const { uid, key } = c.var.identity;
      const { group, from, to } = parse(usageQuerySchema, c.req.query());
      const filter = { from, to, keyId: key?.id ?? null };
      return c.json(await ctx.store.usage.report(uid, group, filter));
    },
  });
}
