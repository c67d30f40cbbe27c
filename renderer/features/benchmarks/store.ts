import type {
  BenchmarkConfig,
  CandidatesResponse,
  ClassifierWinnerResponse,
  DatasetsResponse,
  RoutingTableResponse,
  Run,
  SyncResponse,
} from '@shared/api/benchmark';
import type { IpcError } from '@shared/ipc/result';
import { create } from 'zustand';
import { type Loadable, LOADING } from '../../app/api';
import { loadDismissed } from './dismissed';
import { START_CONFIG } from './draft';

export const TABS = ['table', 'runs', 'cases', 'settings', 'sync'] as const;
export type BenchmarkTab = (typeof TABS)[number];

/** What main and the backend know, as last read. */
export interface BenchmarkFacts {
  /** Null = none saved: nothing is measured by itself (S4-3). */
  readonly config: BenchmarkConfig | null;
  /** Newest first. */
  readonly runs: readonly Run[];
  readonly activeId: string | null;
  readonly table: RoutingTableResponse;
  readonly winner: ClassifierWinnerResponse;
  readonly candidates: CandidatesResponse;
  readonly datasets: DatasetsResponse;
}

/** A model that can be chosen. */
export interface ModelChoice {
  readonly id: string;
  readonly name: string;
}

export interface BenchmarksState {
  readonly tab: BenchmarkTab;
  readonly facts: Loadable<BenchmarkFacts>;
  readonly choices: readonly ModelChoice[];
  /** What the editor shows; equal to the saved one unless {@link edited}. */
  readonly draft: BenchmarkConfig;
  readonly edited: boolean;
  readonly saving: boolean;
  readonly saveError: IpcError | null;
  /** The router went away in the middle of a run. */
  readonly lost: boolean;
  readonly syncing: boolean;
  readonly synced: SyncResponse | null;
  /** Tables whose announcement was put away. */
  readonly dismissed: readonly string[];
  /** Run that the case browser shows; null = the newest. */
  readonly casesOf: string | null;
  /** Null = the dialog is closed. */
  readonly runDialog: { readonly kind: Run['kind']; readonly force: boolean } | null;
}

export const useBenchmarks = create<BenchmarksState>()(() => ({
  tab: 'table',
  facts: LOADING,
  choices: [],
  draft: START_CONFIG,
  edited: false,
  saving: false,
  saveError: null,
  lost: false,
  syncing: false,
  synced: null,
  dismissed: loadDismissed(),
  casesOf: null,
  runDialog: null,
}));

export const selectFacts = (state: BenchmarksState): BenchmarkFacts | null =>
  state.facts.state === 'ready' ? state.facts.value : null;

/** The run under way, or null. */
export const selectActive = (state: BenchmarksState): Run | null => {
  const facts = selectFacts(state);
  return facts?.runs.find(({ id }) => id === facts.activeId) ?? null;
};

/** The run whose cases are shown: the asked one, else the newest. */
export const selectCasesRun = (state: BenchmarksState): Run | null => {
  const runs = selectFacts(state)?.runs ?? [];
  return runs.find(({ id }) => id === state.casesOf) ?? runs[0] ?? null;
};

/** What the newest table changes, while nobody has put that away; null = nothing to say. */
export const selectAnnouncement = (state: BenchmarksState) => {
  const table = selectFacts(state)?.table;
  const newest = table?.tables[0];
  if (table === undefined || newest === undefined || table.tables.length < 2) return null;
  if (newest.state === 'past' || table.changes.length === 0) return null;
  // Put away when it was taken is not put away when it waits again.
  return state.dismissed.includes(`${newest.id}:${newest.state}`) ? null : newest;
};
