import type { ActivityEntry } from '@shared/api/activity';

/** A request at the gateway that has just come in. */
export function entry(change: Partial<ActivityEntry> = {}): ActivityEntry {
  return {
    id: 'r1',
    seq: 1,
    at: 0,
    keyId: null,
    keyName: null,
    user: null,
    surface: '/v1/chat/completions',
    stream: false,
    requestedModel: 'auto',
    model: null,
    strategy: null,
    task: null,
    status: 'running',
    errorCode: null,
    firstTokenMs: null,
    totalMs: null,
    promptTokens: null,
    completionTokens: null,
    cachedTokens: null,
    costUsd: null,
    outcomeId: null,
    ...change,
  };
}
