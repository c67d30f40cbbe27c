import type {
  BenchmarkConfig,
  BenchmarkConfigResponse,
  CandidatesResponse,
  CaseQuery,
  CasesResponse,
  ClassifierWinnerResponse,
  DatasetsResponse,
  Estimate,
  PauseResponse,
  RoutingTableResponse,
  Run,
  StartRun,
  SyncResponse,
} from '../api/benchmark';

/** Benchmark runs and what they publish, by method. */
export interface BenchmarkRequests {
  config: { in: void; out: BenchmarkConfigResponse };
  saveConfig: { in: { config: BenchmarkConfig }; out: BenchmarkConfigResponse };
  /** What a run would cost; calls nothing. */
  estimate: { in: StartRun; out: Estimate };
  /** Newest first. */
  runs: { in: { limit: number }; out: { runs: readonly Run[]; activeId: string | null } };
  run: { in: { id: string }; out: Run };
  start: { in: StartRun; out: Run };
  cancel: { in: { id: string }; out: Run };
  cases: { in: { id: string; query: CaseQuery }; out: CasesResponse };
  pause: { in: void; out: PauseResponse };
  /** Holds runs, or lets them go on also on battery. */
  setPause: { in: { paused: boolean }; out: PauseResponse };
  table: { in: void; out: RoutingTableResponse };
  /** Takes the served table out and the one before it back in. */
  hold: { in: void; out: RoutingTableResponse };
  restore: { in: { id: string }; out: RoutingTableResponse };
  winner: { in: void; out: ClassifierWinnerResponse };
  candidates: { in: void; out: CandidatesResponse };
  sync: { in: void; out: SyncResponse };
  datasets: { in: void; out: DatasetsResponse };
  /** Follows the active run or stops; its states come as event `benchmark`. */
  watch: { in: { on: boolean }; out: void };
}

export const BENCHMARK_METHODS = [
  'config',
  'saveConfig',
  'estimate',
  'runs',
  'run',
  'start',
  'cancel',
  'cases',
  'pause',
  'setPause',
  'table',
  'hold',
  'restore',
  'winner',
  'candidates',
  'sync',
  'datasets',
  'watch',
] as const satisfies readonly (keyof BenchmarkRequests)[];
