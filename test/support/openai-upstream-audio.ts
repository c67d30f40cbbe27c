import { AUDIO_SECONDS, TRANSCRIPT, words } from './upstream-answers';
import type { Reply } from './upstream-core';

/** Every speech is these bytes, in three pieces; no text, so that a decoder on the way shows. */
export const SPEECH: readonly Uint8Array[] = [0, 1, 2].map((piece) =>
  Uint8Array.from({ length: 4096 }, (_, index) => (index * 7 + piece * 31) % 256),
);

const SPEECH_TYPES: Readonly<Record<string, string>> = {
  mp3: 'audio/mpeg',
  opus: 'audio/ogg',
  aac: 'audio/aac',
  flac: 'audio/flac',
  wav: 'audio/wav',
  pcm: 'audio/pcm',
};

const TRANSCRIPTION_USAGE = { type: 'duration', seconds: Math.ceil(AUDIO_SECONDS) };

/** OpenAI's two sound paths; the request has been checked. */
export function answerAudio(path: string, body: Record<string, unknown>): Reply {
  if (path === '/v1/audio/speech') {
    const type = SPEECH_TYPES[(body['response_format'] as string) ?? 'mp3'] ?? 'audio/mpeg';
    return { kind: 'bytes', type, chunks: SPEECH };
  }
  if (body['stream'] === 'true') return streamed();
  switch (body['response_format'] ?? 'json') {
    case 'text':
      return text('text/plain; charset=utf-8', `${TRANSCRIPT}\n`);
    case 'srt':
      return text('text/plain; charset=utf-8', `1\n00:00:00,000 --> 00:00:03,200\n${TRANSCRIPT}\n`);
    case 'vtt':
      return text(
        'text/plain; charset=utf-8',
        `WEBVTT\n\n00:00.000 --> 00:03.200\n${TRANSCRIPT}\n`,
      );
    case 'verbose_json':
      return json({
        task: 'transcribe',
        language: 'english',
        duration: AUDIO_SECONDS,
        text: TRANSCRIPT,
        segments: [{ id: 0, start: 0, end: AUDIO_SECONDS, text: TRANSCRIPT }],
        usage: TRANSCRIPTION_USAGE,
      });
    default:
      return json({ text: TRANSCRIPT, usage: TRANSCRIPTION_USAGE });
  }
}

function json(value: object): Reply {
  return { kind: 'json', status: 200, json: value };
}

function text(type: string, value: string): Reply {
  return { kind: 'bytes', type, chunks: [Buffer.from(value, 'utf8')] };
}

/** `gpt-4o-transcribe` streams and bills tokens. */
function streamed(): Reply {
  const usage = { type: 'tokens', input_tokens: 14, output_tokens: 9, total_tokens: 23 };
  return {
    kind: 'events',
    events: words(TRANSCRIPT).map((delta) => event({ type: 'transcript.text.delta', delta })),
    end: event({ type: 'transcript.text.done', text: TRANSCRIPT, usage }),
  };
}

function event(value: object): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}
