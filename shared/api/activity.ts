/** How a request in the live log stands. */
export type ActivityStatus = 'running' | 'succeeded' | 'failed' | 'refused' | 'aborted';

/** One request at the gateway, without a word of its content. */
export interface ActivityEntry {
  /** Same for every state of one request. */
  readonly id: string;
  /** Grows with every change in the log; the event id of the stream. */
  readonly seq: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Null = a token of the app. */
  readonly keyId: string | null;
  readonly keyName: string | null;
  /** Path of the surface, such as `/v1/messages`. */
  readonly surface: string;
  readonly stream: boolean;
  readonly requestedModel: string;
  /** `provider/model` that serves it; null = none yet, or none at all. */
  readonly model: string | null;
  /** Null = not read so far. */
  readonly strategy: string | null;
  readonly task: string | null;
  readonly status: ActivityStatus;
  readonly errorCode: string | null;
  readonly firstTokenMs: number | null;
  readonly totalMs: number | null;
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  readonly cachedTokens: number | null;
  /** Null = unknown. */
  readonly costUsd: number | null;
  /** Of the outcome or direct call; null = none was written. */
  readonly outcomeId: string | null;
}

/** `GET /v1/auto-router/activity`: the last requests, newest first. */
export interface ActivityResponse {
  readonly entries: readonly ActivityEntry[];
}
