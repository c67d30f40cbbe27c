import type { ClassifierInput } from '../dataset';
import { AGENTIC_EXECUTION_INPUTS } from './agentic-execution';
import { DEBUGGING_INPUTS } from './debugging';
import { IMPLEMENTATION_INPUTS } from './implementation';
import { INVESTIGATION_INPUTS } from './investigation';
import { PLANNING_DESIGN_INPUTS } from './planning-design';
import { REFACTORING_INPUTS } from './refactoring';

/** The hand-labelled inputs of the classifier benchmark (S4-4), at least four of every route. */
export const CLASSIFIER_INPUTS: readonly ClassifierInput[] = [
  ...IMPLEMENTATION_INPUTS,
  ...DEBUGGING_INPUTS,
  ...REFACTORING_INPUTS,
  ...PLANNING_DESIGN_INPUTS,
  ...INVESTIGATION_INPUTS,
  ...AGENTIC_EXECUTION_INPUTS,
];
