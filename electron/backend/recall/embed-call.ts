import { z } from 'zod';
import type { TaskName } from '@shared/routing/tasks';
import { decideAuto } from '@shared/routing/decide';
import { TASK_NEEDS } from '@shared/routing/resolve-setting';
import type { BackendContext } from '../context';
import { effectiveFor } from '../decide/effective';
import { policyFor } from '../decide/decide-request';
import { clipText, EmbeddingError } from '../embedding/embedder';
import { LOCAL_EMBEDDING_MODEL } from '../embedding/local-embedder';
import { providerEmbedder } from '../embedding/provider-embedder';
import { findCandidate } from '../gateway/attempt';
import { billingOf, ownCall } from '../own-call/own-call';

const TASK: TaskName = 'screenshot_embedding';
const CHARACTERS_PER_TOKEN = 4;

const answerSchema = z.object({
  data: z.array(z.object({ index: z.int().min(0), embedding: z.array(z.number()) })),
});

export interface EmbeddingPick {
  /** `provider/model`. */
  readonly model: string;
  readonly name: string;
  readonly local: boolean;
}

/** How recall gets its vectors. */
export interface RecallEmbedding {
  /** The user's pick of the task now; the model in the app when nobody else can be called. */
  pick(uid: string): Promise<EmbeddingPick>;
  /** What is known of a model, connected or not; one that nobody knows counts as elsewhere. */
  describe(model: string): EmbeddingPick;
  /**
   * Unit vectors of texts by this very model, never another, and none by one that the user's limits for
   * the task keep out now: an index outlives the choice that pinned it. Calls are recorded as direct
   * ones and count against the day's cap; what was on the screen is written into no history.
   *
   * @throws EmbeddingError
   */
  embed(
    uid: string,
    model: string,
    texts: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly Float32Array[]>;
}

export function recallEmbedding(ctx: BackendContext): RecallEmbedding {
  const describe = (model: string): EmbeddingPick => {
    const found = findCandidate(ctx, model);
    const provider = ctx.providers.get(model.slice(0, model.indexOf('/')));
    const local = found?.local ?? provider?.status().local ?? false;
    return { model, name: found?.name ?? model, local };
  };

  /** @throws EmbeddingError the user does not want this model to be given texts of the task */
  async function checkAllowed(uid: string, model: string): Promise<void> {
    const { constraints } = effectiveFor(await ctx.store.prefs.get(uid), TASK);
    const { localOnly, excluded, allowed } = constraints;
    if (localOnly && !describe(model).local) {
      throw failed(`${model} runs elsewhere, and screenshots are for models on this machine alone`);
    }
    if (excluded.includes(model) || (allowed !== null && !allowed.includes(model))) {
      throw failed(`${model} is not among the models that you allow for screenshots`);
    }
  }

  return {
    async pick(uid) {
      const prefs = await ctx.store.prefs.get(uid);
      const candidates = ctx.catalog.candidatesFor(TASK, ctx.providers.connections());
      const { model } = decideAuto({
        task: TASK,
        requestedModel: 'auto',
        // A simulated model finds nothing, and the one in the app is always there.
        candidates: candidates.filter(({ practice }) => !practice),
        needs: TASK_NEEDS[TASK],
        requireCallable: true,
        incumbent: null,
        catalog: '',
        ...effectiveFor(prefs, TASK),
        ...policyFor(ctx, { uid, owner: true, key: null }),
      });
      const id = model ?? LOCAL_EMBEDDING_MODEL;
      const found = candidates.find((candidate) => candidate.id === id);
      return { model: id, name: found?.name ?? id, local: found?.local ?? model === null };
    },

    describe,

    async embed(uid, model, texts, signal) {
      await checkAllowed(uid, model);
      const embedder = providerEmbedder(model, (clipped) =>
        embedWith(ctx, uid, model, clipped, signal),
      );
      return embedder.embed(texts, signal);
    },
  };
}

/**
 * Vectors of texts by a named embedding model, one each, in their order. The call is recorded as a
 * direct one without a word of them.
 *
 * @throws EmbeddingError
 */
export async function embedWith(
  ctx: BackendContext,
  uid: string,
  id: string,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<readonly number[][]> {
  const slash = id.indexOf('/');
  const provider = ctx.providers.get(id.slice(0, slash));
  if (provider === null) throw failed(`${id.slice(0, slash)} is not connected`);
  if (!provider.operations.has('embeddings')) throw failed(`${id} makes no embeddings`);
  const model = id.slice(slash + 1);
  const tokens = texts.reduce((sum, text) => sum + clipText(text).length, 0) / CHARACTERS_PER_TOKEN;
  const perToken = billingOf(ctx, provider, model).price?.inputPerMTok ?? null;
  const answer = await ownCall(
    ctx,
    {
      uid,
      key: null,
      task: TASK,
      provider,
      model,
      requestedModel: id,
      operation: 'embeddings',
      body: { model, input: texts, encoding_format: 'float' },
      estimatedUsd: perToken === null ? null : (tokens * perToken) / 1_000_000,
      signal,
    },
    (json) => answerSchema.safeParse(json).data ?? null,
  );
  if (!answer.ok) throw failed(answer.message);
  return answer.value.data.toSorted((a, b) => a.index - b.index).map(({ embedding }) => embedding);
}

function failed(message: string): EmbeddingError {
  return new EmbeddingError('embedding_failed', message);
}
