import type { ExplainResponse } from '@shared/api/memory';
import { decideLearned } from '@shared/routing/learned';
import { describe, expect, it } from 'vitest';
import { decidedAt } from '../../../../renderer/features/routes/decided';
import { learnedInput, pointAt, twoTopics } from '../../../support/learned';

/** What the backend answers for a hard prompt of two topics. */
function explained(alpha?: number): ExplainResponse {
  const input = learnedInput(twoTopics(), { query: pointAt(0) });
  const settings = { ...input.settings, ...(alpha !== undefined && { alpha }) };
  const decision = decideLearned({ ...input, settings });
  if (!('ranked' in decision)) throw new Error('it was declined');
  const { ranked, trace } = decision;
  const rest = { task: 'general_assistant', prompt: 'p', prompts: {}, links: [] } as const;
  return { ...rest, ranked, trace, decline: null };
}

describe('the dial of cost in the window', () => {
  it.each([0, 0.3, 1, 2])('at %d gives what the backend would have decided', (alpha) => {
    const asked = explained(alpha);
    const moved = decidedAt(explained(), alpha);
    expect(moved.candidates).toEqual(asked.trace?.candidates);
    expect(moved.confidence).toBe(asked.trace?.confidence);
  });

  it('moves the decision from the dear model to the cheap one', () => {
    expect(decidedAt(explained(), 0).candidates[0]?.model).toBe('dear');
    expect(decidedAt(explained(), 10).candidates[0]?.model).toBe('cheap');
  });

  it('leaves a decline what it is when no vote was held', () => {
    const decline = { code: 'cold_memory', reason: 'Still cold.' } as const;
    const cold: ExplainResponse = { ...explained(), ranked: [], trace: null, decline };
    expect(decidedAt(cold, 1)).toEqual({ candidates: [], decline, confidence: null });
  });
});
