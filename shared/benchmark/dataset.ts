import { z } from 'zod';
import { classifierOutputSchema } from '../routing/classifier-output';
import type { ClassifierRequest } from '../routing/classifier-prompt';
import { deriveTier, TIERS } from '../routing/difficulty';
import { isSubtaskOf, SUBTASK_TYPES, type SubtaskType, TASK_TYPES } from '../routing/taxonomy';
import { checkSchema } from './check-schema';

/** The seven fields of one input, set by hand (S4-4). */
const labelsSchema = classifierOutputSchema;

/** An id such as `debugging-bug_fixing-off-by-one` (S4-8): names keep their `_`, the topic uses `-`. */
const ID = /^[a-z]+(?:_[a-z]+)*-[a-z]+(?:_[a-z]+)*-[a-z0-9]+(?:-[a-z0-9]+)*$/u;

const idSchema = z.string().max(100).regex(ID);

/** A request with the labels that a good classifier gives it. */
export const classifierInputSchema = z.strictObject({
  id: idSchema,
  /** Text of the last message of the user. */
  prompt: z.string().trim().min(1),
  /** The caller's own system prompt. */
  system: z.string().min(1).optional(),
  earlierMessages: z.int().nonnegative().optional(),
  toolsOffered: z.boolean().optional(),
  /** Length of the whole conversation where it is more than the text shown here. */
  promptTokens: z.int().positive().optional(),
  labels: labelsSchema,
});
export type ClassifierInput = Readonly<z.infer<typeof classifierInputSchema>>;

/** What must be true of one file when an agentic task ends. */
export const fileGoalSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('matches'), path: z.string().min(1), check: checkSchema }),
  /** None of these texts stands in the file any more; the file itself is there. */
  z.strictObject({
    kind: z.literal('lacks'),
    path: z.string().min(1),
    texts: z.array(z.string().min(1)).min(1),
  }),
  /** The file is what it was at the start. */
  z.strictObject({ kind: z.literal('unchanged'), path: z.string().min(1) }),
  z.strictObject({ kind: z.literal('absent'), path: z.string().min(1) }),
]);
export type FileGoal = Readonly<z.infer<typeof fileGoalSchema>>;

/** A small tree of files and what it must have become (ruling 11). */
export const taskWorkspaceSchema = z.strictObject({
  files: z.record(z.string(), z.string()),
  goals: z.array(fileGoalSchema),
});

/** A task of the decider benchmark: one prompt, one tier, one mechanical check (S4-8, S4-9). */
export const goldenTaskSchema = z
  .strictObject({
    id: idSchema,
    taskType: z.enum(TASK_TYPES),
    subtaskType: z.enum(SUBTASK_TYPES as readonly [SubtaskType, ...SubtaskType[]]),
    tier: z.enum(TIERS),
    labels: labelsSchema,
    prompt: z.string().trim().min(1),
    /** Check of the final answer; null only where the workspace alone says whether the task is done. */
    check: checkSchema.nullable(),
    /** An answer that passes `check`: for a person who looks at a case. Exact and JSON checks hold it themselves. */
    reference: z.string().min(1).optional(),
    /** Plausible mistakes; each must fail `check`, which shows that the check can fail. */
    wrong: z.array(z.string().min(1)),
    workspace: taskWorkspaceSchema.optional(),
  })
  .superRefine((task, context) => {
    const complain = (message: string) => context.addIssue({ code: 'custom', message });
    const { taskType, subtaskType, labels } = task;
    if (!isSubtaskOf(taskType, subtaskType)) complain('the subtype belongs to another task type');
    if (labels.taskType !== taskType || labels.subtaskType !== subtaskType) {
      complain('the labels name another route');
    }
    if (deriveTier(labels) !== task.tier) complain(`the labels give tier ${deriveTier(labels)}`);
    if (!task.id.startsWith(`${taskType}-${subtaskType}-`)) complain('the id names another route');
    if (task.check === null && (task.workspace?.goals.length ?? 0) === 0) {
      complain('nothing is checked');
    }
  });
export type GoldenTask = Readonly<z.infer<typeof goldenTaskSchema>>;

/**
 * Ends every golden prompt, the same words for every model and task, so that a mechanical check finds
 * the answer and a model may still think aloud before it (S4-9).
 */
export const FINAL_ANSWER_SUFFIX =
  'You may work step by step. End your reply with the final answer alone, in exactly the form asked for, on the last line (or as the last block when it has several lines). Write nothing after it.';

/** Ends the prompt of a task that offers file tools. */
export const WORKSPACE_SUFFIX =
  'Use the file tools to read and change the workspace; nothing can be executed in it. Change only what the task needs.';

/** The message that a model gets for a golden task. */
export function goldenPrompt(task: GoldenTask): string {
  const parts = [task.prompt.trim()];
  if (task.workspace !== undefined) parts.push(WORKSPACE_SUFFIX);
  parts.push(
    task.check === null
      ? 'When all is done, reply with the single word: done'
      : FINAL_ANSWER_SUFFIX,
  );
  return parts.join('\n\n');
}

/** What the classifier is shown of an input; the same shape as in production (S4-2). */
export function classifierRequest(input: ClassifierInput): ClassifierRequest {
  return {
    text: input.prompt,
    system: input.system ?? null,
    earlierMessages: input.earlierMessages ?? 0,
    toolsOffered: input.toolsOffered ?? false,
    promptTokens: input.promptTokens ?? null,
  };
}
