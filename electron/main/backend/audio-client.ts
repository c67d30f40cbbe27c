import { HEADERS } from '@shared/api/auto-router';
import { z } from 'zod';
import type { Segment } from '@shared/voice/subtitles';
import { IpcFailure } from '../ipc/failure';
import type { Http } from './http';

export interface TranscribeRequest {
  readonly model: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
  /** `verbose_json` gives times where the model knows them; a model without them refuses it. */
  readonly format: 'json' | 'verbose_json';
  /** Null = no turn of a conversation. */
  readonly conversationId: string | null;
  readonly keepExcerpt: boolean;
}

export interface Transcribed {
  readonly text: string;
  readonly segments: readonly Segment[] | null;
  readonly model: string | null;
  readonly outcomeId: string | null;
}

/** A long recording on a slow machine; the person can cancel at any time. */
const TRANSCRIBE_TIMEOUT_MS = 600_000;
const SPEAK_TIMEOUT_MS = 60_000;
/** A sentence is far below; more is no speech. */
const MAX_SPEECH_BYTES = 20 * 1024 * 1024;

const seconds = z.number().nonnegative();
const transcriptSchema = z.object({
  text: z.string(),
  segments: z
    .array(z.object({ start: seconds, end: seconds, text: z.string() }))
    .nullish()
    .catch(null),
});

/** Sound to text and text to sound over the gateway. */
export function createAudioClient(http: Http) {
  return {
    async transcribe(request: TranscribeRequest, signal: AbortSignal): Promise<Transcribed> {
      const { model, name, type, bytes, format, conversationId, keepExcerpt } = request;
      const form = new FormData();
      form.set('model', model);
      form.set('response_format', format);
      form.set('file', new Blob([new Uint8Array(bytes)], { type }), name);
      let head = new Headers();
      const heard = await http.json('/v1/audio/transcriptions', {
        method: 'POST',
        body: form,
        headers: {
          [HEADERS.task]: 'transcription',
          ...(conversationId === null ? {} : { [HEADERS.conversation]: conversationId }),
          ...(keepExcerpt ? {} : { [HEADERS.excerpt]: 'off' }),
        },
        schema: transcriptSchema,
        timeoutMs: TRANSCRIBE_TIMEOUT_MS,
        signal,
        onHead: (headers) => {
          head = headers;
        },
      });
      return {
        text: heard.text,
        segments: heard.segments ?? null,
        model: head.get(HEADERS.model),
        outcomeId: head.get(HEADERS.outcome),
      };
    },

    async speak(
      request: {
        readonly model: string;
        readonly voice: string;
        readonly text: string;
        /** Only a model on this machine is given it; another one is refused. */
        readonly localOnly: boolean;
      },
      signal: AbortSignal,
    ): Promise<{ readonly type: string; readonly bytes: Uint8Array }> {
      const response = await http.open('/v1/audio/speech', {
        method: 'POST',
        body: {
          model: request.model,
          voice: request.voice,
          input: request.text,
          response_format: 'mp3',
        },
        ...(request.localOnly && { headers: { [HEADERS.localOnly]: 'true' } }),
        signal: AbortSignal.any([signal, AbortSignal.timeout(SPEAK_TIMEOUT_MS)]),
      });
      const bytes = await readSpeech(response);
      return { type: response.headers.get('content-type') ?? 'audio/mpeg', bytes };
    },
  };
}

export type AudioClient = ReturnType<typeof createAudioClient>;

/** Counts while it reads: what never ends must not fill the memory first. */
async function readSpeech({ body }: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_SPEECH_BYTES) break;
  }
  if (size === 0 || size > MAX_SPEECH_BYTES) {
    throw new IpcFailure('provider_bad_answer', 'The speech model gave no usable sound.');
  }
  // Memory of its own: it goes to the page, and a small Buffer shares its own with others.
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
