import type { CompareAnswer } from '@shared/api/compare';
import { describe, expect, it } from 'vitest';
import { dealLetters, ratingsOf } from '../../../../renderer/features/teach/letters';

const answer = (model: string, status: CompareAnswer['status'] = 'succeeded'): CompareAnswer => ({
  model,
  name: model,
  status,
  text: model,
  error: null,
  cost_usd: 0,
  total_ms: 1,
  call_id: null,
});

/** A chance that is given: no test depends on luck. */
function chances(...values: readonly number[]): () => number {
  let at = 0;
  return () => values[at++ % values.length] ?? 0;
}

describe('dealLetters', () => {
  it('tells nothing by the order of the models: letters follow the chance', () => {
    const answers = ['one', 'two', 'three'].map((model) => answer(model));
    const modelsOf = (random: () => number) =>
      dealLetters(answers, random).map(({ letter, answer: { model } }) => `${letter} ${model}`);
    expect(modelsOf(chances(0.99))).toEqual(['A one', 'B two', 'C three']);
    expect(modelsOf(chances(0))).toEqual(['A two', 'B three', 'C one']);
  });

  it('deals every answer once, whatever the chance says', () => {
    const answers = ['a', 'b', 'c', 'd', 'e'].map((model) => answer(model));
    for (const value of [0, 0.2, 0.5, 0.8, 0.999_999]) {
      const dealt = dealLetters(answers, chances(value));
      expect(dealt.map(({ letter }) => letter).join('')).toBe('ABCDE');
      expect(new Set(dealt.map((row) => row.answer.model)).size).toBe(5);
    }
  });
});

describe('ratingsOf', () => {
  const dealt = dealLetters([answer('one'), answer('two'), answer('three', 'failed')], () => 0.99);

  it('waits until every answer that came is rated', () => {
    expect(ratingsOf(dealt, {})).toBeNull();
    expect(ratingsOf(dealt, { A: 1 })).toBeNull();
  });

  it('rates under the models, ties and zeros too, and never the one that failed', () => {
    expect(ratingsOf(dealt, { A: 0, B: 0, C: 1 })).toEqual({ one: 0, two: 0 });
  });

  it('makes no example of a single answer: it would compare nothing', () => {
    const alone = dealLetters([answer('one'), answer('two', 'failed')], () => 0.99);
    expect(ratingsOf(alone, { A: 1 })).toBeNull();
  });
});
