import type { FileTranscript, TranscribeFileInput } from '@shared/ipc/voice';
import type { AudioClient, Transcribed } from '../backend/audio-client';
import { IpcFailure } from '../ipc/failure';

export interface FileTranscriberDeps {
  readonly client: Pick<AudioClient, 'transcribe'>;
  /** The setting for transcription: `auto` or a model. */
  readonly selection: () => string;
  readonly keepExcerpts: () => boolean;
}

export interface FileTranscriber {
  /** One file, or one piece of a long one. Fails as `cancelled` after {@link FileTranscriber.cancel}. */
  transcribe(input: TranscribeFileInput): Promise<FileTranscript>;
  cancel(jobId: string): void;
}

const AUTO_MODEL = 'auto/transcription';

/** Transcribes files; asks for times first, and without them when the model has none. */
export function createFileTranscriber(deps: FileTranscriberDeps): FileTranscriber {
  const { client, selection, keepExcerpts } = deps;
  const running = new Map<string, AbortController>();

  async function ask(input: TranscribeFileInput, signal: AbortSignal): Promise<Transcribed> {
    const { name, type, bytes } = input;
    const selected = selection().trim();
    const request = {
      model: selected.toLowerCase() === 'auto' ? AUTO_MODEL : selected,
      name,
      type,
      bytes,
      conversationId: null,
      keepExcerpt: keepExcerpts(),
    };
    try {
      return await client.transcribe({ ...request, format: 'verbose_json' }, signal);
    } catch (error) {
      // gpt-4o-transcribe and its like know no verbose_json and say so.
      if (!(error instanceof IpcFailure) || error.code !== 'provider_rejected') throw error;
      return client.transcribe({ ...request, format: 'json' }, signal);
    }
  }

  return {
    async transcribe(input) {
      const stop = new AbortController();
      running.set(input.jobId, stop);
      try {
        const { text, segments, model } = await ask(input, stop.signal);
        return { text: text.trim(), segments, model };
      } finally {
        running.delete(input.jobId);
      }
    },
    cancel: (jobId) => running.get(jobId)?.abort(),
  };
}
