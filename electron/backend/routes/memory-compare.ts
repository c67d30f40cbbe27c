import {
  compareRequestSchema,
  DELIBERATE_SOURCES,
  feedbackRequestSchema,
  type FeedbackResponse,
} from '@shared/api/compare';
import { feedbackPair } from '@shared/routing/feedback';
import { compare } from '../memory/compare';
import { ApiError, jsonBody, parse, route, type RouteDeps, type Router } from './http';
import { MAX_EXAMPLES } from './memory';
import { checkedScores, embedded, receiptOf } from './memory-checks';

/** Comparing models on one prompt (S1-21), and what a person's choices in a chat teach. */
export function memoryCompareRoutes(app: Router, { ctx }: RouteDeps): void {
  route(app, '/v1/router/preferences/compare', {
    POST: async (c) => {
      const asked = parse(compareRequestSchema, await jsonBody(c));
      const comparison = compare(ctx, c.var.identity, asked);
      if (!comparison.ok) throw new ApiError(comparison.code, comparison.message);
      if (asked.dry_run) return c.json(comparison.estimate);
      const answered = await comparison.run(c.req.raw.signal);
      if ('ok' in answered) throw new ApiError(answered.code, answered.message);
      return c.json(answered);
    },
  });

  route(app, '/v1/router/preferences/feedback', {
    POST: async (c) => {
      const { uid } = c.var.identity;
      const { task, prompt, kind, model, against } = parse(
        feedbackRequestSchema,
        await jsonBody(c),
      );
      const { scores, prefers, over } = feedbackPair(kind, model, against);
      const checked = checkedScores(ctx, task, scores, 'models');
      const known = await ctx.store.memory.find(uid, task, prompt);
      if (known !== null && DELIBERATE_SOURCES.includes(known.source)) {
        return c.json<FeedbackResponse>({ receipt: null, kept: 'rated', prefers, over });
      }
      const {
        model: embeddingModel,
        vectors: [vector],
      } = await embedded(ctx, [prompt]);
      const change = await ctx.store.memory.put(
        uid,
        [
          {
            task,
            prompt,
            scores: checked,
            source: 'feedback',
            vector: vector ?? null,
            embeddingModel,
            createdAt: null,
          },
        ],
        MAX_EXAMPLES,
      );
      const receipt = receiptOf(ctx.learned, uid, change);
      return c.json<FeedbackResponse>({ receipt, kept: null, prefers, over });
    },
  });
}
