import type { EncodeContext, IrAnswer, IrFinish, IrUsage } from './ir';
import { inputOf } from './surface-messages-content';

/** A whole answer as a Messages response. */
export function encodeMessage(answer: IrAnswer, context: EncodeContext): Record<string, unknown> {
  const content = answer.parts.flatMap((part): Record<string, unknown>[] => {
    switch (part.type) {
      case 'text':
      case 'refusal':
        return part.text === '' ? [] : [{ type: 'text', text: part.text }];
      case 'reasoning':
        return [{ type: 'thinking', thinking: part.text, signature: part.signature ?? '' }];
      case 'tool_call':
      default:
        return [{ type: 'tool_use', id: part.id, name: part.name, input: inputOf(part.arguments) }];
    }
  });
  const refused = answer.parts.some(({ type }) => type === 'refusal');
  return {
    ...messageHead(answer.id, context),
    content,
    stop_reason: stopReasonOf(answer.finish, answer.stopSequence, refused),
    stop_sequence: answer.stopSequence,
    usage: usageOf(answer.usage),
  };
}

/** The fields of a message that do not depend on its content. */
export function messageHead(id: string, context: EncodeContext): Record<string, unknown> {
  return {
    id: id === '' ? `msg_${context.newId()}` : id,
    type: 'message',
    role: 'assistant',
    model: context.model,
    stop_details: null,
    container: null,
    diagnostics: null,
  };
}

export function stopReasonOf(
  finish: IrFinish,
  stopSequence: string | null,
  refused: boolean,
): string {
  switch (finish) {
    case 'length':
      return 'max_tokens';
    case 'tool_calls':
      return 'tool_use';
    case 'content_filter':
      return 'refusal';
    case 'stop':
    case 'other':
    default:
      if (refused) return 'refusal';
      return stopSequence === null ? 'end_turn' : 'stop_sequence';
  }
}

/**
 * Usage as Messages counts it: cached tokens apart from `input_tokens`. The protocol wants numbers,
 * so what the provider did not report is 0 here; the gateway's own records keep it as unknown.
 */
export function usageOf(usage: IrUsage): Record<string, unknown> {
  const cached = usage.cachedTokens ?? 0;
  return {
    input_tokens: Math.max(0, (usage.promptTokens ?? 0) - cached),
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: cached,
    output_tokens: usage.completionTokens ?? 0,
    ...(usage.reasoningTokens !== null && {
      output_tokens_details: { thinking_tokens: usage.reasoningTokens },
    }),
  };
}
