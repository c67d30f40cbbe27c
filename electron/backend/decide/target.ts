import type { ErrorCode } from '@shared/api/errors';
import { isTaskName, type TaskName } from '@shared/routing/tasks';
import { AUTO, strategyNamed } from './strategies';
import type { StrategyRow } from './strategy';

/** What the `model` of a request asks for. */
export type Target =
  /** A virtual model: a strategy decides; `task` null = infer it. */
  | { readonly kind: 'routed'; readonly strategy: StrategyRow; readonly task: TaskName | null }
  /** A named one: `model` goes to the provider untouched. */
  | { readonly kind: 'direct'; readonly provider: string; readonly model: string }
  | { readonly kind: 'unknown'; readonly code: ErrorCode; readonly message: string };

/**
 * Reads `auto`, `auto/<task>`, `auto/<strategy>` and `<provider>/<model>`; only the first `/` divides,
 * since ids such as `openrouter/meta-llama/llama-3` have more.
 */
export function readTarget(requestedModel: string): Target {
  const slash = requestedModel.indexOf('/');
  const head = slash === -1 ? requestedModel : requestedModel.slice(0, slash);
  const rest = slash === -1 ? null : requestedModel.slice(slash + 1);
  if (head === AUTO.name) return readVirtual(requestedModel, rest);
  if (head !== '' && rest !== null && rest !== '') {
    return { kind: 'direct', provider: head, model: rest };
  }
  const message = `Unknown model ${quote(requestedModel)}: name it <provider>/<model>, or ask for "auto".`;
  return { kind: 'unknown', code: 'unknown_model', message };
}

function readVirtual(requestedModel: string, rest: string | null): Target {
  if (rest !== null && isTaskName(rest)) {
    return { kind: 'routed', strategy: AUTO, task: rest };
  }
  if (rest === null) return { kind: 'routed', strategy: AUTO, task: null };
  const strategy = rest === AUTO.name ? null : strategyNamed(rest);
  if (strategy !== null) return { kind: 'routed', strategy, task: null };
  const message = `Unknown model ${quote(requestedModel)}: after "auto/" comes a task, such as "auto/general_assistant".`;
  return { kind: 'unknown', code: 'unknown_model', message };
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 100));
}
