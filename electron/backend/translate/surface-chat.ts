import type {
  EncodeContext,
  IrAnswer,
  IrEvent,
  IrFinish,
  IrLogprob,
  IrUsage,
  StreamEncoder,
  SurfaceCodec,
} from './ir';
import { SSE_DONE, sseText } from './sse-text';
import { readChat } from './surface-chat-read';
import { logprobJson } from './surface-responses-object';

/** OpenAI's chat completions, as callers speak them. */
export const chatSurface: SurfaceCodec = {
  read: readChat,
  encode: encodeChat,
  encoder: (context) => new ChatEncoder(context),
};

function encodeChat(answer: IrAnswer, context: EncodeContext): Record<string, unknown> {
  const text = (type: 'text' | 'refusal' | 'reasoning'): string =>
    answer.parts.map((part) => (part.type === type ? part.text : '')).join('');
  const calls = answer.parts.flatMap((part) => (part.type === 'tool_call' ? [part] : []));
  const legacy = context.request.legacyFunctions === true;
  const [first] = calls;
  const content = text('text');
  const refusal = text('refusal');
  const reasoning = text('reasoning');
  const usage = usageOf(answer.usage);
  const logprobs = answer.parts.flatMap((part) =>
    part.type === 'text' ? (part.logprobs ?? []) : [],
  );
  return {
    id: idOf(answer.id, context),
    object: 'chat.completion',
    created: context.created,
    model: context.model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: content === '' && (calls.length > 0 || refusal !== '') ? null : content,
          refusal: refusal === '' ? null : refusal,
          ...(reasoning !== '' && { reasoning_content: reasoning }),
          ...(first !== undefined &&
            legacy && { function_call: { name: first.name, arguments: first.arguments } }),
          ...(calls.length > 0 &&
            !legacy && {
              tool_calls: calls.map(({ id, name, arguments: text }) => ({
                id,
                type: 'function',
                function: { name, arguments: text },
              })),
            }),
        },
        logprobs: logprobsOf(logprobs),
        finish_reason: finishOf(answer.finish, legacy),
      },
    ],
    ...(usage !== null && { usage }),
  };
}

/** A stream of `chat.completion.chunk`. */
class ChatEncoder implements StreamEncoder {
  readonly #context: EncodeContext;
  readonly #legacy: boolean;
  #id: string | null = null;
  #usage: IrUsage | null = null;

  constructor(context: EncodeContext) {
    this.#context = context;
    this.#legacy = context.request.legacyFunctions === true;
  }

  push(event: IrEvent): string {
    switch (event.type) {
      case 'start':
        return this.#open(event.id);
      case 'text':
        return this.#text(event.text, event.logprobs ?? []);
      case 'refusal':
        return this.#delta({ refusal: event.text });
      case 'reasoning':
        return this.#delta({ reasoning_content: event.text });
      case 'reasoning_signature':
        // Chat completions have no place for it; the thinking is not handed back on this surface.
        return '';
      case 'tool_start':
        return this.#toolStart(event);
      case 'tool_delta':
        return this.#toolDelta(event);
      case 'finish':
        return this.#delta({}, finishOf(event.reason, this.#legacy));
      case 'usage':
      default:
        this.#usage = event.usage;
        return '';
    }
  }

  end(): string {
    const usage = this.#usage === null ? null : usageOf(this.#usage);
    if (!this.#context.request.streamUsage || usage === null) return SSE_DONE;
    return sseText({ ...this.#head(), choices: [], usage }) + SSE_DONE;
  }

  #open(id: string): string {
    if (this.#id !== null) return '';
    this.#id = idOf(id, this.#context);
    return this.#chunk({ role: 'assistant', content: '', refusal: null }, null);
  }

  #toolStart(event: Extract<IrEvent, { type: 'tool_start' }>): string {
    const call = { name: event.name, arguments: '' };
    if (this.#legacy) return event.index === 0 ? this.#delta({ function_call: call }) : '';
    const { index, id } = event;
    return this.#delta({ tool_calls: [{ index, id, type: 'function', function: call }] });
  }

  #toolDelta(event: Extract<IrEvent, { type: 'tool_delta' }>): string {
    const call = { arguments: event.arguments };
    if (this.#legacy) return event.index === 0 ? this.#delta({ function_call: call }) : '';
    return this.#delta({ tool_calls: [{ index: event.index, function: call }] });
  }

  #text(content: string, logprobs: readonly IrLogprob[]): string {
    if (content === '' && logprobs.length === 0) return '';
    return this.#delta({ content }, null, logprobs);
  }

  #delta(
    delta: Record<string, unknown>,
    finish: string | null = null,
    logprobs: readonly IrLogprob[] = [],
  ): string {
    const opening = this.#id === null ? this.#open('') : '';
    return opening + this.#chunk(delta, finish, logprobs);
  }

  #chunk(
    delta: Record<string, unknown>,
    finish: string | null,
    logprobs: readonly IrLogprob[] = [],
  ): string {
    const choice = { index: 0, delta, logprobs: logprobsOf(logprobs), finish_reason: finish };
    const asked = this.#context.request.streamUsage;
    return sseText({ ...this.#head(), choices: [choice], ...(asked && { usage: null }) });
  }

  #head(): Record<string, unknown> {
    return {
      id: this.#id ?? '',
      object: 'chat.completion.chunk',
      created: this.#context.created,
      model: this.#context.model,
    };
  }
}

function logprobsOf(logprobs: readonly IrLogprob[]): Record<string, unknown> | null {
  return logprobs.length === 0 ? null : { content: logprobs.map(logprobJson), refusal: null };
}

function idOf(id: string, context: EncodeContext): string {
  return id === '' ? `chatcmpl-${context.newId()}` : id;
}

function finishOf(reason: IrFinish, legacy: boolean): string {
  switch (reason) {
    case 'length':
    case 'content_filter':
      return reason;
    case 'tool_calls':
      return legacy ? 'function_call' : 'tool_calls';
    case 'stop':
    case 'other':
    default:
      return 'stop';
  }
}

/** Null when nothing was reported: a number is never made up. */
function usageOf(usage: IrUsage): Record<string, unknown> | null {
  const { promptTokens, completionTokens, cachedTokens, reasoningTokens } = usage;
  if (promptTokens === null && completionTokens === null) return null;
  return {
    prompt_tokens: promptTokens ?? 0,
    completion_tokens: completionTokens ?? 0,
    total_tokens: (promptTokens ?? 0) + (completionTokens ?? 0),
    ...(cachedTokens !== null && { prompt_tokens_details: { cached_tokens: cachedTokens } }),
    ...(reasoningTokens !== null && {
      completion_tokens_details: { reasoning_tokens: reasoningTokens },
    }),
  };
}
