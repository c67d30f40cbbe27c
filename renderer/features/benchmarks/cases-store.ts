import type { CaseQuery, CaseRow } from '@shared/api/benchmark';
import type { Verdict } from '@shared/api/benchmark-words';
import type { Tier } from '@shared/routing/difficulty';
import type { Route } from '@shared/routing/taxonomy';
import { create } from 'zustand';
import { api, type Loadable, LOADING } from '../../app/api';

/** Null = all. */
export interface CaseFilter {
  readonly model: string | null;
  readonly tier: Tier | null;
  readonly route: Route | null;
  readonly verdict: Verdict | null;
}

export const NO_FILTER: CaseFilter = { model: null, tier: null, route: null, verdict: null };
const PAGE = 100;

interface CasesState {
  readonly runId: string | null;
  readonly filter: CaseFilter;
  readonly rows: Loadable<readonly CaseRow[]>;
  readonly total: number;
  /** Cases that the run had when they were last read. */
  readonly measured: number;
  /** Key of the case whose prompt and answer are shown. */
  readonly chosen: string | null;
}

export const useCases = create<CasesState>()(() => ({
  runId: null,
  filter: NO_FILTER,
  rows: LOADING,
  total: 0,
  measured: 0,
  chosen: null,
}));

const set = useCases.setState;
const get = useCases.getState;
let latest = 0;

export function keyOf({ model, caseId, rep }: CaseRow): string {
  return `${model}\0${caseId}\0${rep}`;
}

/** Shows a run's cases from the first; a filter of another run's models would show nothing. */
export async function showCases(runId: string, filter: CaseFilter): Promise<void> {
  const other = get().runId !== runId;
  set({
    runId,
    filter: other ? { ...filter, model: null } : filter,
    chosen: null,
    ...(other && { rows: LOADING, total: 0 }),
  });
  await read(0);
}

export async function showMoreCases(): Promise<void> {
  const { rows } = get();
  if (rows.state === 'ready') await read(rows.value.length);
}

export async function refreshCases(): Promise<void> {
  await read(0);
}

/** A run that measures has more cases now; who has more than the first page before him is let be. */
export async function followCases(measured: number): Promise<void> {
  const { rows, measured: before } = get();
  set({ measured });
  if (measured !== before && rows.state === 'ready' && rows.value.length < PAGE) await read(0);
}

async function read(offset: number): Promise<void> {
  const { runId, filter } = get();
  if (runId === null) return;
  latest += 1;
  const turn = latest;
  const result = await api().benchmark.cases({ id: runId, query: queryOf(filter, offset) });
  if (turn !== latest) return; // another filter was chosen meanwhile
  if (!result.ok) {
    set({ rows: { state: 'error', error: result.error } });
    return;
  }
  set((state) => {
    const before = offset > 0 && state.rows.state === 'ready' ? state.rows.value : [];
    return {
      rows: { state: 'ready', value: [...before, ...result.data.rows] },
      total: result.data.total,
    };
  });
}

function queryOf({ model, tier, route, verdict }: CaseFilter, offset: number): CaseQuery {
  return {
    ...(model !== null && { model }),
    ...(tier !== null && { tier }),
    ...(route !== null && { route }),
    ...(verdict !== null && { verdict }),
    limit: PAGE,
    offset,
  };
}
