import type { MeasureResponse } from '@shared/api/models';
import type { TaskName } from '@shared/routing/tasks';
import type { BackendContext } from '../context';
import type {
  ChatResult,
  ChatSink,
  Operation,
  Provider,
  ProviderErrorCode,
} from '../providers/provider';
import type { Measured } from './measured';

/** Timed runs after one that only wakes the model. */
const RUNS = 2;
const ANSWER_TOKENS = 64;
const PROMPT = 'Count from one to forty in words, separated by commas.';
/** Loading a large model from a slow disk takes a while. */
const LONGEST_MS = 180_000;

export interface ProbeInput {
  readonly uid: string;
  readonly provider: Provider;
  /** The provider's own model id. */
  readonly model: string;
  /** A model that only embeds is asked to embed. */
  readonly embeds: boolean;
  readonly signal: AbortSignal;
}

/** What the probe measured, or the provider's failure in words. */
export type ProbeResult =
  | { readonly ok: true; readonly measured: MeasureResponse }
  | { readonly ok: false; readonly code: ProviderErrorCode; readonly message: string };

/**
 * Measures a model on this machine by asking it something short: once to wake it, then {@link RUNS}
 * times with the clock running. Each timed run is a call like any other, marked direct, so that history
 * is whole and the measurement survives a restart.
 */
export async function probeModel(
  ctx: BackendContext,
  measured: Measured,
  input: ProbeInput,
): Promise<ProbeResult> {
  const signal = AbortSignal.any([input.signal, AbortSignal.timeout(LONGEST_MS)]);
  const task: TaskName = input.embeds ? 'screenshot_embedding' : 'general_assistant';
  const id = `${input.provider.id}/${input.model}`;
  for (let run = 0; run <= RUNS; run += 1) {
    const at = ctx.clock.now();
    const startedAt = ctx.clock.monotonic();
    const result = await ask(input, signal);
    const totalMs = ctx.clock.monotonic() - startedAt;
    if (!result.ok) {
      const { code, message } = result.failure;
      return { ok: false, code, message };
    }
    if (run === 0) continue;
    await ctx.store.calls.record({
      id: ctx.newId(),
      uid: input.uid,
      outcomeId: null,
      router: 'direct',
      task,
      requestedModel: id,
      provider: input.provider.id,
      model: id,
      at,
      status: 'succeeded',
      errorCode: null,
      firstTokenMs: result.firstTokenMs,
      totalMs,
      promptTokens: result.usage.promptTokens,
      completionTokens: result.usage.completionTokens,
      costUsd: 0,
      excerpt: 'Speed probe',
      conversationId: null,
    });
  }
  const known = measured.of(task, id);
  return {
    ok: true,
    measured: {
      model: id,
      firstTokenMs: known?.firstTokenMs?.value ?? null,
      totalMs: known?.totalMs?.value ?? 0,
      tokensPerSecond: known?.tokensPerSecond?.value ?? null,
      n: known?.totalMs?.n ?? 0,
    },
  };
}

function ask({ provider, model, embeds }: ProbeInput, signal: AbortSignal): Promise<ChatResult> {
  const operation: Operation = embeds ? 'embeddings' : 'chat';
  const body = embeds
    ? { model, input: PROMPT }
    : {
        model,
        messages: [{ role: 'user', content: PROMPT }],
        max_tokens: ANSWER_TOKENS,
        stream: true,
        stream_options: { include_usage: true },
      };
  const call = { operation, model, body, files: [], headers: {}, stream: !embeds, signal };
  return provider.send(call, DROP);
}

/** Nobody reads a probe's answer. */
const DROP: ChatSink = {
  head: () => undefined,
  chunk: () => Promise.resolve(),
};
