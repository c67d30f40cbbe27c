import { checkAnswer, type CheckResult } from './check';
import type { Check } from './check-schema';
import { contentLines } from './clean-text';
import type { FileGoal, GoldenTask } from './dataset';

type Files = ReadonlyMap<string, string>;

/**
 * Grades a golden task: its final answer and, where it has a workspace, every goal over the final
 * files. All must hold; `detail` names the first that doesn't.
 *
 * @param files the workspace as the model left it; empty for a task without one.
 */
export function gradeGoldenTask(
  task: GoldenTask,
  answer: string,
  files: Files = new Map(),
): CheckResult {
  for (const goal of task.workspace?.goals ?? []) {
    const problem = goalProblem(goal, task.workspace?.files ?? {}, files);
    if (problem !== null) return { passed: false, detail: problem };
  }
  if (task.check !== null) return checkAnswer(task.check, answer);
  return { passed: true, detail: 'the workspace is as it should be' };
}

/** What is wrong with one file; null when its goal is met. */
function goalProblem(
  goal: FileGoal,
  start: Readonly<Record<string, string>>,
  files: Files,
): string | null {
  const content = files.get(goal.path);
  if (goal.kind === 'absent') return content === undefined ? null : `${goal.path} is still there`;
  if (content === undefined) return `${goal.path} does not exist`;
  if (goal.kind === 'matches') return checkProblem(goal.path, goal.check, content);
  if (goal.kind === 'lacks') {
    const left = goal.texts.find((text) => content.includes(text));
    return left === undefined ? null : `${goal.path} still holds ${JSON.stringify(left)}`;
  }
  const same = content.trimEnd() === (start[goal.path] ?? '').trimEnd();
  return same ? null : `${goal.path} was changed`;
}

/** As for an answer, but an exact check is of the whole file: what stands before its end counts too. */
function checkProblem(path: string, check: Check, content: string): string | null {
  const extra =
    check.kind === 'exact' && contentLines(content).length > contentLines(check.answer).length;
  if (extra) return `${path} holds more lines than expected`;
  const { passed, detail } = checkAnswer(check, content);
  return passed ? null : `${path}: ${detail}`;
}
