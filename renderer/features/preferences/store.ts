import type { CatalogResponse, TasksResponse } from '@shared/api/auto-router';
import type { Api } from '@shared/ipc/api';
import type { PickState, PrefsView } from '@shared/ipc/contract';
import type { IpcError, Result } from '@shared/ipc/result';
import type { Constraints, Weights } from '@shared/routing/candidate';
import type { ReplayRow } from '@shared/routing/replay';
import type { TaskName } from '@shared/routing/tasks';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type Loadable, api } from '../../app/api';
import { createSaveQueue } from './save-queue';
import {
  EMPTY_PREFS,
  type Prefs,
  rebase,
  withConstraints,
  withoutOverrides,
  withPin,
  withWeights,
} from './wire';

/** How long a change rests before it is saved (S0-106). */
export const SAVE_DELAY_MS = 500;
/** How many past requests the replay looks at. */
export const REPLAY_LIMIT = 200;

export type TaskInfo = TasksResponse['tasks'][number];

export type SaveStatus =
  | { readonly state: 'idle' | 'saving' | 'saved' }
  | { readonly state: 'failed'; readonly error: IpcError };

export interface PreferencesState {
  readonly loaded: Loadable<readonly TaskInfo[]>;
  readonly task: TaskName;
  /** What is shown: the saved preferences with the edits of this window. */
  readonly draft: Prefs;
  readonly version: number;
  /** Tasks edited here and not yet saved. */
  readonly edited: ReadonlySet<string>;
  readonly save: SaveStatus;
  /** Another client saved: what is shown was loaded anew; `kept` = unsaved edits were kept. */
  readonly reloaded: 'clean' | 'kept' | null;
  readonly catalogs: Readonly<Partial<Record<TaskName, Loadable<CatalogResponse>>>>;
  readonly replays: Readonly<Partial<Record<TaskName, Loadable<readonly ReplayRow[]>>>>;
  readonly picks: Readonly<Partial<Record<TaskName, PickState>>>;

  readonly load: () => Promise<void>;
  readonly openTask: (task: TaskName) => Promise<void>;
  readonly setWeights: (task: TaskName, weights: Weights) => void;
  readonly setConstraints: (task: TaskName, constraints: Constraints) => void;
  readonly setPin: (task: TaskName, model: string | null) => void;
  readonly resetTask: (task: TaskName) => void;
  readonly resetAll: () => void;
  readonly select: (task: TaskName, model: string) => Promise<Result<PickState>>;
  readonly retrySave: () => Promise<void>;
  /** Saves at once what waits for its delay: on leaving the view. */
  readonly flush: () => Promise<void>;
  readonly prefsChanged: (version: number) => Promise<void>;
  readonly pickChanged: (pick: PickState) => void;
  readonly dismissReloaded: () => void;
  /** Once while the view is shown: loads, follows main's events; call what is returned on leaving. */
  readonly connect: () => () => void;
}

/** The state of Preferences; main and the backend own the truth, this is what is being edited. */
export function createPreferencesStore(getApi: () => Api) {
  return createStore<PreferencesState>()((set, get) => {
    let saving = false;

    /** Takes what the server has as the new ground under the unsaved edits. */
    const takeOver = (view: PrefsView): void => {
      const { draft, edited } = get();
      set({ draft: rebase(view.prefs, draft, edited), version: view.version });
    };

    const fail = (error: IpcError): void => set({ save: { state: 'failed', error } });

    /** A save replaces everything, so it starts from what is there now, not from what was. */
    const writeOnGround = async (): Promise<
      Result<{ readonly version: number; readonly sent: Prefs }>
    > => {
      const current = await getApi().router.getPrefs();
      if (!current.ok) return current;
      if (current.data.version !== get().version) {
        takeOver(current.data);
        set({ reloaded: 'kept' });
      }
      const sent = get().draft;
      const result = await getApi().router.putPrefs({ prefs: sent });
      return result.ok ? { ok: true, data: { version: result.data.version, sent } } : result;
    };

    const save = async (): Promise<void> => {
      saving = true;
      try {
        set({ save: { state: 'saving' } });
        let result = await writeOnGround();
        // Somebody saved between the look and the write: look again, once.
        if (!result.ok && result.error.code === 'prefs_conflict') result = await writeOnGround();
        if (!result.ok) return fail(result.error);
        const unchanged = get().draft === result.data.sent;
        set({
          version: result.data.version,
          ...(unchanged && { edited: new Set<string>(), save: { state: 'saved' } }),
        });
      } finally {
        saving = false;
      }
    };
    const queue = createSaveQueue(SAVE_DELAY_MS, save);

    const edit = (tasks: Iterable<string>, draft: Prefs): void => {
      set((state) => ({
        draft,
        edited: new Set([...state.edited, ...tasks]),
        save: { state: 'idle' },
      }));
      queue.schedule();
    };

    const defaultOf = (task: TaskName): Weights | null => {
      const { loaded } = get();
      if (loaded.state !== 'ready') return null;
      return loaded.value.find((info) => info.name === task)?.default_weights ?? null;
    };

    const loadCatalog = async (task: TaskName): Promise<void> => {
      const result = await getApi().router.catalog({ task });
      set(({ catalogs }) => ({ catalogs: { ...catalogs, [task]: toLoadable(result) } }));
    };
    const loadReplay = async (task: TaskName): Promise<void> => {
      const result = await getApi().router.replaySet({ task, limit: REPLAY_LIMIT });
      const rows = result.ok ? { ok: true as const, data: result.data.rows } : result;
      set(({ replays }) => ({ replays: { ...replays, [task]: toLoadable(rows) } }));
    };
    const loadPick = async (task: TaskName): Promise<void> => {
      const result = await getApi().router.pick({ task });
      if (result.ok) get().pickChanged(result.data);
    };

    return {
      loaded: { state: 'loading' },
      task: 'general_assistant',
      draft: EMPTY_PREFS,
      version: 0,
      edited: new Set<string>(),
      save: { state: 'idle' },
      reloaded: null,
      catalogs: {},
      replays: {},
      picks: {},

      load: async () => {
        set({ catalogs: {}, replays: {} });
        const [tasks, prefs] = await Promise.all([
          getApi().router.tasks(),
          getApi().router.getPrefs(),
        ]);
        if (!tasks.ok) return set({ loaded: { state: 'error', error: tasks.error } });
        if (!prefs.ok) return set({ loaded: { state: 'error', error: prefs.error } });
        takeOver(prefs.data);
        set({ loaded: { state: 'ready', value: tasks.data.tasks } });
        await get().openTask(get().task);
      },
      openTask: async (task) => {
        const { catalogs, replays } = get();
        set({
          task,
          catalogs: needsLoad(catalogs[task])
            ? { ...catalogs, [task]: { state: 'loading' } }
            : catalogs,
          replays: needsLoad(replays[task])
            ? { ...replays, [task]: { state: 'loading' } }
            : replays,
        });
        await Promise.all([
          needsLoad(catalogs[task]) ? loadCatalog(task) : null,
          needsLoad(replays[task]) ? loadReplay(task) : null,
          loadPick(task),
        ]);
      },
      setWeights: (task, weights) => {
        const taskDefault = defaultOf(task);
        if (taskDefault === null) return;
        edit([task], withWeights(get().draft, task, weights, taskDefault));
      },
      setConstraints: (task, constraints) =>
        edit([task], withConstraints(get().draft, task, constraints)),
      setPin: (task, model) => edit([task], withPin(get().draft, task, model)),
      resetTask: (task) => {
        const taskDefault = defaultOf(task);
        if (taskDefault !== null) get().setWeights(task, taskDefault);
      },
      resetAll: () => {
        const { draft } = get();
        edit(Object.keys(draft.overrides), withoutOverrides(draft));
      },
      select: async (task, model) => {
        const result = await getApi().router.select({ task, model });
        if (result.ok) get().pickChanged(result.data);
        return result;
      },
      retrySave: queue.saveNow,
      flush: queue.flush,
      prefsChanged: async (version) => {
        // The event of our own save arrives before its answer: the answer tells its version.
        if (saving || version === get().version) return;
        const result = await getApi().router.getPrefs();
        if (!result.ok || result.data.version === get().version) return;
        const kept = get().edited.size > 0;
        takeOver(result.data);
        set({ reloaded: kept ? 'kept' : 'clean' });
      },
      pickChanged: (pick) => set(({ picks }) => ({ picks: { ...picks, [pick.task]: pick } })),
      dismissReloaded: () => set({ reloaded: null }),
      connect: () => {
        const stops = [
          getApi().on('prefs', ({ version }) => void get().prefsChanged(version)),
          getApi().on('pick', get().pickChanged),
        ];
        void get().load();
        return () => {
          for (const stop of stops) stop();
          void queue.flush();
        };
      },
    };
  });
}

function needsLoad(entry: Loadable<unknown> | undefined): boolean {
  return entry === undefined || entry.state === 'error';
}

function toLoadable<T>(result: Result<T>): Loadable<T> {
  return result.ok
    ? { state: 'ready', value: result.data }
    : { state: 'error', error: result.error };
}

/** The one of the window: edits outlive a change of view. */
export const preferencesStore = createPreferencesStore(api);

export function usePreferences<T>(select: (state: PreferencesState) => T): T {
  return useStore(preferencesStore, select);
}
