import type { EncodeContext, IrEvent, IrUsage, StreamEncoder } from './ir';
import { sseText } from './sse-text';
import { messageHead, stopReasonOf, usageOf } from './surface-messages-answer';

type BlockKind = 'text' | 'thinking' | 'tool';

interface Block {
  readonly kind: BlockKind;
  readonly index: number;
  /** Of a tool call: its number in the answer and its arguments so far. */
  readonly tool: number | null;
  args: string[];
  signed: boolean;
}

const NOTHING_USED: IrUsage = {
  promptTokens: null,
  completionTokens: null,
  cachedTokens: null,
  reasoningTokens: null,
};

/**
 * A stream of Messages events in their documented order: one block is open at a time, numbered from
 * 0, and closed before the next (S2-22). Where a provider writes two tool calls at once, the first
 * one streams and what belongs to the others waits until it is whole.
 */
export class MessagesEncoder implements StreamEncoder {
  readonly #context: EncodeContext;
  #started = false;
  #open: Block | null = null;
  #blocks = 0;
  /** What cannot be written before the open tool call is whole. */
  #waiting: IrEvent[] = [];
  #refused = false;
  #finish: Extract<IrEvent, { type: 'finish' }> | null = null;
  #usage: IrUsage = NOTHING_USED;

  constructor(context: EncodeContext) {
    this.#context = context;
  }

  push(event: IrEvent): string {
    switch (event.type) {
      case 'start':
        return this.#start(event.id);
      case 'finish':
        // What was used comes later, and belongs into the same event.
        this.#finish = event;
        return '';
      case 'usage':
        this.#usage = event.usage;
        return '';
      case 'text':
      case 'refusal':
      case 'reasoning':
      case 'reasoning_signature':
      case 'tool_start':
      case 'tool_delta':
      default:
        return this.#start('') + this.#content(event);
    }
  }

  end(): string {
    const closing = this.#start('') + this.#writeWaiting() + this.#close();
    const { reason, stopSequence } = this.#finish ?? { reason: 'other', stopSequence: null };
    const delta = {
      stop_reason: stopReasonOf(reason, stopSequence, this.#refused),
      stop_sequence: stopSequence,
      stop_details: null,
      container: null,
    };
    return (
      closing +
      frame('message_delta', { delta, usage: usageOf(this.#usage) }) +
      frame('message_stop', {})
    );
  }

  #start(id: string): string {
    if (this.#started) return '';
    this.#started = true;
    const message = {
      ...messageHead(id, this.#context),
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: usageOf(NOTHING_USED),
    };
    return frame('message_start', { message });
  }

  #content(event: IrEvent): string {
    if (this.#mustWait(event)) {
      this.#waiting.push(event);
      return '';
    }
    return this.#write(event);
  }

  /** True for what would close a tool call that has not ended, as far as its arguments tell. */
  #mustWait(event: IrEvent): boolean {
    const open = this.#open;
    if (open?.kind !== 'tool') return false;
    if (event.type === 'tool_delta' && event.index === open.tool) return false;
    return this.#waiting.length > 0 || !isWhole(open.args.join(''));
  }

  #write(event: IrEvent): string {
    switch (event.type) {
      case 'text':
        return this.#text(event.text);
      case 'refusal':
        this.#refused = true;
        return this.#text(event.text);
      case 'reasoning': {
        if (event.text === '') return '';
        const opening = this.#ensure('thinking', { thinking: '', signature: '' });
        return opening + this.#delta({ type: 'thinking_delta', thinking: event.text });
      }
      case 'reasoning_signature': {
        const opening = this.#ensure('thinking', { thinking: '', signature: '' });
        if (this.#open !== null) this.#open.signed = true;
        return opening + this.#delta({ type: 'signature_delta', signature: event.signature });
      }
      case 'tool_start': {
        const { id, name } = event;
        return this.#begin('tool', { type: 'tool_use', id, name, input: {} }, event.index);
      }
      case 'tool_delta':
        // A call that was closed as whole gets no more than white space.
        if (this.#open?.tool !== event.index || event.arguments === '') return '';
        this.#open.args.push(event.arguments);
        return this.#delta({ type: 'input_json_delta', partial_json: event.arguments });
      case 'start':
      case 'finish':
      case 'usage':
      default:
        return '';
    }
  }

  #text(text: string): string {
    if (text === '') return '';
    return this.#ensure('text', { text: '' }) + this.#delta({ type: 'text_delta', text });
  }

  /** Opens a block of a kind unless one is open; a signed thought is closed for the next. */
  #ensure(kind: 'text' | 'thinking', empty: Record<string, unknown>): string {
    if (this.#open?.kind === kind && !this.#open.signed) return '';
    return this.#begin(kind, { type: kind, ...empty }, null);
  }

  #begin(kind: BlockKind, block: Record<string, unknown>, tool: number | null): string {
    const closing = this.#close();
    this.#open = { kind, index: this.#blocks, tool, args: [], signed: false };
    this.#blocks += 1;
    const { index } = this.#open;
    return closing + frame('content_block_start', { index, content_block: block });
  }

  #delta(delta: Record<string, unknown>): string {
    return frame('content_block_delta', { index: this.#open?.index ?? 0, delta });
  }

  #close(): string {
    if (this.#open === null) return '';
    const { index } = this.#open;
    this.#open = null;
    return frame('content_block_stop', { index });
  }

  /** What waited, with the pieces of each tool call put together again. */
  #writeWaiting(): string {
    const events = this.#waiting;
    this.#waiting = [];
    const args = new Map<number, string[]>();
    for (const event of events) {
      if (event.type === 'tool_start') args.set(event.index, []);
      if (event.type === 'tool_delta') args.get(event.index)?.push(event.arguments);
    }
    return events
      .map((event) => {
        if (event.type === 'tool_delta') return '';
        if (event.type !== 'tool_start') return this.#write(event);
        const text = args.get(event.index)?.join('') ?? '';
        const { index } = event;
        return this.#write(event) + this.#write({ type: 'tool_delta', index, arguments: text });
      })
      .join('');
  }
}

function isWhole(args: string): boolean {
  try {
    JSON.parse(args);
    return true;
  } catch {
    return false;
  }
}

function frame(type: string, data: Record<string, unknown>): string {
  return sseText({ type, ...data }, type);
}
