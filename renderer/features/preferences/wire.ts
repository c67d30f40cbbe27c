import type { ConstraintsWire, PrefsWire } from '@shared/api/prefs';
import { type Constraints, NO_CONSTRAINTS, type Weights } from '@shared/routing/candidate';
import type { TaskName } from '@shared/routing/tasks';
import { weightsEqual } from '@shared/routing/weights';

/** Preferences whole: every key is there, so that a save can never drop one (S0-107). */
export type Prefs = Required<PrefsWire>;

export const EMPTY_PREFS: Prefs = { overrides: {}, model_overrides: {}, constraints: {} };

export function weightsOf(prefs: Prefs, task: TaskName, taskDefault: Weights): Weights {
  return prefs.overrides[task] ?? taskDefault;
}

export function isCustomised(prefs: Prefs, task: TaskName, taskDefault: Weights): boolean {
  return !weightsEqual(weightsOf(prefs, task, taskDefault), taskDefault);
}

/** Weights of one task; the task's default is stored as no override at all. */
export function withWeights(
  prefs: Prefs,
  task: TaskName,
  weights: Weights,
  taskDefault: Weights,
): Prefs {
  const value = weightsEqual(weights, taskDefault) ? null : { ...weights };
  return { ...prefs, overrides: withEntry(prefs.overrides, task, value) };
}

export function withPin(prefs: Prefs, task: TaskName, model: string | null): Prefs {
  return { ...prefs, model_overrides: withEntry(prefs.model_overrides, task, model) };
}

export function withConstraints(prefs: Prefs, task: TaskName, constraints: Constraints): Prefs {
  const wire = toWire(constraints);
  return {
    ...prefs,
    constraints: withEntry(prefs.constraints, task, isUnlimited(wire) ? null : wire),
  };
}

/** Every task back to its default weights; pins and limits stay (S0-107). */
export function withoutOverrides(prefs: Prefs): Prefs {
  return { ...prefs, overrides: {} };
}

export function constraintsOf(prefs: Prefs, task: TaskName): Constraints {
  const wire = prefs.constraints[task];
  if (wire === undefined) return NO_CONSTRAINTS;
  return {
    allowed: wire.allowed,
    excluded: wire.excluded,
    maxCostUsd: wire.max_cost_usd,
    maxLatencyMs: wire.max_latency_ms,
    localOnly: wire.local_only,
    minQuality: wire.min_quality ?? null,
    dial: wire.dial ?? null,
  };
}

/**
 * Somebody else saved: their preferences, with the tasks that were edited here and not yet saved
 * laid over them.
 */
export function rebase(theirs: Prefs, ours: Prefs, edited: ReadonlySet<string>): Prefs {
  let merged = theirs;
  for (const task of edited) {
    merged = {
      overrides: withEntry(merged.overrides, task, ours.overrides[task] ?? null),
      model_overrides: withEntry(merged.model_overrides, task, ours.model_overrides[task] ?? null),
      constraints: withEntry(merged.constraints, task, ours.constraints[task] ?? null),
    };
  }
  return merged;
}

function toWire(constraints: Constraints): ConstraintsWire {
  return {
    allowed: constraints.allowed === null ? null : [...constraints.allowed],
    excluded: [...constraints.excluded],
    max_cost_usd: constraints.maxCostUsd,
    max_latency_ms: constraints.maxLatencyMs,
    local_only: constraints.localOnly,
    ...(constraints.minQuality !== null && { min_quality: constraints.minQuality }),
    ...(constraints.dial !== null && { dial: constraints.dial }),
  };
}

function isUnlimited(wire: ConstraintsWire): boolean {
  return (
    wire.allowed === null &&
    wire.excluded.length === 0 &&
    wire.max_cost_usd === null &&
    wire.max_latency_ms === null &&
    !wire.local_only &&
    (wire.min_quality ?? null) === null &&
    (wire.dial ?? null) === null
  );
}

function withEntry<T>(record: Record<string, T>, key: string, value: T | null): Record<string, T> {
  const { [key]: _removed, ...rest } = record;
  return value === null ? rest : { ...rest, [key]: value };
}
