import type {
  BenchmarkConfig,
  BenchmarkConfigResponse,
  CandidatesResponse,
  CaseRow,
  ClassifierWinnerResponse,
  Estimate,
  RoutingTableResponse,
  Run,
  RunLane,
} from '@shared/api/benchmark';
import type { Api } from '@shared/ipc/api';
import type { RoutingTable, TableRow } from '@shared/routing/routing-table';

/** What the benchmark of the fake main knows. */
export interface FakeBenchmark {
  config: BenchmarkConfigResponse;
  runs: readonly Run[];
  activeId: string | null;
  table: RoutingTableResponse;
  winner: ClassifierWinnerResponse;
  candidates: CandidatesResponse;
  estimate: Estimate;
  cases: readonly CaseRow[];
  pause: string | null;
}

export const SAVED_CONFIG: BenchmarkConfig = {
  classifier: {
    models: [{ model: 'openai/mini', effort: null }],
    repetitions: 1,
    minAccuracy: 0.7,
    maxP95LatencyMs: 1000,
    override: null,
  },
  decider: {
    models: [
      { model: 'openai/mini', effort: null },
      { model: 'openai/large', effort: 'high' },
    ],
    repetitions: 1,
    minAccuracy: 0.8,
    switchCostFactor: 3,
    mode: 'cost_per_accuracy',
  },
  maxConcurrency: 4,
  maxCostUsd: 1,
  publish: 'auto',
  sync: {
    enabled: false,
    minCostUsd: 0,
    maxCostUsd: 0.5,
    spendingAllowed: false,
    excluded: [],
    efforts: [],
  },
};

export function emptyBenchmark(): FakeBenchmark {
  return {
    config: { config: null, updatedAt: null },
    runs: [],
    activeId: null,
    table: { table: null, changes: [], excluded: [], tables: [] },
    winner: { model: null, source: 'heuristic', winner: null, override: null },
    candidates: {
      candidates: [],
      minCostUsd: null,
      maxCostUsd: null,
      syncedAt: null,
      proposal: null,
    },
    estimate: { kind: 'decider', rows: [], costUsd: 0, partial: false, calls: 0, maxCostUsd: 1 },
    cases: [],
    pause: null,
  };
}

export function fakeLane(model: string, part: Partial<RunLane> = {}): RunLane {
  return {
    model,
    effort: null,
    status: 'done',
    reason: null,
    done: 180,
    total: 180,
    passed: 162,
    timeouts: 1,
    errors: 0,
    accuracy: 0.9,
    costUsd: 0.04,
    p95Ms: 2_400,
    ...part,
  };
}

export function fakeRun(part: Partial<Run> = {}): Run {
  return {
    id: 'run-1',
    kind: 'decider',
    status: 'completed',
    trigger: 'user',
    force: false,
    resumed: false,
    snapshot: {
      minAccuracy: 0.8,
      switchCostFactor: 3,
      maxConcurrency: 4,
      repetitions: 1,
      maxP95LatencyMs: null,
      maxCostUsd: 1,
      publish: 'auto',
      datasetVersion: 'v1',
    },
    createdAt: 1_700_000_000_000,
    endedAt: 1_700_000_060_000,
    reason: null,
    spentUsd: 0.08,
    lanes: [fakeLane('openai/mini'), fakeLane('openai/large', { costUsd: null, p95Ms: null })],
    done: 360,
    total: 360,
    leftMs: null,
    publish: { status: 'published', id: 'table-1', reason: null },
    ...part,
  };
}

export function tableRow(model: string, accuracy: number, avgCostUsd: number): TableRow {
  return { model, effort: null, accuracy, avgCostUsd, p95Ms: 900, graded: 60 };
}

export const FAKE_TABLE: RoutingTable = {
  id: 'table-1',
  runId: 'run-1',
  publishedAt: 1_700_000_060_000,
  datasetVersion: 'v1',
  minAccuracy: 0.8,
  switchCostFactor: 3,
  tiers: {
    low: [tableRow('openai/mini', 0.92, 0.0002), tableRow('openai/large', 0.98, 0.004)],
    medium: [tableRow('openai/mini', 0.84, 0.0003), tableRow('openai/large', 0.97, 0.006)],
    high: [tableRow('openai/large', 0.95, 0.009), tableRow('openai/mini', 0.41, 0.0004)],
  },
  routes: {
    'debugging/bug_fixing': [tableRow('openai/mini', 0.9, 0.0002)],
  },
};

const answer = <T>(data: T) => Promise.resolve({ ok: true as const, data });
const refuse = (code: string) =>
  Promise.resolve({ ok: false as const, error: { code, message: code } });

/** Main's answers: they are what the state says, and what changes it does so at once. */
export function fakeBenchmark(state: FakeBenchmark): Api['benchmark'] {
  const runOf = (id: string) => {
    const run = state.runs.find((one) => one.id === id);
    return run === undefined ? refuse('benchmark_run_not_found') : answer(run);
  };
  return {
    config: () => answer(state.config),
    saveConfig: ({ config }) => {
      state.config = { config, updatedAt: 1 };
      return answer(state.config);
    },
    estimate: ({ kind, maxCostUsd }) =>
      answer({
        ...state.estimate,
        kind,
        maxCostUsd: maxCostUsd ?? state.config.config?.maxCostUsd ?? 1,
      }),
    runs: () => answer({ runs: state.runs, activeId: state.activeId }),
    run: ({ id }) => runOf(id),
    start: ({ kind, force }) => {
      if (state.config.config === null) return refuse('benchmark_not_configured');
      const run = fakeRun({
        id: `run-${state.runs.length + 1}`,
        kind,
        force,
        status: 'running',
        endedAt: null,
        done: 0,
        publish: null,
        spentUsd: 0,
      });
      state.runs = [run, ...state.runs];
      state.activeId = run.id;
      return answer(run);
    },
    cancel: ({ id }) => {
      state.activeId = null;
      state.runs = state.runs.map((run) => (run.id === id ? { ...run, status: 'cancelled' } : run));
      return runOf(id);
    },
    cases: () => answer({ rows: state.cases, total: state.cases.length }),
    pause: () => answer({ reason: state.pause }),
    setPause: ({ paused }) => {
      state.pause = paused ? 'paused by you' : null;
      return answer({ reason: state.pause });
    },
    table: () => answer(state.table),
    hold: () => answer(state.table),
    restore: () => answer(state.table),
    winner: () => answer(state.winner),
    candidates: () => answer(state.candidates),
    sync: () =>
      answer({
        changed: false,
        added: [],
        removed: [],
        runId: null,
        proposal: null,
        skippedReason: 'disabled' as const,
      }),
    datasets: () =>
      answer({
        version: 'v1',
        classifier: { cases: 84 },
        decider: {
          cases: 180,
          agentic: 20,
          byTier: { low: 60, medium: 60, high: 60 },
          byRoute: {},
        },
      }),
    watch: () => answer(undefined),
  };
}
