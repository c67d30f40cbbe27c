import type { ClassifierOutput } from '../../routing/classifier-output';
import type {
  ContextComplexity,
  ExecutionMode,
  ReasoningComplexity,
  RiskLevel,
} from '../../routing/difficulty';
import type { SubtaskType, TaskType } from '../../routing/taxonomy';
import type { ClassifierInput } from '../dataset';

/** reasoning, context, execution, risk, and whether tools are required. */
type Labels = readonly [ReasoningComplexity, ContextComplexity, ExecutionMode, RiskLevel, boolean];

interface InputRow extends Omit<ClassifierInput, 'id' | 'labels'> {
  readonly topic: string;
  readonly labels: Labels;
}

/** The labelled inputs of one route; ids end in `-input` so that none is a golden task's (S4-8). */
export function classifierInputs(
  taskType: TaskType,
  subtaskType: SubtaskType,
  rows: readonly InputRow[],
): readonly ClassifierInput[] {
  return rows.map(({ topic, labels: given, ...row }) => {
    const [reasoningComplexity, contextComplexity, executionMode, riskLevel, requiresTools] = given;
    const labels: ClassifierOutput = {
      taskType,
      subtaskType,
      reasoningComplexity,
      contextComplexity,
      executionMode,
      riskLevel,
      requiresTools,
    };
    return { id: `${taskType}-${subtaskType}-${topic}-input`, labels, ...row };
  });
}
