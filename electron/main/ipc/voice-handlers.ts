import type { GlobalToggle } from '../assistant/global-toggle';
import type { PushToTalk } from '../assistant/push-to-talk';
import type { FileTranscriber } from '../assistant/transcribe-file';
import type { AudioClient } from '../backend/audio-client';
import { saveFile, type AskPath } from '../export/save-file';
import type { GlobalHold } from '../hold/global-hold';
import type { SettingsStore } from '../settings/settings-store';
import { IpcFailure } from './failure';
import type { Handlers } from './register';

export interface VoiceHandlersDeps {
  readonly voice: PushToTalk;
  readonly files: FileTranscriber;
  readonly toggle: GlobalToggle;
  readonly hold: GlobalHold;
  /** Lets the person see the window without taking the focus. */
  readonly attend: () => void;
  readonly client: Pick<AudioClient, 'speak'>;
  readonly settings: SettingsStore;
  readonly askPath: AskPath;
}

export function voiceHandlers(deps: VoiceHandlersDeps): Handlers['voice'] {
  const { voice, files, toggle, hold, client, settings, askPath } = deps;
  return {
    status: () => ({ globalToggle: toggle.status(), globalHold: hold.status() }),
    retryHold: () => hold.retry(),
    attend: () => deps.attend(),
    begin: (input) => voice.begin(input),
    chunk: ({ turnId, seq, samples }) => voice.chunk(turnId, seq, samples),
    finish: ({ turnId }) => voice.finish(turnId),
    retry: ({ turnId }) => voice.retry(turnId),
    discard: ({ turnId }) => voice.discard(turnId),
    stopAnswer: ({ turnId, heardMs }) => voice.stopAnswer(turnId, heardMs),
    speak({ text, localOnly }) {
      const { speechModel, speechVoice } = settings.get().voice;
      if (speechModel === '') {
        throw new IpcFailure('voice_no_speech_model', 'No speech model is chosen in Settings.');
      }
      return client.speak(
        { model: speechModel, voice: speechVoice, text, localOnly },
        new AbortController().signal,
      );
    },
    transcribeFile: (input) => files.transcribe(input),
    cancelFile: ({ jobId }) => files.cancel(jobId),
    async saveTranscript({ name, text }) {
      const path = await askPath(name.replaceAll(/[/\\]/gu, '-'));
      if (path === null) throw new IpcFailure('cancelled', 'Nothing was saved.');
      await saveFile(path, text);
      return { path };
    },
  };
}
