import {
  type KeysResponse,
  type KeyWire,
  newKeySchema,
  type NewKeyResponse,
} from '@shared/api/keys';
import type { BackendContext } from '../context';
import type { StoredKey } from '../store/api-keys';
import { ApiError, jsonBody, ownerOnly, parse, route, type RouteDeps, type Router } from './http';

/** `GET|POST /v1/auto-router/keys` and `DELETE …/{id}`: the owner's token only. */
export function keysRoutes(app: Router, { ctx, secret }: RouteDeps): void {
  route(app, '/v1/auto-router/keys', {
    GET: ownerOnly((c) => {
      const response: KeysResponse = { keys: ctx.keys.list().map((key) => keyWire(ctx, key)) };
      return c.json(response);
    }),

    /** The key itself is in this answer and nowhere else. */
    POST: ownerOnly(async (c) => {
      const given = parse(newKeySchema, await jsonBody(c), 'invalid_key');
      const made = await ctx.keys.create({
        name: given.name,
        uid: given.uid ?? c.var.identity.uid,
        strategies: given.strategies ?? null,
        models: given.models ?? null,
        dailyCapUsd: given.daily_cap_usd ?? null,
      });
      secret(made.secret);
      c.header('Cache-Control', 'no-store');
      const response: NewKeyResponse = { ...keyWire(ctx, made.stored), key: made.secret };
      return c.json(response, 201);
    }),
  });

  route(app, '/v1/auto-router/keys/:id', {
    DELETE: ownerOnly(async (c) => {
      if (!(await ctx.keys.revoke(c.req.param('id') ?? ''))) {
        throw new ApiError('key_not_found', 'there is no such key');
      }
      return c.body(null, 204);
    }),
  });
}

function keyWire({ spending }: BackendContext, key: StoredKey): KeyWire {
  return {
    id: key.id,
    name: key.name,
    hint: key.hint,
    uid: key.uid,
    strategies: key.strategies,
    models: key.models,
    daily_cap_usd: key.dailyCapUsd,
    spent_today_usd: spending.ofKey(key.id, key.dailyCapUsd).spentUsd,
    created_at: isoTime(key.createdAt),
    last_used_at: key.lastUsedAt === null ? null : isoTime(key.lastUsedAt),
    revoked_at: key.revokedAt === null ? null : isoTime(key.revokedAt),
  };
}

function isoTime(at: number): string {
  return new Date(at).toISOString();
}
