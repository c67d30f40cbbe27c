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
});
