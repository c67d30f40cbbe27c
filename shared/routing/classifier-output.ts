import { z } from 'zod';
import {
  CONTEXT_COMPLEXITIES,
  EXECUTION_MODES,
  REASONING_COMPLEXITIES,
  RISK_LEVELS,
} from './difficulty';
import { isSubtaskOf, SUBTASK_TYPES, type SubtaskType, TASK_TYPES } from './taxonomy';

/**
 * What a classifier says about a request: seven fields. The same schema reads a benchmark's answers
 * and production's (S4-2). A subtype of another task type fails: it would name a route that
 * doesn't exist.
 */
export const classifierOutputSchema = z
  .object({
    taskType: z.enum(TASK_TYPES),
    subtaskType: z.enum(SUBTASK_TYPES as readonly [SubtaskType, ...SubtaskType[]]),
    reasoningComplexity: z.enum(REASONING_COMPLEXITIES),
    contextComplexity: z.enum(CONTEXT_COMPLEXITIES),
    executionMode: z.enum(EXECUTION_MODES),
    riskLevel: z.enum(RISK_LEVELS),
    requiresTools: z.boolean(),
  })
  .refine(({ taskType, subtaskType }) => isSubtaskOf(taskType, subtaskType), {
    message: 'subtaskType belongs to another taskType',
    path: ['subtaskType'],
  });

export type ClassifierOutput = Readonly<z.infer<typeof classifierOutputSchema>>;

/** The seven graded fields. */
export const CLASSIFIER_FIELDS = [
  'taskType',
  'subtaskType',
  'reasoningComplexity',
  'contextComplexity',
  'executionMode',
  'requiresTools',
  'riskLevel',
] as const satisfies readonly (keyof ClassifierOutput)[];
export type ClassifierField = (typeof CLASSIFIER_FIELDS)[number];
