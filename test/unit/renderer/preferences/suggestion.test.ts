import type { MemoryExample } from '@shared/api/memory';
import { feedbackPair } from '@shared/routing/feedback';
import { describe, expect, it } from 'vitest';
import { overridesOf } from '../../../../renderer/features/preferences/suggestion';
import { FAKE_CANDIDATES } from '../../../support/fake-candidates';

const [ONE, TWO] = FAKE_CANDIDATES;
const id = (candidate: typeof ONE): string => candidate?.id ?? '';

function example(change: Partial<MemoryExample>): MemoryExample {
  return {
    id: 'e',
    task: 'general_assistant',
    prompt: 'why?',
    scores: feedbackPair('runner_up', id(ONE), id(TWO)).scores,
    label_source: 'feedback',
    embedding_model: null,
    created_at: new Date(0).toISOString(),
    updated_at: new Date(0).toISOString(),
    ...change,
  };
}

const of = (change: Partial<MemoryExample>) =>
  overridesOf([example(change)], 'general_assistant', FAKE_CANDIDATES);

describe('overridesOf', () => {
  it('reads which model was taken instead of which', () => {
    expect(of({})).toEqual([{ taken: ONE?.scores, instead: TWO?.scores }]);
  });

  it.each([
    [
      'ratings given on purpose, which are about answers and not about weights',
      { label_source: 'human' },
    ],
    ['another task', { task: 'ptt_response' }],
    [
      'a thumb, which took no other model',
      { scores: feedbackPair('thumb_up', id(ONE), id(TWO)).scores },
    ],
    ['a model that is no candidate any more', { scores: { gone: 0.6, [id(TWO)]: 0.4 } }],
    ['more than a pair', { scores: { [id(ONE)]: 0.6, [id(TWO)]: 0.4, third: 0.5 } }],
  ] as const)('leaves out %s', (_, change) => {
    expect(of(change)).toEqual([]);
  });
});
