import { ARCHITECTURE_DESIGN } from './architecture-design';
import { ARCHITECTURE_IMPROVEMENT } from './architecture-improvement';
import { BUG_FIXING } from './bug-fixing';
import { CODEBASE_UNDERSTANDING } from './codebase-understanding';
import { CODE_CLEANUP } from './code-cleanup';
import { CODE_GENERATION } from './code-generation';
import { EXTERNAL_RESEARCH } from './external-research';
import { FEATURE_DEVELOPMENT } from './feature-development';
import { MIGRATION } from './migration';
import { MULTI_STEP_EXECUTION } from './multi-step-execution';
import { REPO_EXPLORATION } from './repo-exploration';
import { ROOT_CAUSE_ANALYSIS } from './root-cause-analysis';
import { SYSTEM_DESIGN } from './system-design';
import { TECHNICAL_PLANNING } from './technical-planning';
import { TERMINAL_OPERATIONS } from './terminal-operations';
import { TEST_CREATION } from './test-creation';
import { TEST_REPAIR } from './test-repair';
import { TOOL_USAGE } from './tool-usage';
import type { Computed } from './support';

/** Every computation by task id. */
export const COMPUTED: Computed = {
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
};
