import type { BenchmarkConfig, RoutingTableResponse, Run, StartRun } from '@shared/api/benchmark';
import type { BenchmarkEvent } from '@shared/ipc/contract';
import type { Result } from '@shared/ipc/result';
import { t } from 'i18next';
import { api } from '../../app/api';
import { toast, toastError } from '../../components/toaster';
import { saveDismissed } from './dismissed';
import { START_CONFIG, toggleExcluded } from './draft';
import {
  type BenchmarkFacts,
  type BenchmarkTab,
  selectAnnouncement,
  selectFacts,
  useBenchmarks,
} from './store';

const set = useBenchmarks.setState;
const get = useBenchmarks.getState;
const RUNS_SHOWN = 50;

/** Once while the view is shown: reads, follows the active run; call what is returned on leaving. */
export function connectBenchmarks(): () => void {
  const stops = [
    api().on('benchmark', onEvent),
    api().on('backend', ({ state }) => {
      if (state === 'running') void loadBenchmarks();
    }),
    api().on('providers', () => void loadBenchmarks()),
  ];
  void api().benchmark.watch({ on: true });
  void loadBenchmarks();
  return () => {
    for (const stop of stops) stop();
    void api().benchmark.watch({ on: false });
  };
}

/** Reads everything anew; what is shown stays until it is there. */
export async function loadBenchmarks(): Promise<void> {
  const { benchmark, router } = api();
  const [config, runs, table, winner, candidates, datasets, catalog] = await Promise.all([
    benchmark.config(),
    benchmark.runs({ limit: RUNS_SHOWN }),
    benchmark.table(),
    benchmark.winner(),
    benchmark.candidates(),
    benchmark.datasets(),
    router.catalog({ task: 'general_assistant' }),
  ]);
  const parts = { config, runs, table, winner, candidates, datasets };
  const failed = Object.values(parts).find((part) => !part.ok);
  if (failed?.ok === false) {
    // A view that was whole is not wiped by one failed refresh.
    if (selectFacts(get()) === null) set({ facts: { state: 'error', error: failed.error } });
    return;
  }
  if (!config.ok || !runs.ok || !table.ok || !winner.ok || !candidates.ok || !datasets.ok) return;
  const value: BenchmarkFacts = {
    config: config.data.config,
    runs: runs.data.runs,
    activeId: runs.data.activeId,
    table: table.data,
    winner: winner.data,
    candidates: candidates.data,
    datasets: datasets.data,
  };
  set((state) => ({
    facts: { state: 'ready', value },
    lost: false,
    ...(!state.edited && { draft: value.config ?? START_CONFIG }),
    ...(catalog.ok && { choices: choicesOf(catalog.data.candidates) }),
  }));
}

/** Callable ones by name; practice models last. */
function choicesOf(
  candidates: readonly {
    readonly id: string;
    readonly name: string;
    readonly practice: boolean;
    readonly availability: string;
  }[],
) {
  return candidates
    .filter(({ availability }) => availability === 'callable' || availability === 'assumed')
    .toSorted((a, b) => Number(a.practice) - Number(b.practice) || a.name.localeCompare(b.name))
    .map(({ id, name }) => ({ id, name }));
}

function change(part: Partial<BenchmarkFacts>): void {
  set((state) =>
    state.facts.state === 'ready'
      ? { facts: { state: 'ready', value: { ...state.facts.value, ...part } } }
      : state,
  );
}

/** A state of the run under way; with its end the table and the winner may be others. */
function onEvent(event: BenchmarkEvent): void {
  if (event.kind === 'lost') {
    set({ lost: true });
    return;
  }
  const { run } = event;
  set({ lost: false });
  putRun(run);
  if (run.endedAt !== null) void loadBenchmarks();
}

function putRun(run: Run): void {
  const facts = selectFacts(get());
  if (facts === null) return;
  const known = facts.runs.some(({ id }) => id === run.id);
  const runs = known
    ? facts.runs.map((other) => (other.id === run.id ? run : other))
    : [run, ...facts.runs];
  change({ runs, activeId: run.endedAt === null ? run.id : null });
}

export function showTab(tab: BenchmarkTab): void {
  set({ tab });
}

export function openRunDialog(kind: Run['kind'], force = false): void {
  set({ runDialog: { kind, force } });
}

export function closeRunDialog(): void {
  set({ runDialog: null });
}

export function browseCases(runId: string): void {
  set({ tab: 'cases', casesOf: runId });
}

export function editDraft(draft: BenchmarkConfig): void {
  set({ draft, edited: true, saveError: null });
}

export function revertDraft(): void {
  set((state) => ({
    draft: selectFacts(state)?.config ?? START_CONFIG,
    edited: false,
    saveError: null,
  }));
}

export async function saveDraft(): Promise<boolean> {
  const { draft } = get();
  set({ saving: true, saveError: null });
  const result = await api().benchmark.saveConfig({ config: draft });
  if (!result.ok) {
    set({ saving: false, saveError: result.error });
    return false;
  }
  // What was typed while it was being saved is not thrown away.
  set((state) => ({ saving: false, edited: state.draft !== draft }));
  change({ config: result.data.config });
  toast({ title: t('benchmarks.settings.saved') });
  await loadBenchmarks();
  return true;
}

/** Saved at once, beside whatever is being edited. */
export async function excludeCandidate(model: string): Promise<void> {
  const saved = selectFacts(get())?.config ?? null;
  if (saved === null) return;
  const result = await api().benchmark.saveConfig({ config: toggleExcluded(saved, model) });
  if (!result.ok) {
    toastError(result.error);
    return;
  }
  set((state) => (state.edited ? { draft: toggleExcluded(state.draft, model) } : state));
  await loadBenchmarks();
}

/** Starts a run; the dialog shows why when it does not. */
export async function startRun(start: StartRun): Promise<Result<Run>> {
  const result = await api().benchmark.start(start);
  if (!result.ok) return result;
  putRun(result.data);
  set({ runDialog: null, tab: 'runs' });
  toast({ title: t('benchmarks.run.started') });
  return result;
}

export async function cancelRun(id: string): Promise<void> {
  const result = await api().benchmark.cancel({ id });
  if (result.ok) putRun(result.data);
  else toastError(result.error);
}

export async function pauseRun(paused: boolean): Promise<void> {
  const result = await api().benchmark.setPause({ paused });
  if (!result.ok) toastError(result.error);
}

export async function holdTable(): Promise<void> {
  took(await api().benchmark.hold(), t('benchmarks.table.heldBack'));
}

export async function restoreTable(id: string): Promise<void> {
  took(await api().benchmark.restore({ id }), t('benchmarks.table.taken'));
}

function took(result: Result<RoutingTableResponse>, said: string): void {
  if (!result.ok) {
    toastError(result.error);
    return;
  }
  change({ table: result.data });
  toast({ title: said });
}

export function dismissAnnouncement(): void {
  const newest = selectAnnouncement(get());
  if (newest === null) return;
  set((state) => ({ dismissed: [...state.dismissed, `${newest.id}:${newest.state}`] }));
  saveDismissed(get().dismissed);
}

export async function syncNow(): Promise<void> {
  set({ syncing: true, synced: null });
  const result = await api().benchmark.sync();
  set({ syncing: false, ...(result.ok && { synced: result.data }) });
  if (!result.ok) toastError(result.error);
  await loadBenchmarks();
}
