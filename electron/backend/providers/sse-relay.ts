import { createParser } from 'eventsource-parser';
import { z } from 'zod';
import { UNKNOWN_USAGE, type Usage } from './provider';

/** An event larger than this is no answer of a chat model, in bytes. */
const MAX_EVENT_BYTES = 16 * 1024 * 1024;

const tokens = z.number().nonnegative().nullish().catch(null);

/** What is read of a chunk or a whole answer; everything else is relayed unread. */
const answerSchema = z.object({
  choices: z
    .array(
      z.object({
        delta: z.record(z.string(), z.unknown()).nullish().catch(null),
        finish_reason: z.string().nullish().catch(null),
      }),
    )
    .nullish()
    .catch(null),
  usage: z
    .object({
      prompt_tokens: tokens,
      completion_tokens: tokens,
      prompt_tokens_details: z.object({ cached_tokens: tokens }).nullish().catch(null),
    })
    .nullish()
    .catch(null),
  error: z.unknown().optional(),
});

/** Reads the usage of an answer or chunk; null = it reports none. */
export function usageIn(answer: unknown): Usage | null {
  const usage = answerSchema.safeParse(answer).data?.usage;
  if (usage === null || usage === undefined) return null;
  return {
    promptTokens: usage.prompt_tokens ?? null,
    completionTokens: usage.completion_tokens ?? null,
    cachedTokens: usage.prompt_tokens_details?.cached_tokens ?? null,
    audioSeconds: null,
  };
}

/** Why a stream cannot be relayed any further. */
export type StreamFault =
  | { readonly kind: 'not_json'; readonly detail: string }
  /** The upstream said in the stream that it failed; `body` is its event. */
  | { readonly kind: 'upstream_error'; readonly body: string };

export interface SseRelayOptions {
  /** Leave out the chunk that only reports usage: the caller did not ask for it. */
  readonly hideUsage: boolean;
  /** Called once, at the first token of text, thinking or a tool call. */
  readonly onFirstToken: () => void;
}

/**
 * Relays a stream of server-sent events as the bytes they are, cut at event borders, and reads
 * beside it only what is needed: first token, finish, usage, errors. Since only whole events are
 * read, a chunk border inside a UTF-8 character does no harm; since only whole events are relayed, an
 * error can be appended to a broken stream.
 */
export class SseRelay {
  usage: Usage = UNKNOWN_USAGE;
  fault: StreamFault | null = null;
  /** `[DONE]` came. */
  done = false;
  /** A choice finished: the answer is whole even where `[DONE]` is not sent. */
  finished = false;

  readonly #options: SseRelayOptions;
  readonly #decoder = new TextDecoder();
  readonly #parser = createParser({ onEvent: (event) => this.#read(event.data) });
  #tail: Buffer = Buffer.alloc(0);
  #sawToken = false;
  /** What the parser found in the event that is being fed. */
  #event: 'none' | 'relay' | 'hide' = 'none';
  #started = false;

  constructor(options: SseRelayOptions) {
    this.#options = options;
  }

  get complete(): boolean {
    return this.done || this.finished;
  }

  /** Takes bytes of the upstream; returns what may go to the caller now, null = nothing yet. */
  push(bytes: Uint8Array): Uint8Array | null {
    const buffer = this.#tail.length === 0 ? asBuffer(bytes) : Buffer.concat([this.#tail, bytes]);
    const kept: Buffer[] = [];
    let from = 0;
    let end = eventEnd(buffer, 0, Math.max(0, this.#tail.length - 3));
    while (end !== -1 && this.fault === null) {
      const block = buffer.subarray(from, end);
      if (this.#feed(block)) kept.push(block);
      from = end;
      end = eventEnd(buffer, from, from);
    }
    this.#tail = Buffer.from(buffer.subarray(from));
    if (this.#tail.length > MAX_EVENT_BYTES) {
      this.fault = { kind: 'not_json', detail: 'One event is larger than 16 MB.' };
    }
    if (kept.length === 0) return null;
    return kept.length === 1 ? (kept[0] ?? null) : Buffer.concat(kept);
  }

  /** The upstream has ended: a last event without its blank line still counts when it is whole. */
  flush(): Uint8Array | null {
    const tail = this.#tail;
    this.#tail = Buffer.alloc(0);
    if (tail.length === 0 || this.fault !== null) return null;
    const relayed = this.#feed(Buffer.concat([tail, Buffer.from('\n\n')]));
    // A fault in half an event is the cut itself, which the caller of flush sees by `complete`.
    if (this.#faultNow()?.kind === 'not_json') this.fault = null;
    return relayed && this.complete ? tail : null;
  }

  /** Reads one whole event; true = relay it. Comments before the first event are not relayed. */
  #feed(block: Buffer): boolean {
    this.#event = 'none';
    this.#parser.feed(this.#decoder.decode(block, { stream: true }));
    const event = this.#eventNow();
    if (this.fault !== null || event === 'hide') return false;
    if (event === 'relay') this.#started = true;
    return this.#started;
  }

  // The parser calls back in between, which the compiler cannot see: read these afresh.
  #faultNow(): StreamFault | null {
    return this.fault;
  }

  #eventNow(): 'none' | 'relay' | 'hide' {
    return this.#event;
  }

  #read(data: string): void {
    this.#event = 'relay';
    if (data === '[DONE]') {
      this.done = true;
      return;
    }
    if (!/^\s*\{/.test(data) || !/\}\s*$/.test(data)) {
      this.fault = { kind: 'not_json', detail: 'An event of its stream is not JSON.' };
      return;
    }
    if (this.#sawToken && !/"(usage|finish_reason|error)"\s*:\s*[{"]/.test(data)) return;
    this.#readChunk(data);
  }

  #readChunk(data: string): void {
    let json: unknown;
    try {
      json = JSON.parse(data);
    } catch {
      this.fault = { kind: 'not_json', detail: 'An event of its stream is not JSON.' };
      return;
    }
    const { data: chunk } = answerSchema.safeParse(json);
    if (chunk === undefined) return;
    if (chunk.error !== undefined && chunk.error !== null) {
      this.fault = { kind: 'upstream_error', body: data };
      return;
    }
    const usage = usageIn(json);
    if (usage !== null) this.usage = usage;
    const choices = chunk.choices ?? [];
    if (choices.some((choice) => choice.finish_reason)) this.finished = true;
    if (!this.#sawToken && choices.some((choice) => carriesToken(choice.delta))) {
      this.#sawToken = true;
      this.#options.onFirstToken();
    }
    if (usage !== null && choices.length === 0 && this.#options.hideUsage) this.#event = 'hide';
  }
}

/** A delta that says something: more than the role that opens a stream. */
function carriesToken(delta: Record<string, unknown> | null | undefined): boolean {
  if (delta === null || delta === undefined) return false;
  return Object.entries(delta).some(([key, value]) => {
    if (key === 'role' || value === null || value === undefined) return false;
    return Array.isArray(value) ? value.length > 0 : value !== '';
  });
}

/** Index after the blank line that ends the event at `from`; -1 = not here yet. */
function eventEnd(buffer: Buffer, from: number, searchFrom: number): number {
  let line = buffer.indexOf(0x0a, Math.max(from, searchFrom));
  while (line !== -1) {
    const next = buffer[line + 1];
    if (next === 0x0a) return line + 2;
    if (next === 0x0d && buffer[line + 2] === 0x0a) return line + 3;
    line = buffer.indexOf(0x0a, line + 1);
  }
  return -1;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
