import { createParser, type EventSourceParser } from 'eventsource-parser';
import type { StreamFault, StreamReader } from './stream-reader';

/** An event larger than this is no answer of a model, in bytes. */
const MAX_EVENT_BYTES = 16 * 1024 * 1024;

const LF = 0x0a;
const CR = 0x0d;
const NOTHING = Buffer.alloc(0);
const SHORTEST = 'data: {}\n\n'.length;

export interface SseRelayOptions {
  readonly reader: StreamReader;
  /** Called once, at the first token of text, thinking or a tool call. */
  readonly onFirstToken: () => void;
}

/**
 * Relays a stream of server-sent events as the bytes they are, cut at event borders, and has them read
 * beside it. Since only whole events are read, a chunk border inside a UTF-8 character does no harm;
 * since only whole events are relayed, an error can be appended to a broken stream.
 */
export class SseRelay {
  fault: StreamFault | null = null;

  readonly #reader: StreamReader;
  readonly #onFirstToken: () => void;
  #tail: Buffer = NOTHING;
  #sawToken = false;
  #started = false;
  /** Made for events that are not in the common form. */
  #parser: EventSourceParser | null = null;
  /** What the parser found in the event that is being fed. */
  #found: readonly [name: string, data: string] | null = null;

  constructor({ reader, onFirstToken }: SseRelayOptions) {
    this.#reader = reader;
    this.#onFirstToken = onFirstToken;
  }

  /** Takes bytes of the upstream; returns what may go to the caller now, null = nothing yet. */
  push(bytes: Buffer): Buffer | null {
    if (this.#tail.length === 0 && this.#started && this.#saysNothingNew(bytes)) return bytes;
    const buffer = this.#tail.length === 0 ? bytes : Buffer.concat([this.#tail, bytes]);
    const kept = new Pieces(buffer);
    let from = 0;
    let end = eventEnd(buffer, 0, Math.max(0, this.#tail.length - 3));
    while (end !== -1 && this.fault === null) {
      if (this.#feed(buffer.subarray(from, end))) kept.keep(from, end);
      from = end;
      end = eventEnd(buffer, from, from);
    }
    this.#tail = from === buffer.length ? NOTHING : Buffer.from(buffer.subarray(from));
    if (this.#tail.length > MAX_EVENT_BYTES) {
      this.fault = { kind: 'not_json', detail: 'One event is larger than 16 MB.' };
    }
    return kept.bytes();
  }

  /** The upstream has ended: a last event without its blank line still counts when it is whole. */
  flush(): Buffer | null {
    const tail = this.#tail;
    this.#tail = NOTHING;
    if (tail.length === 0 || this.fault !== null) return null;
    const relayed = this.#feed(Buffer.concat([tail, Buffer.from('\n\n')]));
    // A fault in half an event is the cut itself, which the caller of flush sees by `complete`.
    if (this.#faultNow()?.kind === 'not_json') this.fault = null;
    return relayed && this.#reader.complete ? tail : null;
  }

  /** Nearly every chunk of a long stream: one event in the common form that brings only more text. */
  #saysNothingNew(bytes: Buffer): boolean {
    const reader = this.#reader;
    if (reader.skips === undefined || this.fault !== null || bytes.length < SHORTEST) return false;
    if (bytes.indexOf(LF) !== bytes.length - 2 || bytes[bytes.length - 1] !== LF) return false;
    const event = bytes.toString('latin1');
    return event.startsWith('data: {') && event.endsWith('}\n\n') && reader.skips(event);
  }

  /** Reads one whole event; true = relay it. Comments before the first event are not relayed. */
  #feed(block: Buffer): boolean {
    const event = this.#parse(block.toString('utf8'));
    if (event === null) return this.#started;
    const verdict = this.#reader.read(...event);
    if (!this.#sawToken && this.#reader.sawToken) {
      this.#sawToken = true;
      this.#onFirstToken();
    }
    if (verdict === 'hide') return false;
    if (verdict !== 'relay') {
      this.fault = verdict;
      return false;
    }
    this.#started = true;
    return true;
  }

  /** Name and data of an event; null = a comment. `data: …` alone, or after `event: …`, is all but all. */
  #parse(text: string): readonly [name: string, data: string] | null {
    const common = COMMON.exec(text);
    if (common !== null) return [common[1] ?? '', common[2] ?? ''];
    this.#found = null;
    this.#parser ??= createParser({
      onEvent: ({ event, data }) => {
        this.#found = [event ?? '', data];
      },
    });
    this.#parser.feed(text);
    return this.#found;
  }

  // A property that was checked above may have changed meanwhile, which the compiler cannot see.
  #faultNow(): StreamFault | null {
    return this.fault;
  }
}

const COMMON = /^(?:event: ?([^\r\n]*)\r?\n)?data: ?([^\r\n]*)\r?\n\r?\n$/;

/** Parts of a buffer that stay; adjoining ones are one view and copied only when some part is left out. */
class Pieces {
  readonly #buffer: Buffer;
  readonly #pieces: Buffer[] = [];
  #from = 0;
  #end = 0;

  constructor(buffer: Buffer) {
    this.#buffer = buffer;
  }

  keep(from: number, end: number): void {
    if (from !== this.#end) {
      this.#close();
      this.#from = from;
    }
    this.#end = end;
  }

  bytes(): Buffer | null {
    this.#close();
    const [first] = this.#pieces;
    if (first === undefined) return null;
    return this.#pieces.length === 1 ? first : Buffer.concat(this.#pieces);
  }

  #close(): void {
    if (this.#end > this.#from) this.#pieces.push(this.#buffer.subarray(this.#from, this.#end));
    this.#from = this.#end;
  }
}

/** Index after the blank line that ends the event at `from`; -1 = not here yet. */
function eventEnd(buffer: Buffer, from: number, searchFrom: number): number {
  let line = buffer.indexOf(LF, Math.max(from, searchFrom));
  while (line !== -1) {
    const next = buffer[line + 1];
    if (next === LF) return line + 2;
    if (next === CR && buffer[line + 2] === LF) return line + 3;
    line = buffer.indexOf(LF, line + 1);
  }
  return -1;
}
