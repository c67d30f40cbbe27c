import type { GoldenTask } from '../dataset';
import { FEATURE_DEVELOPMENT } from './implementation/feature-development';
import { CODE_GENERATION } from './implementation/code-generation';
import { TEST_CREATION } from './implementation/test-creation';
import { BUG_FIXING } from './debugging/bug-fixing';
import { TEST_REPAIR } from './debugging/test-repair';
import { ROOT_CAUSE_ANALYSIS } from './debugging/root-cause-analysis';
import { CODE_CLEANUP } from './refactoring/code-cleanup';
import { ARCHITECTURE_IMPROVEMENT } from './refactoring/architecture-improvement';
import { MIGRATION } from './refactoring/migration';
import { ARCHITECTURE_DESIGN } from './planning-design/architecture-design';
import { TECHNICAL_PLANNING } from './planning-design/technical-planning';
import { SYSTEM_DESIGN } from './planning-design/system-design';
import { REPO_EXPLORATION } from './investigation/repo-exploration';
import { CODEBASE_UNDERSTANDING } from './investigation/codebase-understanding';
import { EXTERNAL_RESEARCH } from './investigation/external-research';
import { TOOL_USAGE } from './agentic-execution/tool-usage';
import { TERMINAL_OPERATIONS } from './agentic-execution/terminal-operations';
import { MULTI_STEP_EXECUTION } from './agentic-execution/multi-step-execution';
import { MULTI_STEP_PROJECTS } from './agentic-execution/multi-step-projects';

/** The golden tasks of the decider benchmark, route by route in the order of the taxonomy (S4-8). */
export const GOLDEN_TASKS: readonly GoldenTask[] = [
  ...FEATURE_DEVELOPMENT,
  ...CODE_GENERATION,
  ...TEST_CREATION,
  ...BUG_FIXING,
  ...TEST_REPAIR,
  ...ROOT_CAUSE_ANALYSIS,
  ...CODE_CLEANUP,
  ...ARCHITECTURE_IMPROVEMENT,
  ...MIGRATION,
  ...ARCHITECTURE_DESIGN,
  ...TECHNICAL_PLANNING,
  ...SYSTEM_DESIGN,
  ...REPO_EXPLORATION,
  ...CODEBASE_UNDERSTANDING,
  ...EXTERNAL_RESEARCH,
  ...TOOL_USAGE,
  ...TERMINAL_OPERATIONS,
  ...MULTI_STEP_EXECUTION,
  ...MULTI_STEP_PROJECTS,
];
