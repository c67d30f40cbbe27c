import { z } from 'zod';
import type { TaskName } from '@shared/routing/tasks';
import { decideAuto } from '@shared/routing/decide';
import { TASK_NEEDS } from '@shared/routing/resolve-setting';
import type { BackendContext } from '../context';
import { effectiveFor } from '../decide/effective';
import { callCost } from '../decide/estimate';
import { policyFor } from '../decide/decide-request';
import { clipText, EmbeddingError } from '../embedding/embedder';
import { LOCAL_EMBEDDING_MODEL } from '../embedding/local-embedder';
import { providerEmbedder } from '../embedding/provider-embedder';
import { findCandidate, recordCall, settledCost } from '../gateway/attempt';
import type { ChatSink } from '../providers/provider';
import type { CallRecord } from '../store/store';

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
   * Unit vectors of texts by this very model, never another. Calls are recorded as direct ones and
   * count against the day's cap; what was on the screen is written into no history.
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

    describe(model) {
      const found = findCandidate(ctx, model);
      const provider = ctx.providers.get(model.slice(0, model.indexOf('/')));
      const local = found?.local ?? provider?.status().local ?? false;
      return { model, name: found?.name ?? model, local };
    },

    embed: (uid, model, texts, signal) =>
      providerEmbedder(model, (clipped) => call(ctx, uid, model, clipped, signal)).embed(
        texts,
        signal,
      ),
  };
}

async function call(
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
  const billing = findCandidate(ctx, id) ?? { local: provider.status().local, price: null };
  const tokens = texts.reduce((sum, text) => sum + clipText(text).length, 0) / CHARACTERS_PER_TOKEN;
  const perToken = billing.price?.inputPerMTok ?? null;
  const reserved = ctx.spending.reserve(
    { uid, key: null },
    {
      local: billing.local,
      estimatedUsd: perToken === null ? null : (tokens * perToken) / 1_000_000,
    },
  );
  if (!reserved.ok) throw failed(reserved.message);
  const { reservation } = reserved;
  const record = {
    ...begun(ctx, uid, id, provider.id),
    estimatedUsd: reservation.estimatedUsd,
  };
  try {
    await ctx.store.calls.record(record);
  } catch (error) {
    reservation.settle(0);
    throw error;
  }
  const startedAt = ctx.clock.monotonic();
  const sink = new WholeAnswer();
  const result = await provider.send(
    {
      operation: 'embeddings',
      model: id.slice(slash + 1),
      body: { model: id.slice(slash + 1), input: texts, encoding_format: 'float' },
      files: [],
      headers: {},
      stream: false,
      signal,
    },
    sink,
  );
  const costUsd = callCost(billing, result.usage);
  const read = result.ok ? answerSchema.safeParse(sink.json()) : null;
  const failure = result.ok ? null : result.failure;
  const wrong = read?.success === false ? 'provider_bad_answer' : null;
  const ended = signal.aborted ? 'aborted' : 'failed';
  const status = read?.success === true ? 'succeeded' : ended;
  const firstTokenMs = result.firstTokenMs === null ? null : Math.round(result.firstTokenMs);
  reservation.settle(settledCost({ status, firstTokenMs, costUsd }));
  await recordCall(ctx, {
    ...record,
    status,
    errorCode: failure?.code ?? wrong,
    firstTokenMs,
    totalMs: Math.round(ctx.clock.monotonic() - startedAt),
    promptTokens: result.usage.promptTokens,
    costUsd,
  });
  if (failure !== null) throw failed(failure.message);
  if (read?.success !== true) throw failed('the answer holds no vectors');
  return read.data.data.toSorted((a, b) => a.index - b.index).map(({ embedding }) => embedding);
}

function failed(message: string): EmbeddingError {
  return new EmbeddingError('embedding_failed', message);
}

class WholeAnswer implements ChatSink {
  readonly #chunks: Uint8Array[] = [];

  head(): void {
    // Status and headers say nothing that the result doesn't.
  }

  async chunk(bytes: Uint8Array): Promise<void> {
    this.#chunks.push(bytes);
  }

  json(): unknown {
    try {
      return JSON.parse(Buffer.concat(this.#chunks).toString('utf8')) as unknown;
    } catch {
      return null;
    }
  }
}

function begun(ctx: BackendContext, uid: string, model: string, provider: string): CallRecord {
  return {
    id: ctx.newId(),
    uid,
    outcomeId: null,
    router: 'direct',
    task: TASK,
    requestedModel: model,
    provider,
    model,
    at: ctx.clock.now(),
    status: 'running',
    errorCode: null,
    firstTokenMs: null,
    totalMs: null,
    promptTokens: null,
    completionTokens: null,
    costUsd: null,
    excerpt: null,
    conversationId: null,
  };
}
