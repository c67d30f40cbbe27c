import type { ClassifierOutput } from '../../routing/classifier-output';
import type {
  ContextComplexity,
  ExecutionMode,
  ReasoningComplexity,
  RiskLevel,
  Tier,
} from '../../routing/difficulty';
import type { SubtaskType, TaskType } from '../../routing/taxonomy';
import type { Check, JsonValue } from '../check-schema';
import type { GoldenTask } from '../dataset';

/** reasoning, context, execution and, where it isn't low, risk: the four fields of S4-25. */
type Difficulty = readonly [ReasoningComplexity, ContextComplexity, ExecutionMode, RiskLevel?];

interface GoldenRow {
  readonly topic: string;
  readonly tier: Tier;
  readonly difficulty: Difficulty;
  readonly prompt: string;
  readonly check: Check | null;
  readonly reference?: string;
  readonly wrong: readonly string[];
  readonly workspace?: GoldenTask['workspace'];
}

/** The golden tasks of one route. The tier is written beside its labels on purpose: a test compares them. */
export function goldenTasks(
  taskType: TaskType,
  subtaskType: SubtaskType,
  rows: readonly GoldenRow[],
): readonly GoldenTask[] {
  return rows.map(({ topic, difficulty, wrong, ...row }) => {
    const [reasoningComplexity, contextComplexity, executionMode, riskLevel = 'low'] = difficulty;
    const labels: ClassifierOutput = {
      taskType,
      subtaskType,
      reasoningComplexity,
      contextComplexity,
      executionMode,
      riskLevel,
      requiresTools: row.workspace !== undefined,
    };
    return {
      id: `${taskType}-${subtaskType}-${topic}`,
      taskType,
      subtaskType,
      labels,
      wrong: [...wrong],
      ...row,
    };
  });
}

/** Paragraphs of a prompt. */
export function say(...paragraphs: readonly string[]): string {
  return paragraphs.map((paragraph) => paragraph.trim()).join('\n\n');
}

/** A fenced block of code or data in a prompt. */
export function block(language: string, text: string): string {
  return `\`\`\`${language}\n${text.replace(/^\n/u, '').trimEnd()}\n\`\`\``;
}

export function exact(answer: string | number): Check {
  return { kind: 'exact', answer: String(answer) };
}

/** A word whose letter case doesn't matter. */
export function word(answer: string): Check {
  return { kind: 'exact', answer, ignoreCase: true };
}

export function json(value: JsonValue): Check {
  return { kind: 'json_equal', value };
}

export function parts(...all: readonly string[]): Check {
  return { kind: 'contains_all', parts: [...all] };
}

export function pattern(source: string, flags?: string): Check {
  return flags === undefined
    ? { kind: 'regex', pattern: source }
    : { kind: 'regex', pattern: source, flags };
}
