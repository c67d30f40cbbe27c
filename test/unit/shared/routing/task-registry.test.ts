import { describe, expect, it } from 'vitest';
import {
  defaultTasks,
  TaskRegistry,
  TaskValidationError,
  UnknownTaskError,
} from '@shared/routing/task-registry';
import { TASK_NAMES } from '@shared/routing/tasks';
import { weights } from './support';

const chat = { name: 'chat', quality_weight: 0.5, latency_weight: 0.3, cost_weight: 0.2 };

function errorOf(run: () => unknown): Error | null {
  try {
    run();
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

describe('defaultTasks', () => {
  it('S0-10, S0-13: has the five tasks', () => {
    const tasks = defaultTasks();
    expect(tasks.names()).toEqual([...TASK_NAMES]);
    expect(tasks.size).toBe(5);
    expect(tasks.all()).toHaveLength(5);
    expect(tasks.has('transcription')).toBe(true);
    expect(tasks.get('transcription').weights).toEqual(weights(0.3, 0.6, 0.1));
  });

  it('S0-13: an unknown task is an error of its own that does not list the known ones', () => {
    const error = errorOf(() => defaultTasks().get('nope'));
    expect(error).toBeInstanceOf(UnknownTaskError);
    expect(error?.message).toBe('unknown task: nope');
    expect(defaultTasks().tryGet('nope')).toBeNull();
    expect(defaultTasks().has('__proto__')).toBe(false);
  });

  it('S0-3, S0-53: nobody can change a task through what they were handed', () => {
    const spec = defaultTasks().get('transcription');
    expect(Object.isFrozen(spec)).toBe(true);
    expect(Object.isFrozen(spec.weights)).toBe(true);
    const tasks = defaultTasks();
    tasks.all().pop();
    expect(tasks.size).toBe(5);
  });
});

describe('fromTaskDicts', () => {
  it('S0-11: reads the plain format', () => {
    const tasks = TaskRegistry.fromTaskDicts([chat, { ...chat, name: 'b', description: 'two' }]);
    expect(tasks.get('chat')).toEqual({
      name: 'chat',
      weights: weights(0.5, 0.3, 0.2),
      description: '',
    });
    expect(tasks.get('b').description).toBe('two');
  });

  it.each([
    ['not a list', {}, 'tasks must be a list, got object'],
    ['an entry that is not an object', [chat, 7], 'tasks[1] must be an object, got number'],
    [
      'missing keys, all named',
      [{ name: 'x', cost_weight: 1 }],
      'tasks[0]: missing quality_weight, latency_weight',
    ],
    ['a duplicate name', [chat, chat], 'tasks[1]: duplicate name: chat'],
    ['an empty name', [{ ...chat, name: '' }], 'tasks[0].name must be non-empty'],
    [
      'a name that is not a string',
      [{ ...chat, name: 3 }],
      'tasks[0].name must be a string, got number',
    ],
    [
      'true as a weight (S0-14)',
      [{ ...chat, quality_weight: true }],
      'quality_weight must be a number, got bool',
    ],
    [
      'a numeric string',
      [{ ...chat, quality_weight: '0.5' }],
      'quality_weight must be a number, got string',
    ],
    ['a bad sum', [{ ...chat, quality_weight: 0.4 }], 'weights sum to 0.9000'],
  ])('S0-11, S0-14: refuses %s', (_, dicts, message) => {
    const error = errorOf(() => TaskRegistry.fromTaskDicts(dicts));
    expect(error).toBeInstanceOf(TaskValidationError);
    expect(error?.message).toContain(message);
  });
});

describe('fromJson', () => {
  it('S0-12: a missing file gives the built-in tasks and a warning', () => {
    const { registry, warning } = TaskRegistry.fromJson(null);
    expect(registry.names()).toEqual(defaultTasks().names());
    expect(warning).not.toBeNull();
  });

  it('reads {tasks: [...]} without a warning', () => {
    const { registry, warning } = TaskRegistry.fromJson(JSON.stringify({ tasks: [chat] }));
    expect(registry.names()).toEqual(['chat']);
    expect(warning).toBeNull();
  });

  it.each([
    ['malformed JSON', '{"tasks": [\n  {,\n]}', 'line 2'],
    ['a top level that is not an object', '[]', 'top level must be an object, got array'],
    ['null', 'null', 'top level must be an object, got null'],
    ['no tasks', '{}', 'missing key: tasks'],
    ['tasks that are not a list', '{"tasks": {}}', 'tasks must be a list, got object'],
    ['NaN (S0-9)', '{"tasks": [{"quality_weight": NaN}]}', 'not valid JSON on line 1'],
    [
      '1e999 (S0-9)',
      '{"tasks":[{"name":"x","quality_weight":1e999,"latency_weight":0,"cost_weight":0}]}',
      'quality_weight must be a finite number',
    ],
  ])('S0-12: refuses %s', (_, text, message) => {
    const error = errorOf(() => TaskRegistry.fromJson(text));
    expect(error).toBeInstanceOf(TaskValidationError);
    expect(error?.message).toContain(message);
  });
});
