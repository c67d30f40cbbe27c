import {
  type ClassifierInput,
  classifierRequest,
  type GoldenTask,
  goldenPrompt,
} from '@shared/benchmark/dataset';
import type { BenchmarkKind, BenchmarkModel } from '@shared/api/benchmark';
import { classifierMessages } from '@shared/routing/classifier-prompt';
import { deriveTier } from '@shared/routing/difficulty';
import type { BenchmarkDatasets } from './datasets';
import { type CaseDeps, type CaseOutcome, runClassifierCase, runGoldenCase } from './run-case';

/** One case of a benchmark in the form that a run needs, whichever kind it is. */
export interface WorkCase {
  readonly id: string;
  readonly tier: string;
  readonly route: string;
  /** What a model is sent first, for estimates. */
  readonly promptCharacters: number;
  readonly agentic: boolean;
  /** For a person: what is asked. */
  readonly prompt: string;
  /** For a person: what passes. */
  readonly expected: string;
  readonly run: (model: BenchmarkModel, deps: CaseDeps) => Promise<CaseOutcome>;
}

export function workCases(kind: BenchmarkKind, datasets: BenchmarkDatasets): readonly WorkCase[] {
  return kind === 'classifier'
    ? datasets.inputs.map(classifierCase)
    : datasets.golden.map(goldenCase);
}

function classifierCase(input: ClassifierInput): WorkCase {
  const { labels } = input;
  return {
    id: input.id,
    tier: deriveTier(labels),
    route: `${labels.taskType}/${labels.subtaskType}`,
    promptCharacters: JSON.stringify(classifierMessages(classifierRequest(input))).length,
    agentic: false,
    prompt: input.prompt,
    expected: JSON.stringify(labels),
    run: (model, deps) => runClassifierCase(input, model, deps),
  };
}

function goldenCase(task: GoldenTask): WorkCase {
  return {
    id: task.id,
    tier: task.tier,
    route: `${task.taskType}/${task.subtaskType}`,
    promptCharacters: goldenPrompt(task).length,
    agentic: task.workspace !== undefined,
    prompt: goldenPrompt(task),
    expected: expectedText(task),
    run: (model, deps) => runGoldenCase(task, model, deps),
  };
}

function expectedText({ check, workspace }: GoldenTask): string {
  const parts = [
    ...(check === null ? [] : [`answer: ${JSON.stringify(check)}`]),
    ...(workspace?.goals ?? []).map((goal) => `file: ${JSON.stringify(goal)}`),
  ];
  return parts.join('\n');
}
