import { z } from 'zod';

/** How a request in the live log stands. */
export const ACTIVITY_STATUSES = ['running', 'succeeded', 'failed', 'refused', 'aborted'] as const;
export type ActivityStatus = (typeof ACTIVITY_STATUSES)[number];

const figure = z.number().nullable();

/** One request at the gateway, without a word of its content. */
export const activityEntrySchema = z
  .object({
    /** Same for every state of one request. */
    id: z.string(),
    /** Grows with every change in the log; the event id of the stream. */
    seq: z.number().int(),
    /** Epoch milliseconds. */
    at: z.number(),
    /** Null = a token of the app. */
    keyId: z.string().nullable(),
    keyName: z.string().nullable(),
    /** Whose it is, for an owner who sees another's; null = the one's who asks. */
    user: z.string().nullable(),
    /** Path of the surface, such as `/v1/messages`. */
    surface: z.string(),
    stream: z.boolean(),
    requestedModel: z.string(),
    /** `provider/model` that serves it; null = none yet, or none at all. */
    model: z.string().nullable(),
    /** Null = not read so far. */
    strategy: z.string().nullable(),
    task: z.string().nullable(),
    status: z.enum(ACTIVITY_STATUSES),
    errorCode: z.string().nullable(),
    firstTokenMs: figure,
    totalMs: figure,
    promptTokens: figure,
    completionTokens: figure,
    cachedTokens: figure,
    /** Null = unknown. */
    costUsd: figure,
    /** Of the outcome or direct call; null = none was written. */
    outcomeId: z.string().nullable(),
  })
  .readonly();
export type ActivityEntry = z.infer<typeof activityEntrySchema>;

/** `GET /v1/auto-router/activity`: the last requests, newest first. */
export interface ActivityResponse {
  readonly entries: readonly ActivityEntry[];
}
