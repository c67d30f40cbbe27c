import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { googleDialect } from '../../../../electron/backend/translate/dialect-google';
import { GOOGLE_DROPPABLE } from '../../../../electron/backend/translate/dialect-google-request';
import { sealToolId } from '../../../../electron/backend/translate/dialect-google-seal';
import type { IrMessage, IrPart, IrRequest } from '../../../../electron/backend/translate/ir';
import { generateSchema, problemInContents } from '../../../support/google-upstream-schema';
import { call, image, model, result, text, user, WEATHER } from '../../../support/ir-parts';
import { irRequest } from '../../../support/translate';

const NEW = 'gemini-3-flash';
const OLD = 'gemini-2.5-flash';

const EMPTY: IrRequest = irRequest({
  messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hi' }] }],
  streamUsage: false,
});

function body(request: Partial<IrRequest>, model = OLD): Readonly<Record<string, unknown>> {
  const written = googleDialect.write({ ...EMPTY, ...request }, model);
  if (!written.ok) throw new Error(written.unsupported.join());
  return written.body;
}

function unsupported(request: Partial<IrRequest>, model = OLD): readonly string[] {
  const written = googleDialect.write({ ...EMPTY, ...request }, model);
  return written.ok ? [] : written.unsupported;
}

describe('what Gemini cannot be asked for', () => {
  const url = 'https://example.org/a.png';
  const media = { kind: 'url', url } as const;
  const odd = { kind: 'data', mime: 'application/zip', base64: 'UEs=' } as const;
  const orphan: IrPart = { ...(result('z', []) as object), name: null } as IrPart;
  const cases: readonly [string, Partial<IrRequest>, string?][] = [
    ['n', { n: 2 }],
    ['logit_bias', { logitBias: { '1': 5 } }],
    ['audio_output', { audioOut: true }],
    ['parallel_tool_calls', { parallelTools: false, tools: [WEATHER] }],
    ['stop', { stop: ['a', 'b', 'c', 'd', 'e', 'f'] }],
    ['response_format', { format: { kind: 'json' }, tools: [WEATHER] }],
    ['reasoning_effort', { reasoning: { effort: 'low', budgetTokens: null } }, 'gemini-2.0-flash'],
    ['reasoning_effort', { reasoning: { effort: 'wild', budgetTokens: null } }],
    ['image_url', { messages: [user({ type: 'image', media, detail: null })] }],
    ['file_url', { messages: [user({ type: 'file', media, name: null })] }],
    ['image_type', { messages: [user(image('image/gif'))] }],
    ['file_type', { messages: [user({ type: 'file', media: odd, name: null })] }],
    ['audio_input', { messages: [user({ type: 'audio', base64: '', format: 'midi' })] }],
    ['a request without messages', { messages: [], system: ['Hi'] }],
    ['a tool result without its call', { messages: [user(orphan)] }],
  ];

  // A wish that could not be met was dropped: the answer looked right and was not.
  it.each(cases)('names %s', (feature, request, name) => {
    expect(unsupported(request, name)).toContain(feature);
  });

  it('writes JSON and calls tools from version 3 on', () => {
    expect(unsupported({ format: { kind: 'json' }, tools: [WEATHER] }, NEW)).toEqual([]);
  });

  /** A value for every field of the neutral form that asks for something. */
  const wishes: { [Field in keyof IrRequest]-?: fc.Arbitrary<IrRequest[Field]> } = {
    system: fc.constant(['Be brief.']),
    messages: fc.constant([user(text('Hello'))]),
    tools: fc.constant([WEATHER]),
    toolChoice: fc.constantFrom<IrRequest['toolChoice'][]>('required', { name: 'weather' }),
    parallelTools: fc.boolean(),
    format: fc.constant({ kind: 'json' }),
    maxTokens: fc.integer({ min: 1, max: 9 }),
    temperature: fc.double({ min: 0, max: 2, noNaN: true }),
    topP: fc.double({ min: 0, max: 1, noNaN: true }),
    topK: fc.integer({ min: 1, max: 9 }),
    stop: fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 8 }),
    seed: fc.integer(),
    frequencyPenalty: fc.constantFrom(-1, 1),
    presencePenalty: fc.constantFrom(-1, 1),
    topLogprobs: fc.integer({ min: 0, max: 5 }),
    logitBias: fc.constant({ '1': 5 }),
    n: fc.integer({ min: 2, max: 3 }),
    reasoning: fc.constantFrom({ effort: 'low', budgetTokens: null }),
    user: fc.constant('u'),
    audioOut: fc.constant(true),
    stream: fc.constant(true),
    streamUsage: fc.constant(true),
    legacyFunctions: fc.constant(true),
    inexpressible: fc.constant(['web_search']),
    echo: fc.constant({ metadata: {} }),
  };

  // A field that is added to the neutral form and forgotten here is a silent loss.
  it('loses no wish in silence: it changes the body, is named, or is droppable', () => {
    const fields = Object.keys(wishes) as (keyof IrRequest)[];
    const wish = fc
      .constantFrom(...fields)
      .chain((field) => wishes[field].map((value) => [field, value] as const));
    fc.assert(
      fc.property(wish, fc.constantFrom(OLD, NEW), ([field, value], name) => {
        // A choice of tools, or a ban of parallel calls, means nothing without tools.
        const tools = {
          tools: field === 'toolChoice' || field === 'parallelTools' ? [WEATHER] : [],
        };
        const before = googleDialect.write({ ...EMPTY, ...tools }, name);
        const after = googleDialect.write({ ...EMPTY, ...tools, [field]: value }, name);
        const row = GOOGLE_DROPPABLE.find((droppable) => droppable.field === field);
        const droppable = row !== undefined && (row.harmless?.(value) ?? true);
        expect(JSON.stringify(after) === JSON.stringify(before)).toBe(droppable);
      }),
      { numRuns: 400 },
    );
  });
});

describe('every request to Gemini', () => {
  const word = fc.string({ unit: 'grapheme' });
  const args = fc.oneof(
    word,
    fc.jsonValue().map((value) => JSON.stringify(value)),
  );
  const media = fc.constantFrom(image(), image('image/jpeg'), text('also'));
  /** One exchange: a wish, calls, their results in one message or several, and an answer. */
  const exchange = fc
    .record({
      wish: fc.array(fc.oneof(word.map(text), media), { maxLength: 3 }),
      calls: fc.array(args, { maxLength: 3 }),
      sealed: fc.boolean(),
      together: fc.boolean(),
      shown: fc.array(media, { maxLength: 2 }),
      answer: word,
    })
    .map(({ wish, calls, sealed, together, shown, answer }): IrMessage[] => {
      const id = (index: number) => (sealed ? sealToolId(`c${index}`, 'AQID') : `c${index}`);
      const results = calls.map((_, index) => result(id(index), shown, index === 1));
      return [
        user(text('Please'), ...wish),
        model(text(answer), ...calls.map((given, index) => call(id(index), given))),
        ...(together ? [user(...results)] : results.map((one) => user(one))),
      ];
    });

  // Google refuses unknown fields, empty parts, torn turns: the whole request, with a 400.
  it('keeps to its schema and to the order of turns', () => {
    fc.assert(
      fc.property(
        fc.array(exchange, { minLength: 1, maxLength: 3 }),
        fc.array(word, { maxLength: 2 }),
        fc.constantFrom(OLD, NEW, 'gemini-2.0-flash', 'gemma-3-27b-it'),
        (exchanges, system, name) => {
          const written = body({ messages: exchanges.flat(), system, tools: [WEATHER] }, name);
          const parsed = generateSchema.safeParse(written);
          expect(parsed.error?.issues ?? []).toEqual([]);
          expect(parsed.data && problemInContents(parsed.data.contents)).toBeNull();
        },
      ),
    );
  });

  // Texts were lost or changed places on the way.
  it('holds all that was said, in its order', () => {
    fc.assert(
      fc.property(fc.array(exchange, { minLength: 1, maxLength: 3 }), (exchanges) => {
        const messages = exchanges.flat();
        const contents = body({ messages }, NEW)['contents'] as { parts: { text?: string }[] }[];
        const said = contents.flatMap((content) =>
          content.parts.flatMap((part) => part.text ?? []),
        );
        const texts = messages.flatMap(({ parts }) =>
          parts.flatMap((part) => (part.type === 'text' && part.text !== '' ? [part.text] : [])),
        );
        expect(said).toEqual(texts);
      }),
    );
  });
});
