import { createHash } from 'node:crypto';
import { FINAL_ANSWER_SUFFIX, type GoldenTask } from '@shared/benchmark/dataset';
import type { Tier } from '@shared/routing/difficulty';
import { PRACTICE_MARK, type PracticeModel } from './practice-answers';

/** Share of the benchmark's tasks that each model solves: the harder, the more they differ. */
const SOLVED: Readonly<Record<PracticeModel, Readonly<Record<Tier, number>>>> = {
  sage: { low: 0.98, medium: 0.95, high: 0.9 },
  swift: { low: 0.95, medium: 0.7, high: 0.35 },
  thrift: { low: 0.88, medium: 0.4, high: 0.1 },
};

let tasks: Promise<ReadonlyMap<string, GoldenTask>> | null = null;

/** By prompt; read when the first benchmark asks, since the collection is large. */
function goldenTasks(): Promise<ReadonlyMap<string, GoldenTask>> {
  tasks ??= import('@shared/benchmark/index').then(
    ({ GOLDEN_TASKS }) => new Map(GOLDEN_TASKS.map((task) => [task.prompt.trim(), task])),
  );
  return tasks;
}

/**
 * A task of the benchmark, solved or not as the model's simulated strength has it, always the same;
 * null = it is none, or one that works with files. So a benchmark of practice models has something
 * to show; the answer says like every other that it is simulated.
 */
export async function practiceSolution(model: PracticeModel, text: string): Promise<string | null> {
  if (!text.endsWith(FINAL_ANSWER_SUFFIX)) return null;
  const prompt = text.slice(0, -FINAL_ANSWER_SUFFIX.length).trim();
  const task = (await goldenTasks()).get(prompt);
  if (task === undefined || task.workspace !== undefined) return null;
  const answer = solves(model, task) ? solutionOf(task) : null;
  return answer === null ? null : `${PRACTICE_MARK}.\n\n${answer}`;
}

/** No dice: the same model solves the same tasks each time. */
function solves(model: PracticeModel, { id, tier }: GoldenTask): boolean {
  const digest = createHash('sha256').update(`${model} ${id}`).digest();
  return digest.readUInt16BE(0) / 0x1_0000 < SOLVED[model][tier];
}

function solutionOf({ check, reference }: GoldenTask): string | null {
  if (reference !== undefined) return reference;
  if (check?.kind === 'exact') return check.answer;
  if (check?.kind === 'json_equal') return JSON.stringify(check.value);
  return check?.kind === 'contains_all' ? check.parts.join(', ') : null;
}
