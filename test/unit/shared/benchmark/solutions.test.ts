import { describe, expect, it } from 'vitest';
import { gradeGoldenTask } from '../../../../shared/benchmark/grade';
import { GOLDEN_TASKS } from '../../../../shared/benchmark/index';
import { openWorkspace } from '../../../../shared/benchmark/workspace';
import { EVERYDAY } from './solutions/everyday';
import { handsOn } from './solutions/hands';
import { WORKED_OUT } from './solutions/worked-out';

const SOLUTIONS = { ...EVERYDAY, ...WORKED_OUT };

const agentic = GOLDEN_TASKS.flatMap((task) =>
  task.workspace === undefined ? [] : [[task.id, task, task.workspace] as const],
);

describe('agentic golden tasks (ruling 11)', () => {
  it('are there, with goals over the files, in every subtype of agentic execution but the shell', () => {
    const counts = (subtype: string) =>
      agentic.filter(([, task]) => task.subtaskType === subtype).length;
    expect(counts('tool_usage')).toBe(10);
    expect(counts('multi_step_execution')).toBe(10);
    expect(agentic.length).toBeGreaterThanOrEqual(28);
  });

  it.each(agentic.filter(([, , workspace]) => workspace.goals.length > 0))(
    '%s: a scripted run passes, one that does nothing fails',
    (id, task, workspace) => {
      const opened = openWorkspace(workspace.files);
      expect(gradeGoldenTask(task, 'done', opened.files()).passed, 'doing nothing').toBe(false);
      const solve = SOLUTIONS[id];
      expect(solve, 'a solution').toBeDefined();
      solve?.(handsOn(opened));
      expect(gradeGoldenTask(task, 'done', opened.files())).toMatchObject({ passed: true });
    },
  );

  it.each(agentic)(
    '%s: a run that deletes everything or fills every file fails',
    (_, task, workspace) => {
      expect(gradeGoldenTask(task, 'done', new Map()).passed).toBe(false);
      const filled = Object.keys(workspace.files).map((path) => [path, 'done'] as const);
      expect(gradeGoldenTask(task, 'done', new Map(filled)).passed).toBe(false);
    },
  );
});

describe('gradeGoldenTask', () => {
  const workspace = { files: { 'a.txt': 'one\ntwo\n' }, goals: [] };
  const task = { ...GOLDEN_TASKS.find(({ check }) => check === null)! };
  const grade = (
    goals: NonNullable<typeof task.workspace>['goals'],
    files: Record<string, string>,
  ) =>
    gradeGoldenTask(
      { ...task, workspace: { ...workspace, goals } },
      'done',
      new Map(Object.entries(files)),
    );

  it('grades the whole file, not only its last lines', () => {
    const goals = [
      { kind: 'matches' as const, path: 'a.txt', check: { kind: 'exact' as const, answer: 'two' } },
    ];
    expect(grade(goals, { 'a.txt': 'two\n' }).passed).toBe(true);
    expect(grade(goals, { 'a.txt': 'one\ntwo\n' }).passed).toBe(false);
  });

  it('says which file is wrong', () => {
    expect(grade([{ kind: 'absent', path: 'a.txt' }], { 'a.txt': '' }).detail).toBe(
      'a.txt is still there',
    );
    expect(grade([{ kind: 'unchanged', path: 'a.txt' }], { 'a.txt': 'x' }).detail).toBe(
      'a.txt was changed',
    );
    expect(grade([{ kind: 'unchanged', path: 'a.txt' }], {}).detail).toBe('a.txt does not exist');
    expect(grade([{ kind: 'lacks', path: 'a.txt', texts: ['one'] }], workspace.files).detail).toBe(
      'a.txt still holds "one"',
    );
  });
});
