import { describe, expect, it } from 'vitest';
import {
  practiceAnswer,
  PRACTICE_MODELS,
} from '../../../../electron/backend/providers/practice-answers';
import { findSum, formatNumber } from '../../../../electron/backend/providers/practice-arithmetic';
import { PRACTICE_SET } from '../../../../shared/practice-set/prompts';

describe('the practice set', () => {
  it('has twenty different prompts, enough for a warm memory', () => {
    expect(PRACTICE_SET).toHaveLength(20);
    expect(new Set(PRACTICE_SET.map(({ id }) => id)).size).toBe(20);
    expect(new Set(PRACTICE_SET.map(({ prompt }) => prompt)).size).toBe(20);
  });

  it('rates a sum as right only where the model really answers it rightly', () => {
    for (const { id, prompt, scores } of PRACTICE_SET) {
      const sum = findSum(prompt);
      if (sum === null) continue;
      for (const model of PRACTICE_MODELS) {
        const answer = practiceAnswer(model, { text: prompt, images: 0, earlier: 0 });
        const right =
          answer.includes(formatNumber(sum.value)) && !answer.includes('number is wrong');
        expect([id, model, right]).toEqual([id, model, (scores[`practice/${model}`] ?? 0) > 0.5]);
      }
    }
  });

  it('has a term that the models explain in each prompt that is no sum', () => {
    for (const { prompt } of PRACTICE_SET.filter((row) => findSum(row.prompt) === null)) {
      const answer = practiceAnswer('sage', { text: prompt, images: 0, earlier: 0 });
      expect(answer).toContain('** is ');
    }
  });
});
