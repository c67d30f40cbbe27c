import { describe, expect, it } from 'vitest';
import { checkAnswer } from '../../../../shared/benchmark/check';
import { GOLDEN_TASKS } from '../../../../shared/benchmark/index';
import { COMPUTED } from './computed/index';
import { NO_SHELL } from './computed/shell';
import { EVERYDAY } from './solutions/everyday';
import { WORKED_OUT } from './solutions/worked-out';

const computable = GOLDEN_TASKS.flatMap((task) => {
  const compute = COMPUTED[task.id];
  return compute === undefined ? [] : [[task.id, task, compute] as const];
});

describe('golden answers', () => {
  it.each(computable)(
    '%s: the answer is what the prompt works out to',
    async (_, task, compute) => {
      const value = await compute(task.prompt, task.workspace?.files ?? {});
      // Where the machine has no bash 5, the shell tasks stay unchecked; CI has one.
      if (value === NO_SHELL) return;
      const { check } = task;
      if (check?.kind === 'json_equal') expect(value).toEqual(check.value);
      else if (check?.kind === 'exact' && check.ignoreCase !== true)
        expect(value).toBe(check.answer);
      else if (check !== null)
        expect(checkAnswer(check, String(value))).toMatchObject({ passed: true });
    },
  );

  it('are computed or solved by a script for at least four tasks in five', () => {
    const shown = new Set([
      ...Object.keys(COMPUTED),
      ...Object.keys(EVERYDAY),
      ...Object.keys(WORKED_OUT),
    ]);
    const known = new Set(GOLDEN_TASKS.map(({ id }) => id));
    expect(
      [...shown].filter((id) => !known.has(id)),
      'computations without a task',
    ).toEqual([]);
    expect(shown.size / GOLDEN_TASKS.length).toBeGreaterThanOrEqual(0.8);
  });
});
