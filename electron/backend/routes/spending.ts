import { spendingPutSchema, type SpendingResponse } from '@shared/api/spending';
import type { SpendingView } from '../spending/spending';
import { jsonBody, ownerOnly, parse, route, type RouteDeps, type Router } from './http';

/** `GET /v1/auto-router/spending` for everybody, `PUT` for the owner, who pays. */
export function spendingRoutes(app: Router, { ctx }: RouteDeps): void {
  route(app, '/v1/auto-router/spending', {
    GET: (c) => {
      const { uid, key } = c.var.identity;
      const view =
        key === null ? ctx.spending.ofUser(uid) : ctx.spending.ofKey(key.id, key.dailyCapUsd);
      return c.json(spendingResponse(view));
    },

    PUT: ownerOnly(async (c) => {
      const given = parse(spendingPutSchema, await jsonBody(c));
      const uid = given.uid ?? c.var.identity.uid;
      await ctx.spending.setCap(uid, given.daily_cap_usd);
      return c.json(spendingResponse(ctx.spending.ofUser(uid)));
    }),
  });
}

function spendingResponse(view: SpendingView): SpendingResponse {
  return {
    day: view.day,
    resets_at: new Date(view.resetsAt).toISOString(),
    daily_cap_usd: view.capUsd,
    spent_usd: view.spentUsd,
    unknown_cost_count: view.unknownCostCount,
    assumed_usd: view.assumedUsd,
    reserved_usd: view.reservedUsd,
    left_usd: view.leftUsd,
  };
}
