import type { Log } from '../../electron/backend/context';
import type { CallRecord, OutcomeEnd } from '../../electron/backend/store/store';
import type { Trace, TraceCandidate } from '../../shared/routing/trace';

export const silentLog: Log = { info() {}, warn() {}, error() {} };

export function traceCandidate(
  id: string,
  overrides: Partial<TraceCandidate> = {},
): TraceCandidate {
  return {
    id,
    provider: id.split('/')[0] ?? '',
    name: id,
    local: false,
    practice: false,
    rank: 1,
    total: 0.8,
    scores: { quality: 0.8, latency: 0.8, cost: 0.8 },
    contributions: { quality: 0.4, latency: 0.24, cost: 0.16 },
    figures: { quality: null, latency: null, cost: null },
    drop: null,
    estimatedCostUsd: 0.002,
    estimatedLatencyMs: 900,
    ...overrides,
  };
}

export function trace(id: string, overrides: Partial<Trace> = {}): Trace {
  return {
    id,
    createdAt: Date.UTC(2026, 0, 2),
    task: 'general_assistant',
    strategy: 'auto',
    requestedModel: 'auto',
    model: 'acme/small',
    reason: 'highest_score',
    weights: { quality: 0.5, latency: 0.3, cost: 0.2 },
    weightsSource: 'task_default',
    candidates: [
      traceCandidate('acme/small', { rank: 1, total: 0.8 }),
      traceCandidate('acme/large', {
        rank: 2,
        total: 0.7,
        scores: { quality: 0.95, latency: 0.5, cost: 0.2 },
        estimatedCostUsd: 0.02,
      }),
      traceCandidate('acme/gone', { rank: null, total: null, drop: 'not_connected' }),
    ],
    incumbent: null,
    prefsVersion: 0,
    catalog: 'test',
    ...overrides,
  };
}

/** A succeeded end. */
export function end(overrides: Partial<OutcomeEnd> = {}): OutcomeEnd {
  return {
    status: 'succeeded',
    errorCode: null,
    model: 'acme/small',
    firstTokenMs: 120,
    totalMs: 900,
    promptTokens: 10,
    completionTokens: 20,
    costUsd: 0.003,
    ...overrides,
  };
}

/** The call of a pinned request. */
export function directCall(id: string, overrides: Partial<CallRecord> = {}): CallRecord {
  return {
    id,
    uid: 'ann',
    outcomeId: null,
    router: 'direct',
    task: 'general_assistant',
    requestedModel: 'acme/small',
    provider: 'acme',
    model: 'acme/small',
    at: Date.UTC(2026, 0, 2),
    status: 'succeeded',
    errorCode: null,
    firstTokenMs: 100,
    totalMs: 500,
    promptTokens: 5,
    completionTokens: 6,
    costUsd: 0.001,
    excerpt: null,
    conversationId: null,
    ...overrides,
  };
}
