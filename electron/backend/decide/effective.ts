import { type Hints, NO_HINTS } from '@shared/api/hints';
import {
  AXES,
  NO_CONSTRAINTS,
  type Constraints,
  type RequestNeeds,
  type Weights,
} from '@shared/routing/candidate';
import { type DecisionTrace, decideAuto } from '@shared/routing/decide';
import { type Floor, floorOf } from '@shared/routing/quality-floor';
import { TASK_NEEDS } from '@shared/routing/resolve-setting';
import { DEFAULT_TASK_WEIGHTS } from '@shared/routing/task-registry';
import type { TaskName } from '@shared/routing/tasks';
import type { WeightsSource } from '@shared/routing/trace';
import type { BackendContext } from '../context';
import type { StoredPrefs } from '../store/store';

/** What is in force for one user and task. */
export interface Effective {
  readonly weights: Weights;
  readonly weightsSource: WeightsSource;
  /** The user's, tightened by the request's hints. */
  readonly constraints: Constraints;
  /** Null = the weights decide alone. */
  readonly floor: Floor | null;
  readonly pin: string | null;
  /** Model that is kept against newer data, under exactly these weights. */
  readonly hold: string | null;
  readonly prefsVersion: number;
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | null {
  return Object.hasOwn(record, key) ? (record[key] ?? null) : null;
}

/** What a request says for itself, and whether the dial is live (S2-10). */
export interface Asked {
  readonly hints: Hints;
  readonly live: boolean;
}

const PLAIN: Asked = { hints: NO_HINTS, live: true };

/** Weights of the call, else the user's for this task, else the task's own (S0-37, S0-41). */
export function effectiveFor(
  prefs: StoredPrefs,
  task: TaskName,
  given: Weights | null = null,
  { hints, live }: Asked = PLAIN,
): Effective {
  const allowed = own(prefs.constraints, task) ?? NO_CONSTRAINTS;
  const stored = own(prefs.overrides, task);
  const weights = given ?? stored ?? DEFAULT_TASK_WEIGHTS[task];
  return {
    weights,
    weightsSource: given !== null ? 'query_param' : stored !== null ? 'user_prefs' : 'task_default',
    constraints: tightened(allowed, hints),
    floor: floorOf({
      hintMinQuality: hints.minQuality,
      storedMinQuality: allowed.minQuality,
      hint: hints.preference,
      dial: allowed.dial,
      live,
    }),
    pin: own(prefs.modelOverrides, task),
    hold: heldFor(prefs, task, weights),
    prefsVersion: prefs.version,
  };
}

/** Other weights than those it was held under end a hold: who moves them wants to see it. */
function heldFor(prefs: StoredPrefs, task: TaskName, weights: Weights): string | null {
  const hold = prefs.holds?.find((one) => one.task === task);
  const same = hold !== undefined && AXES.every((axis) => hold.weights[axis] === weights[axis]);
  return same ? hold.model : null;
}

/** A request may ask for less than the user allows, and never for more. */
function tightened(allowed: Constraints, hints: Hints): Constraints {
  if (hints.maxCostUsd === null && hints.maxLatencyMs === null && hints.localOnly !== true) {
    return allowed;
  }
  return {
    ...allowed,
    maxCostUsd: tighter(allowed.maxCostUsd, hints.maxCostUsd),
    maxLatencyMs: tighter(allowed.maxLatencyMs, hints.maxLatencyMs),
    localOnly: allowed.localOnly || hints.localOnly === true,
  };
}

function tighter(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : Math.min(a, b);
}

/** Version and source of the catalog in use, for the record. */
export function catalogLabel({ catalog }: BackendContext): string {
  const { version, sourceId } = catalog.data();
  return `${version} (${sourceId})`;
}

/**
 * What a task needs of a model; `realtime` false = asked in writing, where the task would take either
 * way.
 */
export function needsOf(task: TaskName, realtime: false | null = null): RequestNeeds {
  const needs = TASK_NEEDS[task];
  return realtime === false ? { ...needs, realtime } : needs;
}

/** The router's answer for a task: a comparison, so a plain catalog's models count as available. */
export function decidePick(
  ctx: BackendContext,
  task: TaskName,
  effective: Effective,
  keyModels: readonly string[] | null = null,
  realtime: false | null = null,
): DecisionTrace {
  return decideAuto({
    task,
    requestedModel: `auto/${task}`,
    candidates: ctx.catalog.candidatesFor(task, ctx.providers.connections()),
    needs: needsOf(task, realtime),
    requireCallable: false,
    incumbent: null,
    keyModels,
    catalog: catalogLabel(ctx),
    ...effective,
  });
}
