import { z } from 'zod';
import {
  conversationCreateSchema,
  conversationPatchSchema,
  messageSchema,
} from '@shared/api/conversations';
import { UnknownParentError } from '../store/conversations';
import { ApiError, jsonBody, parse, route, type RouteDeps, type Router } from './http';

const listQuerySchema = z.object({
  q: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  offset: z.coerce.number().int().min(0).default(0),
});

/** `/v1/conversations`: the caller's conversations, kept and searchable. */
export function conversationRoutes(app: Router, { ctx }: RouteDeps): void {
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
      if (!(await conversations.remove(c.var.identity.uid, c.req.param('id') ?? ''))) {
        throw notFound();
      }
      return c.body(null, 204);
    },
  });

  route(app, '/v1/conversations/:id/messages/:mid', {
    PUT: async (c) => {
      const message = parse(messageSchema, await jsonBody(c));
      if (message.id !== c.req.param('mid')) {
        throw new ApiError('invalid_request', 'id: differs from the one in the path');
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
        throw error;
      }
      throw notFound();
    },
  });
}

function notFound(): ApiError {
  return new ApiError('conversation_not_found', 'there is no such conversation');
}
