import type { TaskName } from '@shared/routing/tasks';
import type { BackendContext } from '../context';
import { callCost } from '../decide/estimate';
import { findCandidate, recordCall, settledCost } from '../gateway/attempt';
import type { ChatResult, ChatSink, Provider, ProviderCall } from '../providers/provider';
import type { CallRecord } from '../store/store';
import { DIALECT_CODECS } from '../translate/codecs';
import { translateRequest } from '../translate/translate';
import { worstCost } from './budget';
import type {
  BenchmarkMessage,
  BillingOf,
  CallFailure,
  CallModel,
  ModelAnswer,
  ModelCall,
} from './model-call';

const TASK: TaskName = 'general_assistant';
/** What the calls of a classifier are recorded under (S4-32). */
const CLASSIFIER_AS = 'auto/efficient';

/** What a model is billed by: the catalog, or nothing at all for one on this machine. */
export function createBilling(ctx: BackendContext): BillingOf {
  return (model) => {
    const candidate = findCandidate(ctx, model);
    if (candidate !== null) return { local: candidate.local, price: candidate.price };
    const provider = ctx.providers.get(split(model).provider);
    return provider === null ? null : { local: provider.status().local, price: null };
  };
}

/**
 * Calls models over the gateway's providers, whatever protocol they speak. Every call is recorded
 * before it is made and when it ends, as a direct one, so that spending is whole (S2-17), and counts
 * against the day's cap.
 */
export function createCallModel(ctx: BackendContext): CallModel {
  const billingOf = createBilling(ctx);
  return async (call) => {
    const { provider: providerId, model } = split(call.model);
    const provider = ctx.providers.get(providerId);
    if (provider === null) return failed('unknown_provider', `${providerId} is not connected`);
    const translated = translateRequest('chat', chatBody(call), provider.dialect, model);
    if (!translated.ok) return failed('provider_rejected', translated.message);
    const billing = billingOf(call.model) ?? { local: provider.status().local, price: null };
    const reserved = ctx.spending.reserve(
      { uid: call.uid, key: call.key },
      { local: billing.local, estimatedUsd: worstCost(call, billingOf) },
    );
    if (!reserved.ok) return failed('spending_cap_reached', reserved.message);
    const { reservation } = reserved;
    const record = { ...recordOf(ctx, call, providerId), estimatedUsd: reservation.estimatedUsd };
    try {
      await ctx.store.calls.record(record);
    } catch (error) {
      reservation.settle(0);
      ctx.log.error('a call could not be begun', { callId: record.id, error: String(error) });
      return failed('storage_failed', 'the call could not be written down, so nothing was sent');
    }
    const startedAt = ctx.clock.monotonic();
    const sink = new CollectingSink();
    const result = await send(ctx, provider, sink, {
      operation: 'chat',
      model,
      body: translated.body,
      files: [],
      headers: {},
      stream: false,
      signal: call.signal,
    });
    const ms = ctx.clock.monotonic() - startedAt;
    const costUsd = callCost(billing, result.usage);
    const answer = readAnswer(provider, sink, result, costUsd, ms);
    const status = answer.error === null ? 'succeeded' : call.signal.aborted ? 'aborted' : 'failed';
    const firstTokenMs = result.firstTokenMs === null ? null : Math.round(result.firstTokenMs);
    reservation.settle(settledCost({ status, firstTokenMs, costUsd }));
    await recordCall(ctx, {
      ...record,
      status,
      errorCode: answer.error?.code ?? null,
      firstTokenMs,
      totalMs: Math.round(ms),
      promptTokens: result.usage.promptTokens,
      completionTokens: result.usage.completionTokens,
      cachedTokens: result.usage.cachedTokens,
      costUsd,
    });
    return answer;
  };
}

function split(id: string): { provider: string; model: string } {
  const slash = id.indexOf('/');
  return { provider: id.slice(0, slash), model: id.slice(slash + 1) };
}

/** The call as a chat-completions request; other protocols are translated from it. */
function chatBody(call: ModelCall): Record<string, unknown> {
  return {
    model: call.model,
    messages: call.messages.map(wireMessage),
    // Newer models of OpenAI refuse max_tokens; others know nothing else.
    [call.model.startsWith('openai/') ? 'max_completion_tokens' : 'max_tokens']: call.maxTokens,
    ...(call.tools.length > 0 && { tools: call.tools }),
    ...(call.effort !== null && { reasoning_effort: call.effort }),
  };
}

function wireMessage(message: BenchmarkMessage): Record<string, unknown> {
  if (message.role === 'tool') {
    return { role: 'tool', tool_call_id: message.toolCallId, content: message.content };
  }
  if (message.role !== 'assistant') return { role: message.role, content: message.content };
  return {
    role: 'assistant',
    content: message.content === '' ? null : message.content,
    tool_calls: message.toolCalls.map(({ id, name, argumentsText }) => ({
      id,
      type: 'function',
      function: { name, arguments: argumentsText },
    })),
  };
}

/** Keeps an answer that is read whole. */
class CollectingSink implements ChatSink {
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
      return undefined;
    }
  }
}

/** A provider answers with values; an exception is a bug in it, and must not end the run. */
async function send(
  ctx: BackendContext,
  provider: Provider,
  sink: ChatSink,
  call: ProviderCall,
): Promise<ChatResult> {
  try {
    return await provider.send(call, sink);
  } catch (error) {
    ctx.log.error('a provider threw', { error: String(error) });
    const failure = {
      code: 'provider_error',
      message: 'the call failed inside Auto Router',
      status: null,
      retryAfterMs: null,
    } as const;
    const usage = {
      promptTokens: null,
      completionTokens: null,
      cachedTokens: null,
      audioSeconds: null,
    };
    return { ok: false, failure, started: false, usage, firstTokenMs: null };
  }
}

function readAnswer(
  provider: Provider,
  sink: CollectingSink,
  result: ChatResult,
  costUsd: number | null,
  ms: number,
): ModelAnswer {
  const cost = { costUsd, ms };
  if (!result.ok) {
    const { code, message, retryAfterMs } = result.failure;
    return { text: '', toolCalls: [], ...cost, error: { code, message, retryAfterMs } };
  }
  const answer = DIALECT_CODECS[provider.dialect].decode(sink.json());
  if (answer === null) {
    const error: CallFailure = {
      code: 'provider_bad_answer',
      message: 'the answer cannot be read',
      retryAfterMs: null,
    };
    return { text: '', toolCalls: [], ...cost, error };
  }
  const text = answer.parts
    .map((part) => (part.type === 'text' || part.type === 'refusal' ? part.text : ''))
    .join('');
  const toolCalls = answer.parts.flatMap((part, index) =>
    part.type === 'tool_call'
      ? [
          {
            id: part.id === '' ? `call_${index}` : part.id,
            name: part.name,
            argumentsText: part.arguments,
          },
        ]
      : [],
  );
  return { text, toolCalls, ...cost, error: null };
}

function failed(code: string, message: string): ModelAnswer {
  const error: CallFailure = { code, message, retryAfterMs: null };
  return { text: '', toolCalls: [], costUsd: 0, ms: 0, error };
}

function recordOf(ctx: BackendContext, call: ModelCall, provider: string): CallRecord {
  return {
    id: ctx.newId(),
    uid: call.uid,
    keyId: call.key?.id ?? null,
    outcomeId: null,
    router: 'direct',
    task: TASK,
    requestedModel: call.purpose === 'classifier' ? CLASSIFIER_AS : call.model,
    provider,
    model: call.model,
    at: ctx.clock.now(),
    status: 'running',
    errorCode: null,
    firstTokenMs: null,
    totalMs: null,
    promptTokens: null,
    completionTokens: null,
    costUsd: null,
    // A prompt of the benchmark is no question of the user, and his own question is in its own row.
    excerpt: null,
    conversationId: null,
  };
}
