import { stepVoice, timeLeft } from '@shared/voice/machine';
import type { Purpose, VoiceEffect, VoiceEvent } from '@shared/voice/machine-types';
import { createSentenceSplitter, type SentenceSplitter } from '@shared/voice/sentences';
import { microphoneFailure } from './microphone';
import { createReadyMicrophone } from './ready-microphone';
import type { SessionDeps, VoiceSession } from './session-types';
import { selectActive, type TurnShown, useVoiceStore } from './store';

const TICK_MS = 100;

const set = useVoiceStore.setState;
const get = useVoiceStore.getState;

function idOf(turn: number): string | null {
  const { shown } = get();
  return shown?.turn === turn ? shown.turnId : null;
}

/** 0 = none. */
function turnNow(): number {
  const { state } = get().machine;
  return state.kind === 'idle' ? 0 : state.turn;
}

function change(part: Partial<TurnShown>): void {
  set(({ shown }) => (shown === null ? {} : { shown: { ...shown, ...part } }));
}

/** Carries out what the state machine asks for: microphone, main, speech. */
export function createVoiceSession(deps: SessionDeps): VoiceSession {
  const { api, settings, speaker, player, now, after } = deps;
  const microphone = createReadyMicrophone({
    open: deps.openMicrophone,
    settings,
    after,
    onLevel: (level) => set({ level }),
    onLost: () => send({ kind: 'micLost', turn: turnNow(), code: 'voice_device_lost' }),
  });
  let ticking: (() => void) | null = null;
  let sending: Promise<unknown> = Promise.resolve();
  let keyUpAt = 0;
  /** How much of a live answer was heard: 0 until it is stopped; null = it has no sound. */
  let heardMs: number | null = null;
  let speech: {
    readonly streamId: string;
    readonly splitter: SentenceSplitter;
    readonly localOnly: boolean;
  } | null = null;

  function send(event: VoiceEvent): void {
    const capMs = settings().capSeconds * 1000;
    const { machine, effects } = stepVoice(get().machine, event, capMs);
    set({ machine, leftMs: timeLeft(machine.state, now(), capMs) });
    for (const effect of effects) carryOut(effect);
    tickWhileNeeded();
  }

  function tickWhileNeeded(): void {
    const { state } = get().machine;
    const { kind } = state;
    const needed = kind === 'arming' || kind === 'recording' || kind === 'tail';
    if (!needed || (ticking !== null && kind !== 'tail')) return;
    ticking?.();
    // Somebody waits for the tail to end: it ends on time, not at the next beat.
    const untilMs = kind === 'tail' ? Math.max(0, Math.ceil(state.endsAt - now())) : TICK_MS;
    ticking = after(Math.min(TICK_MS, untilMs), () => {
      ticking = null;
      send({ kind: 'tick', at: now() });
    });
  }

  function carryOut(effect: VoiceEffect): void {
    switch (effect.kind) {
      case 'begin':
        void begin(effect.turn, effect.purpose);
        return;
      case 'finish':
        keyUpAt = now();
        microphone.rest();
        void tell(effect.turn, 'finish');
        return;
      case 'keep':
        microphone.close();
        return;
      case 'discard':
        microphone.rest();
        void tell(effect.turn, 'discard');
        set({ shown: null });
        return;
      case 'retry':
        keyUpAt = now();
        void tell(effect.turn, 'retry');
        return;
      case 'stopAnswer':
        speech = null;
        void tell(effect.turn, 'stopAnswer');
        return;
      case 'stopSpeech':
        silence();
        return;
    }
  }

  function silence(): void {
    speech = null;
    speaker.stop();
    const ms = player.stop();
    if (heardMs !== null) heardMs = ms;
  }

  /** What was sent before arrives before; a failure here is a failure of the stage that was asked for. */
  async function tell(
    turn: number,
    method: 'finish' | 'retry' | 'discard' | 'stopAnswer',
  ): Promise<void> {
    const turnId = idOf(turn);
    if (turnId === null) return;
    const stopsAt = heardMs;
    await sending;
    const result = await (method === 'stopAnswer'
      ? api().voice.stopAnswer({ turnId, heardMs: stopsAt })
      : api().voice[method]({ turnId }));
    if (result.ok || method === 'discard' || method === 'stopAnswer') return;
    const { state } = get().machine;
    const stage = state.kind === 'thinking' ? 'thinking' : 'transcribing';
    send({ kind: 'failed', turn, stage, code: result.error.code });
  }

  async function begin(turn: number, purpose: Purpose): Promise<void> {
    const turnId = deps.newId();
    speech = null;
    // The last answer was played to its end: what is heard of the next one counts from its own beginning.
    if (heardMs === 0) player.stop();
    heardMs = null;
    set({
      level: 0,
      asksConsent: false,
      shown: {
        turn,
        turnId,
        purpose,
        begun: null,
        transcript: null,
        model: null,
        live: false,
        timings: null,
        firstSoundMs: null,
        speechProblem: null,
      },
    });
    // Asked at once and not waited for: the pick is made at key down, the sound follows it.
    const begun = api().voice.begin({ turnId, purpose, ...deps.target({ turnId, purpose }) });
    sending = begun;
    try {
      const device = await microphone.ready();
      if (turnNow() !== turn || get().machine.state.kind !== 'arming') {
        if (turnNow() === 0 || get().machine.state.kind === 'error') microphone.rest();
        return;
      }
      let seq = 0;
      device.start((samples) => {
        const piece = { turnId, seq, samples };
        seq += 1;
        sending = api()
          .voice.chunk(piece)
          .then((result) => {
            if (!result.ok) send({ kind: 'micLost', turn, code: result.error.code });
            return result;
          });
      });
      send({ kind: 'micReady', turn, at: now() });
    } catch (error) {
      send({ kind: 'micFailed', turn, code: microphoneFailure(error) });
    }
    const result = await begun;
    if (result.ok && idOf(turn) !== null) change({ begun: result.data, live: result.data.live });
    if (!result.ok) send({ kind: 'micFailed', turn, code: result.error.code });
  }

  function speak(sentences: readonly string[], localOnly: boolean): void {
    for (const sentence of sentences) {
      if (!speaker.say(sentence, localOnly)) return;
      send({ kind: 'speechStarted', turn: turnNow() });
    }
  }

  /** Sound of an answer that is not wanted any more comes to nothing. */
  function play(turn: number, samples: Int16Array): void {
    const { kind } = get().machine.state;
    if (turnNow() !== turn) return;
    if (kind !== 'transcribing' && kind !== 'thinking' && kind !== 'speaking') return;
    heardMs ??= 0;
    player.push(samples);
    send({ kind: 'speechStarted', turn });
  }

  return {
    press(purpose) {
      if (!settings().microphone) {
        set({ asksConsent: true });
        return;
      }
      send({ kind: 'press', at: now(), purpose });
    },
    release(heldMs) {
      const { state } = get().machine;
      const pressedAt = 'pressedAt' in state ? state.pressedAt : null;
      const at = heldMs === undefined || pressedAt === null ? now() : pressedAt + heldMs;
      send({ kind: 'release', at });
    },
    lose() {
      const { state } = get().machine;
      if (state.kind === 'arming' && !state.latched) send({ kind: 'cancel' });
      if (state.kind === 'recording' && state.mode === 'held') {
        send({ kind: 'micLost', turn: state.turn, code: 'voice_key_lost' });
      }
    },
    cancel() {
      if (get().asksConsent) {
        set({ asksConsent: false });
        return true;
      }
      if (!selectActive(get())) return false;
      send({ kind: 'cancel' });
      return true;
    },
    send,
    takeNotice(notice) {
      if (notice.turnId !== get().shown?.turnId) return;
      const { turn = 0, purpose } = get().shown ?? {};
      switch (notice.kind) {
        case 'transcribed':
          change({ transcript: notice.text, model: notice.model, timings: notice.timings });
          if (purpose === 'dictate') deps.onDictated(notice.text);
          send({ kind: 'transcribed', turn });
          return;
        case 'sound':
          play(turn, notice.samples);
          return;
        case 'notLive':
          change({ live: false });
          return;
        case 'answering':
          if (notice.live) speech = null;
          else {
            const { streamId, localOnly = false } = notice.started;
            speech = { streamId, splitter: createSentenceSplitter(), localOnly };
          }
          deps.onAnswering(notice);
          return;
        case 'answered':
          change({ timings: notice.timings });
          send({ kind: 'answered', turn });
          if (speaker.idle() && player.idle()) send({ kind: 'speechEnded', turn });
          return;
        case 'failed':
          change({ timings: notice.timings });
          send({ kind: 'failed', turn, stage: notice.stage, code: notice.code });
          return;
      }
    },
    takeChatEvent(event) {
      if (speech === null || event.streamId !== speech.streamId) return;
      const { splitter, localOnly } = speech;
      if (event.kind === 'delta') speak(splitter.push(event.text), localOnly);
      if (event.kind !== 'end') return;
      speech = null;
      if (event.message.meta?.status === 'succeeded') speak(splitter.end(), localOnly);
    },
    speechStarted() {
      if (get().shown?.firstSoundMs === null) change({ firstSoundMs: now() - keyUpAt });
    },
    speechIdle: () => send({ kind: 'speechEnded', turn: turnNow() }),
    speechProblem: (code) => change({ speechProblem: code }),
    forbid() {
      const { kind } = get().machine.state;
      if (kind === 'arming' || kind === 'recording' || kind === 'tail') send({ kind: 'cancel' });
      microphone.close();
    },
  };
}
