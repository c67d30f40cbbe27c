import type { ClassifierInput, GoldenTask } from '../../shared/benchmark/dataset';
import type { ClassifierOutput } from '../../shared/routing/classifier-output';
import type { DifficultyFields, Tier } from '../../shared/routing/difficulty';
import { TASK_TYPES, TAXONOMY } from '../../shared/routing/taxonomy';
import {
  type BenchmarkDatasets,
  benchmarkDatasets,
} from '../../electron/backend/benchmark/datasets';
import type { StrengthAnswer, StrengthRequest } from './strength-upstream';

const OF_TIER: Readonly<Record<Tier, DifficultyFields>> = {
  low: {
    reasoningComplexity: 'low',
    contextComplexity: 'small',
    executionMode: 'answer_only',
    riskLevel: 'low',
  },
  medium: {
    reasoningComplexity: 'medium',
    contextComplexity: 'medium',
    executionMode: 'code_change',
    riskLevel: 'low',
  },
  high: {
    reasoningComplexity: 'high',
    contextComplexity: 'large',
    executionMode: 'multi_step_project',
    riskLevel: 'high',
  },
};

const TIER_ORDER: readonly Tier[] = ['low', 'medium', 'high'];

/** One task of each route and tier, 54 in all, with a made-up answer that only a key knows. */
export function miniGolden(): GoldenTask[] {
  return TASK_TYPES.flatMap((taskType) =>
    TAXONOMY[taskType].flatMap((subtaskType) =>
      TIER_ORDER.map((tier, index) => {
        const labels = { taskType, subtaskType, requiresTools: false, ...OF_TIER[tier] };
        return {
          id: `${taskType}-${subtaskType}-case-${index}`,
          taskType,
          subtaskType,
          tier,
          labels: labels as ClassifierOutput,
          prompt: `[${taskType}-${subtaskType}-case-${index}] ${tier} What is the word?`,
          check: { kind: 'exact', answer: `word-${subtaskType}-${index}` },
          wrong: [],
        } satisfies GoldenTask;
      }),
    ),
  );
}

/** An agentic task: the word must be written to a file. */
export const AGENTIC: GoldenTask = {
  id: 'agentic_execution-tool_usage-write',
  taskType: 'agentic_execution',
  subtaskType: 'tool_usage',
  tier: 'high',
  labels: {
    taskType: 'agentic_execution',
    subtaskType: 'tool_usage',
    requiresTools: true,
    ...OF_TIER.high,
  },
  prompt: '[agentic] high Write hello to out.txt.',
  check: null,
  wrong: [],
  workspace: {
    files: { 'readme.txt': 'say hello' },
    goals: [{ kind: 'matches', path: 'out.txt', check: { kind: 'exact', answer: 'hello' } }],
  },
};

export function miniInputs(count = 6): ClassifierInput[] {
  return Array.from({ length: count }, (_, index) => {
    const tier = TIER_ORDER[index % 3] ?? 'low';
    const labels = {
      taskType: 'debugging',
      subtaskType: 'bug_fixing',
      requiresTools: false,
      ...OF_TIER[tier],
    } as ClassifierOutput;
    return {
      id: `debugging-bug_fixing-input-${index}`,
      prompt: `${tier} Please look at problem ${index}.`,
      labels,
    };
  });
}

export function miniDatasets(golden = miniGolden(), inputs = miniInputs()): BenchmarkDatasets {
  return benchmarkDatasets(golden, inputs);
}

/** What each model is good at. */
export const STRENGTHS: Readonly<Record<string, readonly Tier[]>> = {
  'gpt-6-luna': ['low'],
  'gpt-6.1-terra': ['low', 'medium'],
  'gpt-6.1-sol': ['low', 'medium', 'high'],
};

/** Answers golden tasks and classifier prompts by {@link STRENGTHS}. */
export function strengthAnswer(request: StrengthRequest): StrengthAnswer {
  const { model, prompt } = request;
  const tier = TIER_ORDER.find((known) => prompt.includes(`${known} `));
  const able = tier !== undefined && (STRENGTHS[model] ?? []).includes(tier);
  if (prompt.includes('Label the request above')) {
    const labels = { taskType: 'debugging', subtaskType: 'bug_fixing', requiresTools: false };
    const fields = { ...labels, ...OF_TIER[tier ?? 'low'] };
    return {
      text: JSON.stringify(
        able ? fields : { ...fields, taskType: 'refactoring', subtaskType: 'migration' },
      ),
    };
  }
  if (prompt.startsWith('[agentic]')) {
    const did = request.messages.some(({ role }) => role === 'tool');
    if (did || !able) return { text: 'done' };
    return { toolCalls: [{ name: 'write_file', args: { path: 'out.txt', content: 'hello' } }] };
  }
  const key = /^\[[a-z_]+-([a-z_]+)-case-(\d)\]/u.exec(prompt);
  return { text: able && key ? `Thinking aloud.\nword-${key[1]}-${key[2]}` : 'no idea' };
}
