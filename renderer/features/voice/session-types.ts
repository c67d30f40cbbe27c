import type { Api } from '@shared/ipc/api';
import type { ChatEvent } from '@shared/ipc/contract';
import type { TurnNotice, VoiceBeginInput, VoiceNotice } from '@shared/ipc/voice';
import type { VoiceSettings } from '@shared/settings/settings';
import type { Purpose, VoiceEvent } from '@shared/voice/machine-types';
import type { LivePlayer } from './live-player';
import type { OpenMicrophone } from './microphone';
import type { Speaker } from './speaker';

export interface SessionDeps {
  readonly api: () => Pick<Api, 'voice'>;
  readonly settings: () => VoiceSettings;
  readonly openMicrophone: OpenMicrophone;
  readonly speaker: Speaker;
  /** Plays the sound of a live answer. */
  readonly player: LivePlayer;
  /** Where a question goes: the shown conversation and its last message; and what it is about. */
  readonly target: (
    turn: Pick<VoiceBeginInput, 'turnId' | 'purpose'>,
  ) => Pick<VoiceBeginInput, 'conversationId' | 'parentId' | 'pictures'>;
  /** The question is stored and its answer on the way: the chat shows both. */
  readonly onAnswering: (notice: Extract<VoiceNotice, { kind: 'answering' }>) => void;
  /** Dictated text for the composer. */
  readonly onDictated: (text: string) => void;
  readonly now: () => number;
  readonly newId: () => string;
  /** Runs once after `ms`; call what is returned to cancel. */
  readonly after: (ms: number, run: () => void) => () => void;
}

export interface VoiceSession {
  press(purpose: Purpose): void;
  /** `heldMs`: how long the key was down, where that is known better than from here. */
  release(heldMs?: number): void;
  /** The key may be up or not: what is held stops, and what was said waits for the person. */
  lose(): void;
  /** Esc; false = there was nothing to cancel. */
  cancel(): boolean;
  send(event: VoiceEvent): void;
  takeNotice(notice: TurnNotice): void;
  takeChatEvent(event: ChatEvent): void;
  speechStarted(): void;
  speechIdle(): void;
  speechProblem(code: string): void;
  /** The microphone is not allowed any more: it is let go at once, and what is being said with it. */
  forbid(): void;
}
