import {
  CLASSIFIER_FIELDS,
  type ClassifierField,
  type ClassifierOutput,
} from './classifier-output';

/** What each field of a classification is worth; they sum to 1 (S4-4). */
export const CLASSIFIER_FIELD_WEIGHTS: Readonly<Record<ClassifierField, number>> = {
  taskType: 0.25,
  reasoningComplexity: 0.2,
  contextComplexity: 0.15,
  executionMode: 0.15,
  subtaskType: 0.1,
  requiresTools: 0.1,
  riskLevel: 0.05,
};

/** Who made a classification. `heuristic` is the local fall-back. */
export type ClassifierSource = 'model' | 'heuristic';

/** 1 for a right field, 0 for a wrong one. */
export type FieldGrades = Readonly<Record<ClassifierField, 0 | 1>>;

export interface ClassifierGrade {
  /** 0..1; 0 when it was not a model that answered (S4-5). */
  readonly score: number;
  /** What was right field by field, whoever made it. */
  readonly fields: FieldGrades;
}

const WRONG: FieldGrades = {
  taskType: 0,
  subtaskType: 0,
  reasoningComplexity: 0,
  contextComplexity: 0,
  executionMode: 0,
  requiresTools: 0,
  riskLevel: 0,
};

/**
 * Grades a classification against its label. A benchmark measures a model: where the heuristic had to
 * step in the model earns nothing, however right the heuristic was (S4-5). `output` null = no label
 * could be read.
 */
export function gradeClassification(
  output: ClassifierOutput | null,
  label: ClassifierOutput,
  source: ClassifierSource,
): ClassifierGrade {
  if (output === null) return { score: 0, fields: WRONG };
  const fields = fieldGrades(output, label);
  return { score: source === 'heuristic' ? 0 : weightedScore(fields), fields };
}

export function fieldGrades(output: ClassifierOutput, label: ClassifierOutput): FieldGrades {
  const grades: Record<ClassifierField, 0 | 1> = { ...WRONG };
  for (const field of CLASSIFIER_FIELDS) grades[field] = output[field] === label[field] ? 1 : 0;
  return grades;
}

/** Weighted sum, 0..1, rounded to 12 digits: seven added doubles would make a perfect answer 0.9999999999999999. */
export function weightedScore(fields: FieldGrades): number {
  let sum = 0;
  for (const field of CLASSIFIER_FIELDS) sum += CLASSIFIER_FIELD_WEIGHTS[field] * fields[field];
  return Math.round(sum * 1e12) / 1e12;
}
