import { HEADERS } from '@shared/api/auto-router';
import type { AnswerMeta } from '@shared/api/conversations';
import type { HistoryRow } from '@shared/api/history';

/** Before the answer's head has come. */
export const EMPTY_META: AnswerMeta = {
  model: null,
  strategy: 'auto',
  decisionId: null,
  outcomeId: null,
  practice: false,
  firstTokenMs: null,
  totalMs: null,
  promptTokens: null,
  completionTokens: null,
  costUsd: null,
  status: 'streaming',
  errorCode: null,
  errorMessage: null,
  switchedFrom: null,
  rating: null,
};

/** What the head of an answer says of it. */
export function metaFromHeaders(headers: Headers): AnswerMeta {
  const model = headers.get(HEADERS.model);
  return {
    ...EMPTY_META,
    model,
    strategy: headers.get(HEADERS.strategy) ?? EMPTY_META.strategy,
    decisionId: headers.get(HEADERS.decision),
    outcomeId: headers.get(HEADERS.outcome),
    practice: model?.startsWith('practice/') ?? false,
    switchedFrom: headers.get(HEADERS.switchedFrom),
  };
}

/** The measured figures of its history row, where the stream itself did not give them. */
export function withRow(meta: AnswerMeta, row: HistoryRow): AnswerMeta {
  return {
    ...meta,
    model: row.model ?? meta.model,
    costUsd: row.costUsd,
    promptTokens: meta.promptTokens ?? row.promptTokens,
    completionTokens: meta.completionTokens ?? row.completionTokens,
  };
}
