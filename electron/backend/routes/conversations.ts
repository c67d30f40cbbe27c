import { z } from 'zod';
import {
  conversationCreateSchema,
  conversationPatchSchema,
  messageSchema,
} from '@shared/api/conversations';
import { MAX_PICTURE_BYTES, MAX_PICTURE_NAME } from '@shared/pictures/limits';
import { UnknownParentError } from '../store/conversations';
import { UnknownPictureError } from '../store/message-pictures';
import { ApiError, bytesBody, jsonBody, parse, route, type RouteDeps, type Router } from './http';

const listQuerySchema = z.object({
  q: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  offset: z.coerce.number().int().min(0).default(0),
});

const pictureQuerySchema = z.object({
  // Shown and exported as it is: signs that move the caret are no part of a name.
  name: z
    .string()
    .transform((name) =>
      name
        .replaceAll(/\p{Cc}/gu, ' ')
        .trim()
        .slice(0, MAX_PICTURE_NAME),
    )
    .default(''),
  /** Only models on this machine may be shown it. */
  local_only: z.enum(['true', 'false']).default('false'),
});

/** `/v1/conversations`: the caller's conversations, kept and searchable. */
export function conversationRoutes(app: Router, { ctx, pictures }: RouteDeps): void {
  const { conversations } = ctx.store;

  route(app, '/v1/conversations', {
    GET: async (c) => {
      const { q, limit, offset } = parse(listQuerySchema, c.req.query());
      const text = q?.trim() ?? '';
      const found = await conversations.list(
        c.var.identity.uid,
        text === '' ? null : text,
        limit,
        offset,
      );
      return c.json({ conversations: found });
    },
    POST: async (c) => {
      const { title } = parse(conversationCreateSchema, await jsonBody(c));
      return c.json(await conversations.create(c.var.identity.uid, title));
    },
  });

  route(app, '/v1/conversations/:id', {
    GET: async (c) => {
      const found = await conversations.get(c.var.identity.uid, c.req.param('id') ?? '');
      if (found === null) throw notFound();
      return c.json(found);
    },
    PATCH: async (c) => {
      const patch = parse(conversationPatchSchema, await jsonBody(c));
      const found = await conversations.patch(c.var.identity.uid, c.req.param('id') ?? '', patch);
      if (found === null) throw notFound();
      return c.json(found);
    },
    DELETE: async (c) => {
      const removed = await conversations.remove(c.var.identity.uid, c.req.param('id') ?? '');
      if (removed === null) throw notFound();
      await pictures.removeFiles(removed.files);
      return c.body(null, 204);
    },
  });

  route(app, '/v1/conversations/:id/messages/:mid', {
    PUT: async (c) => {
      const message = parse(messageSchema, await jsonBody(c));
      if (message.id !== c.req.param('mid')) {
        throw new ApiError('invalid_request', 'id: differs from the one in the path');
      }
      if (message.role !== 'user' && (message.pictures ?? []).length > 0) {
        throw new ApiError('invalid_request', 'pictures: only a user message carries some');
      }
      const { uid } = c.var.identity;
      try {
        if (await conversations.putMessage(uid, c.req.param('id') ?? '', message)) {
          return c.json(message);
        }
      } catch (error) {
        if (error instanceof UnknownParentError) {
          throw new ApiError('invalid_request', `parentId: ${error.message}`);
        }
        if (error instanceof UnknownPictureError) {
          throw new ApiError('picture_not_found', `pictures: ${error.message}`);
        }
        throw error;
      }
      throw notFound();
    },
  });

  route(app, '/v1/conversations/:id/pictures', {
    POST: async (c) => {
      const { name, local_only } = parse(pictureQuerySchema, c.req.query());
      const bytes = await bytesBody(c, MAX_PICTURE_BYTES, 'picture_too_large');
      const { uid } = c.var.identity;
      const localOnly = local_only === 'true';
      const added = await pictures.add(uid, c.req.param('id') ?? '', name, bytes, localOnly);
      if (added === 'no_conversation') throw notFound();
      if (added === 'not_a_picture') {
        const message = 'the body is no PNG, JPEG, WebP or GIF; nothing was stored';
        throw new ApiError('invalid_picture', message);
      }
      if (added === 'too_many_pixels') {
        throw new ApiError('picture_too_large', 'it has too many pixels; nothing was stored');
      }
      return c.json(added, 201);
    },
  });

  route(app, '/v1/conversations/:id/pictures/:pid', {
    GET: async (c) => {
      const { id = '', pid = '' } = c.req.param();
      const picture = await pictures.read(c.var.identity.uid, id, pid);
      if (picture === null) {
        throw new ApiError('picture_not_found', 'there is no such picture in this conversation');
      }
      c.header('Content-Type', picture.type);
      c.header('X-Content-Type-Options', 'nosniff');
      c.header('Cache-Control', 'no-store');
      return c.body(Uint8Array.from(picture.bytes));
    },
  });
}

function notFound(): ApiError {
  return new ApiError('conversation_not_found', 'there is no such conversation');
}
