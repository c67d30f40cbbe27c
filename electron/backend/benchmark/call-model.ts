import type { TaskName } from '@shared/routing/tasks';
import type { BackendContext } from '../context';
import { findCandidate } from '../gateway/attempt';
import { billingOf, ownCall } from '../own-call/own-call';
import { DIALECT_CODECS } from '../translate/codecs';
import type { IrAnswer } from '../translate/ir';
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
  return (id) => {
    const { provider: providerId, model } = split(id);
    const provider = ctx.providers.get(providerId);
    if (provider !== null) return billingOf(ctx, provider, model);
    // Taken away since: what it cost is still known.
    const candidate = findCandidate(ctx, id);
    return candidate === null ? null : { local: candidate.local, price: candidate.price };
  };
}

/**
 * Calls models over the gateway's providers, whatever protocol they speak. Every call is recorded
 * before it is made and when it ends, as a direct one, so that spending is whole (S2-17), and counts
 * against the day's cap.
 */
export function createCallModel(ctx: BackendContext): CallModel {
  const billing = createBilling(ctx);
  return async (call) => {
    const { provider: providerId, model } = split(call.model);
    const provider = ctx.providers.get(providerId);
    if (provider === null) return failed('unknown_provider', `${providerId} is not connected`);
    const translated = translateRequest('chat', chatBody(call), provider.dialect, model);
    if (!translated.ok) return failed('provider_rejected', translated.message);
    const answer = await ownCall(
      ctx,
      {
        uid: call.uid,
        key: call.key,
        task: TASK,
        provider,
        model,
        requestedModel: call.purpose === 'classifier' ? CLASSIFIER_AS : call.model,
        operation: 'chat',
        body: translated.body,
        estimatedUsd: worstCost(call, billing),
        signal: call.signal,
      },
      (json) => DIALECT_CODECS[provider.dialect].decode(json),
    );
    const { costUsd, ms } = answer;
    if (answer.ok) return { ...saidIn(answer.value), costUsd, ms, error: null };
    const { code, message, retryAfterMs } = answer;
    return { text: '', toolCalls: [], costUsd, ms, error: { code, message, retryAfterMs } };
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

function saidIn({ parts }: IrAnswer): Pick<ModelAnswer, 'text' | 'toolCalls'> {
  const text = parts
    .map((part) => (part.type === 'text' || part.type === 'refusal' ? part.text : ''))
    .join('');
  const toolCalls = parts.flatMap((part, index) =>
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
  return { text, toolCalls };
}

function failed(code: string, message: string): ModelAnswer {
  const error: CallFailure = { code, message, retryAfterMs: null };
  return { text: '', toolCalls: [], costUsd: 0, ms: 0, error };
}
