import { z } from 'zod';
import { readTarget } from '../decide/target';
import { jsonBody, parse, route, type RouteDeps, type Router } from './http';

const bodySchema = z.object({ models: z.array(z.string().min(1).max(300)).min(1).max(8) });

/**
 * `POST /v1/auto-router/prepare`: connects to the providers of models that are about to be asked, so
 * that the first request does not wait for TCP and TLS. Sends nothing, records nothing, and is
 * answered before it is done; what is no named model of a connected provider is passed over.
 */
export function prepareRoute(app: Router, { ctx }: RouteDeps): void {
  route(app, '/v1/auto-router/prepare', {
    POST: async (c) => {
      const { models } = parse(bodySchema, await jsonBody(c));
      for (const model of models) {
        const target = readTarget(model);
        if (target.kind === 'direct') void ctx.providers.get(target.provider)?.prepare();
      }
      return c.body(null, 204);
    },
  });
}
