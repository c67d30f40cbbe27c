import vm from 'node:vm';
import type { WorkspaceFiles } from '../../../../../shared/benchmark/workspace';
import type { SubtaskType, TaskType } from '../../../../../shared/routing/taxonomy';

/** Works out the answer of a task from its prompt, so that a changed prompt can't keep a stale answer. */
export type Compute = (prompt: string, files: WorkspaceFiles) => unknown;

/** Computations of one route, keyed by task id. */
export type Computed = Readonly<Record<string, Compute>>;

export function computed(
  taskType: TaskType,
  subtaskType: SubtaskType,
  topics: Readonly<Record<string, Compute>>,
): Computed {
  return Object.fromEntries(
    Object.entries(topics).map(([topic, run]) => [`${taskType}-${subtaskType}-${topic}`, run]),
  );
}

/** The text of the n-th fenced block of a prompt. */
export function fence(prompt: string, index = 0): string {
  const found = [...prompt.matchAll(/```[\w-]*\n([\s\S]*?)\n```/gu)][index]?.[1];
  if (found === undefined) throw new RangeError(`the prompt has no block ${index}`);
  return found;
}

/** The lines of a fenced block. */
export function rows(prompt: string, index = 0): string[] {
  return fence(prompt, index).split('\n');
}

/** Cells of a fenced table: columns are parted by two blanks or more. The head is left out. */
export function table(prompt: string, index = 0): string[][] {
  return rows(prompt, index)
    .slice(1)
    .map((row) => row.trim().split(/\s{2,}/u));
}

/** Runs the JavaScript of a prompt (ours, never a model's) and returns what it logged, line by line. */
export function logged(code: string): string {
  const lines: string[] = [];
  const print = (...values: unknown[]) => lines.push(values.map(shown).join(' '));
  vm.runInNewContext(code, { console: { log: print }, structuredClone }, { timeout: 2_000 });
  return lines.join('\n');
}

/** The value of an expression after the code ran. Plain JSON, so that it compares with a dataset's. */
export function valueOf(code: string, expression: string): unknown {
  const text: unknown = vm.runInNewContext(
    `${code}\n;JSON.stringify(${expression})`,
    { structuredClone },
    { timeout: 2_000 },
  );
  return typeof text === 'string' ? JSON.parse(text) : undefined;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
}

/** Sum of numbers. */
export function sum(values: readonly number[]): number {
  return values.reduce((left, right) => left + right, 0);
}
