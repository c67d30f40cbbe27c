import type { UsageGroup, UsageResponse } from '@shared/api/outcomes';
import type { SpendingResponse } from '@shared/api/spending';
import type { Api } from '@shared/ipc/api';
import type { Result } from '@shared/ipc/result';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { api, type Loadable, LOADING } from '../../app/api';
import { type Range, type RangeId, rangeOf } from './range';

export const GROUPS = ['task', 'model', 'key'] as const satisfies readonly UsageGroup[];
export type Group = (typeof GROUPS)[number];

export interface UsageState {
  readonly rangeId: RangeId;
  /** The range that `days` and `groups` are of. */
  readonly range: Range | null;
  readonly group: Group;
  readonly days: Loadable<UsageResponse>;
  readonly groups: Loadable<UsageResponse>;
  readonly spending: Loadable<SpendingResponse>;

  readonly load: () => Promise<void>;
  readonly setRange: (id: RangeId) => Promise<void>;
  readonly setGroup: (group: Group) => Promise<void>;
  readonly setCap: (usd: number | null) => Promise<Result<SpendingResponse>>;
}

export function createUsageStore(getApi: () => Api, now: () => number) {
  return createStore<UsageState>()((set, get) => {
    let asked = 0;

    return {
      rangeId: 'month',
      range: null,
      group: 'model',
      days: LOADING,
      groups: LOADING,
      spending: LOADING,

      load: async () => {
        asked += 1;
        const mine = asked;
        const range = rangeOf(get().rangeId, now());
        const { gateway } = getApi();
        const [days, groups, spending] = await Promise.all([
          gateway.usage({ group: 'day', from: range.from }),
          gateway.usage({ group: get().group, from: range.from }),
          gateway.spending(),
        ]);
        // Another range or group was asked for meanwhile: its answer is the one to show.
        if (mine !== asked) return;
        set((state) => ({
          range,
          days: newer(state.days, days),
          groups: newer(state.groups, groups),
          spending: newer(state.spending, spending),
        }));
      },
      setRange: (rangeId) => {
        set({ rangeId });
        return get().load();
      },
      setGroup: (group) => {
        set({ group });
        return get().load();
      },
      setCap: async (usd) => {
        const result = await getApi().gateway.setDailyCap({ usd });
        if (result.ok) set({ spending: { state: 'ready', value: result.data } });
        return result;
      },
    };
  });
}

/** What is shown stays while the router is away for a moment. */
function newer<T>(before: Loadable<T>, result: Result<T>): Loadable<T> {
  if (result.ok) return { state: 'ready', value: result.data };
  return before.state === 'ready' ? before : { state: 'error', error: result.error };
}

/** The one of the window: the range outlives a change of view. */
export const usageStore = createUsageStore(api, Date.now);

export function useUsage<T>(select: (state: UsageState) => T): T {
  return useStore(usageStore, select);
}
