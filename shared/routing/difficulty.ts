/** How hard a request is, in three steps; the key of every routing table. */
export const TIERS = ['low', 'medium', 'high'] as const;
export type Tier = (typeof TIERS)[number];

export const REASONING_COMPLEXITIES = ['low', 'medium', 'high'] as const;
export type ReasoningComplexity = (typeof REASONING_COMPLEXITIES)[number];

export const CONTEXT_COMPLEXITIES = ['small', 'medium', 'large'] as const;
export type ContextComplexity = (typeof CONTEXT_COMPLEXITIES)[number];

export const EXECUTION_MODES = [
  'answer_only',
  'code_change',
  'command_execution',
  'multi_step_project',
] as const;
export type ExecutionMode = (typeof EXECUTION_MODES)[number];

export const RISK_LEVELS = ['low', 'medium', 'high'] as const;
export type RiskLevel = (typeof RISK_LEVELS)[number];

/** The four fields that make a tier. */
export interface DifficultyFields {
  readonly reasoningComplexity: ReasoningComplexity;
  readonly contextComplexity: ContextComplexity;
  readonly executionMode: ExecutionMode;
  readonly riskLevel: RiskLevel;
}

/** Reasoning counts double: it is what separates models most (S4-25). */
const REASONING_POINTS: Readonly<Record<ReasoningComplexity, number>> = {
  low: 0,
  medium: 2,
  high: 4,
};
const CONTEXT_POINTS: Readonly<Record<ContextComplexity, number>> = {
  small: 0,
  medium: 1,
  large: 2,
};
const EXECUTION_POINTS: Readonly<Record<ExecutionMode, number>> = {
  answer_only: 0,
  code_change: 1,
  command_execution: 1,
  multi_step_project: 2,
};
const RISK_POINTS: Readonly<Record<RiskLevel, number>> = { low: 0, medium: 0, high: 1 };

/** The most points of a low and of a medium request; more is high (S4-25). */
const MOST_OF_LOW = 2;
const MOST_OF_MEDIUM = 5;

/** Points of a request, 0..9. */
export function difficultyPoints(fields: DifficultyFields): number {
  return (
    REASONING_POINTS[fields.reasoningComplexity] +
    CONTEXT_POINTS[fields.contextComplexity] +
    EXECUTION_POINTS[fields.executionMode] +
    RISK_POINTS[fields.riskLevel]
  );
}

/** At most 2 points is low, at most 5 medium, more is high (S4-25). */
export function deriveTier(fields: DifficultyFields): Tier {
  const points = difficultyPoints(fields);
  if (points <= MOST_OF_LOW) return 'low';
  return points <= MOST_OF_MEDIUM ? 'medium' : 'high';
}
