import { beforeAll, describe, expect, it } from 'vitest';
import { flipTextOf, sentenceOf } from '../../../../renderer/features/why/sentence';
import { initTexts } from '../../../../renderer/texts';
import { fakeTrace } from '../../../support/fake-api';
import { FAKE_CANDIDATES } from '../../../support/fake-candidates';

beforeAll(initTexts);

describe('the Why sentence', () => {
  it('says what is given up against whom, and what for', () => {
    expect(sentenceOf(fakeTrace())).toBe(
      'Claude Haiku 4.5: best for Chat under your weights; gives up 0.14 quality against Claude Sonnet 4.5 to save 93%.',
    );
  });

  it('names the flip point rounded up, so that it is true at the number shown', () => {
    expect(flipTextOf(fakeTrace())).toBe(
      'Would switch to Claude Sonnet 4.5 if Quality were 77% or more.',
    );
  });

  it('claims no flip point for a pinned pick', () => {
    expect(flipTextOf({ ...fakeTrace(), model: 'openai/gpt-5-mini', reason: 'pinned' })).toBeNull();
  });

  it('is whole with one candidate and with none', () => {
    expect(sentenceOf(fakeTrace(FAKE_CANDIDATES.slice(0, 1)))).toBe(
      'Claude Haiku 4.5: best for Chat under your weights.',
    );
    expect(sentenceOf(fakeTrace([]))).toBe('No model was eligible for Chat.');
  });
});
