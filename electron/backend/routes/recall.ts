import type { Context } from 'hono';
import {
  recallAddSchema,
  recallQuerySchema,
  recallReindexSchema,
  recallSettingsSchema,
} from '@shared/api/recall';
import { detailOf } from '../recall/entries';
import type { RecallShot } from '../store/recall';
import {
  ApiError,
  jsonBody,
  ownerOnly,
  parse,
  route,
  type RouteDeps,
  type RouteEnv,
  type Router,
} from './http';

/** `/v1/recall/...`: the owner's past screenshots. */
export function recallRoutes(app: Router, { ctx, recall }: RouteDeps): void {
  const { service, files } = recall;

  route(app, '/v1/recall', {
    GET: ownerOnly(async (c) => c.json(await service.status(c.var.identity.uid))),
    PUT: ownerOnly(async (c) => {
      const { uid } = c.var.identity;
      const patch = parse(recallSettingsSchema, await jsonBody(c));
      await service.change(uid, {
        ...(patch.keep !== undefined && { keep: patch.keep }),
        ...(patch.retention_days !== undefined && { retentionDays: patch.retention_days }),
      });
      return c.json(await service.status(uid));
    }),
  });

  route(app, '/v1/recall/reindex', {
    POST: ownerOnly(async (c) => {
      const { uid } = c.var.identity;
      const { model } = parse(recallReindexSchema, await jsonBody(c));
      if (model !== null && !makesEmbeddings(model)) {
        throw new ApiError('unknown_model', `${model} makes no embeddings, or is not connected`);
      }
      await service.reindex(uid, model);
      return c.json(await service.status(uid));
    }),
    DELETE: ownerOnly(async (c) => {
      const { uid } = c.var.identity;
      await service.stopReindex(uid);
      return c.json(await service.status(uid));
    }),
  });

  route(app, '/v1/recall/shots', {
    GET: ownerOnly(async (c) => {
      const query = parse(recallQuerySchema, c.req.query());
      return c.json(await service.search(c.var.identity.uid, query));
    }),
    POST: ownerOnly(async (c) => {
      const { image, local_only, ...about } = parse(recallAddSchema, await jsonBody(c));
      const bytes = Buffer.from(image, 'base64');
      const shot = { image: bytes, ...about, localOnly: local_only };
      const kept = await service.add(c.var.identity.uid, shot);
      if (kept === 'off') {
        const message = 'screenshots are not kept: switch Recall on first; nothing was stored';
        throw new ApiError('recall_off', message);
      }
      if (kept === 'not_a_picture') {
        throw new ApiError('invalid_request', 'image: is neither PNG nor JPEG; nothing was stored');
      }
      if (kept === 'too_many_pixels') {
        throw new ApiError('invalid_request', 'image: has too many pixels; nothing was stored');
      }
      return c.json(detailOf(kept), 201);
    }),
    DELETE: ownerOnly(async (c) => {
      const removed = await service.remove(c.var.identity.uid, 'all');
      return c.json({ removed });
    }),
  });

  route(app, '/v1/recall/shots/:id', {
    GET: ownerOnly(async (c) => c.json(detailOf(await own(c)))),
    DELETE: ownerOnly(async (c) => {
      const { id } = await own(c);
      await service.remove(c.var.identity.uid, { ids: [id] });
      return c.body(null, 204);
    }),
  });

  route(app, '/v1/recall/shots/:id/image', {
    GET: ownerOnly(async (c) => {
      const picture = await files.read((await own(c)).imageFile);
      if (picture === null) throw notFound();
      c.header('Content-Type', picture.type);
      c.header('Cache-Control', 'no-store');
      return c.body(Uint8Array.from(picture.bytes));
    }),
  });

  /** @throws ApiError screenshot_not_found */
  async function own(c: Context<RouteEnv>): Promise<RecallShot> {
    const found = await ctx.store.recall.get(c.var.identity.uid, c.req.param('id') ?? '');
    if (found === null) throw notFound();
    return found;
  }

  function makesEmbeddings(model: string): boolean {
    const provider = ctx.providers.get(model.slice(0, model.indexOf('/')));
    return provider?.operations.has('embeddings') === true && model.indexOf('/') < model.length - 1;
  }
}

function notFound(): ApiError {
  return new ApiError('screenshot_not_found', 'there is no such screenshot');
}
