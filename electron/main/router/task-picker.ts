import type { PickState } from '@shared/ipc/contract';
import { resolveSetting } from '@shared/routing/resolve-setting';
import type { TaskName } from '@shared/routing/tasks';
import type { Log } from '../shell/log';
import { scopeKey, type PickCache, type PickScope } from './pick-cache';

/** What the backend said: the pick, and the preferences version it was made under. */
export interface FetchedPick {
  readonly model: string | null;
  readonly prefsVersion: number;
}

export interface TaskPickerDeps {
  readonly task: TaskName;
  /** Used as it is when the router has no pick. */
  readonly fallback: string;
  readonly cache: PickCache;
  readonly scope: {
    get(): PickScope;
    /** The backend answered under another version: preferences were saved elsewhere. */
    setPrefsVersion(version: number): void;
  };
  /** Fails when there is no answer; limits its own time (S0-80: 15 s). */
  readonly fetchPick: (task: TaskName) => Promise<FetchedPick>;
  /** The user's setting for the task. */
  readonly selection: () => string;
  readonly now: () => number;
  readonly onChange: (state: PickState) => void;
  readonly log: Log;
}

export interface TaskPicker {
  readonly task: TaskName;
  /** The cached pick at any age, without waiting (S0-82). */
  currentPick(): string | null;
  /** Asks in the background unless fresh or cooling down; joins a call that is under way (S0-84). */
  refreshIfStale(): Promise<void>;
  /** Asks now. Never fails: on a failure the last good pick stays (S0-82). */
  refresh(): Promise<void>;
  /** Ends the cooldown after a failure, then as {@link refreshIfStale}. */
  retry(): Promise<void>;
  /** Takes a pick that the server sent by itself (S0-82). */
  store(model: string | null): void;
  /** Forgets pick, date and cooldown; what is under way no longer counts. */
  invalidate(): void;
  /** Refreshes when stale, then reads: in this order (S0-88, S0-89). */
  resolve(): PickState;
  state(): PickState;
}

/** After a failure nothing is asked for this long (S0-85, ruling 2). */
export const FAILURE_COOLDOWN_MS = 300_000;

/** The one picker behind all five tasks (S0-98). */
export function createTaskPicker(deps: TaskPickerDeps): TaskPicker {
  const { task, fallback, cache, scope, fetchPick, selection, now, onChange, log } = deps;
  let inFlight: { readonly key: string; readonly done: Promise<void> } | null = null;
  let failure: { readonly key: string; readonly at: number } | null = null;
  let generation = 0;

  /** Invalidation changes it, so that an older answer is never joined nor stored. */
  const key = (): string => `${generation}:${scopeKey(scope.get())}`;
  const failed = (): boolean => failure?.key === key();

  function coolingDown(): boolean {
    if (failure === null || !failed()) return false;
    const ageMs = now() - failure.at;
    return ageMs >= 0 && ageMs < FAILURE_COOLDOWN_MS;
  }

  function state(): PickState {
    const cached = cache.read(task, scope.get());
    const selected = selection();
    return {
      task,
      selection: selected,
      decision: resolveSetting({ selected, routerPick: cached?.model, fallback }),
      pickedAt: cached?.pickedAt ?? null,
      stale: failed() || !cache.isFresh(task, scope.get()),
    };
  }

  async function ask(startKey: string): Promise<void> {
    try {
      const { model, prefsVersion } = await fetchPick(task);
      if (key() !== startKey) return; // saved, signed in elsewhere or invalidated meanwhile
      if (prefsVersion !== scope.get().prefsVersion) scope.setPrefsVersion(prefsVersion);
      cache.store(task, scope.get(), model);
      failure = null;
    } catch (error) {
      if (key() !== startKey) return;
      failure = { key: startKey, at: now() };
      log.warn('picks: refresh failed, the last good pick stays', { task, error });
    }
    onChange(state());
  }

  function refresh(): Promise<void> {
    const startKey = key();
    if (inFlight?.key === startKey) return inFlight.done;
    const call = {
      key: startKey,
      done: ask(startKey).finally(() => {
        if (inFlight === call) inFlight = null;
      }),
    };
    inFlight = call;
    return call.done;
  }

  function refreshIfStale(): Promise<void> {
    if (coolingDown() || (!failed() && cache.isFresh(task, scope.get()))) return Promise.resolve();
    return refresh();
  }

  return {
    task,
    currentPick: () => cache.read(task, scope.get())?.model ?? null,
    refreshIfStale,
    refresh,
    retry() {
      failure = null;
      return refreshIfStale();
    },
    store(model) {
      cache.store(task, scope.get(), model);
      onChange(state());
    },
    invalidate() {
      generation += 1;
      failure = null;
      cache.invalidate(task);
    },
    resolve() {
      void refreshIfStale();
      return state();
    },
    state,
  };
}
