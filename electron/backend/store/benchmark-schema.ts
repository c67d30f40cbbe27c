/*
 * Tables of the benchmark (migration 0005). Costs are doubles in US dollars here, not micro-dollars:
 * one classifier call can cost a tenth of a micro-dollar, and the averages decide.
 */

export interface BenchmarkConfigTable {
  id: string;
  classifier_repetitions: number;
  classifier_min_accuracy: number;
  classifier_max_p95_ms: number | null;
  classifier_override: string | null;
  decider_repetitions: number;
  decider_min_accuracy: number;
  switch_cost_factor: number;
  mode: string;
  max_concurrency: number;
  max_cost_usd: number;
  publish: string;
  sync_enabled: number;
  sync_min_cost_usd: number;
  sync_max_cost_usd: number;
  sync_spending_allowed: number;
  synced_at: number | null;
  updated_at: number;
}

export interface ConfigClassifierModelsTable {
  config_id: string;
  model: string;
  effort: string | null;
  position: number;
}

export interface ConfigDeciderModelsTable {
  config_id: string;
  /** `effort` = the user's effort for a synced model, kept while it comes and goes (S3-3). */
  source: 'manual' | 'auto' | 'excluded' | 'effort';
  model: string;
  effort: string | null;
  position: number;
}

export interface BenchmarkRunsTable {
  id: string;
  kind: string;
  status: string;
  started_by: string;
  forced: number;
  uid: string;
  created_at: number;
  ended_at: number | null;
  reason: string | null;
  min_accuracy: number;
  switch_cost_factor: number;
  max_concurrency: number;
  repetitions: number;
  max_p95_ms: number | null;
  max_cost_usd: number;
  publish: string;
  dataset_version: string;
  publish_status: string | null;
  publish_reason: string | null;
  table_id: string | null;
}

/** Calls of a case that has no result: under way, or cut off by a stop. */
export interface UnfinishedCasesTable {
  id: string;
  run_id: string;
  model: string;
  cost_usd: number | null;
}

export interface RunModelsTable {
  run_id: string;
  model: string;
  effort: string | null;
  position: number;
  status: string;
  reason: string | null;
}

export interface CaseResultsTable {
  run_id: string;
  model: string;
  case_id: string;
  rep: number;
  tier: string | null;
  route: string | null;
  verdict: string;
  timed_out: number;
  score: number;
  answer: string;
  detail: string;
  attempts: number;
  turns: number;
  cost_usd: number | null;
  ms: number;
  at: number;
}

export interface ModelSummariesTable {
  run_id: string;
  model: string;
  /** A tier, a route, or `all`. */
  scope: string;
  graded: number;
  passed: number;
  score_sum: number;
  timeouts: number;
  errors: number;
  cost_usd: number;
  cost_known: number;
  p95_ms: number | null;
  carried: number;
}

export interface RoutingTablesTable {
  id: string;
  run_id: string;
  published_at: number;
  state: 'live' | 'held' | 'past';
  dataset_version: string;
  min_accuracy: number;
  switch_cost_factor: number;
}

export interface RoutingTableCandidatesTable {
  table_id: string;
  scope: string;
  position: number;
  model: string;
  effort: string | null;
  accuracy: number;
  avg_cost_usd: number;
  p95_ms: number | null;
  graded: number;
}

export interface ClassifierWinnersTable {
  run_id: string;
  at: number;
  model: string;
  accuracy: number;
  avg_cost_usd: number;
  p95_ms: number | null;
  reason: string;
}

export interface BenchmarkSchema {
  benchmark_config: BenchmarkConfigTable;
  config_classifier_models: ConfigClassifierModelsTable;
  config_decider_models: ConfigDeciderModelsTable;
  benchmark_runs: BenchmarkRunsTable;
  run_models: RunModelsTable;
  case_results: CaseResultsTable;
  unfinished_cases: UnfinishedCasesTable;
  model_summaries: ModelSummariesTable;
  routing_tables: RoutingTablesTable;
  routing_table_candidates: RoutingTableCandidatesTable;
  classifier_winners: ClassifierWinnersTable;
}
