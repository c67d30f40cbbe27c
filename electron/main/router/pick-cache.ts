import type { TaskName } from '@shared/routing/tasks';
import type { JsonFile } from '../settings/json-file';
import type { Log } from '../shell/log';

/** Whose picks, from which backend, under which saved preferences (ruling 3, S0-86). */
export interface PickScope {
  readonly backend: string;
  readonly user: string;
  readonly prefsVersion: number;
}

/** How long a pick is fresh (S0-80). */
export const FRESH_MS = 24 * 60 * 60 * 1000;

export interface CachedPick {
  /** Null: the router had no model for the task, which is an answer and is remembered (S0-83). */
  readonly model: string | null;
  /** Wall time, epoch milliseconds. */
  readonly pickedAt: number;
}

export interface PickCache {
  /** What is stored under this scope, at any age (S0-82); null when nothing is. */
  read(task: TaskName, scope: PickScope): CachedPick | null;
  /** By the date alone (S0-83): 0 <= age < 24 h. A date in the future is stale (S0-87). */
  isFresh(task: TaskName, scope: PickScope): boolean;
  store(task: TaskName, scope: PickScope, model: string | null): void;
  /** Clears the pick and its date (S0-82). */
  invalidate(task: TaskName): void;
}

export function scopeKey({ backend, user, prefsVersion }: PickScope): string {
  return JSON.stringify([backend, user, prefsVersion]);
}

/**
 * The last pick of each task, kept over restarts under `autoRouterPick.<task>`, its date under
 * `autoRouterPickDate.<task>` (S0-80) and its scope beside them. Read from memory; a failed write
 * costs only the memory of it.
 */
export function createPickCache(file: JsonFile, now: () => number, log: Log): PickCache {
  const values = new Map<string, unknown>(Object.entries(file.read()));

  function write(action: () => void): void {
    try {
      action();
    } catch (error) {
      log.warn('picks: could not be written', { error });
    }
  }

  function read(task: TaskName, scope: PickScope): CachedPick | null {
    const keys = keysOf(task);
    if (values.get(keys.scope) !== scopeKey(scope)) return null;
    const pickedAt = values.get(keys.date);
    const model = values.get(keys.pick);
    if (typeof pickedAt !== 'number' || !Number.isFinite(pickedAt)) return null;
    return { model: typeof model === 'string' ? model : null, pickedAt };
  }

  return {
    read,
    isFresh(task, scope) {
      const cached = read(task, scope);
      if (cached === null) return false;
      const ageMs = now() - cached.pickedAt;
      return ageMs >= 0 && ageMs < FRESH_MS;
    },
    store(task, scope, model) {
      const keys = keysOf(task);
      const entries = { [keys.pick]: model, [keys.date]: now(), [keys.scope]: scopeKey(scope) };
      for (const [key, value] of Object.entries(entries)) values.set(key, value);
      write(() => file.set(entries));
    },
    invalidate(task) {
      const keys = Object.values(keysOf(task));
      for (const key of keys) values.delete(key);
      write(() => file.delete(keys));
    },
  };
}

function keysOf(task: TaskName) {
  return {
    pick: `autoRouterPick.${task}`,
    date: `autoRouterPickDate.${task}`,
    scope: `autoRouterPickScope.${task}`,
  };
}
