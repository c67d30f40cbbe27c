import { expect, it } from 'vitest';
import { classifierRequest } from '@shared/benchmark/dataset';
import { CLASSIFIER_INPUTS } from '@shared/benchmark/index';
import { fieldGrades, weightedScore } from '@shared/routing/classifier-grade';
import { deriveTier } from '@shared/routing/difficulty';
import { classifyHeuristically } from '@shared/routing/heuristic-classifier';

it('a rule that breaks the heuristic would show: 0.85 by S4-4, four tiers of five, well under 1 ms', () => {
  let score = 0;
  let tiers = 0;
  const begin = performance.now();
  for (const input of CLASSIFIER_INPUTS) {
    const { output } = classifyHeuristically(classifierRequest(input));
    score += weightedScore(fieldGrades(output, input.labels));
    if (deriveTier(output) === deriveTier(input.labels)) tiers += 1;
  }
  const count = CLASSIFIER_INPUTS.length;
  expect(score / count).toBeGreaterThan(0.85);
  expect(tiers / count).toBeGreaterThan(0.8);
  // The first calls compile the patterns; a busy machine gets room.
  expect((performance.now() - begin) / count).toBeLessThan(5);
});
