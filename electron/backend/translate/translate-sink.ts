import { createParser } from 'eventsource-parser';
import type { ChatSink, Dialect } from '../providers/provider';
import { DIALECT_CODECS, SURFACES } from './codecs';
import type { EncodeContext, IrAnswer, IrEvent, SurfaceName } from './ir';

export interface TranslatingSinkOptions {
  readonly surface: SurfaceName;
  readonly dialect: Dialect;
  readonly stream: boolean;
  readonly context: EncodeContext;
}

/** Why an answer could not be translated as a whole. */
export type TranslationFault =
  /** It is not JSON, or not an answer in the dialect. */
  | 'not_an_answer'
  /** It ended before it was finished. */
  | 'cut_stream';

export interface TranslatingSink extends ChatSink {
  /**
   * The provider is done. Writes what closes the answer, unless it was cut: a part of an answer must
   * never look whole. Look at `fault` afterwards.
   */
  finish(): Promise<void>;
  readonly fault: TranslationFault | null;
}

/**
 * Takes a provider's answer in its dialect and gives it on in the caller's protocol, event by event
 * as they arrive. Nothing goes to the inner sink, not even the head, before there is something to
 * say, so an answer that is none leaves room for another provider.
 */
export function translatingSink(inner: ChatSink, options: TranslatingSinkOptions): TranslatingSink {
  return options.stream ? new StreamSink(inner, options) : new AnswerSink(inner, options);
}

/** Headers of a translated answer: the provider's id of it, for its support; the rest is its own. */
function headersOf(
  upstream: Readonly<Record<string, string>>,
  type: string,
): Record<string, string> {
  const id = upstream['x-request-id'] ?? upstream['request-id'];
  return { 'content-type': type, ...(id !== undefined && { 'x-request-id': id }) };
}

class StreamSink implements TranslatingSink {
  fault: TranslationFault | null = null;
  readonly #inner: ChatSink;
  readonly #decoder;
  readonly #encoder;
  readonly #newId: () => string;
  readonly #text = new TextDecoder();
  readonly #parser = createParser({
    onEvent: ({ event, data }) => this.#read(event ?? '', data),
  });
  #head: { readonly status: number; readonly headers: Readonly<Record<string, string>> } | null =
    null;
  #finished = false;
  #out: string[] = [];

  constructor(inner: ChatSink, { surface, dialect, context }: TranslatingSinkOptions) {
    this.#inner = inner;
    this.#decoder = DIALECT_CODECS[dialect].decoder();
    this.#encoder = SURFACES[surface].encoder(context);
    this.#newId = context.newId;
  }

  head(status: number, headers: Readonly<Record<string, string>>): void {
    this.#head = { status, headers: headersOf(headers, 'text/event-stream; charset=utf-8') };
  }

  chunk(bytes: Uint8Array): Promise<void> {
    this.#parser.feed(this.#text.decode(bytes, { stream: true }));
    return this.#flush();
  }

  async finish(): Promise<void> {
    // A last event may come without its blank line.
    this.#parser.feed(`${this.#text.decode()}\n\n`);
    if (this.#finished) this.#out.push(this.#encoder.end());
    else this.fault ??= 'cut_stream';
    await this.#flush();
  }

  #read(name: string, data: string): void {
    if (this.fault !== null || data === '[DONE]') return;
    let events: readonly IrEvent[];
    try {
      events = this.#decoder.push(name, data);
    } catch (error) {
      // Only bad JSON ends here; what is no JSON after the end harms nobody.
      if (!(error instanceof SyntaxError)) throw error;
      if (!this.#finished) this.fault = 'not_an_answer';
      return;
    }
    for (const event of events) {
      if (event.type === 'finish') this.#finished = true;
      this.#out.push(this.#encoder.push(this.#named(event)));
    }
  }

  /** Callers match results to calls by their ids, so a call without one gets one here. */
  #named(event: IrEvent): IrEvent {
    if (event.type !== 'tool_start' || event.id !== '') return event;
    return { ...event, id: `call_${this.#newId()}` };
  }

  async #flush(): Promise<void> {
    const text = this.#out.join('');
    this.#out = [];
    if (text === '') return;
    if (this.#head !== null) this.#inner.head(this.#head.status, this.#head.headers);
    this.#head = null;
    await this.#inner.chunk(Buffer.from(text, 'utf8'));
  }
}

class AnswerSink implements TranslatingSink {
  fault: TranslationFault | null = null;
  readonly #inner: ChatSink;
  readonly #options: TranslatingSinkOptions;
  readonly #chunks: Uint8Array[] = [];
  #status = 200;
  #headers: Readonly<Record<string, string>> = {};

  constructor(inner: ChatSink, options: TranslatingSinkOptions) {
    this.#inner = inner;
    this.#options = options;
  }

  head(status: number, headers: Readonly<Record<string, string>>): void {
    this.#status = status;
    this.#headers = headersOf(headers, 'application/json');
  }

  async chunk(bytes: Uint8Array): Promise<void> {
    this.#chunks.push(bytes);
  }

  async finish(): Promise<void> {
    const answer = this.#decode();
    if (answer === null) {
      this.fault = 'not_an_answer';
      return;
    }
    const { surface, context } = this.#options;
    const body = SURFACES[surface].encode(answer, context);
    const bytes = Buffer.from(JSON.stringify(body), 'utf8');
    this.#inner.head(this.#status, { ...this.#headers, 'content-length': String(bytes.length) });
    await this.#inner.chunk(bytes);
  }

  #decode(): IrAnswer | null {
    let json: unknown;
    try {
      json = JSON.parse(Buffer.concat(this.#chunks).toString('utf8'));
    } catch {
      return null;
    }
    const { dialect, context } = this.#options;
    const answer = DIALECT_CODECS[dialect].decode(json);
    if (answer === null) return null;
    const parts = answer.parts.map((part) =>
      part.type === 'tool_call' && part.id === ''
        ? { ...part, id: `call_${context.newId()}` }
        : part,
    );
    return { ...answer, parts };
  }
}
