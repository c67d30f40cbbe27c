import type { BackendClient } from '../backend/backend-client';
import { noTimer, type Clock } from '../clock';
import type { Pickers } from '../router/pickers';
import { toPrefsView } from '../router/prefs-view';
import type { SettingsStore } from '../settings/settings-store';
import type { Emit } from './events';
import type { Handlers } from './register';

export interface RouterHandlersDeps {
  readonly client: BackendClient;
  readonly pickers: Pickers;
  readonly settings: SettingsStore;
  /** A version was seen that is not the one known: saved here or elsewhere. */
  readonly onPrefsVersion: (version: number) => void;
  readonly emit: Emit;
  readonly clock: Clock;
}

/** With nothing cached at all, a pick waits this long for its first answer. */
const FIRST_PICK_MS = 1_500;

export function routerHandlers(deps: RouterHandlersDeps): Handlers['router'] {
  const { client, pickers, settings, onPrefsVersion, emit, clock } = deps;
  return {
    tasks: () => client.tasks(),
    async pick({ task }) {
      const picker = pickers.of(task);
      const refreshed = picker.refreshIfStale();
      if (picker.state().pickedAt === null) {
        let cancel: () => void = noTimer;
        const waited = new Promise<void>((resolve) => {
          cancel = clock.after(FIRST_PICK_MS, resolve);
        });
        await Promise.race([refreshed, waited]);
        cancel();
      }
      return picker.state();
    },
    select({ task, model }) {
      const selections = { ...settings.get().selections, [task]: model };
      settings.set({ selections });
      const state = pickers.of(task).resolve();
      emit('pick', state);
      return state;
    },
    preview: (input) => client.preview(input),
    catalog: ({ task }) => client.catalog(task, settings.get().voice.realtime === 'auto'),
    replaySet: ({ task, limit }) => client.replaySet(task, limit),
    async getPrefs() {
      const view = toPrefsView(await client.getPrefs());
      onPrefsVersion(view.version);
      return view;
    },
    async putPrefs({ prefs }) {
      const view = toPrefsView(await client.putPrefs(prefs));
      onPrefsVersion(view.version);
      return view;
    },
    trace: async ({ decisionId }) => (await client.decision(decisionId)).decision,
    metrics: () => client.metrics(),
  };
}
