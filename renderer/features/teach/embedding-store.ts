import type { EmbeddingChoice } from '@shared/api/memory';
import type { Api } from '@shared/ipc/api';
import type { Candidate } from '@shared/routing/candidate';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { api, type Loadable, LOADING } from '../../app/api';
import { toastError } from '../../components/toaster';
import { loadStatus } from './actions';
import { loadPage } from './memory-store';

/** How often the progress of embedding everything anew is looked at. */
const LOOK_MS = 1_500;

export interface EmbeddingState {
  readonly choice: Loadable<EmbeddingChoice>;
  /** Embedding models that can be called now; simulated ones find nothing. */
  readonly models: readonly Candidate[];
  /** The new model is asked for its first vector. */
  readonly trying: boolean;

  /** Reads the choice, and its progress until it is whole; call what is returned on leaving. */
  readonly follow: () => () => void;
  readonly choose: (model: string) => Promise<void>;
}

export function createEmbeddingStore(getApi: () => Api, onProgress: () => void) {
  return createStore<EmbeddingState>()((set, get) => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    let followed = false;

    const take = (choice: EmbeddingChoice): void => {
      const before = get().choice;
      set({ choice: { state: 'ready', value: choice } });
      const moved = before.state === 'ready' && before.value.pending !== choice.pending;
      if (moved) onProgress();
      if (timer !== null) clearTimeout(timer);
      const waits = followed && choice.pending > 0 && choice.problem === null;
      timer = waits ? setTimeout(() => void load(), LOOK_MS) : null;
    };

    const load = async (): Promise<void> => {
      const result = await getApi().memory.embedding();
      if (!followed) return;
      if (result.ok) take(result.data);
      else set({ choice: { state: 'error', error: result.error } });
    };

    const loadModels = async (): Promise<void> => {
      const result = await getApi().router.catalog({ task: 'screenshot_embedding' });
      if (!result.ok) return;
      set({
        models: result.data.candidates.filter(
          ({ availability, practice }) => availability === 'callable' && !practice,
        ),
      });
    };

    return {
      choice: LOADING,
      models: [],
      trying: false,
      follow: () => {
        followed = true;
        void load();
        void loadModels();
        return () => {
          followed = false;
          if (timer !== null) clearTimeout(timer);
          timer = null;
        };
      },
      choose: async (model) => {
        set({ trying: true });
        const result = await getApi().memory.setEmbedding({ model });
        set({ trying: false });
        if (result.ok) take(result.data);
        else toastError(result.error);
      },
    };
  });
}

/** The one of the window. */
export const embeddingStore = createEmbeddingStore(api, () => {
  void loadStatus();
  void loadPage();
});

export function useEmbedding<T>(select: (state: EmbeddingState) => T): T {
  return useStore(embeddingStore, select);
}
