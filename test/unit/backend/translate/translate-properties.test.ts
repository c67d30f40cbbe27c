import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anthropicDialect } from '../../../../electron/backend/translate/dialect-anthropic';
import { openaiDialect } from '../../../../electron/backend/translate/dialect-openai';
import type {
  IrAnswer,
  IrMessage,
  IrPart,
  IrRequest,
} from '../../../../electron/backend/translate/ir';
import { chatSurface } from '../../../../electron/backend/translate/surface-chat';
import { messagesSurface } from '../../../../electron/backend/translate/surface-messages';
import { messagesSchema, problemInTurns } from '../../../support/anthropic-upstream-schema';
import {
  answerOf,
  cutAt,
  decodeSse,
  encodeContext,
  encodeEvents,
  eventsOf,
  irRequest,
  translateBytes,
} from '../../../support/translate';

const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .filter((value) => value.trim() !== '' && value === value.trim());
const name = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9_-]{0,30}$/);
/** Most models write valid JSON. Some do not, and what they wrote must come back to them. */
const args = fc.oneof(
  fc
    .dictionary(name, fc.oneof(text, fc.integer(), fc.boolean()))
    .map((value) => JSON.stringify(value)),
  text.filter((value) => !isJson(value)),
);
const image = fc.oneof(
  fc.record({
    kind: fc.constant('data' as const),
    mime: fc.constantFrom('image/png', 'image/jpeg', 'image/webp', 'image/gif'),
    base64: fc.base64String({ minLength: 4 }),
  }),
  fc.record({ kind: fc.constant('url' as const), url: fc.webUrl({ validSchemes: ['https'] }) }),
);

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

/** A conversation with turns, pictures, and calls that get their results. */
const conversation: fc.Arbitrary<IrMessage[]> = fc
  .array(
    fc.record({
      ask: text,
      image: fc.option(image),
      say: text,
      calls: fc.array(fc.record({ name, arguments: args, result: text, isError: fc.boolean() }), {
        maxLength: 3,
      }),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((turns) =>
    turns.flatMap(({ ask, image, say, calls }, turn) => {
      const id = (at: number): string => `call_${turn}_${at}`;
      const shown: IrPart[] = image === null ? [] : [{ type: 'image', media: image, detail: null }];
      const asked = calls.map((call, at): IrPart => ({
        type: 'tool_call',
        id: id(at),
        name: call.name,
        arguments: call.arguments,
      }));
      const answered = calls.map((call, at): IrPart => ({
        type: 'tool_result',
        id: id(at),
        name: call.name,
        content: [{ type: 'text', text: call.result }],
        isError: call.isError,
      }));
      return [
        { role: 'user', parts: [{ type: 'text', text: ask }, ...shown] },
        { role: 'assistant', parts: [{ type: 'text', text: say }, ...asked] },
        ...(answered.length > 0 ? [{ role: 'user' as const, parts: answered }] : []),
      ] satisfies IrMessage[];
    }),
  )
  .map((messages): IrMessage[] => [
    ...messages,
    { role: 'user', parts: [{ type: 'text', text: 'end' }] },
  ]);

const answer: fc.Arbitrary<IrAnswer> = fc
  .record({
    said: fc.option(text),
    calls: fc.array(fc.record({ name, arguments: args }), { maxLength: 4 }),
    length: fc.boolean(),
  })
  .map(({ said, calls, length }) => ({
    id: 'a1',
    model: 'provider/model',
    parts: [
      ...(said === null ? [] : [{ type: 'text' as const, text: said }]),
      ...calls.map((call, at) => ({ type: 'tool_call' as const, id: `call_${at}`, ...call })),
    ],
    finish: length ? 'length' : calls.length > 0 ? 'tool_calls' : 'stop',
    stopSequence: null,
    usage: { promptTokens: 10, completionTokens: 5, cachedTokens: 4, reasoningTokens: null },
  }));

/** Every part of a conversation, in order, whoever's message it stands in; objects parsed. */
function flat(request: IrRequest, errors: boolean): unknown[] {
  return request.messages
    .flatMap(({ parts }) => parts)
    .map((part) => {
      if (part.type === 'tool_call' && isJson(part.arguments)) {
        return { ...part, arguments: JSON.parse(part.arguments) as unknown };
      }
      if (part.type !== 'tool_result' || errors) return part;
      const said = part.content.map((inner) => (inner.type === 'text' ? inner.text : '')).join('');
      const content = [{ type: 'text', text: part.isError ? `Error: ${said}` : said }];
      return { ...part, content, isError: false };
    });
}

describe('a request on its way through a dialect', () => {
  it('keeps every text, picture, call and result in Messages', () => {
    fc.assert(
      fc.property(conversation, (messages) => {
        const request = irRequest({ messages });
        const written = anthropicDialect.write(request, 'claude-sonnet-4-5');
        if (!written.ok) throw new Error(written.unsupported.join());
        const taken = messagesSchema.parse(written.body);
        expect(problemInTurns(taken.messages)).toBeNull();
        const back = messagesSurface.read(written.body);
        if (!back.ok) throw new Error(back.message);
        expect(back.request.inexpressible).toEqual([]);
        expect(flat(back.request, true)).toEqual(flat(request, true));
      }),
      { numRuns: 300 },
    );
  });

  it('keeps every text, picture, call and result in chat completions', () => {
    fc.assert(
      fc.property(conversation, (messages) => {
        const request = irRequest({ messages });
        const written = openaiDialect.write(request, 'gpt-4o');
        if (!written.ok) throw new Error(written.unsupported.join());
        const back = chatSurface.read(written.body);
        if (!back.ok) throw new Error(back.message);
        expect(back.request.inexpressible).toEqual([]);
        expect(flat(back.request, false)).toEqual(flat(request, false));
      }),
      { numRuns: 300 },
    );
  });
});

describe('an answer on its way through a surface', () => {
  it('is the same after chat completions and after Messages, whole', () => {
    fc.assert(
      fc.property(answer, (given) => {
        expect(openaiDialect.decode(chatSurface.encode(given, encodeContext()))).toEqual(given);
        const message = messagesSurface.encode(given, encodeContext());
        expect(parsed(anthropicDialect.decode(message))).toEqual(parsed(given));
      }),
      { numRuns: 300 },
    );
  });

  it('is the same after a translated stream, however it is written and cut', async () => {
    const places = fc.array(fc.nat(), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        answer,
        fc.integer({ min: 1, max: 9 }),
        places,
        async (given, size, cuts) => {
          const events = eventsOf(given, size);
          const chat = encodeEvents(chatSurface.encoder(encodeContext()), events);
          const toMessages = { surface: 'messages', dialect: 'openai', stream: true } as const;
          const first = await translateBytes(cutAt(chat, cuts), toMessages);
          expect(first.sink.fault).toBeNull();
          const message = first.kept.text();
          expect(answerOf(decodeSse(anthropicDialect.decoder(), message))).toEqual(given);
          const toChat = { surface: 'chat', dialect: 'anthropic', stream: true } as const;
          const second = await translateBytes(cutAt(message, cuts), toChat);
          expect(answerOf(decodeSse(openaiDialect.decoder(), second.kept.text()))).toEqual(given);
        },
      ),
      { numRuns: 200 },
    );
  });
});

/** Arguments as values: Messages carries objects, not the text that they were written as. */
function parsed(given: IrAnswer | null): unknown {
  return {
    ...given,
    parts: given?.parts.map((part) =>
      part.type === 'tool_call' && isJson(part.arguments)
        ? { ...part, arguments: JSON.parse(part.arguments) as unknown }
        : part,
    ),
  };
}
