import { Hono } from 'hono';
import type { Authenticate } from '../auth';
import { isStorageError } from '../store/sqlite';
import { activityRoutes } from './activity';
import { autoRouterRoutes } from './auto-router';
import { benchmarkRoutes } from './benchmark';
import { benchmarkDecideRoute } from './benchmark-decide';
import { conversationRoutes } from './conversations';
import { healthRoute } from './health';
import { historyRoutes } from './history';
import { ApiError, sendError, type RouteDeps, type RouteEnv, type Router } from './http';
import { memoryRoutes } from './memory';
import { memoryCompareRoutes } from './memory-compare';
import { memoryEmbeddingRoutes } from './memory-embedding';
import { modelsRoutes } from './models';
import { keyAccess } from './key-access';
import { keysRoutes } from './keys';
import { outcomesRoutes } from './outcomes';
import { pickRoutes } from './pick';
import { prefsRoutes } from './prefs';
import { prepareRoute } from './prepare';
import { providersRoutes } from './providers';
import { recallRoutes } from './recall';
import { spendingRoutes } from './spending';

/** Every route but the gateway's; errors of all kinds leave in the one shape (shared/api/errors.ts). */
export function createApp(deps: RouteDeps, authenticate: Authenticate): Router {
  const app: Router = new Hono<RouteEnv>();
  const { log } = deps.ctx;

  app.onError((error, c) => {
    // What is left of the body will not be read, so the connection is of no more use.
    if (error instanceof ApiError && error.code === 'request_timeout') {
      c.header('Connection', 'close');
    }
    if (error instanceof ApiError) return sendError(c, error.code, error.message, error.docs);
    log.error('a request failed', { method: c.req.method, path: c.req.path, error });
    return isStorageError(error)
      ? sendError(c, 'storage_failed', 'the storage is not available; nothing was saved')
      : sendError(c, 'internal_error', 'something went wrong; the log says what');
  });
  app.notFound((c) => sendError(c, 'not_found', 'there is nothing at this path'));

  healthRoute(app, deps);

  app.use('*', async (c, next) => {
    const identity = authenticate(c.req.header('authorization'), c.req.header('x-api-key'));
    if (identity === null) {
      c.header('WWW-Authenticate', 'Bearer');
      return sendError(c, 'unauthorized', 'a valid bearer token is required');
    }
    c.set('identity', identity);
    c.set('bodyLimits', deps.bodyLimits);
    return next();
  });
  app.use('*', keyAccess);

  pickRoutes(app, deps);
  prepareRoute(app, deps);
  autoRouterRoutes(app, deps);
  modelsRoutes(app, deps);
  prefsRoutes(app, deps);
  historyRoutes(app, deps);
  providersRoutes(app, deps);
  conversationRoutes(app, deps);
  memoryRoutes(app, deps);
  memoryCompareRoutes(app, deps);
  memoryEmbeddingRoutes(app, deps);
  recallRoutes(app, deps);
  keysRoutes(app, deps);
  outcomesRoutes(app, deps);
  spendingRoutes(app, deps);
  activityRoutes(app, deps);
  benchmarkRoutes(app, deps.benchmark);
  benchmarkDecideRoute(app, deps, deps.benchmark);
  return app;
}
