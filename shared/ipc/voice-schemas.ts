import { z } from 'zod';
import { newPicturesSchema } from './picture-schema';
import { MAX_CHUNK_SAMPLES, MAX_PIECE_BYTES, type VoiceRequests } from './voice';

const nothing = z.void();
const id = z.string().min(1).max(64);
const turn = z.object({ turnId: id });
const MAX_HEARD_MS = 3_600_000;
const MAX_SPOKEN_CHARS = 4_000;
const MAX_TRANSCRIPT_CHARS = 10_000_000;

/** What the page may send of its voice; parsed in main only. */
export const VOICE_SCHEMAS: {
  readonly [M in keyof VoiceRequests]: z.ZodType<VoiceRequests[M]['in']>;
} = {
  status: nothing,
  retryHold: nothing,
  attend: nothing,
  begin: z.object({
    turnId: id,
    purpose: z.enum(['talk', 'dictate']),
    conversationId: id.nullable(),
    parentId: id.nullable(),
    pictures: newPicturesSchema.optional(),
  }),
  chunk: z.object({
    turnId: id,
    seq: z.number().int().min(0).max(100_000),
    samples: z
      .instanceof(Int16Array)
      .refine(({ length }) => length > 0 && length <= MAX_CHUNK_SAMPLES, 'too long or empty'),
  }),
  finish: turn,
  retry: turn,
  discard: turn,
  stopAnswer: turn.extend({ heardMs: z.number().int().min(0).max(MAX_HEARD_MS).nullable() }),
  speak: z.object({
    text: z.string().trim().min(1).max(MAX_SPOKEN_CHARS),
    localOnly: z.boolean(),
  }),
  transcribeFile: z.object({
    jobId: id,
    name: z.string().trim().min(1).max(255),
    type: z.string().max(100),
    bytes: z
      .instanceof(Uint8Array)
      .refine(({ length }) => length > 0 && length <= MAX_PIECE_BYTES, 'too large or empty'),
  }),
  cancelFile: z.object({ jobId: id }),
  saveTranscript: z.object({
    name: z.string().trim().min(1).max(255),
    text: z.string().max(MAX_TRANSCRIPT_CHARS),
  }),
};
