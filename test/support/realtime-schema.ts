import { z } from 'zod';

/* What OpenAI's Realtime server takes from a client (GA), as strictly as it: nothing else. */

const eventId = z.string().min(1).max(512).optional();
const base64 = z.base64();

const format = z.strictObject({ type: z.literal('audio/pcm'), rate: z.literal(24_000) });
export const TRANSCRIPTION_MODELS = ['whisper-1', 'gpt-4o-mini-transcribe', 'gpt-4o-transcribe'];

const session = z.strictObject({
  type: z.literal('realtime'),
  model: z.string().optional(),
  instructions: z.string().optional(),
  output_modalities: z
    .array(z.enum(['text', 'audio']))
    .length(1)
    .optional(),
  audio: z
    .strictObject({
      input: z
        .strictObject({
          format: format.optional(),
          transcription: z
            .strictObject({ model: z.enum(TRANSCRIPTION_MODELS), language: z.string().optional() })
            .nullable()
            .optional(),
          turn_detection: z
            .strictObject({ type: z.literal('server_vad') })
            .nullable()
            .optional(),
        })
        .optional(),
      output: z
        .strictObject({ format: format.optional(), voice: z.string().optional() })
        .optional(),
    })
    .optional(),
});

const item = z.strictObject({
  id: z.string().max(32).optional(),
  type: z.literal('message'),
  role: z.enum(['user', 'assistant']),
  content: z
    .array(z.strictObject({ type: z.enum(['input_text', 'output_text']), text: z.string().min(1) }))
    .min(1),
});

export const clientEventSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('session.update'), event_id: eventId, session }),
  z.strictObject({
    type: z.literal('input_audio_buffer.append'),
    event_id: eventId,
    audio: base64,
  }),
  z.strictObject({ type: z.literal('input_audio_buffer.commit'), event_id: eventId }),
  z.strictObject({ type: z.literal('input_audio_buffer.clear'), event_id: eventId }),
  z.strictObject({
    type: z.literal('conversation.item.create'),
    event_id: eventId,
    previous_item_id: z.string().nullable().optional(),
    item: item.refine(
      ({ role, content }) =>
        content.every(({ type }) => type === (role === 'user' ? 'input_text' : 'output_text')),
      'a part that this role does not have',
    ),
  }),
  z.strictObject({
    type: z.literal('conversation.item.truncate'),
    event_id: eventId,
    item_id: z.string(),
    content_index: z.literal(0),
    audio_end_ms: z.int().nonnegative(),
  }),
  z.strictObject({
    type: z.literal('response.create'),
    event_id: eventId,
    response: z
      .strictObject({
        instructions: z.string().optional(),
        output_modalities: z
          .array(z.enum(['text', 'audio']))
          .length(1)
          .optional(),
      })
      .optional(),
  }),
  z.strictObject({
    type: z.literal('response.cancel'),
    event_id: eventId,
    response_id: z.string().optional(),
  }),
]);
export type ClientEvent = z.infer<typeof clientEventSchema>;
