import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { googleDialectWith } from '../../../../electron/backend/translate/dialect-google';
import {
  openToolId,
  sealToolId,
  withoutSeals,
} from '../../../../electron/backend/translate/dialect-google-seal';
import type { IrEvent } from '../../../../electron/backend/translate/ir';
import { irRequest } from '../../../support/translate';

function dialect() {
  let count = 0;
  return googleDialectWith(() => String((count += 1)));
}

type Part = Record<string, unknown>;

function answerOf(parts: readonly Part[], more: Record<string, unknown> = {}) {
  const candidate = { index: 0, content: { role: 'model', parts }, ...more };
  return { candidates: [candidate], modelVersion: 'gemini-3-flash', responseId: 'r1' };
}

const USAGE = {
  promptTokenCount: 30,
  candidatesTokenCount: 5,
  thoughtsTokenCount: 2,
  cachedContentTokenCount: 10,
  totalTokenCount: 37,
};

/** Reads events the way a stream brings them: one JSON text each. */
function read(events: readonly unknown[]): IrEvent[] {
  const decoder = dialect().decoder();
  return events.flatMap((event) => [...decoder.push('', JSON.stringify(event))]);
}

const textOf = (events: readonly IrEvent[], type: 'text' | 'reasoning') =>
  events.map((event) => (event.type === type ? event.text : '')).join('');

describe('a stream of Gemini', () => {
  // The golden stream: text, thinking, a call and usage each arrived as something else.
  it('becomes events in its order', () => {
    expect(
      read([
        { ...answerOf([{ text: 'I need the tool.', thought: true }]), usageMetadata: USAGE },
        answerOf([{ text: 'One ' }]),
        answerOf([
          { text: 'moment.' },
          {
            functionCall: { id: 'g1', name: 'weather', args: { city: 'Rome' } },
            thoughtSignature: 'AQID',
          },
          { functionCall: { name: 'time' } },
        ]),
        { ...answerOf([{ text: '' }], { finishReason: 'STOP' }), usageMetadata: USAGE },
      ]),
    ).toEqual([
      { type: 'start', id: 'r1', model: 'gemini-3-flash' },
      { type: 'reasoning', text: 'I need the tool.' },
      { type: 'text', text: 'One ' },
      { type: 'text', text: 'moment.' },
      { type: 'tool_start', index: 0, id: sealToolId('g1', 'AQID'), name: 'weather' },
      { type: 'tool_delta', index: 0, arguments: '{"city":"Rome"}' },
      { type: 'tool_start', index: 1, id: 'call_1', name: 'time' },
      { type: 'tool_delta', index: 1, arguments: '{}' },
      { type: 'finish', reason: 'tool_calls', stopSequence: null },
      {
        type: 'usage',
        usage: { promptTokens: 30, completionTokens: 7, cachedTokens: 10, reasoningTokens: 2 },
      },
    ]);
  });

  // How Google groups its parts must not change the answer: streamed or whole, in one event or many.
  it('says the same as the whole answer, however it is cut into events', () => {
    const part = fc.oneof(
      fc.record({ text: fc.string({ unit: 'grapheme' }) }),
      fc.record({ text: fc.string({ minLength: 1 }), thought: fc.constant(true) }),
      fc.record({
        functionCall: fc.record({
          id: fc.stringMatching(/^[a-z0-9]{4,8}$/),
          name: fc.constantFrom('weather', 'time'),
          args: fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true }),
        }),
        thoughtSignature: fc.base64String({ minLength: 4 }),
      }),
    );
    const groups = fc.array(fc.array(part, { maxLength: 3 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(groups, (grouped) => {
        const parts: Part[] = grouped.flat();
        const whole = dialect().decode({
          ...answerOf(parts, { finishReason: 'STOP' }),
          usageMetadata: USAGE,
        });
        const last = { ...answerOf([], { finishReason: 'STOP' }), usageMetadata: USAGE };
        const events = read([...grouped.map((group) => answerOf(group)), last]);
        const say = (type: 'text' | 'reasoning') =>
          (whole?.parts ?? []).map((one) => (one.type === type ? one.text : '')).join('');
        expect(textOf(events, 'text')).toBe(say('text'));
        expect(textOf(events, 'reasoning')).toBe(say('reasoning'));
        const starts = events.filter((event) => event.type === 'tool_start');
        const calls = (whole?.parts ?? []).filter((one) => one.type === 'tool_call');
        expect(starts.map(({ id, name }) => [id, name])).toEqual(
          calls.map(({ id, name }) => [id, name]),
        );
        const wanted = parts.flatMap((one) => (one['functionCall'] ? [one['functionCall']] : []));
        expect(calls.map((call) => JSON.parse(call.arguments) as unknown)).toEqual(
          wanted.map(
            (one) => JSON.parse(JSON.stringify((one as { args: unknown }).args)) as unknown,
          ),
        );
        expect(whole?.finish).toBe(calls.length > 0 ? 'tool_calls' : 'stop');
        expect(whole?.usage).toEqual(
          events.find((event) => event.type === 'usage' && event.usage)?.['usage' as never],
        );
      }),
    );
  });

  // A filtered or broken answer counted as a good one.
  it.each([
    ['STOP', 'stop'],
    ['MAX_TOKENS', 'length'],
    ['SAFETY', 'content_filter'],
    ['RECITATION', 'content_filter'],
    ['PROHIBITED_CONTENT', 'content_filter'],
    ['MALFORMED_FUNCTION_CALL', 'other'],
    ['SOMETHING_NEW', 'other'],
  ])('ends by %s as %s', (finishReason, reason) => {
    const events = read([{ ...answerOf([], { finishReason }), usageMetadata: USAGE }]);
    expect(events).toContainEqual({ type: 'finish', reason, stopSequence: null });
    expect(dialect().decode(answerOf([], { finishReason }))?.finish).toBe(reason);
  });

  // A blocked prompt has no candidate at all: it was taken for a broken answer.
  it('tells a blocked prompt', () => {
    const blocked = {
      promptFeedback: { blockReason: 'PROHIBITED_CONTENT' },
      usageMetadata: { promptTokenCount: 12, totalTokenCount: 12 },
    };
    expect(read([blocked])).toEqual([
      { type: 'start', id: '', model: '' },
      { type: 'finish', reason: 'content_filter', stopSequence: null },
      {
        type: 'usage',
        usage: { promptTokens: 12, completionTokens: 0, cachedTokens: null, reasoningTokens: null },
      },
    ]);
    expect(dialect().decode(blocked)).toMatchObject({ parts: [], finish: 'content_filter' });
  });

  // An error in the stream, or a page of HTML, was read as an empty answer.
  it.each([[{ error: { code: 503, message: 'overloaded' } }], [{}], [[]], ['text'], [null]])(
    'takes %j for no answer',
    (json) => {
      expect(dialect().decode(json)).toBeNull();
      expect(read([json])).toEqual([]);
    },
  );

  // Counts of tokens were made up where Google sent none.
  it('reports no usage where there is none', () => {
    expect(read([answerOf([{ text: 'a' }], { finishReason: 'STOP' })])).toHaveLength(3);
    expect(dialect().decode(answerOf([{ text: 'a' }]))?.usage).toEqual({
      promptTokens: null,
      completionTokens: null,
      cachedTokens: null,
      reasoningTokens: null,
    });
  });

  // Log probabilities that were asked for did not come.
  it('brings log probabilities with the text', () => {
    const logprobsResult = {
      chosenCandidates: [{ token: 'Hi', tokenId: 1, logProbability: -0.1 }],
      topCandidates: [
        {
          candidates: [
            { token: 'Hi', logProbability: -0.1 },
            { token: 'Ho', logProbability: -2 },
          ],
        },
      ],
    };
    const answer = answerOf([{ text: 'Hi' }], { finishReason: 'STOP', logprobsResult });
    const logprobs = [
      {
        token: 'Hi',
        logprob: -0.1,
        top: [
          { token: 'Hi', logprob: -0.1 },
          { token: 'Ho', logprob: -2 },
        ],
      },
    ];
    expect(read([answer])[1]).toEqual({ type: 'text', text: 'Hi', logprobs });
    expect(dialect().decode(answer)?.parts).toEqual([{ type: 'text', text: 'Hi', logprobs }]);
  });

  // Two calls without ids got the same one: the results could not be told apart.
  it('gives calls without ids different ones, over answers too', () => {
    const one = dialect();
    const answer = answerOf([{ functionCall: { name: 'a' } }, { functionCall: { name: 'a' } }]);
    const ids = [one.decode(answer), one.decode(answer)].flatMap((decoded) =>
      (decoded?.parts ?? []).map((part) => (part.type === 'tool_call' ? part.id : '')),
    );
    expect(new Set(ids).size).toBe(4);
  });

  // A call made by Gemini must come back to it as it was: id, name, arguments and signature.
  it('round-trips calls over a client that only echoes them', () => {
    const google = dialect();
    const call = fc.record({
      id: fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/),
      name: fc.constantFrom('weather', 'time'),
      args: fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true }),
      signature: fc.oneof(fc.base64String({ minLength: 4 }), fc.string({ minLength: 1 })),
    });
    fc.assert(
      fc.property(call, ({ id, name, args, signature }) => {
        fc.pre(openToolId(id).signature === null);
        const functionCall = { id, name, args };
        const answer = google.decode(answerOf([{ functionCall, thoughtSignature: signature }]));
        const [made] = answer?.parts ?? [];
        if (made?.type !== 'tool_call') throw new Error('no call');
        expect(made.id).toMatch(/^[A-Za-z0-9_-]+$/);
        const written = google.write(
          irRequest({
            messages: [
              { role: 'user', parts: [{ type: 'text', text: 'Hi' }] },
              { role: 'assistant', parts: [made] },
              {
                role: 'user',
                parts: [
                  {
                    type: 'tool_result',
                    id: made.id,
                    name,
                    content: [{ type: 'text', text: 'ok' }],
                    isError: false,
                  },
                ],
              },
            ],
          }),
          'gemini-3-flash',
        );
        const plain: unknown = JSON.parse(JSON.stringify(functionCall));
        expect(written.ok && written.body['contents']).toMatchObject([
          {},
          { parts: [{ functionCall: plain, thoughtSignature: signature }] },
          { parts: [{ functionResponse: { id, name, response: { output: 'ok' } } }] },
        ]);
      }),
    );
  });
});

describe('a signature inside of an id', () => {
  // A signature that spells the mark itself was cut in two; an id full of marks took minutes to read.
  it('is found where it begins, at once', () => {
    const tricky = Buffer.from('x__gsb_AAAA', 'base64url').toString('base64');
    expect(openToolId(sealToolId('c', tricky))).toEqual({ id: 'c', signature: tricky });
    const long = `${'__gsb_'.repeat(200_000)}!`;
    expect(openToolId(long)).toEqual({ id: long, signature: null });
  });

  // A body that is relayed to OpenAI as it is was refused: ids over 40 characters.
  it('is taken out of a relayed body, and nothing else is touched', () => {
    const sealed = sealToolId('call_1', 'A'.repeat(400));
    const content = `I was told ${sealed}`;
    const body = {
      messages: [
        { role: 'assistant', tool_calls: [{ id: sealed, function: { arguments: '{}' } }] },
        { role: 'tool', tool_call_id: sealed, content },
        { type: 'tool_use', id: sealed },
        { type: 'tool_result', tool_use_id: sealed },
        { type: 'function_call', call_id: sealed },
      ],
    };
    const plain = withoutSeals(body);
    expect(plain.messages.map((one) => JSON.stringify(one).includes('__gs'))).toEqual([
      false,
      true,
      false,
      false,
      false,
    ]);
    expect(plain.messages[1]).toEqual({ role: 'tool', tool_call_id: 'call_1', content });
    expect(withoutSeals(plain)).toBe(plain);
  });
});
