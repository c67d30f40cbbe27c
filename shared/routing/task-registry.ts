import type { Axis, Weights } from './candidate';
import { isJsonObject, type JsonObject, jsonTypeOf, readJson } from './read-json';
import { TASK_NAMES, type TaskName } from './tasks';
import { parseWeights } from './weights';

/** A task with its default weights (S0-3). */
export interface TaskSpec {
  readonly name: string;
  readonly weights: Weights;
  readonly description: string;
}

/** A task list that cannot be used; the message names the place and what was expected. */
export class TaskValidationError extends Error {
  override readonly name = 'TaskValidationError';
}

/** Somebody asked for a task that is not registered. The message does not list the known ones. */
export class UnknownTaskError extends Error {
  override readonly name = 'UnknownTaskError';
  readonly task: string;

  constructor(task: string) {
    super(`unknown task: ${task}`);
    this.task = task;
  }
}

/** Keys of the weights in S0's format. */
const WEIGHT_KEYS: Readonly<Record<Axis, string>> = {
  quality: 'quality_weight',
  latency: 'latency_weight',
  cost: 'cost_weight',
};

/** The built-in default weights (S0-10). */
export const DEFAULT_TASK_WEIGHTS: Readonly<Record<TaskName, Weights>> = Object.freeze({
  ptt_response: Object.freeze({ quality: 0.4, latency: 0.5, cost: 0.1 }),
  general_assistant: Object.freeze({ quality: 0.5, latency: 0.3, cost: 0.2 }),
  screenshot_understanding: Object.freeze({ quality: 0.6, latency: 0.2, cost: 0.2 }),
  screenshot_embedding: Object.freeze({ quality: 0.2, latency: 0.3, cost: 0.5 }),
  transcription: Object.freeze({ quality: 0.3, latency: 0.6, cost: 0.1 }),
});

const DESCRIPTIONS: Readonly<Record<TaskName, string>> = {
  ptt_response: 'Answers what you say while holding the key',
  general_assistant: 'Answers in the chat',
  screenshot_understanding: 'Answers questions about a screenshot',
  screenshot_embedding: 'Makes past screenshots searchable',
  transcription: 'Turns your voice into text',
};

/** Immutable; keeps the order in which the tasks were given. */
export class TaskRegistry {
  readonly #specs: ReadonlyMap<string, TaskSpec>;

  private constructor(specs: Iterable<TaskSpec>) {
    this.#specs = new Map(Array.from(specs, (spec) => [spec.name, spec]));
    Object.freeze(this);
  }

  /** The five built-in tasks. */
  static defaults(): TaskRegistry {
    return new TaskRegistry(
      TASK_NAMES.map((name) =>
        Object.freeze({
          name,
          weights: DEFAULT_TASK_WEIGHTS[name],
          description: DESCRIPTIONS[name],
        }),
      ),
    );
  }

  /**
   * From a list of `{name, quality_weight, latency_weight, cost_weight, description?}` (S0-11),
   * checked before any coercion (S0-14).
   * @throws {TaskValidationError}
   */
  static fromTaskDicts(dicts: unknown): TaskRegistry {
    if (!Array.isArray(dicts)) {
      throw new TaskValidationError(`tasks must be a list, got ${jsonTypeOf(dicts)}`);
    }
    const specs = dicts.map((dict: unknown, index) => readTask(dict, `tasks[${index}]`));
    const seen = new Set<string>();
    for (const [index, { name }] of specs.entries()) {
      if (seen.has(name)) throw new TaskValidationError(`tasks[${index}]: duplicate name: ${name}`);
      seen.add(name);
    }
    return new TaskRegistry(specs);
  }

  /**
   * From a JSON text `{"tasks": [...]}`; null = the file is missing: the built-in tasks and a
   * warning to log (S0-12).
   * @throws {TaskValidationError}
   */
  static fromJson(text: string | null): { registry: TaskRegistry; warning: string | null } {
    if (text === null) {
      return {
        registry: TaskRegistry.defaults(),
        warning: 'task file not found: using the built-in tasks',
      };
    }
    const json = readJson(text);
    if (!json.ok) throw new TaskValidationError(`tasks: ${json.message}`);
    if (!isJsonObject(json.value)) {
      throw new TaskValidationError(`top level must be an object, got ${jsonTypeOf(json.value)}`);
    }
    if (!Object.hasOwn(json.value, 'tasks')) throw new TaskValidationError('missing key: tasks');
    return { registry: TaskRegistry.fromTaskDicts(json.value['tasks']), warning: null };
  }

  /** @throws {UnknownTaskError} */
  get(name: string): TaskSpec {
    const spec = this.#specs.get(name);
    if (spec === undefined) throw new UnknownTaskError(name);
    return spec;
  }

  tryGet(name: string): TaskSpec | null {
    return this.#specs.get(name) ?? null;
  }

  names(): string[] {
    return [...this.#specs.keys()];
  }

  all(): TaskSpec[] {
    return [...this.#specs.values()];
  }

  has(name: string): boolean {
    return this.#specs.has(name);
  }

  get size(): number {
    return this.#specs.size;
  }
}

/** The five built-in tasks. */
export function defaultTasks(): TaskRegistry {
  return TaskRegistry.defaults();
}

function readTask(dict: unknown, path: string): TaskSpec {
  if (!isJsonObject(dict)) {
    throw new TaskValidationError(`${path} must be an object, got ${jsonTypeOf(dict)}`);
  }
  const missing = ['name', ...Object.values(WEIGHT_KEYS)].filter(
    (key) => !Object.hasOwn(dict, key),
  );
  if (missing.length > 0) throw new TaskValidationError(`${path}: missing ${missing.join(', ')}`);
  const name = readText(dict, 'name', path);
  if (name === '') throw new TaskValidationError(`${path}.name must be non-empty`);
  const parsed = parseWeights(dict, WEIGHT_KEYS);
  if (!parsed.ok) throw new TaskValidationError(`${path} (${name}): ${parsed.error.message}`);
  const description = Object.hasOwn(dict, 'description') ? readText(dict, 'description', path) : '';
  return Object.freeze({ name, weights: parsed.weights, description });
}

function readText(dict: JsonObject, key: string, path: string): string {
  const text = dict[key];
  if (typeof text !== 'string') {
    throw new TaskValidationError(`${path}.${key} must be a string, got ${jsonTypeOf(text)}`);
  }
  return text;
}
