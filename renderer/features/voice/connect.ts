import type { VoiceNotice } from '@shared/ipc/voice';
import type { VoiceSettings } from '@shared/settings/settings';
import { LIVE_RATE } from '@shared/voice/resample';
import { api } from '../../app/api';
import { useAppStore } from '../../app/store';
import { typeOf } from './audio-file';
import { transcribeFile } from './file-store';
import { createLivePlayer } from './live-player';
import { openMicrophone } from './microphone';
import { createPressGate, type PressGate, type PressSource } from './press-gate';
import { createVoiceSession } from './session';
import type { SessionDeps, VoiceSession } from './session-types';
import { createSpeaker, playSound } from './speaker';
import { selectKind, useVoiceStore } from './store';

/** What the chat does for the voice. */
export type VoiceHost = Pick<SessionDeps, 'target' | 'onAnswering' | 'onDictated'> & {
  /** The chat comes to the front, since a turn is shown there. */
  readonly show: () => void;
};

let session: VoiceSession | null = null;

/** The one session of the window; null until it is connected. */
export function voiceSession(): VoiceSession | null {
  return session;
}

function settings(): VoiceSettings {
  return useAppStore.getState().settings.voice;
}

function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

/** Wires the session to the microphone, to main and to the chat. Call once. */
export function connectVoice(host: VoiceHost): void {
  const synth = window.speechSynthesis;
  synth.getVoices(); // the first call only makes the system look for them
  const speaker = createSpeaker({
    mode: () => settings().speech,
    synth,
    utter: (text) => new SpeechSynthesisUtterance(text),
    fetchSound: (text, localOnly) => api().voice.speak({ text, localOnly }),
    play: playSound,
    onStart: () => session?.speechStarted(),
    onIdle: () => session?.speechIdle(),
    onProblem: (code) => session?.speechProblem(code),
  });
  const player = createLivePlayer({
    open: () => new AudioContext({ sampleRate: LIVE_RATE }),
    after,
    onStart: () => session?.speechStarted(),
    onIdle: () => session?.speechIdle(),
    onProblem: (code) => session?.speechProblem(code),
  });
  const made = createVoiceSession({
    ...host,
    api,
    settings,
    openMicrophone,
    speaker,
    player,
    now: () => performance.now(),
    newId: () => crypto.randomUUID(),
    after,
  });
  session = made;
  api().on('chat', (event) => made.takeChatEvent(event));
  const talkKey = createTalkKey(made, host, createPressGate());
  api().on('voice', (notice: VoiceNotice) => {
    switch (notice.kind) {
      case 'toggle':
        // At once: a tap, which latches, or ends what is latched.
        if (talkKey.down('anywhere')) talkKey.up('anywhere');
        return;
      case 'hold':
        if (notice.key === 'down') talkKey.down('anywhere');
        else if (notice.key === 'up') talkKey.up('anywhere', notice.heldMs);
        else talkKey.lose('anywhere');
        return;
      case 'status':
        return; // for Settings
      case 'transcribed':
      case 'sound':
      case 'notLive':
      case 'answering':
      case 'answered':
      case 'failed':
        made.takeNotice(notice);
    }
  });
  useAppStore.subscribe((now, before) => {
    if (before.settings.voice.microphone && !now.settings.voice.microphone) made.forbid();
  });
  listenForKeys(made, talkKey);
  takeDroppedFiles();
}

interface TalkKeyPresses {
  /** False = another press is under way. */
  down(source: PressSource): boolean;
  up(source: PressSource, heldMs?: number): void;
  /** The key may still be down, but nobody sees it any more. */
  lose(source: PressSource): void;
}

function createTalkKey(made: VoiceSession, host: VoiceHost, gate: PressGate): TalkKeyPresses {
  let isFromAnywhere = false;
  useVoiceStore.subscribe((now, before) => {
    // Somebody who talks to a hidden window must learn that it was for nothing.
    const failed = selectKind(now) === 'error' && selectKind(before) !== 'error';
    if (failed && isFromAnywhere) void api().voice.attend();
  });
  return {
    down(source) {
      if (!gate.down(source)) return false;
      isFromAnywhere = source === 'anywhere';
      host.show();
      made.press('talk');
      return true;
    },
    up(source, heldMs) {
      if (gate.up(source)) made.release(heldMs);
    },
    lose(source) {
      if (gate.up(source)) made.lose();
    },
  };
}

/** The key that is held to talk, and Esc, wherever in the window the focus is. */
function listenForKeys(made: VoiceSession, talkKey: TalkKeyPresses): void {
  let held: string | null = null;
  const release = (): void => {
    held = null;
    talkKey.up('window');
  };
  window.addEventListener(
    'keydown',
    (event) => {
      const { key } = useAppStore.getState().settings.voice;
      if (event.code === key && !event.repeat) {
        event.preventDefault();
        held = key;
        talkKey.down('window');
      } else if (event.key === 'Escape' && made.cancel()) {
        // Only the voice: the same key would also stop an answer or close a dialog.
        event.preventDefault();
        event.stopPropagation();
      }
    },
    { capture: true },
  );
  window.addEventListener('keyup', (event) => {
    if (event.code === held) release();
  });
  // The key-up of a key that is held while the window loses the focus never comes.
  window.addEventListener('blur', release);
}

/** A sound file that is dropped anywhere is transcribed; other files are not ours. */
function takeDroppedFiles(): void {
  window.addEventListener('dragover', (event) => {
    const items = [...(event.dataTransfer?.items ?? [])];
    if (items.some(({ type }) => /^(?:audio\/|video\/webm)/u.test(type))) event.preventDefault();
  });
  window.addEventListener('drop', (event) => {
    const file = event.dataTransfer?.files[0];
    // The dialog has taken its own.
    if (event.defaultPrevented || file === undefined || typeOf(file.name) === null) return;
    event.preventDefault();
    void transcribeFile(file);
  });
}
