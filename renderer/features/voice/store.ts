import type { VoiceBegun, VoiceTimings } from '@shared/ipc/voice';
import { INITIAL_MACHINE, type VoiceMachine } from '@shared/voice/machine';
import type { Purpose } from '@shared/voice/machine-types';
import { create } from 'zustand';

/** What a turn showed, kept after it until it is closed or the next one starts. */
export interface TurnShown {
  readonly turn: number;
  readonly turnId: string;
  readonly purpose: Purpose;
  readonly begun: VoiceBegun | null;
  readonly transcript: string | null;
  readonly model: string | null;
  /** One model hears and answers, over one session. */
  readonly live: boolean;
  readonly timings: VoiceTimings | null;
  /** From key up to the first sound of the reply, in milliseconds. */
  readonly firstSoundMs: number | null;
  /** Why the reply is not spoken; null = it is, or was not to be. */
  readonly speechProblem: string | null;
}

export interface VoiceStore {
  readonly machine: VoiceMachine;
  readonly shown: TurnShown | null;
  /** Loudness now, 0..1 on the meter. */
  readonly level: number;
  /** Of the recording, in milliseconds; null while nothing is recorded. */
  readonly leftMs: number | null;
  /** Talking was tried before the microphone was allowed. */
  readonly asksConsent: boolean;
}

export const useVoiceStore = create<VoiceStore>()(() => ({
  machine: INITIAL_MACHINE,
  shown: null,
  level: 0,
  leftMs: null,
  asksConsent: false,
}));

export const selectKind = (state: VoiceStore) => state.machine.state.kind;

/** A key that is down, a recording, or work on what was said. */
export const selectActive = (state: VoiceStore): boolean => {
  const { kind } = state.machine.state;
  return kind !== 'idle' && kind !== 'error';
};
