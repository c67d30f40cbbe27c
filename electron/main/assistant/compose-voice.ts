import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { createAudioClient } from '../backend/audio-client';
import type { BackendClient } from '../backend/backend-client';
import type { Http } from '../backend/http';
import type { Clock } from '../clock';
import type { AskPath } from '../export/save-file';
import { createGlobalHold, type HoldSystem } from '../hold/global-hold';
import { createHoldPresses } from '../hold/hold-presses';
import type { Emit } from '../ipc/events';
import { voiceHandlers } from '../ipc/voice-handlers';
import type { Pickers } from '../router/pickers';
import type { Settings } from '@shared/settings/settings';
import type { SettingsStore } from '../settings/settings-store';
import type { Log } from '../shell/log';
import type { MainWindow } from '../shell/window';
import { createChat, type Chat } from './chat';
import { createGlobalToggle, type Shortcuts } from './global-toggle';
import type { Outbox } from './outbox';
import { createPushToTalk, type PushToTalk } from './push-to-talk';
import { createFileTranscriber } from './transcribe-file';

export interface VoiceWiring {
  readonly http: Http;
  readonly client: BackendClient;
  readonly outbox: Outbox;
  readonly pickers: Pickers;
  readonly settings: SettingsStore;
  readonly shortcuts: Shortcuts;
  readonly holdSystem: HoldSystem & { readonly onUnsure: (run: () => void) => void };
  readonly window: Pick<MainWindow, 'show' | 'isOpen' | 'isFocused'>;
  readonly emit: Emit;
  readonly askPath: AskPath;
  readonly clock: Clock;
  readonly log: Log;
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
  const { toggle, hold } = composeFromAnywhere(wiring);
  const files = createFileTranscriber({ ...transcription, client: audio });
  return {
    chat,
    handlers: voiceHandlers({ voice, files, toggle, hold, client: audio, settings, askPath }),
    async stopAll(): Promise<void> {
      hold.stop();
      await Promise.allSettled([chat.stopAll(), voice.stopAll()]);
    },
  };
}

/** The shortcut that starts and ends a recording and the key that is held for it, both in every program. */
function composeFromAnywhere(wiring: VoiceWiring) {
  const { settings, shortcuts, holdSystem, window, emit, clock, log } = wiring;
  const voiceSettings = (): Settings['voice'] => settings.get().voice;
  const toggle = createGlobalToggle(shortcuts, clock.now, () => emit('voice', { kind: 'toggle' }));
  const hold = createGlobalHold({
    system: holdSystem,
    clock,
    log,
    onKey: createHoldPresses({
      isWindows: () => window.isFocused() && voiceSettings().key === voiceSettings().globalHold,
      needsWindow: () => !window.isOpen() || !voiceSettings().microphone,
      showWindow: window.show,
      tell: (key) => emit('voice', { kind: 'hold', key }),
    }),
    onStatus: apply,
  });
  let used: string | null = null;
  function apply(): void {
    const { globalToggle, globalHold } = voiceSettings();
    // A key that is held to talk is no toggle as well: a tap of it latches already.
    const isTaken = hold.status().state === 'ready' && globalToggle.toUpperCase() === globalHold;
    const wanted = isTaken ? '' : globalToggle;
    if (wanted !== used) toggle.use(wanted);
    used = wanted;
    emit('voice', {
      kind: 'status',
      status: { globalToggle: toggle.status(), globalHold: hold.status() },
    });
  }
  hold.use(voiceSettings().globalHold, false);
  holdSystem.onUnsure(() => hold.renew());
  settings.onChange((now, before) => {
    if (now.voice.globalToggle !== before.voice.globalToggle) apply();
    if (now.voice.globalHold !== before.voice.globalHold) hold.use(now.voice.globalHold, true);
  });
  return { toggle, hold };
}
