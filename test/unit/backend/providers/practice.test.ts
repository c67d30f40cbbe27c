import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PRACTICE_MODEL_IDS } from '../../../../electron/backend/catalog/practice';
import { createPracticeProvider } from '../../../../electron/backend/providers/practice';
import {
  PRACTICE_MARK,
  PRACTICE_MODELS,
  practiceAnswer,
} from '../../../../electron/backend/providers/practice-answers';
import { findSum } from '../../../../electron/backend/providers/practice-arithmetic';
import type { ChatResult } from '../../../../electron/backend/providers/provider';

const say = (content: string) => [{ role: 'user', content }];
const ask = (text: string) => ({ text, images: 0, earlier: 0 });

describe('practice answers', () => {
  it('come from the models that the catalog has candidates of', () => {
    expect([...PRACTICE_MODELS]).toEqual([...PRACTICE_MODEL_IDS]);
  });

  // A simulated answer that passes for a real one.
  it('are deterministic and say that they are simulated, whatever is asked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(3), (text, images) => {
        for (const model of PRACTICE_MODELS) {
          const question = { text, images, earlier: 2 };
          const answer = practiceAnswer(model, question);
          expect(answer).toContain(PRACTICE_MARK);
          expect(practiceAnswer(model, question)).toBe(answer);
        }
      }),
    );
  });

  // Equal answers would leave nothing to compare on any screen.
  it('differ in strength: sage right and long, swift right and short, thrift wrong when it is hard', () => {
    const hard = ask('What is 12 * 7 + 3?');
    expect(practiceAnswer('sage', hard)).toContain('**87**');
    expect(practiceAnswer('swift', hard)).toContain('= 87.');
    expect(practiceAnswer('thrift', hard)).not.toContain('87');
    expect(practiceAnswer('thrift', ask('2 + 3?'))).toContain('5');
    expect(practiceAnswer('sage', hard).length).toBeGreaterThan(
      2 * practiceAnswer('swift', hard).length,
    );
    expect(practiceAnswer('sage', ask('What is latency?'))).toContain('the time between asking');
  });
});

describe('findSum', () => {
  it.each([
    ['What is 17 + 25?', 42],
    ['12 * (7 - 3)', 48],
    ['what is 9 times 8', 72],
    ['10 divided by 4', 2.5],
    ['15% of 200', 30],
    ['2 + 3 * 4', 14],
    ['1,200 minus 200', 1000],
    ['6 x 7 please', 42],
  ])('%s = %d', (text, value) => {
    expect(findSum(text)?.value).toBeCloseTo(value, 9);
  });

  it.each(['hello', 'in 2026', '1 / 0', '(1 + 2', 'call 555'])('%s has none', (text) => {
    expect(findSum(text)).toBeNull();
  });
});

describe('the practice provider', () => {
  const provider = createPracticeProvider({
    clock: { now: () => 1_000, monotonic: () => 0 },
    pause: () => Promise.resolve(),
  });

  async function chat(
    model: string,
    more: Record<string, unknown> = {},
    signal = new AbortController().signal,
  ): Promise<{ result: ChatResult; text: string; chunks: number }> {
    const out: string[] = [];
    const body = { messages: [{ role: 'user', content: 'What is 2 + 2?' }], ...more };
    const result = await provider.send(
      {
        operation: 'chat',
        model,
        body,
        files: [],
        headers: {},
        stream: more['stream'] === true,
        signal,
      },
      {
        head: () => undefined,
        chunk: async (bytes) => void out.push(Buffer.from(bytes).toString('utf8')),
      },
    );
    return { result, text: out.join(''), chunks: out.length };
  }

  it('streams in pieces and reports usage only to who asks', async () => {
    const plain = await chat('swift', { stream: true });
    expect(plain.chunks).toBeGreaterThan(5);
    expect(plain.text).not.toContain('usage');
    expect(plain.text.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(plain.result).toMatchObject({ ok: true, usage: { promptTokens: 4 } });
    const asked = await chat('swift', { stream: true, stream_options: { include_usage: true } });
    expect(asked.text).toContain('"prompt_tokens":4');
  });

  it('reads messages of any shape', async () => {
    for (const messages of [[], [null], [{ role: 'user', content: [{ type: 'other' }, 3] }], 'x']) {
      expect((await chat('sage', { messages })).result.ok).toBe(true);
    }
  });

  it('stops when it is told to, and refuses an unknown model', async () => {
    const stopped = await chat('sage', { stream: true }, AbortSignal.abort());
    expect(stopped).toMatchObject({ result: { ok: false, started: false }, text: '' });
    expect((await chat('nobody')).result).toMatchObject({
      ok: false,
      failure: { code: 'provider_model_not_found' },
    });
  });

  const tools = [
    {
      type: 'function',
      function: {
        name: 'get_weather',
        parameters: {
          type: 'object',
          properties: { city: { type: 'string' }, days: { type: 'integer' } },
        },
      },
    },
  ];

  // A model that calls a tool at every turn never answers; one that never calls cannot be practised with.
  it('calls a tool that the question names, once, and then uses what it said', async () => {
    const messages = say('Please get weather for 3 days');
    const called = JSON.parse((await chat('swift', { messages, tools })).text);
    const { message, finish_reason: finish } = called.choices[0];
    expect(finish).toBe('tool_calls');
    expect(message).toMatchObject({
      content: null,
      tool_calls: [{ type: 'function', function: { name: 'get_weather' } }],
    });
    const call = message.tool_calls[0];
    expect(JSON.parse(call.function.arguments)).toEqual({ city: PRACTICE_MARK, days: 3 });
    const result = { role: 'tool', tool_call_id: call.id, content: '21 degrees' };
    const second = await chat('swift', { messages: [...messages, message, result], tools });
    const answer = JSON.parse(second.text).choices[0];
    expect(answer.finish_reason).toBe('stop');
    expect(answer.message.content).toContain('21 degrees');
    expect(answer.message.content).toContain(PRACTICE_MARK);
  });

  it('obeys the tool choice, and answers where no tool is named', async () => {
    const finish = async (more: Record<string, unknown>) =>
      JSON.parse((await chat('sage', { tools, ...more })).text).choices[0].finish_reason;
    expect(await finish({})).toBe('stop');
    expect(await finish({ tool_choice: 'required' })).toBe('tool_calls');
    const named = { type: 'function', function: { name: 'get_weather' } };
    expect(await finish({ tool_choice: named })).toBe('tool_calls');
    const asked = say('call get_weather');
    expect(await finish({ messages: asked, tool_choice: 'none' })).toBe('stop');
    const streamed = await chat('sage', { messages: asked, tools, stream: true });
    expect(streamed.text).toContain('"finish_reason":"tool_calls"');
    expect(streamed.text).toContain('"name":"get_weather"');
  });

  // JSON mode answered with prose breaks every program that asked for it.
  it('answers with JSON of the schema where JSON is asked for', async () => {
    const schema = {
      type: 'object',
      properties: { size: { enum: ['big', 'small'] }, count: { type: 'number' } },
    };
    const format = { type: 'json_schema', json_schema: { name: 'x', schema } };
    const whole = await chat('sage', { response_format: format });
    const content = JSON.parse(whole.text).choices[0].message.content;
    expect(JSON.parse(content)).toEqual({ size: 'big', count: 2 });
    const any = await chat('sage', { response_format: { type: 'json_object' } });
    expect(JSON.parse(JSON.parse(any.text).choices[0].message.content)).toEqual({
      practice: PRACTICE_MARK,
    });
  });

  async function embed(body: Record<string, unknown>) {
    const out: string[] = [];
    const { signal } = new AbortController();
    const call = { model: 'sage', files: [], headers: {}, stream: false, signal } as const;
    const result = await provider.send(
      { ...call, operation: 'embeddings', body },
      {
        head: () => undefined,
        chunk: async (bytes) => void out.push(Buffer.from(bytes).toString('utf8')),
      },
    );
    return { result, answer: out.length === 0 ? null : JSON.parse(out.join('')) };
  }

  it('embeds texts as vectors of length 1 that depend on the words alone', async () => {
    const { result, answer } = await embed({ input: ['the red cat', 'a red cat', 'tax law', ''] });
    expect(result).toMatchObject({ ok: true, usage: { promptTokens: 8, completionTokens: null } });
    const vectors: number[][] = answer.data.map((row: { embedding: number[] }) => row.embedding);
    for (const vector of vectors) expect(Math.hypot(...vector)).toBeCloseTo(1, 6);
    const near = (a: number, b: number) =>
      (vectors[a] ?? []).reduce((sum, value, index) => sum + value * (vectors[b]?.[index] ?? 0), 0);
    expect(near(0, 1)).toBeGreaterThan(near(0, 2) + 0.3);
    const again = await embed({ input: 'the red cat' });
    expect(again.answer.data[0].embedding).toEqual(vectors[0]);
    const short = await embed({ input: 'x', dimensions: 16, encoding_format: 'base64' });
    expect(Buffer.from(short.answer.data[0].embedding, 'base64').length).toBe(64);
  });

  it('does not pretend to hear, to speak or to count', async () => {
    expect((await embed({ input: 7 })).result).toMatchObject({ ok: false });
    expect([...provider.operations]).toEqual(['chat', 'embeddings']);
  });
});
