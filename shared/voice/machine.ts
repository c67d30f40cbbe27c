import type { Purpose, VoiceEffect, VoiceEvent, VoiceState } from './machine-types';

/** A press shorter than this latches: the recording goes on until the next press. */
export const TAP_MS = 300;
/** Recorded after the key went up, so that the last word is whole. */
export const TAIL_MS = 300;
/** A microphone that has not answered by now is not there; long enough for a system's own question. */
export const ARMING_LIMIT_MS = 60_000;

export interface VoiceMachine {
  readonly state: VoiceState;
  /** The number that the next turn gets. */
  readonly nextTurn: number;
}

export interface VoiceStep {
  readonly machine: VoiceMachine;
  readonly effects: readonly VoiceEffect[];
}

export const INITIAL_MACHINE: VoiceMachine = { state: { kind: 'idle' }, nextTurn: 1 };

/**
 * One step of push-to-talk (S0-88..S0-96, "Push to talk" of the app): holding talks, a tap latches, Esc
 * cancels, a tail and a hard cap end a recording, a press while the app thinks or speaks interrupts it.
 * There is never more than one recording, and an error after sound came keeps it until the person
 * retries or dismisses it: a press does not throw it away. `capMs`: longest recording.
 */
export function stepVoice(machine: VoiceMachine, event: VoiceEvent, capMs: number): VoiceStep {
  const { state } = machine;
  const to = (next: VoiceState, ...effects: readonly VoiceEffect[]): VoiceStep => ({
    machine: { ...machine, state: next },
    effects,
  });
  const stay: VoiceStep = { machine, effects: [] };
  if ('turn' in event && (state.kind === 'idle' || state.turn !== event.turn)) return stay;
  switch (event.kind) {
    case 'press':
      return press(machine, event.at, event.purpose);
    case 'release':
      return release(machine, event.at);
    case 'cancel':
      return cancel(machine);
    case 'tick':
      return tick(machine, event.at, capMs);
    case 'micReady': {
      if (state.kind !== 'arming') return stay;
      const { turn, purpose, pressedAt, latched } = state;
      const mode = latched ? 'latched' : 'held';
      return to({ kind: 'recording', turn, purpose, mode, pressedAt, startedAt: event.at });
    }
    case 'micFailed':
      if (state.kind !== 'arming') return stay;
      return to(errorOf(state, 'microphone', event.code, false), {
        kind: 'discard',
        turn: state.turn,
      });
    case 'micLost':
      if (state.kind !== 'recording' && state.kind !== 'tail') return stay;
      return to(errorOf(state, 'microphone', event.code, true), { kind: 'keep', turn: state.turn });
    case 'transcribed':
      if (state.kind !== 'transcribing') return stay;
      return state.purpose === 'dictate'
        ? to({ kind: 'idle' })
        : to({ ...state, kind: 'thinking' });
    case 'speechStarted': {
      // A live session may answer before the question is written down.
      const early = state.kind === 'transcribing' && state.purpose === 'talk';
      if (!early && state.kind !== 'thinking') return stay;
      return to({ ...state, kind: 'speaking', answered: false });
    }
    case 'answered':
      if (state.kind === 'thinking') return to({ kind: 'idle' });
      return state.kind === 'speaking' ? to({ ...state, answered: true }) : stay;
    case 'speechEnded':
      return state.kind === 'speaking' && state.answered ? to({ kind: 'idle' }) : stay;
    case 'failed':
      return failed(machine, event.stage, event.code);
    case 'retry': {
      if (state.kind !== 'error' || !state.kept) return stay;
      const { turn, purpose, stage } = state;
      const kind = stage === 'thinking' ? 'thinking' : 'transcribing';
      return to({ kind, turn, purpose }, { kind: 'retry', turn });
    }
    case 'dismiss':
    default:
      if (state.kind !== 'error') return stay;
      return to({ kind: 'idle' }, ...(state.kept ? [discard(state.turn)] : []));
  }
}

/** Milliseconds until the cap ends the recording; null while nothing is recorded. */
export function timeLeft(state: VoiceState, at: number, capMs: number): number | null {
  return state.kind === 'recording' ? Math.max(0, state.startedAt + capMs - at) : null;
}

function press(machine: VoiceMachine, at: number, purpose: Purpose): VoiceStep {
  const { state } = machine;
  const begin = (...before: readonly VoiceEffect[]): VoiceStep => {
    const turn = machine.nextTurn;
    return {
      machine: {
        state: { kind: 'arming', turn, purpose, pressedAt: at, latched: false },
        nextTurn: turn + 1,
      },
      effects: [...before, { kind: 'begin', turn, purpose }],
    };
  };
  switch (state.kind) {
    case 'idle':
      return begin();
    case 'error':
      return state.kept ? { machine, effects: [] } : begin();
    case 'arming':
      // A second tap before anything was recorded takes the first one back.
      return state.latched ? cancel(machine) : { machine, effects: [] };
    case 'recording':
      return state.mode === 'latched' ? toTail(machine, at) : { machine, effects: [] };
    case 'thinking':
      return begin({ kind: 'stopAnswer', turn: state.turn });
    case 'speaking':
      return begin(
        { kind: 'stopSpeech' },
        ...(state.answered ? [] : [{ kind: 'stopAnswer', turn: state.turn } as const]),
      );
    case 'tail':
    case 'transcribing':
    default:
      return { machine, effects: [] };
  }
}

function release(machine: VoiceMachine, at: number): VoiceStep {
  const { state } = machine;
  if (state.kind === 'arming' && !state.latched) {
    if (at - state.pressedAt < TAP_MS) {
      return { machine: { ...machine, state: { ...state, latched: true } }, effects: [] };
    }
    return {
      machine: { ...machine, state: errorOf(state, 'microphone', 'voice_not_ready', false) },
      effects: [discard(state.turn)],
    };
  }
  if (state.kind !== 'recording' || state.mode !== 'held') return { machine, effects: [] };
  if (at - state.pressedAt < TAP_MS) {
    return { machine: { ...machine, state: { ...state, mode: 'latched' } }, effects: [] };
  }
  return toTail(machine, at);
}

function toTail(machine: VoiceMachine, at: number): VoiceStep {
  const { state } = machine;
  if (state.kind !== 'recording') return { machine, effects: [] };
  const { turn, purpose, startedAt } = state;
  return {
    machine: {
      ...machine,
      state: { kind: 'tail', turn, purpose, startedAt, endsAt: at + TAIL_MS },
    },
    effects: [],
  };
}

function tick(machine: VoiceMachine, at: number, capMs: number): VoiceStep {
  const { state } = machine;
  if (state.kind === 'arming' && at - state.pressedAt >= ARMING_LIMIT_MS) {
    return {
      machine: { ...machine, state: errorOf(state, 'microphone', 'voice_microphone_late', false) },
      effects: [discard(state.turn)],
    };
  }
  const { turn, purpose } = state.kind === 'idle' ? { turn: 0, purpose: 'talk' as const } : state;
  const over =
    (state.kind === 'recording' && at - state.startedAt >= capMs) ||
    (state.kind === 'tail' && at >= state.endsAt);
  if (!over) return { machine, effects: [] };
  // The cap is hard: no tail after it.
  return {
    machine: { ...machine, state: { kind: 'transcribing', turn, purpose } },
    effects: [{ kind: 'finish', turn }],
  };
}

function cancel(machine: VoiceMachine): VoiceStep {
  const { state } = machine;
  const idle = (...effects: readonly VoiceEffect[]): VoiceStep => ({
    machine: { ...machine, state: { kind: 'idle' } },
    effects,
  });
  switch (state.kind) {
    case 'arming':
    case 'recording':
    case 'tail':
    case 'transcribing':
      return idle(discard(state.turn));
    case 'thinking':
      return idle({ kind: 'stopAnswer', turn: state.turn });
    case 'speaking':
      // The voice stops; the text goes on.
      return idle({ kind: 'stopSpeech' });
    case 'idle':
    case 'error':
    default: // only Retry and Discard end one: Esc is too easily hit
      return { machine, effects: [] };
  }
}

function failed(
  machine: VoiceMachine,
  stage: 'transcribing' | 'thinking',
  code: string,
): VoiceStep {
  const { state } = machine;
  const stop: readonly VoiceEffect[] = state.kind === 'speaking' ? [{ kind: 'stopSpeech' }] : [];
  // Either stage in each: a session answers before its question is written, and a retry writes it anew.
  const fits =
    state.kind === 'transcribing' || state.kind === 'thinking' || state.kind === 'speaking';
  if (!fits) return { machine, effects: [] };
  return { machine: { ...machine, state: errorOf(state, stage, code, true) }, effects: stop };
}

function errorOf(
  { turn, purpose }: { readonly turn: number; readonly purpose: Purpose },
  stage: 'microphone' | 'transcribing' | 'thinking',
  code: string,
  kept: boolean,
): VoiceState {
  return { kind: 'error', turn, purpose, stage, code, kept };
}

function discard(turn: number): VoiceEffect {
  return { kind: 'discard', turn };
}
