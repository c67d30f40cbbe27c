import { createParser } from 'eventsource-parser';
import type { ChatSink, Dialect } from '../../electron/backend/providers/provider';
import type {
  EncodeContext,
  IrAnswer,
  IrEvent,
  IrRequest,
  StreamDecoder,
  StreamEncoder,
  SurfaceName,
} from '../../electron/backend/translate/ir';
import { SURFACES } from '../../electron/backend/translate/codecs';
import { lostOn } from '../../electron/backend/translate/translate';
import {
  translatingSink,
  type TranslatingSink,
} from '../../electron/backend/translate/translate-sink';

export const NO_USAGE = {
  promptTokens: null,
  completionTokens: null,
  cachedTokens: null,
  reasoningTokens: null,
} as const;

/** The smallest request; tests name what they are about. */
export function irRequest(fields: Partial<IrRequest> = {}): IrRequest {
  return {
    system: [],
    messages: [{ role: 'user', parts: [{ type: 'text', text: 'hi' }] }],
    tools: [],
    toolChoice: null,
    parallelTools: null,
    format: null,
    maxTokens: null,
    temperature: null,
    topP: null,
    topK: null,
    stop: [],
    seed: null,
    frequencyPenalty: null,
    presencePenalty: null,
    topLogprobs: null,
    logitBias: null,
    n: 1,
    reasoning: null,
    user: null,
    audioOut: false,
    stream: false,
    streamUsage: true,
    inexpressible: [],
    ...fields,
  };
}

export function encodeContext(request: Partial<IrRequest> = {}): EncodeContext {
  let count = 0;
  return {
    created: 1_700_000_000,
    newId: () => {
      count += 1;
      return `id${count}`;
    },
    model: 'provider/model',
    request: irRequest(request),
  };
}

/** A sink that keeps what it gets. */
export interface KeptSink extends ChatSink {
  readonly heads: { status: number; headers: Readonly<Record<string, string>> }[];
  readonly chunks: string[];
  text(): string;
}

export function keepingSink(): KeptSink {
  const heads: KeptSink['heads'] = [];
  const chunks: string[] = [];
  return {
    heads,
    chunks,
    text: () => chunks.join(''),
    head: (status, headers) => {
      heads.push({ status, headers });
    },
    chunk: async (bytes) => {
      chunks.push(Buffer.from(bytes).toString('utf8'));
    },
  };
}

export interface Translated {
  readonly kept: KeptSink;
  readonly sink: TranslatingSink;
}

/** Sends bytes through a translating sink, cut into the given pieces. */
export async function translateBytes(
  pieces: readonly Uint8Array[],
  options: {
    surface: SurfaceName;
    dialect: Dialect;
    stream: boolean;
    request?: Partial<IrRequest>;
    headers?: Readonly<Record<string, string>>;
  },
): Promise<Translated> {
  const kept = keepingSink();
  const sink = translatingSink(kept, { ...options, context: encodeContext(options.request) });
  sink.head(200, options.headers ?? {});
  // In order, as a provider does: each piece waits for the one before.
  for (const piece of pieces) await sink.chunk(piece);
  await sink.finish();
  return { kept, sink };
}

/** Bytes cut at the given places; places outside of the text are ignored. */
export function cutAt(text: string, places: readonly number[]): Uint8Array[] {
  const bytes = Buffer.from(text, 'utf8');
  const cuts = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort(
    (a, b) => a - b,
  );
  const ends = [...cuts, bytes.length];
  return ends.map((end, at) => bytes.subarray(ends[at - 1] ?? 0, end));
}

/** The data of a text of server-sent events, with their names. */
export function sseEvents(text: string): { event: string; data: string }[] {
  const events: { event: string; data: string }[] = [];
  const parser = createParser({
    onEvent: ({ event, data }) => events.push({ event: event ?? '', data }),
  });
  parser.feed(text);
  return events;
}

/** The events that a decoder reads from a text of server-sent events. */
export function decodeSse(decoder: StreamDecoder, text: string): IrEvent[] {
  return sseEvents(text).flatMap(({ event, data }) =>
    data === '[DONE]' ? [] : [...decoder.push(event, data)],
  );
}

export function encodeEvents(encoder: StreamEncoder, events: readonly IrEvent[]): string {
  return events.map((event) => encoder.push(event)).join('') + encoder.end();
}

/** An answer as the events of its stream, in pieces of `size` characters. */
export function eventsOf(answer: IrAnswer, size: number): IrEvent[] {
  const events: IrEvent[] = [{ type: 'start', id: answer.id, model: answer.model }];
  let index = 0;
  for (const part of answer.parts) {
    if (part.type === 'tool_call') {
      events.push({ type: 'tool_start', index, id: part.id, name: part.name });
      for (const piece of pieces(part.arguments, size)) {
        events.push({ type: 'tool_delta', index, arguments: piece });
      }
      index += 1;
      continue;
    }
    for (const text of pieces(part.text, size)) events.push({ type: part.type, text });
    if (part.type === 'reasoning' && part.signature !== null) {
      events.push({ type: 'reasoning_signature', signature: part.signature });
    }
  }
  events.push({ type: 'finish', reason: answer.finish, stopSequence: answer.stopSequence });
  events.push({ type: 'usage', usage: answer.usage });
  return events;
}

/** The answer that events add up to; neighbouring texts are one. */
export function answerOf(events: readonly IrEvent[]): IrAnswer {
  let id = '';
  let model = '';
  let finish: IrAnswer['finish'] = 'other';
  let stopSequence: string | null = null;
  let usage: IrAnswer['usage'] = NO_USAGE;
  const parts: IrAnswer['parts'][number][] = [];
  const calls = new Map<number, number>();
  for (const event of events) {
    const last = parts.at(-1);
    switch (event.type) {
      case 'start':
        ({ id, model } = event);
        break;
      case 'text':
      case 'refusal':
      case 'reasoning':
        if (last?.type === event.type)
          parts[parts.length - 1] = { ...last, text: last.text + event.text };
        else if (event.type === 'reasoning') parts.push({ ...event, signature: null });
        else parts.push({ type: event.type, text: event.text });
        break;
      case 'reasoning_signature':
        if (last?.type === 'reasoning')
          parts[parts.length - 1] = { ...last, signature: event.signature };
        break;
      case 'tool_start':
        calls.set(event.index, parts.length);
        parts.push({ type: 'tool_call', id: event.id, name: event.name, arguments: '' });
        break;
      case 'tool_delta': {
        const at = calls.get(event.index) ?? -1;
        const call = parts[at];
        if (call?.type === 'tool_call') {
          parts[at] = { ...call, arguments: call.arguments + event.arguments };
        }
        break;
      }
      case 'finish':
        finish = event.reason;
        ({ stopSequence } = event);
        break;
      case 'usage':
        ({ usage } = event);
        break;
    }
  }
  return { id, model, parts, finish, stopSequence, usage };
}

function pieces(text: string, size: number): string[] {
  const letters = Array.from(text);
  const count = Math.ceil(letters.length / size);
  return Array.from({ length: count }, (_, at) =>
    letters.slice(at * size, (at + 1) * size).join(''),
  );
}

/** What of a body would be lost on the way to a model; a body that cannot be read loses nothing. */
export function unsupportedBy(
  surface: SurfaceName,
  body: Readonly<Record<string, unknown>>,
  dialect: Dialect,
  model: string,
): readonly string[] {
  const read = SURFACES[surface].read(body);
  return read.ok ? lostOn(surface, read.request, dialect, model) : [];
}
