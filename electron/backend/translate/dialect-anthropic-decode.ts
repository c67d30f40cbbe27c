import { z } from 'zod';
import { JSON_TOOL } from './dialect-anthropic-write';
import { type IrAnswer, type IrEvent, type IrFinish, type IrUsage, sealWith } from './ir';
import type { StreamDecoder } from './ir';
import { argumentsOf } from './surface-messages-content';

const text = z.string().nullish().catch(null);
const tokens = z.number().nonnegative().nullish().catch(null);

const usageSchema = z
  .object({
    input_tokens: tokens,
    output_tokens: tokens,
    cache_creation_input_tokens: tokens,
    cache_read_input_tokens: tokens,
    output_tokens_details: z.object({ thinking_tokens: tokens }).nullish().catch(null),
  })
  .nullish()
  .catch(null);
const blockSchema = z.object({
  type: z.string(),
  text,
  thinking: text,
  signature: text,
  id: text,
  name: text,
  input: z.unknown().optional(),
});
const stopDetailsSchema = z.object({ explanation: text }).nullish().catch(null);
const messageSchema = z.object({
  type: z.literal('message'),
  id: text,
  model: text,
  content: z.array(blockSchema),
  stop_reason: text,
  stop_sequence: text,
  stop_details: stopDetailsSchema,
  usage: usageSchema,
});
const eventSchema = z.object({
  type: z.string(),
  index: z.number().nullish(),
  message: z.object({ id: text, model: text, usage: usageSchema }).nullish(),
  content_block: blockSchema.nullish(),
  delta: z
    .object({
      type: text,
      text,
      thinking: text,
      signature: text,
      partial_json: text,
      stop_reason: text,
      stop_sequence: text,
      stop_details: stopDetailsSchema,
    })
    .nullish(),
  usage: usageSchema,
});

type Usage = z.infer<typeof usageSchema>;
type Block = z.infer<typeof blockSchema>;
type Event = z.infer<typeof eventSchema>;

/** A whole message; null = it is none. */
export function decodeAnthropic(json: unknown): IrAnswer | null {
  const message = messageSchema.safeParse(json).data;
  if (message === undefined) return null;
  const explanation = message.stop_details?.explanation;
  return {
    id: message.id ?? '',
    model: message.model ?? '',
    parts: [
      ...message.content.flatMap(partOf),
      ...(explanation ? [{ type: 'refusal' as const, text: explanation }] : []),
    ],
    finish: finishOf(message.stop_reason ?? '', isJsonAnswer(message.content)),
    stopSequence: message.stop_sequence ?? null,
    usage: usageOf(message.usage),
  };
}

function isJsonAnswer(content: readonly Block[]): boolean {
  return content.some(({ type, name }) => type === 'tool_use' && name === JSON_TOOL);
}

function partOf(block: Block): IrAnswer['parts'][number][] {
  switch (block.type) {
    case 'text':
      return [{ type: 'text', text: block.text ?? '' }];
    case 'thinking': {
      const signature = block.signature ? sealWith('anthropic', block.signature) : null;
      return [{ type: 'reasoning', text: block.thinking ?? '', signature }];
    }
    case 'tool_use': {
      const args = argumentsOf(block.input);
      const name = block.name ?? '';
      if (name === JSON_TOOL) return [{ type: 'text', text: args }];
      return [{ type: 'tool_call', id: block.id ?? '', name, arguments: args }];
    }
    default:
      // Encrypted thinking, and blocks of tools that were not offered.
      return [];
  }
}

interface OpenTool {
  /** Its number among the answer's tool calls; null = its arguments are the answer itself. */
  readonly index: number | null;
  readonly given: unknown;
  written: boolean;
}

/** Reads the events of one streamed message. */
export class AnthropicDecoder implements StreamDecoder {
  readonly #tools = new Map<number, OpenTool>();
  #count = 0;
  #json = false;
  #stopReason = '';
  #stopSequence: string | null = null;
  #usage: NonNullable<Usage> = {};

  push(_event: string, data: string): readonly IrEvent[] {
    const event = eventSchema.safeParse(JSON.parse(data)).data;
    switch (event?.type ?? '') {
      case 'message_start':
        this.#use(event?.message?.usage);
        return [
          { type: 'start', id: event?.message?.id ?? '', model: event?.message?.model ?? '' },
        ];
      case 'content_block_start':
        return event?.content_block ? this.#begin(event.index ?? 0, event.content_block) : [];
      case 'content_block_delta':
        return event === undefined ? [] : this.#delta(event);
      case 'content_block_stop':
        return this.#close(event?.index ?? 0);
      case 'message_delta':
        this.#stopReason = event?.delta?.stop_reason ?? this.#stopReason;
        this.#stopSequence = event?.delta?.stop_sequence ?? null;
        this.#use(event?.usage);
        return event?.delta?.stop_details?.explanation
          ? [{ type: 'refusal', text: event.delta.stop_details.explanation }]
          : [];
      case 'message_stop':
        return [
          {
            type: 'finish',
            reason: finishOf(this.#stopReason, this.#json),
            stopSequence: this.#stopSequence,
          },
          { type: 'usage', usage: usageOf(this.#usage) },
        ];
      default:
        return [];
    }
  }

  #begin(index: number, block: Block): IrEvent[] {
    switch (block.type) {
      case 'text':
        return block.text ? [{ type: 'text', text: block.text }] : [];
      case 'thinking':
        return block.thinking ? [{ type: 'reasoning', text: block.thinking }] : [];
      case 'tool_use': {
        const name = block.name ?? '';
        if (name === JSON_TOOL) {
          this.#json = true;
          this.#tools.set(index, { index: null, given: block.input, written: false });
          return [];
        }
        const tool = { index: this.#count, given: block.input, written: false };
        this.#count += 1;
        this.#tools.set(index, tool);
        return [{ type: 'tool_start', index: tool.index, id: block.id ?? '', name }];
      }
      default:
        return [];
    }
  }

  #delta({ index, delta }: Event): IrEvent[] {
    switch (delta?.type ?? '') {
      case 'text_delta':
        return delta?.text ? [{ type: 'text', text: delta.text }] : [];
      case 'thinking_delta':
        return delta?.thinking ? [{ type: 'reasoning', text: delta.thinking }] : [];
      case 'signature_delta': {
        if (!delta?.signature) return [];
        const signature = sealWith('anthropic', delta.signature);
        return [{ type: 'reasoning_signature', signature }];
      }
      case 'input_json_delta': {
        const tool = this.#tools.get(index ?? 0);
        return tool !== undefined && delta?.partial_json ? [args(tool, delta.partial_json)] : [];
      }
      default:
        return [];
    }
  }

  /** A call without arguments writes none; callers parse them, so they must be JSON. */
  #close(index: number): IrEvent[] {
    const tool = this.#tools.get(index);
    this.#tools.delete(index);
    return tool === undefined || tool.written ? [] : [args(tool, argumentsOf(tool.given))];
  }

  /** Counts are cumulative: a later one replaces an earlier one, and a missing one does not. */
  #use(usage: Usage): void {
    const reported = Object.entries(usage ?? {}).filter(([, value]) => value !== null);
    this.#usage = { ...this.#usage, ...Object.fromEntries(reported) };
  }
}

function args(tool: OpenTool, piece: string): IrEvent {
  tool.written = true;
  return tool.index === null
    ? { type: 'text', text: piece }
    : { type: 'tool_delta', index: tool.index, arguments: piece };
}

function finishOf(reason: string, jsonAnswer: boolean): IrFinish {
  switch (reason) {
    case 'end_turn':
    case 'stop_sequence':
      return 'stop';
    case 'tool_use':
      return jsonAnswer ? 'stop' : 'tool_calls';
    case 'max_tokens':
    case 'model_context_window_exceeded':
      return 'length';
    case 'refusal':
      return 'content_filter';
    default:
      // `pause_turn` belongs to tools that are not offered.
      return 'other';
  }
}

/** Anthropic counts what it read from and wrote to its cache apart from the rest of the prompt. */
function usageOf(usage: Usage): IrUsage {
  const input = usage?.input_tokens ?? null;
  const read = usage?.cache_read_input_tokens ?? null;
  return {
    promptTokens:
      input === null ? null : input + (read ?? 0) + (usage?.cache_creation_input_tokens ?? 0),
    completionTokens: usage?.output_tokens ?? null,
    cachedTokens: read,
    reasoningTokens: usage?.output_tokens_details?.thinking_tokens ?? null,
  };
}
