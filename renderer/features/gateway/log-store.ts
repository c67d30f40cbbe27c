import type { Api } from '@shared/ipc/api';
import type { ActivityEvent } from '@shared/ipc/contract';
import type { IpcError } from '@shared/ipc/result';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { api } from '../../app/api';
import { type LogEntry, type LogFilter, withEntries, withSnapshot } from './log';

export interface LogState {
  readonly connection: 'connecting' | 'live' | 'lost';
  /** Everything known, newest first. */
  readonly entries: readonly LogEntry[];
  /** What is shown while paused; null = it is live. */
  readonly frozen: readonly LogEntry[] | null;
  readonly filter: LogFilter;
  readonly error: IpcError | null;

  readonly setPaused: (paused: boolean) => void;
  readonly setFilter: (filter: Partial<LogFilter>) => void;
  /** Follows the log while it is shown; call what is returned on leaving. */
  readonly connect: () => () => void;
}

export function createLogStore(getApi: () => Api) {
  return createStore<LogState>()((set) => {
    const take = (event: ActivityEvent): void => {
      if (event.kind === 'lost') {
        set({ connection: 'lost' });
        return;
      }
      const merge = event.kind === 'snapshot' ? withSnapshot : withEntries;
      set(({ entries }) => ({
        connection: 'live',
        error: null,
        entries: merge(entries, event.entries),
      }));
    };
    return {
      connection: 'connecting',
      entries: [],
      frozen: null,
      filter: { key: '', status: '' },
      error: null,
      setPaused: (paused) => set(({ entries }) => ({ frozen: paused ? entries : null })),
      setFilter: (filter) => set((state) => ({ filter: { ...state.filter, ...filter } })),
      connect: () => {
        const stop = getApi().on('activity', take);
        set({ connection: 'connecting' });
        const ask = async (): Promise<void> => {
          const result = await getApi().gateway.watch({ on: true });
          if (!result.ok) set({ error: result.error });
        };
        void ask();
        return () => {
          stop();
          void getApi().gateway.watch({ on: false });
        };
      },
    };
  });
}

export const logStore = createLogStore(api);

export function useLog<T>(select: (state: LogState) => T): T {
  return useStore(logStore, select);
}

export const selectShown = ({ entries, frozen }: LogState): readonly LogEntry[] =>
  frozen ?? entries;

/** Requests that came while it is paused. */
export const selectWaiting = ({ entries, frozen }: LogState): number => {
  if (frozen === null) return 0;
  const shown = new Set(frozen.map(({ id }) => id));
  return entries.filter(({ id }) => !shown.has(id)).length;
};
