import { describe, expect, it } from 'vitest';
import { classifierOutputSchema } from '@shared/routing/classifier-output';
import { type DifficultyFields, deriveTier } from '@shared/routing/difficulty';
import { isRoute, routeOf, ROUTES, SUBTASK_TYPES, TASK_TYPES } from '@shared/routing/taxonomy';

const EASY: DifficultyFields = {
  reasoningComplexity: 'low',
  contextComplexity: 'small',
  executionMode: 'answer_only',
  riskLevel: 'low',
};

describe('deriveTier (S4-25)', () => {
  it.each([
    [{}, 'low'],
    [{ reasoningComplexity: 'medium' }, 'low'],
    [{ reasoningComplexity: 'medium', executionMode: 'code_change' }, 'medium'],
    [{ contextComplexity: 'large' }, 'low'],
    [{ contextComplexity: 'large', riskLevel: 'high' }, 'medium'],
    [{ contextComplexity: 'large', riskLevel: 'medium' }, 'low'],
    [{ reasoningComplexity: 'high' }, 'medium'],
    [{ reasoningComplexity: 'high', executionMode: 'command_execution' }, 'medium'],
    [{ reasoningComplexity: 'high', executionMode: 'multi_step_project' }, 'high'],
    [{ reasoningComplexity: 'high', contextComplexity: 'large', riskLevel: 'high' }, 'high'],
  ] as const)('a boundary moved by one point would fail here: %o is %s', (fields, tier) => {
    expect(deriveTier({ ...EASY, ...fields })).toBe(tier);
  });
});

describe('taxonomy (S4-26)', () => {
  it('has 18 routes, and no subtype of two types', () => {
    expect(TASK_TYPES).toHaveLength(6);
    expect(new Set(ROUTES).size).toBe(18);
    expect(new Set(SUBTASK_TYPES).size).toBe(18);
  });

  it('refuses a subtype of another type, which would name a route without a table', () => {
    expect(routeOf('debugging', 'migration')).toBeNull();
    expect(isRoute('debugging/migration')).toBe(false);
    expect(routeOf('refactoring', 'migration')).toBe('refactoring/migration');
    const output = {
      ...EASY,
      taskType: 'debugging',
      subtaskType: 'migration',
      requiresTools: false,
    };
    expect(classifierOutputSchema.safeParse(output).success).toBe(false);
    expect(classifierOutputSchema.safeParse({ ...output, taskType: 'refactoring' }).success).toBe(
      true,
    );
  });
});
