import type { Context } from 'hono';
import {
  explainRequestSchema,
  type ExplainResponse,
  IMPORT_LIMIT,
  memoryListQuerySchema,
  type MemoryExample,
  type MemoryPage,
  memoryPatchSchema,
  type MemoryReceipt,
  type MemoryStatus,
  memoryUndoSchema,
  rankRequestSchema,
} from '@shared/api/memory';
import { fromMemoryFile, toMemoryFile } from '../memory/memory-file';
import { PracticeWalk } from '../memory/practice-walk';
import type { MemoryChange } from '../store/memory';
import type { StoredExample } from '../store/memory-rows';
import {
  ApiError,
  jsonBody,
  parse,
  route,
  type RouteDeps,
  type RouteEnv,
  type Router,
} from './http';
import { learnedCandidates } from './memory-candidates';
import { checkedScores, embedded, receiptOf } from './memory-checks';

/** Examples a user may have; the oldest go past it (S1-18). */
export const MAX_EXAMPLES = 5_000;

/** `/v1/router/...`: the routing memory of the caller (S1-20 to S1-24). */
export function memoryRoutes(app: Router, { ctx }: RouteDeps): void {
  const { memory } = ctx.store;
  const { learned } = ctx;
  const practice = new PracticeWalk(ctx.embedder, learned.settings);

  route(app, '/v1/router/status', {
    GET: async (c) => c.json(await status(c.var.identity.uid)),
  });

  route(app, '/v1/router/preferences/rank', {
    POST: async (c) => {
      const { uid } = c.var.identity;
      const body = parse(rankRequestSchema, await jsonBody(c));
      const { task, label_source: source } = body;
      const examples = body.examples.map(({ prompt, scores }, at) => ({
        prompt,
        scores: checkedScores(ctx, task, scores, `examples.${at}.scores`),
      }));
      const { model, vectors } = await embedded(
        ctx,
        examples.map(({ prompt }) => prompt),
      );
      const change = await memory.put(
        uid,
        examples.map((example, at) => ({
          ...example,
          task,
          source,
          vector: vectors[at] ?? null,
          embeddingModel: model,
          createdAt: null,
        })),
        MAX_EXAMPLES,
      );
      return c.json(changed(uid, change));
    },
  });

  route(app, '/v1/router/memory', {
    GET: async (c) => {
      const { task, q, limit, offset } = parse(memoryListQuerySchema, c.req.query());
      const text = q?.trim() ?? '';
      const filter = { task: task ?? null, q: text === '' ? null : text };
      const found = await memory.list(c.var.identity.uid, filter, limit, offset);
      return c.json<MemoryPage>({ total: found.total, examples: found.examples.map(wire) });
    },
    DELETE: async (c) => {
      const { uid } = c.var.identity;
      const { task } = parse(memoryListQuerySchema.pick({ task: true }), c.req.query());
      return c.json(changed(uid, await memory.remove(uid, { task: task ?? null, q: null })));
    },
  });

  route(app, '/v1/router/memory/undo', {
    POST: async (c) => {
      const { uid } = c.var.identity;
      const { undo_id } = parse(memoryUndoSchema, await jsonBody(c));
      if (!(await memory.undo(uid, undo_id))) {
        throw new ApiError('undo_not_found', 'there is no such change, or it was undone already');
      }
      learned.memories.changed(uid);
      return c.json(await status(uid));
    },
  });

  route(app, '/v1/router/memory/export', {
    GET: async (c) => {
      const all = { task: null, q: null };
      const { examples } = await memory.list(c.var.identity.uid, all, IMPORT_LIMIT, 0);
      c.header('Content-Disposition', 'attachment; filename="auto-router-memory.json"');
      return c.json(toMemoryFile(examples, ctx.clock.now()));
    },
  });

  route(app, '/v1/router/memory/import', {
    POST: async (c) => {
      const { uid } = c.var.identity;
      const file = fromMemoryFile(await fileBody(c));
      if (!file.ok) throw new ApiError('invalid_memory_file', file.message);
      const change = await memory.put(uid, file.examples, MAX_EXAMPLES);
      const receipt = changed(uid, change);
      // Reading a memory begins to embed what has no vector.
      for (const task of new Set(file.examples.map((example) => example.task))) {
        await learned.memories.get(uid, task);
      }
      return c.json(receipt);
    },
  });

  route(app, '/v1/router/memory/:id', {
    GET: async (c) => c.json(wire(await own(c))),
    PATCH: async (c) => {
      const { uid } = c.var.identity;
      const patch = parse(memoryPatchSchema, await jsonBody(c));
      const { id, task } = await own(c);
      const scores =
        patch.scores === undefined ? undefined : checkedScores(ctx, task, patch.scores, 'scores');
      const change = await memory.edit(uid, id, { scores, source: patch.label_source });
      if (change === null) throw notFound();
      return c.json(changed(uid, change));
    },
    DELETE: async (c) => {
      const { uid } = c.var.identity;
      const { id } = await own(c);
      return c.json(changed(uid, await memory.remove(uid, { id })));
    },
  });

  route(app, '/v1/router/explain', {
    POST: async (c) => {
      const { identity } = c.var;
      const body = parse(explainRequestSchema, await jsonBody(c));
      if ('practice_id' in body) {
        const walked = await practice.explain(
          body.practice_id,
          body.alpha ?? null,
          ctx.catalog.practiceFor('general_assistant'),
        );
        if (walked === null) {
          throw new ApiError('memory_example_not_found', 'the practice set has no such prompt');
        }
        return c.json<ExplainResponse>({ task: 'general_assistant', ...walked });
      }
      const example = 'example_id' in body ? await memory.get(identity.uid, body.example_id) : null;
      if ('example_id' in body && example === null) throw notFound();
      const task = 'prompt' in body ? body.task : (example?.task ?? 'general_assistant');
      const prompt = 'prompt' in body ? body.prompt : (example?.prompt ?? '');
      const explained = await learned.explain(
        {
          uid: identity.uid,
          task,
          prompt,
          alpha: body.alpha ?? null,
          candidates: await learnedCandidates(ctx, identity, task, prompt),
        },
        example,
      );
      return c.json<ExplainResponse>({ task, prompt, ...explained });
    },
  });

  async function status(uid: string): Promise<MemoryStatus> {
    const counts = await memory.counts(uid, learned.embeddingModel);
    const { seedCount } = learned.settings;
    return {
      embedding_model: learned.embeddingModel,
      max_examples: MAX_EXAMPLES,
      total: counts.reduce((sum, { examples }) => sum + examples, 0),
      tasks: counts.map(({ task, examples, practice, pending }) => ({
        task,
        examples,
        practice,
        pending,
        seed_count: seedCount,
        state: examples - practice >= seedCount ? 'warm' : 'cold',
        practice_state: practice >= seedCount ? 'warm' : 'cold',
      })),
    };
  }

  const changed = (uid: string, change: MemoryChange): MemoryReceipt =>
    receiptOf(learned, uid, change);

  /** @throws ApiError memory_example_not_found */
  async function own(c: Context<RouteEnv>): Promise<StoredExample> {
    const found = await memory.get(c.var.identity.uid, c.req.param('id') ?? '');
    if (found === null) throw notFound();
    return found;
  }
}

/** A file that was cut short is no JSON: said as what it is. @throws ApiError invalid_request */
async function fileBody(c: Context<RouteEnv>): Promise<unknown> {
  try {
    return await jsonBody(c);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'invalid_request') throw error;
    throw new ApiError(
      'invalid_request',
      'the file is not whole JSON: it was cut short; nothing was changed',
    );
  }
}

function wire(example: StoredExample): MemoryExample {
  return {
    id: example.id,
    task: example.task,
    prompt: example.prompt,
    scores: example.scores,
    label_source: example.source,
    embedding_model: example.embeddingModel,
    created_at: new Date(example.createdAt).toISOString(),
    updated_at: new Date(example.updatedAt).toISOString(),
  };
}

function notFound(): ApiError {
  return new ApiError('memory_example_not_found', 'there is no such example in your memory');
}
