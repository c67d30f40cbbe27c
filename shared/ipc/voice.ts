import type { Purpose } from '../voice/machine-types';
import type { Segment } from '../voice/subtitles';
import type { ChatStarted, NewPicture, PickState } from './contract';

/* Push-to-talk, dictation and transcription of files, as they cross between main and the page. */

export interface VoiceBeginInput {
  /** Chosen by the page, so that sound can follow without waiting for an answer. */
  readonly turnId: string;
  readonly purpose: Purpose;
  /** Where the turn goes; null = a new conversation, made with the first words. */
  readonly conversationId: string | null;
  readonly parentId: string | null;
  /** What the spoken question is about; absent = none. */
  readonly pictures?: readonly NewPicture[];
}

/** The picks as they were at key down (S0-88, S0-89). */
export interface VoiceBegun {
  readonly transcription: PickState;
  /** Null for dictation: nobody is asked. */
  readonly response: PickState | null;
  /** One model hears and answers, over one session; false = one after the other. */
  readonly live: boolean;
  /** What reading the picks took, in milliseconds. */
  readonly decidedMs: number;
}

export interface VoiceChunkInput {
  readonly turnId: string;
  /** 0, 1, 2...; a missing or repeated piece is refused. */
  readonly seq: number;
  /** Mono, 16 kHz. */
  readonly samples: Int16Array;
}

/**
 * What each stage of a turn took, in milliseconds; null = it has not been there. In a live session the
 * stages overlap: each counts from the key that went up.
 */
export interface VoiceTimings {
  readonly decidedMs: number;
  /** Length of the recording. */
  readonly recordedMs: number;
  readonly transcribeMs: number | null;
  /** From the transcript to the first word of the answer. */
  readonly firstWordMs: number | null;
  /** From the transcript to the whole answer. */
  readonly answerMs: number | null;
}

export type VoiceNotice =
  | {
      readonly kind: 'transcribed';
      readonly turnId: string;
      readonly text: string;
      readonly model: string | null;
      readonly timings: VoiceTimings;
    }
  /** The question is stored and is being answered; the words come as events `chat`. */
  | {
      readonly kind: 'answering';
      readonly turnId: string;
      readonly conversationId: string;
      readonly started: ChatStarted;
      /** Its sound comes by itself, as `sound`: the words are not to be spoken. */
      readonly live: boolean;
    }
  /** The next sound of a live answer: mono, 24 kHz. */
  | { readonly kind: 'sound'; readonly turnId: string; readonly samples: Int16Array }
  /** The session did not come about: the turn goes on one stage after the other. */
  | { readonly kind: 'notLive'; readonly turnId: string }
  | { readonly kind: 'answered'; readonly turnId: string; readonly timings: VoiceTimings }
  | {
      readonly kind: 'failed';
      readonly turnId: string;
      readonly stage: 'transcribing' | 'thinking';
      readonly code: string;
      readonly timings: VoiceTimings;
    }
  /** The global toggle was pressed. */
  | { readonly kind: 'toggle' }
  /** The key of the global hold. */
  | ({ readonly kind: 'hold' } & HoldPress)
  | { readonly kind: 'status'; readonly status: VoiceStatus };

/** What is said of one turn. */
export type TurnNotice = Extract<VoiceNotice, { readonly turnId: string }>;

/** `lost`: it is not known any more whether the key is down. */
export type HoldPress =
  | { readonly key: 'down' | 'lost' }
  /** `heldMs`: for how long, as it was where the key was seen; a busy app makes no hold of a tap. */
  | { readonly key: 'up'; readonly heldMs: number };

/**
 * Why no key can be watched outside the window: the session gives it to nobody (`wayland`), there is
 * none (`no_display`), macOS has not been asked (`accessibility`), the native module is not there or
 * does not load (`module_missing`), it was not given the keyboard (`refused`), or it ended again and
 * again (`crashed`).
 */
export const HOLD_REASONS = [
  'wayland',
  'no_display',
  'accessibility',
  'module_missing',
  'refused',
  'crashed',
] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

export type HoldStatus =
  | { readonly state: 'off' | 'starting' | 'ready' }
  | { readonly state: 'unavailable'; readonly reason: HoldReason };

/** What of push-to-talk works outside the window. */
export interface VoiceStatus {
  /** `refused`: another program holds the shortcut, or it is none. */
  readonly globalToggle: 'off' | 'ready' | 'refused';
  readonly globalHold: HoldStatus;
}

export interface TranscribeFileInput {
  readonly jobId: string;
  readonly name: string;
  /** Pieces of one recording in order; one where the file goes as it is. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface FileTranscript {
  readonly text: string;
  /** Null when the model gives no times. */
  readonly segments: readonly Segment[] | null;
  readonly model: string | null;
}

export interface SpeechSound {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** Input and output of each request of the domain `voice`. */
export interface VoiceRequests {
  status: { in: void; out: VoiceStatus };
  /** Tries again to watch the key of the global hold, after what stood in the way is gone. */
  retryHold: { in: void; out: void };
  /** What was begun from anywhere needs the person, who may not see the window. */
  attend: { in: void; out: void };
  /** Key down: reads the picks and opens a turn. */
  begin: { in: VoiceBeginInput; out: VoiceBegun };
  chunk: { in: VoiceChunkInput; out: void };
  /** Key up: the recording is whole; events tell the rest. */
  finish: { in: { turnId: string }; out: void };
  /** Tries the stage that failed again; what was said is still there. */
  retry: { in: { turnId: string }; out: void };
  /** Forgets a turn and ends its work. */
  discard: { in: { turnId: string }; out: void };
  /** `heardMs`: how much of a live answer's sound was played; null = it has none. */
  stopAnswer: { in: { turnId: string; heardMs: number | null }; out: void };
  /**
   * Text as sound by the speech model of the settings. `localOnly`: it tells of what must stay on this
   * machine; a model elsewhere is not given it (`no_eligible_candidate`).
   */
  speak: { in: { text: string; localOnly: boolean }; out: SpeechSound };
  transcribeFile: { in: TranscribeFileInput; out: FileTranscript };
  cancelFile: { in: { jobId: string }; out: void };
  /** Asks where to save; `cancelled` when the dialog was closed. */
  saveTranscript: { in: { name: string; text: string }; out: { path: string } };
}

export const VOICE_METHODS = [
  'status',
  'retryHold',
  'attend',
  'begin',
  'chunk',
  'finish',
  'retry',
  'discard',
  'stopAnswer',
  'speak',
  'transcribeFile',
  'cancelFile',
  'saveTranscript',
] as const satisfies readonly (keyof VoiceRequests)[];

/** Most samples in one chunk: two seconds. */
export const MAX_CHUNK_SAMPLES = 32_000;
/** Largest file, or piece of one, in bytes: what the gateway takes (20 MB) less the form around it. */
export const MAX_PIECE_BYTES = 20 * 1024 * 1024 - 64 * 1024;
