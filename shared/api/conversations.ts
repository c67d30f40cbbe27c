import { z } from 'zod';
import { MAX_PICTURE_NAME, MAX_PICTURES, PICTURE_TYPES } from '../pictures/limits';

/** Of an answer to something said: what became of the sound before (milliseconds). */
export const voiceMetaSchema = z.object({
  transcriptionModel: z.string().nullable(),
  /** The transcription's own row in the history; null when its model was named by the user. */
  transcriptionOutcomeId: z.string().nullable(),
  recordedMs: z.number(),
  transcribeMs: z.number().nullable(),
});
export type VoiceMeta = z.infer<typeof voiceMetaSchema>;

/** What is kept of how an answer came about, shown on its chip. */
export const answerMetaSchema = z.object({
  model: z.string().nullable(),
  strategy: z.string(),
  decisionId: z.string().nullable(),
  outcomeId: z.string().nullable(),
  practice: z.boolean(),
  firstTokenMs: z.number().nullable(),
  totalMs: z.number().nullable(),
  promptTokens: z.number().nullable(),
  completionTokens: z.number().nullable(),
  costUsd: z.number().nullable(),
  status: z.enum(['streaming', 'succeeded', 'failed', 'aborted']),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  /** The conversation's model before, when this answer changed it. */
  switchedFrom: z.string().nullable(),
  rating: z.union([z.literal(-1), z.literal(1), z.null()]),
  /** Only when the question was spoken. */
  voice: voiceMetaSchema.nullish(),
});
export type AnswerMeta = z.infer<typeof answerMetaSchema>;

/**
 * A picture of a message. Its bytes are read on their own, never with the conversation; all but the
 * name is what the bytes say, whatever a caller said.
 */
export const messagePictureSchema = z.object({
  id: z.string().min(1).max(64),
  mime: z.enum(PICTURE_TYPES),
  /** Pixels. */
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** How many there are. */
  bytes: z.number().int().positive(),
  name: z.string().max(MAX_PICTURE_NAME),
  /** It shows a window of the privacy list: no cloud provider gets it, in no later message either. */
  localOnly: z.boolean().optional(),
});
export type MessagePicture = z.infer<typeof messagePictureSchema>;

/** Messages form a tree: regenerated answers are siblings under one parent. */
export const messageSchema = z.object({
  id: z.string().min(1).max(64),
  parentId: z.string().max(64).nullable(),
  role: z.enum(['user', 'assistant']),
  content: z.string(),
  /** Epoch milliseconds. */
  createdAt: z.number(),
  /** Only on assistant messages. */
  meta: answerMetaSchema.nullable(),
  /** Only on user messages that carry some. */
  pictures: z.array(messagePictureSchema).max(MAX_PICTURES).readonly().optional(),
});
export type Message = z.infer<typeof messageSchema>;

export interface ConversationSummary {
  readonly id: string;
  readonly title: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** A piece of the matching text when listed by search; null otherwise. */
  readonly match: string | null;
}

export interface Conversation extends ConversationSummary {
  readonly messages: readonly Message[];
  /** The leaf that was shown last, so that reopening shows the same branch. */
  readonly leafId: string | null;
}

/*
 * GET    /v1/conversations?q=&limit=&offset=     -> {conversations: ConversationSummary[]}
 * POST   /v1/conversations {title}               -> Conversation
 * GET    /v1/conversations/{id}                  -> Conversation
 * PATCH  /v1/conversations/{id} {title?, leafId?} -> ConversationSummary
 * DELETE /v1/conversations/{id}                  -> 204
 * PUT    /v1/conversations/{id}/messages/{mid}   -> Message (inserts or replaces; `pictures` names
 *                                                   stored ones, fixed when it is first put)
 * POST   /v1/conversations/{id}/pictures?name=&local_only= -> MessagePicture (201; the body is the picture)
 * GET    /v1/conversations/{id}/pictures/{pid}   -> the picture's bytes
 */
export const conversationCreateSchema = z.object({ title: z.string().max(200).default('') });
export const conversationPatchSchema = z.object({
  title: z.string().max(200).optional(),
  leafId: z.string().max(64).nullable().optional(),
});
