import type { MiddlewareHandler } from 'hono';
import { type RouteEnv, sendError } from './http';

/**
 * What a program with an API key may ask beside the gateway: what the router would choose, and what
 * came of its own requests. Nothing that changes preferences, keys or providers, and nobody's
 * prompts: the history and the conversations belong to the person.
 */
const OPEN_TO_KEYS: readonly RegExp[] = [
  /^GET \/v1\/auto-router\/(?:pick|tasks|candidates|catalog|metrics)$/u,
  /^POST \/v1\/auto-router\/preview$/u,
  /^GET \/v1\/auto-router\/decisions\/[^/]+$/u,
  /^GET \/v1\/auto-router\/(?:outcomes|usage|spending|activity|activity\/events)$/u,
  /^POST \/v1\/router\/decide$/u,
];

const DECIDE = 'POST /v1/router/decide';

/** Refuses an API key everywhere else; other callers pass. */
export const keyAccess: MiddlewareHandler<RouteEnv> = (c, next) => {
  const { key } = c.var.identity;
  const asked = `${c.req.method === 'HEAD' ? 'GET' : c.req.method} ${c.req.path}`;
  if (key === null) return next();
  if (!OPEN_TO_KEYS.some((open) => open.test(asked))) {
    return Promise.resolve(sendError(c, 'forbidden', 'an API key may not do that'));
  }
  // It asks a classifier as the strategy does, and that costs.
  if (asked === DECIDE && key.strategies?.includes('auto/efficient') === false) {
    const message = 'this API key may not use auto/efficient';
    return Promise.resolve(sendError(c, 'strategy_not_allowed', message));
  }
  return next();
};
