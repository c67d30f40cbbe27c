import type { EncodeContext, IrEvent, IrFinish, IrLogprob, IrUsage, StreamEncoder } from './ir';
import { sseText } from './sse-text';
import type { ItemMemory } from './surface-responses-memory';
import {
  callItem,
  endingOf,
  type ItemStatus,
  type Json,
  logprobJson,
  mayRemember,
  messageItem,
  prefixedId,
  reasoningItem,
  refusalContent,
  responseHead,
  responseObject,
  RUNNING,
  textContent,
} from './surface-responses-object';

interface OpenMessage {
  readonly id: string;
  readonly at: number;
  readonly done: Json[];
  /** The content part that is being written. */
  part: { readonly type: 'text' | 'refusal'; text: string; logprobs: IrLogprob[] } | null;
}

interface OpenReasoning {
  readonly id: string;
  readonly at: number;
  text: string;
  signature: string | null;
}

interface OpenCall {
  readonly id: string;
  readonly at: number;
  readonly callId: string;
  readonly name: string;
  arguments: string;
}

/** An error in a stream, by code and message. */
export interface StreamError {
  readonly code: string;
  readonly message: string;
}

/**
 * The `error` event of the Responses API: flat as documented, and with the `error` object beside it
 * that the official client makes an exception of.
 */
export function responsesErrorEvent({ code, message }: StreamError, sequence = 0): string {
  const fields = { code, message, param: null };
  const error = { type: 'api_error', ...fields };
  return sseText({ type: 'error', sequence_number: sequence, ...fields, error }, 'error');
}

/**
 * Writes a streamed answer as the events of the Responses API, in their documented order and numbered
 * from 0. Calls stay open beside each other until something else begins, since their arguments may
 * come in turns; every other item is closed before the next one opens.
 */
export class ResponsesEncoder implements StreamEncoder {
  readonly #context: EncodeContext;
  readonly #head: Json;
  readonly #memory: ItemMemory | null;
  #sequence = 0;
  #started = false;
  readonly #output: Json[] = [];
  #items = 0;
  #message: OpenMessage | null = null;
  #reasoning: OpenReasoning | null = null;
  readonly #calls = new Map<number, OpenCall>();
  #finish: IrFinish = 'stop';
  #usage: IrUsage | null = null;

  constructor(context: EncodeContext, memory: ItemMemory) {
    this.#context = context;
    this.#memory = mayRemember(context) ? memory : null;
    this.#head = responseHead(context);
  }

  push(event: IrEvent): string {
    return this.#begin() + this.#write(event);
  }

  end(): string {
    const ending = endingOf(this.#finish, this.#items === 0);
    const last = ending.status === 'incomplete' ? 'incomplete' : 'completed';
    const closed = this.#begin() + this.#closeAll(last);
    const response = responseObject(this.#head, this.#output, ending, this.#usage);
    return closed + this.#event(`response.${ending.status}`, { response });
  }

  /**
   * The answer broke off: `response.failed`, then an `error` event. The official client throws only at
   * the second, others read only the first. Instead of {@link end}.
   */
  fail(error: StreamError): string {
    const closed = this.#begin() + this.#closeAll('incomplete');
    const failed = { status: 'failed', incomplete_details: null } as const;
    const response = responseObject(this.#head, this.#output, failed, this.#usage, {
      code: error.code,
      message: error.message,
    });
    const failure = this.#event('response.failed', { response });
    return closed + failure + responsesErrorEvent(error, this.#sequence++);
  }

  #begin(): string {
    if (this.#started) return '';
    this.#started = true;
    const response = responseObject(this.#head, [], RUNNING, null);
    return (
      this.#event('response.created', { response }) +
      this.#event('response.in_progress', { response })
    );
  }

  #write(event: IrEvent): string {
    switch (event.type) {
      case 'text':
        return this.#text(event.text, event.logprobs ?? []);
      case 'refusal':
        return this.#refusal(event.text);
      case 'reasoning':
        return this.#think(event.text);
      case 'reasoning_signature':
        return this.#seal(event.signature);
      case 'tool_start':
        return this.#call(event.index, event.id, event.name);
      case 'tool_delta':
        return this.#argue(event.index, event.arguments);
      case 'finish':
        this.#finish = event.reason;
        return '';
      case 'usage':
        this.#usage = event.usage;
        return '';
      case 'start':
      default:
        return '';
    }
  }

  #text(text: string, logprobs: readonly IrLogprob[]): string {
    if (text === '' && logprobs.length === 0) return '';
    const opened = this.#openPart('text');
    const { message, part } = opened;
    part.text += text;
    part.logprobs.push(...logprobs);
    return (
      opened.sent +
      this.#event('response.output_text.delta', {
        ...placeOf(message),
        delta: text,
        logprobs: logprobs.map(logprobJson),
      })
    );
  }

  #refusal(text: string): string {
    if (text === '') return '';
    const { message, part, sent } = this.#openPart('refusal');
    part.text += text;
    return sent + this.#event('response.refusal.delta', { ...placeOf(message), delta: text });
  }

  /** The message and a part of that type in it, opened when they are not. */
  #openPart(type: 'text' | 'refusal') {
    let sent = '';
    let message = this.#message;
    if (message === null) {
      sent += this.#closeAll('completed');
      message = { id: prefixedId('msg', this.#context), at: this.#items++, done: [], part: null };
      this.#message = message;
      sent += this.#added(message.at, messageItem(message.id, [], 'in_progress'));
    }
    let { part } = message;
    if (part?.type !== type) {
      sent += this.#closePart(message);
      part = { type, text: '', logprobs: [] };
      message.part = part;
      const empty = type === 'text' ? textContent('', []) : refusalContent('');
      sent += this.#event('response.content_part.added', { ...placeOf(message), part: empty });
    }
    return { message, part, sent };
  }

  #closePart(message: OpenMessage): string {
    const { part } = message;
    if (part === null) return '';
    const place = placeOf(message);
    const isText = part.type === 'text';
    const content = isText ? textContent(part.text, part.logprobs) : refusalContent(part.text);
    message.part = null;
    message.done.push(content);
    const done = isText
      ? this.#event('response.output_text.done', {
          ...place,
          text: part.text,
          logprobs: part.logprobs.map(logprobJson),
        })
      : this.#event('response.refusal.done', { ...place, refusal: part.text });
    return done + this.#event('response.content_part.done', { ...place, part: content });
  }

  #think(text: string): string {
    if (text === '') return '';
    const { reasoning, sent } = this.#openReasoning();
    const first = reasoning.text === '';
    reasoning.text += text;
    const place = summaryOf(reasoning);
    const added = first
      ? this.#event('response.reasoning_summary_part.added', {
          ...place,
          part: { type: 'summary_text', text: '' },
        })
      : '';
    const delta = this.#event('response.reasoning_summary_text.delta', { ...place, delta: text });
    return sent + added + delta;
  }

  #seal(signature: string): string {
    const { reasoning, sent } = this.#openReasoning();
    reasoning.signature = (reasoning.signature ?? '') + signature;
    return sent;
  }

  #openReasoning() {
    if (this.#reasoning !== null) return { reasoning: this.#reasoning, sent: '' };
    const closed = this.#closeAll('completed');
    const reasoning: OpenReasoning = {
      id: prefixedId('rs', this.#context),
      at: this.#items++,
      text: '',
      signature: null,
    };
    this.#reasoning = reasoning;
    return {
      reasoning,
      sent: closed + this.#added(reasoning.at, reasoningItem(reasoning.id, '', null)),
    };
  }

  #call(index: number, callId: string, name: string): string {
    if (this.#calls.has(index)) return '';
    const closed = this.#closeMessage('completed') + this.#closeReasoning();
    const id = prefixedId('fc', this.#context);
    const call: OpenCall = { id, at: this.#items++, callId, name, arguments: '' };
    this.#calls.set(index, call);
    return closed + this.#added(call.at, itemOfCall(call, 'in_progress'));
  }

  #argue(index: number, text: string): string {
    const call = this.#calls.get(index);
    if (call === undefined || text === '') return '';
    call.arguments += text;
    return this.#event('response.function_call_arguments.delta', {
      item_id: call.id,
      output_index: call.at,
      delta: text,
    });
  }

  /** Closes what is open; only one of the three kinds is, `status` is that of its last item. */
  #closeAll(status: ItemStatus): string {
    return this.#closeMessage(status) + this.#closeReasoning() + this.#closeCalls(status);
  }

  #closeMessage(status: ItemStatus): string {
    const message = this.#message;
    if (message === null) return '';
    this.#message = null;
    const closed = this.#closePart(message);
    return closed + this.#done(message.at, messageItem(message.id, message.done, status));
  }

  #closeReasoning(): string {
    const reasoning = this.#reasoning;
    if (reasoning === null) return '';
    this.#reasoning = null;
    const { text, signature } = reasoning;
    const place = summaryOf(reasoning);
    const closed =
      text === ''
        ? ''
        : this.#event('response.reasoning_summary_text.done', { ...place, text }) +
          this.#event('response.reasoning_summary_part.done', {
            ...place,
            part: { type: 'summary_text', text },
          });
    return closed + this.#done(reasoning.at, reasoningItem(reasoning.id, text, signature));
  }

  #closeCalls(status: ItemStatus): string {
    const calls = [...this.#calls.values()];
    this.#calls.clear();
    return calls
      .map((call, index) => {
        if (call.arguments === '') call.arguments = '{}';
        const done = this.#event('response.function_call_arguments.done', {
          item_id: call.id,
          output_index: call.at,
          name: call.name,
          arguments: call.arguments,
        });
        const own = index === calls.length - 1 ? status : 'completed';
        return done + this.#done(call.at, itemOfCall(call, own));
      })
      .join('');
  }

  #added(at: number, item: Json): string {
    return this.#event('response.output_item.added', { output_index: at, item });
  }

  #done(at: number, item: Json): string {
    this.#output[at] = item;
    this.#memory?.remember(item);
    return this.#event('response.output_item.done', { output_index: at, item });
  }

  #event(type: string, fields: Json): string {
    return sseText({ type, sequence_number: this.#sequence++, ...fields }, type);
  }
}

function placeOf(message: OpenMessage): Json {
  return { item_id: message.id, output_index: message.at, content_index: message.done.length };
}

function summaryOf(reasoning: OpenReasoning): Json {
  return { item_id: reasoning.id, output_index: reasoning.at, summary_index: 0 };
}

function itemOfCall({ id, callId, name, arguments: text }: OpenCall, status: ItemStatus): Json {
  return callItem(id, { id: callId, name, arguments: text }, status);
}
