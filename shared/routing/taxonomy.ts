/**
 * What kinds of work a request can be: six task types with three subtypes each, 18 routes (S4-26).
 * The benchmark's datasets, the classifier and the routing table all use these names.
 */
export const TAXONOMY = {
  implementation: ['feature_development', 'code_generation', 'test_creation'],
  debugging: ['bug_fixing', 'test_repair', 'root_cause_analysis'],
  refactoring: ['code_cleanup', 'architecture_improvement', 'migration'],
  planning_design: ['architecture_design', 'technical_planning', 'system_design'],
  investigation: ['repo_exploration', 'codebase_understanding', 'external_research'],
  agentic_execution: ['tool_usage', 'terminal_operations', 'multi_step_execution'],
} as const;

export type TaskType = keyof typeof TAXONOMY;
export type SubtaskType = (typeof TAXONOMY)[TaskType][number];
/** One of the 18 pairs, written `<taskType>/<subtaskType>`. */
export type Route = { [T in TaskType]: `${T}/${(typeof TAXONOMY)[T][number]}` }[TaskType];

export const TASK_TYPES = [
  'implementation',
  'debugging',
  'refactoring',
  'planning_design',
  'investigation',
  'agentic_execution',
] as const satisfies readonly TaskType[];

export const SUBTASK_TYPES: readonly SubtaskType[] = TASK_TYPES.flatMap((type) => TAXONOMY[type]);

/** All 18 routes in the order of the taxonomy. */
export const ROUTES: readonly Route[] = TASK_TYPES.flatMap((type) =>
  TAXONOMY[type].map((subtype) => `${type}/${subtype}` as Route),
);

export function isTaskType(value: unknown): value is TaskType {
  return typeof value === 'string' && Object.hasOwn(TAXONOMY, value);
}

/** Whether the subtype belongs to the type: `migration` under `debugging` is no route. */
export function isSubtaskOf(type: TaskType, subtype: string): subtype is SubtaskType {
  return (TAXONOMY[type] as readonly string[]).includes(subtype);
}

/** The route of a pair; null when the subtype belongs to another type. */
export function routeOf(type: TaskType, subtype: string): Route | null {
  return isSubtaskOf(type, subtype) ? (`${type}/${subtype}` as Route) : null;
}

export function isRoute(value: unknown): value is Route {
  return typeof value === 'string' && (ROUTES as readonly string[]).includes(value);
}
