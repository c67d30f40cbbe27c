import { providersFileSchema, type ProvidersResponse } from '@shared/api/providers';
import { ApiError, jsonBody, ownerOnly, parse, route, type RouteDeps, type Router } from './http';

const PROBE_TIMEOUT_MS = 15_000;

/** `GET|PUT /v1/auto-router/providers` and the live probe; the owner's token only. */
export function providersRoutes(app: Router, { ctx, live, secret }: RouteDeps): void {
  const statuses = (): ProvidersResponse => ({ providers: ctx.providers.statuses() });

  route(app, '/v1/auto-router/providers', {
    GET: ownerOnly((c) => c.json(statuses())),

    /** The whole list, as an array or as `{providers: [...]}`; keys go in and never come out. */
    PUT: ownerOnly(async (c) => {
      const body = await jsonBody(c);
      const list =
        typeof body === 'object' && body !== null && 'providers' in body ? body.providers : body;
      const configs = parse(providersFileSchema, list, 'invalid_providers');
      for (const { apiKey } of configs) if (apiKey !== undefined) secret(apiKey);
      await ctx.providers.replace(configs);
      live.takeProviderKeys(configs);
      // New keys and addresses: what was known of the old ones is no reason to wait.
      ctx.cooldown.reset(null);
      return c.json(statuses());
    }),
  });

  route(app, '/v1/auto-router/providers/:id/probe', {
    POST: ownerOnly(async (c) => {
      const provider = ctx.providers.get(c.req.param('id') ?? '');
      if (provider === null) throw new ApiError('unknown_provider', 'there is no such provider');
      await provider.probe(
        AbortSignal.any([c.req.raw.signal, AbortSignal.timeout(PROBE_TIMEOUT_MS)]),
      );
      return c.json(statuses());
    }),
  });
}
