import { describe, expect, it } from 'vitest';
import { checkAnswer } from '@shared/benchmark/check';
import { goldenPrompt } from '@shared/benchmark/dataset';
import { GOLDEN_TASKS } from '@shared/benchmark/index';
import { TIERS } from '@shared/routing/difficulty';
import {
  PRACTICE_MARK,
  PRACTICE_MODELS,
} from '../../../../electron/backend/providers/practice-answers';
import { practiceSolution } from '../../../../electron/backend/providers/practice-golden';

const TASKS = GOLDEN_TASKS.filter(({ workspace }) => workspace === undefined);

describe('practice models in a benchmark', () => {
  // A benchmark in which nobody is good enough shows neither a pick nor a difference.
  it('differ in each tier as their figures do, and pass by the real checks', async () => {
    for (const tier of TIERS) {
      const inTier = TASKS.filter((task) => task.tier === tier);
      const shares: number[] = [];
      for (const model of PRACTICE_MODELS) {
        let passed = 0;
        for (const task of inTier) {
          const answer = await practiceSolution(model, goldenPrompt(task));
          if (answer === null || task.check === null) continue;
          expect(answer.startsWith(PRACTICE_MARK), 'is marked as simulated').toBe(true);
          expect(checkAnswer(task.check, answer).passed, task.id).toBe(true);
          passed += 1;
        }
        shares.push(passed / inTier.length);
      }
      const [sage = 0, swift = 0, thrift = 0] = shares;
      expect(sage, tier).toBeGreaterThan(0.8);
      expect(swift, tier).toBeGreaterThan(thrift);
      expect(sage, tier).toBeGreaterThanOrEqual(swift);
    }
  });

  it('answers the same each time, and nothing to what is no task', async () => {
    const [task] = TASKS;
    const prompt = task === undefined ? '' : goldenPrompt(task);
    expect(await practiceSolution('sage', prompt)).toBe(await practiceSolution('sage', prompt));
    expect(await practiceSolution('sage', 'Hello')).toBeNull();
  });
});
