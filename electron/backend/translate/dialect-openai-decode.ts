import { z } from 'zod';
import type { IrAnswer, IrEvent, IrFinish, IrLogprob, IrUsage, StreamDecoder } from './ir';

const text = z.string().nullish().catch(null);
const tokens = z.number().nonnegative().nullish().catch(null);

const contentSchema = z
  .union([
    z.string(),
    z.array(z.object({ type: z.string(), text, thinking: z.unknown().optional() })),
  ])
  .nullish()
  .catch(null);
const callSchema = z.object({
  index: z.number().nullish().catch(null),
  id: text,
  function: z
    .object({
      name: text,
      arguments: z
        .union([z.string(), z.record(z.string(), z.unknown())])
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
});
/** A message or a delta: the one is the sum of the other. */
const messageSchema = z.object({
  content: contentSchema,
  refusal: text,
  reasoning_content: text,
  reasoning: text,
  tool_calls: z.array(callSchema).nullish().catch(null),
});
const tokenSchema = z.object({ token: z.string(), logprob: z.number() });
const logprobsSchema = z
  .object({
    content: z
      .array(tokenSchema.extend({ top_logprobs: z.array(tokenSchema).catch([]) }))
      .nullish(),
  })
  .nullish()
  .catch(null);
const usageSchema = z
  .object({
    prompt_tokens: tokens,
    completion_tokens: tokens,
    prompt_tokens_details: z.object({ cached_tokens: tokens }).nullish().catch(null),
    completion_tokens_details: z.object({ reasoning_tokens: tokens }).nullish().catch(null),
  })
  .nullish()
  .catch(null);
const answerSchema = z.object({
  id: text,
  model: text,
  choices: z
    .array(z.object({ message: messageSchema, finish_reason: text, logprobs: logprobsSchema }))
    .min(1),
  usage: usageSchema,
});
const chunkSchema = z.object({
  id: text,
  model: text,
  choices: z
    .array(
      z.object({
        delta: messageSchema.nullish().catch(null),
        finish_reason: text,
        logprobs: logprobsSchema,
      }),
    )
    .nullish()
    .catch(null),
  usage: usageSchema,
});

type Delta = z.infer<typeof messageSchema>;

/** A whole answer of chat completions; null = it is none. */
export function decodeOpenai(json: unknown): IrAnswer | null {
  const parsed = answerSchema.safeParse(json);
  const [choice] = parsed.data?.choices ?? [];
  if (!parsed.success || choice === undefined) return null;
  const { message } = choice;
  const { said, thought } = contentOf(message);
  const calls = (message.tool_calls ?? []).map((call) => ({
    type: 'tool_call' as const,
    id: call.id ?? '',
    name: call.function?.name ?? '',
    arguments: argumentsOf(call.function?.arguments) || '{}',
  }));
  return {
    id: parsed.data.id ?? '',
    model: parsed.data.model ?? '',
    parts: [
      ...(thought === '' ? [] : [{ type: 'reasoning' as const, text: thought, signature: null }]),
      ...(said === '' ? [] : [textPart(said, logprobsOf(choice.logprobs))]),
      ...(message.refusal ? [{ type: 'refusal' as const, text: message.refusal }] : []),
      ...calls,
    ],
    finish: finishOf(choice.finish_reason ?? '', calls.length > 0),
    stopSequence: null,
    usage: usageOf(parsed.data.usage) ?? NO_USAGE,
  };
}

const NO_USAGE: IrUsage = {
  promptTokens: null,
  completionTokens: null,
  cachedTokens: null,
  reasoningTokens: null,
};

interface OpenCall {
  readonly index: number;
  readonly id: string;
}

/** Reads the chunks of one streamed answer, of OpenAI and of the many servers that do as it does. */
export class OpenaiDecoder implements StreamDecoder {
  #started = false;
  /** The call that a chunk's own number stands for now. */
  readonly #calls = new Map<number, OpenCall>();
  #count = 0;

  push(_event: string, data: string): readonly IrEvent[] {
    if (data === '[DONE]') return [];
    const chunk = chunkSchema.safeParse(JSON.parse(data)).data;
    if (chunk === undefined) return [];
    const events: IrEvent[] = [];
    const [choice] = chunk.choices ?? [];
    if (!this.#started && choice !== undefined) {
      this.#started = true;
      events.push({ type: 'start', id: chunk.id ?? '', model: chunk.model ?? '' });
    }
    if (choice?.delta) this.#delta(choice.delta, logprobsOf(choice.logprobs), events);
    if (choice?.finish_reason) {
      const reason = finishOf(choice.finish_reason, this.#count > 0);
      events.push({ type: 'finish', reason, stopSequence: null });
    }
    const usage = usageOf(chunk.usage);
    if (usage !== null) events.push({ type: 'usage', usage });
    return events;
  }

  #delta(delta: Delta, logprobs: readonly IrLogprob[], events: IrEvent[]): void {
    const { said, thought } = contentOf(delta);
    if (thought !== '') events.push({ type: 'reasoning', text: thought });
    if (said !== '' || logprobs.length > 0) events.push(textPart(said, logprobs));
    if (delta.refusal) events.push({ type: 'refusal', text: delta.refusal });
    delta.tool_calls?.forEach((call, position) => {
      const number = call.index ?? this.#numberOf(call.id, position);
      const name = call.function?.name ?? '';
      let open = this.#calls.get(number);
      // Some servers number every call 0; a new id with a name is a new call.
      if (open === undefined || (call.id && name !== '' && call.id !== open.id)) {
        open = { index: this.#count, id: call.id ?? '' };
        this.#count += 1;
        this.#calls.set(number, open);
        events.push({ type: 'tool_start', index: open.index, id: open.id, name });
      }
      const args = argumentsOf(call.function?.arguments);
      if (args !== '') events.push({ type: 'tool_delta', index: open.index, arguments: args });
    });
  }

  /** A server without numbers names the call by its id, else it is the last one. */
  #numberOf(id: string | null | undefined, position: number): number {
    for (const [number, call] of this.#calls) if (id && call.id === id) return number;
    if (id) return this.#count;
    return Math.max(position, this.#count - 1);
  }
}

function textPart(
  text: string,
  logprobs: readonly IrLogprob[],
): { type: 'text'; text: string; logprobs?: readonly IrLogprob[] } {
  return { type: 'text', text, ...(logprobs.length > 0 && { logprobs }) };
}

function logprobsOf(logprobs: z.infer<typeof logprobsSchema>): IrLogprob[] {
  return (logprobs?.content ?? []).map(({ token, logprob, top_logprobs: top }) => ({
    token,
    logprob,
    top,
  }));
}

/** Text and thinking; Mistral's models write both into a list. */
function contentOf(message: Delta): { said: string; thought: string } {
  const thought = message.reasoning_content ?? message.reasoning ?? '';
  const { content } = message;
  if (typeof content === 'string') return { said: content, thought };
  const parts = content ?? [];
  return {
    said: parts.map((part) => (part.type === 'text' ? (part.text ?? '') : '')).join(''),
    thought: thought + parts.map((part) => thoughtOf(part.thinking)).join(''),
  };
}

function thoughtOf(thinking: unknown): string {
  if (typeof thinking === 'string') return thinking;
  if (!Array.isArray(thinking)) return '';
  return thinking
    .map((part: unknown) =>
      typeof part === 'object' && part !== null && 'text' in part && typeof part.text === 'string'
        ? part.text
        : '',
    )
    .join('');
}

/** Arguments are JSON text; a few servers send the object itself. */
function argumentsOf(args: string | Record<string, unknown> | null | undefined): string {
  if (args === null || args === undefined) return '';
  return typeof args === 'string' ? args : JSON.stringify(args);
}

function finishOf(reason: string, calledTools: boolean): IrFinish {
  switch (reason) {
    case 'tool_calls':
    case 'function_call':
      return 'tool_calls';
    case 'stop':
      // Some servers say `stop` after tool calls as well.
      return calledTools ? 'tool_calls' : 'stop';
    case 'length':
    case 'content_filter':
      return reason;
    default:
      return 'other';
  }
}

function usageOf(usage: z.infer<typeof usageSchema>): IrUsage | null {
  // Some servers put an empty one into every chunk.
  if (!usage || (usage.prompt_tokens ?? usage.completion_tokens ?? null) === null) return null;
  return {
    promptTokens: usage.prompt_tokens ?? null,
    completionTokens: usage.completion_tokens ?? null,
    cachedTokens: usage.prompt_tokens_details?.cached_tokens ?? null,
    reasoningTokens: usage.completion_tokens_details?.reasoning_tokens ?? null,
  };
}
