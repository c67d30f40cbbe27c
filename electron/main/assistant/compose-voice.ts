import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { createAudioClient } from '../backend/audio-client';
import type { BackendClient } from '../backend/backend-client';
import type { Http } from '../backend/http';
import type { AskPath } from '../export/save-file';
import { voiceHandlers } from '../ipc/voice-handlers';
import type { Pickers } from '../router/pickers';
import type { SettingsStore } from '../settings/settings-store';
import { createChat, type Chat } from './chat';
import { createFromAnywhere, type FromAnywhereDeps } from './from-anywhere';
import type { Outbox } from './outbox';
import { createPushToTalk, type PushToTalk } from './push-to-talk';
import { createFileTranscriber } from './transcribe-file';

export interface VoiceWiring extends FromAnywhereDeps {
  readonly http: Http;
  readonly client: BackendClient;
  readonly outbox: Outbox;
  readonly pickers: Pickers;
  readonly settings: SettingsStore;
  readonly askPath: AskPath;
}

/** Wires push-to-talk, dictation and transcription of files. */
export function composeVoice(wiring: VoiceWiring) {
  const { http, client, outbox, pickers, settings, emit, askPath, clock, log } = wiring;
  const audio = createAudioClient(http);
  const transcription = {
    selection: () => settings.get().selections.transcription,
    keepExcerpts: () => settings.get().keepExcerpts,
  };
  const chat: Chat = createChat({
    client,
    outbox,
    clock,
    log,
    newId: randomUUID,
    task: 'ptt_response',
    emit(event) {
      emit('chat', event);
      voice.onChat(event);
    },
    selection: () => settings.get().selections.ptt_response,
    keepExcerpts: transcription.keepExcerpts,
  });
  const voice: PushToTalk = createPushToTalk({
    ...transcription,
    client: { ...client, ...audio },
    chat,
    resolvePick: (task) => pickers.of(task).resolve(),
    prepare(models) {
      const { speech, speechModel } = settings.get().voice;
      const asked = speech === 'provider' && speechModel !== '' ? [...models, speechModel] : models;
      // Only time is lost without it: the requests themselves tell what is wrong.
      client.prepare(asked).catch((error: unknown) => log.info('voice: not prepared', { error }));
    },
    emit: (notice) => emit('voice', notice),
    clock,
    stopwatch: () => performance.now(),
    log,
  });
  const { toggle, hold } = createFromAnywhere(wiring);
  const files = createFileTranscriber({ ...transcription, client: audio });
  return {
    chat,
    handlers: voiceHandlers({
      voice,
      files,
      toggle,
      hold,
      attend: wiring.window.attend,
      client: audio,
      settings,
      askPath,
    }),
    async stopAll(): Promise<void> {
      hold.stop();
      await Promise.allSettled([chat.stopAll(), voice.stopAll()]);
    },
  };
}
