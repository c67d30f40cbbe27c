import type { HistoryRow, HistorySummary } from '@shared/api/history';
import type { Api } from '@shared/ipc/api';
import type { IpcError, Result } from '@shared/ipc/result';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { api } from '../../app/api';
import { type PageCache, createPageCache } from './page-cache';
import { type FilterFields, NO_FILTER, toFilter, withoutDates } from './query';

export const PAGE_SIZE = 100;
/** 4,000 rows: a few megabytes, whatever the length of the history. */
const PAGES_KEPT = 40;
const TYPING_DELAY_MS = 250;
/** New rows are taken in, or counted, at most so often: the totals are read over the whole history. */
const LIVE_EVERY_MS = 2_000;

export interface HistoryState {
  readonly fields: FilterFields;
  /** Rows that match; null until the first answer. */
  readonly total: number | null;
  /** Counts what arrived, so that the table looks at the cache again. */
  readonly revision: number;
  readonly summary: HistorySummary | null;
  /** The same without the dates: the timeline keeps its whole width while a part is brushed. */
  readonly timeline: HistorySummary | null;
  readonly error: IpcError | null;
  readonly openRow: HistoryRow | null;
  /** Rows that match and came since the rows that are shown were read; 0 = none, or not known. */
  readonly fresh: number;

  readonly row: (index: number) => HistoryRow | undefined;
  readonly need: (first: number, last: number) => void;
  readonly reload: () => void;
  /** Whether new rows may come in by themselves: nobody is looking further down. */
  readonly setAtTop: (atTop: boolean) => void;
  /** Follows new rows while the view is shown; call what is returned on leaving. */
  readonly connect: () => () => void;
  readonly setFields: (fields: Partial<FilterFields>) => void;
  readonly clearFields: () => void;
  readonly open: (row: HistoryRow | null) => void;
  readonly rate: (row: HistoryRow, rating: -1 | 1 | null) => Promise<Result<void>>;
  readonly exportRows: (
    format: 'csv' | 'json',
  ) => Promise<Result<{ readonly path: string; readonly rows: number }>>;
}

export function createHistoryStore(getApi: () => Api) {
  return createStore<HistoryState>()((set, get) => {
    let cache: PageCache<HistoryRow> | null = null;
    /** The filter that the cache is of. */
    let cacheKey: string | null = null;
    /** The same rows before they were read anew: shown, and opened, until the new ones are there. */
    let before: PageCache<HistoryRow> | null = null;
    let generation = 0;
    let timer: ReturnType<typeof setTimeout> | null = null;
    let atTop = true;
    /** There are rows that are neither shown nor counted. */
    let stale = false;
    /** Something came while nobody was at the top. */
    let missed = false;
    let resting: ReturnType<typeof setTimeout> | null = null;

    const revise = (change: Partial<HistoryState>): void =>
      set(({ revision }) => ({ ...change, revision: revision + 1 }));

    const loadSummaries = async (): Promise<void> => {
      const mine = generation;
      const filter = toFilter(get().fields);
      const whole = toFilter(withoutDates(get().fields));
      const dated = 'from' in filter || 'to' in filter;
      const [timeline, summary] = await Promise.all([
        getApi().history.summary({ filter: whole }),
        dated ? getApi().history.summary({ filter }) : null,
      ]);
      if (mine !== generation) return;
      const failed = [timeline, summary].find((result) => result?.ok === false);
      if (failed?.ok === false) set({ error: failed.error });
      const all = timeline.ok ? timeline.data : null;
      set({ timeline: all, summary: summary === null ? all : summary.ok ? summary.data : null });
    };

    const reload = (): void => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      cache?.close();
      generation += 1;
      const filter = toFilter(get().fields);
      const key = JSON.stringify(filter);
      if (key !== cacheKey) before = null;
      else if (cache?.row(0) !== undefined) before = cache;
      cacheKey = key;
      cache = createPageCache<HistoryRow>({
        size: PAGE_SIZE,
        keep: PAGES_KEPT,
        fetch: (offset, limit) => getApi().history.page({ filter, offset, limit }),
        onLoaded: (total) => revise({ total }),
        onFailed: (error) => set({ error }),
      });
      stale = false;
      missed = false;
      revise({ error: null, fresh: 0 });
      cache.need(0, 0);
      void loadSummaries();
    };

    /** How many more there are than are shown: a page of one row, no summary. */
    const count = async (): Promise<void> => {
      const mine = generation;
      const filter = toFilter(get().fields);
      const result = await getApi().history.page({ filter, offset: 0, limit: 1 });
      const { total } = get();
      if (mine !== generation || !result.ok || total === null) return;
      set({ fresh: Math.max(0, result.data.total - total) });
    };

    const takeIn = (): void => {
      if (resting !== null || !stale) return;
      stale = false;
      resting = setTimeout(() => {
        resting = null;
        takeIn();
      }, LIVE_EVERY_MS);
      if (atTop) {
        reload();
        return;
      }
      missed = true;
      void count();
    };

    return {
      fields: NO_FILTER,
      total: null,
      revision: 0,
      summary: null,
      timeline: null,
      error: null,
      openRow: null,
      fresh: 0,

      row: (index) => cache?.row(index) ?? before?.row(index),
      need: (first, last) => cache?.need(first, last),
      reload,
      setAtTop: (now) => {
        const back = now && !atTop;
        atTop = now;
        if (back && missed) reload();
      },
      connect: () => {
        const stop = getApi().on('history', () => {
          stale = true;
          takeIn();
        });
        void getApi().history.watch({ on: true });
        return () => {
          stop();
          if (resting !== null) clearTimeout(resting);
          resting = null;
          stale = false;
          void getApi().history.watch({ on: false });
        };
      },
      setFields: (fields) => {
        set((state) => ({ fields: { ...state.fields, ...fields } }));
        if (timer !== null) clearTimeout(timer);
        if ('text' in fields) timer = setTimeout(reload, TYPING_DELAY_MS);
        else reload();
      },
      clearFields: () => {
        set({ fields: NO_FILTER });
        reload();
      },
      open: (row) => set({ openRow: row }),
      rate: async (row, rating) => {
        const result = await getApi().history.rate({ id: row.id, rating, tag: null });
        if (result.ok) {
          const rated = (one: HistoryRow): HistoryRow => ({ ...one, rating, ratingTag: null });
          cache?.patch((one) => one.id === row.id, rated);
          const { openRow } = get();
          revise(openRow?.id === row.id ? { openRow: rated(openRow) } : {});
        }
        return result;
      },
      exportRows: (format) => getApi().history.export({ filter: toFilter(get().fields), format }),
    };
  });
}

/** The one of the window: filters outlive a change of view. */
export const historyStore = createHistoryStore(api);

export function useHistory<T>(select: (state: HistoryState) => T): T {
  return useStore(historyStore, select);
}
