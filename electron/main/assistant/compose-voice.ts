import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { createAudioClient } from '../backend/audio-client';
import { createLiveClient, type LiveClientDeps } from '../backend/live-client';
import type { BackendClient } from '../backend/backend-client';
import type { Http } from '../backend/http';
import type { AskPath } from '../export/save-file';
import { voiceHandlers } from '../ipc/voice-handlers';
import type { LiveModels } from '../router/live-models';
import type { Pickers } from '../router/pickers';
import type { SettingsStore } from '../settings/settings-store';
import { createChat, type Chat } from './chat';
import { createFromAnywhere, type FromAnywhereDeps } from './from-anywhere';
import { createLiveTurn } from './live-turn';
import type { Outbox } from './outbox';
import { createPushToTalk, type PushToTalk } from './push-to-talk';
import { createFileTranscriber } from './transcribe-file';

export interface VoiceWiring extends FromAnywhereDeps {
  readonly http: Http;
  readonly client: BackendClient;
  readonly outbox: Outbox;
  readonly pickers: Pickers;
  readonly liveModels: Pick<LiveModels, 'has'>;
  readonly endpoint: LiveClientDeps['endpoint'];
  readonly settings: SettingsStore;
  readonly askPath: AskPath;
}

/** Somebody is speaking meanwhile: a router that is not there by then is not waited for. */
const LIVE_WAIT_MS = 5_000;

/** Wires push-to-talk, dictation and transcription of files. */
export function composeVoice(wiring: VoiceWiring) {
  const { http, client, outbox, pickers, liveModels, settings, emit, askPath, clock, log } = wiring;
  const audio = createAudioClient(http);
  const live = createLiveClient({ endpoint: wiring.endpoint, waitMs: LIVE_WAIT_MS });
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
    ownPictureTask: 'screenshot_understanding',
    isOwnRouter: () => settings.get().backend.mode === 'embedded',
    emit(event) {
      emit('chat', event);
      voice.onChat(event);
    },
    // What takes sessions only cannot answer in writing: that way the router finds another.
    selection(task) {
      const chosen = settings.get().selections[task];
      return liveModels.has(chosen.trim()) ? 'auto' : chosen;
    },
    keepExcerpts: transcription.keepExcerpts,
  });
  const voice: PushToTalk = createPushToTalk({
    ...transcription,
    client: { ...client, ...audio },
    chat,
    resolvePick: (task) => pickers.of(task).resolve(),
    liveModel({ decision: { model, reason } }) {
      if (!liveModels.has(model)) return null;
      if (reason === 'userSelected') return model;
      return settings.get().voice.realtime === 'auto' ? 'auto/ptt_response' : null;
    },
    openLive: (input) => createLiveTurn({ live, client, outbox, clock, log }, input),
    speaks: () => settings.get().voice.speech !== 'off',
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
