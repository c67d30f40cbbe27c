import type { HistoryRow, OutcomeStatus } from '@shared/api/history';
import { fromMicroUsd } from './money';
import type { Schema } from './schema';

export function outcomeHistoryRow(row: Schema['outcomes']): HistoryRow {
  return {
    ...common(row),
    strategy: row.strategy,
    decisionId: row.decision_id,
    reason: row.reason,
    score: row.score,
    margin: row.margin,
    runnerUp: row.runner_up,
    estimatedCostUsd: fromMicroUsd(row.estimated_cost_micro),
    bestQualityCostUsd: fromMicroUsd(row.best_quality_cost_micro),
    estimatedLatencyMs: row.estimated_latency_ms,
  };
}

/** A pinned request has no decision: nothing was estimated, ranked or compared for it. */
export function directHistoryRow(row: Schema['calls']): HistoryRow {
  return {
    ...common(row),
    strategy: 'direct',
    decisionId: null,
    reason: 'direct',
    score: null,
    margin: null,
    runnerUp: null,
    estimatedCostUsd: null,
    bestQualityCostUsd: null,
    estimatedLatencyMs: null,
  };
}

function common(row: Schema['outcomes'] | Schema['calls']) {
  return {
    id: row.id,
    at: row.at,
    task: row.task,
    model: row.model,
    provider: row.provider,
    requestedModel: row.requested_model,
    status: row.status as OutcomeStatus,
    errorCode: row.error_code,
    costUsd: fromMicroUsd(row.cost_micro),
    firstTokenMs: row.first_token_ms,
    totalMs: row.total_ms,
    promptTokens: row.prompt_tokens,
    completionTokens: row.completion_tokens,
    rating: row.rating,
    ratingTag: row.rating_tag,
    excerpt: row.excerpt,
    conversationId: row.conversation_id,
  };
}
