import { type EmbeddingChoice, embeddingChoiceSchema } from '@shared/api/memory';
import { PRACTICE_PROVIDER } from '../catalog/practice';
import { findCandidate } from '../gateway/attempt';
import { ApiError, jsonBody, ownerOnly, parse, route, type RouteDeps, type Router } from './http';

/** `/v1/router/embedding`: which model embeds the routing memory. */
export function memoryEmbeddingRoutes(app: Router, { ctx, memoryEmbedding }: RouteDeps): void {
  route(app, '/v1/router/embedding', {
    GET: async (c) => c.json(await view(c.var.identity.uid)),
    PUT: ownerOnly(async (c) => {
      const { model } = parse(embeddingChoiceSchema, await jsonBody(c));
      if (model?.startsWith(`${PRACTICE_PROVIDER}/`) === true) {
        throw new ApiError('unknown_model', 'vectors of a simulated model find nothing');
      }
      const chosen = await memoryEmbedding.choose(model, ctx.learned);
      if (!chosen.ok) throw new ApiError(chosen.code, chosen.message);
      return c.json(await view(c.var.identity.uid));
    }),
  });

  async function view(uid: string): Promise<EmbeddingChoice> {
    const model = ctx.learned.embeddingModel;
    const counts = await ctx.store.memory.counts(uid, model);
    const known = findCandidate(ctx, model);
    const provider = ctx.providers.get(model.slice(0, model.indexOf('/')));
    return {
      model,
      name: known?.name ?? model,
      local: known?.local ?? provider?.status().local ?? false,
      ...memoryEmbedding.choice,
      total: counts.reduce((sum, { examples }) => sum + examples, 0),
      pending: counts.reduce((sum, { pending }) => sum + pending, 0),
      problem: ctx.learned.memories.problem,
    };
  }
}
