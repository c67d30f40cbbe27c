/*
 * Push-to-talk as values. All times are epoch or monotonic milliseconds of one clock; the machine
 * only compares them, so that a test moves time by writing numbers.
 */

/** What a recording is for: a question that is answered, or text for the composer. */
export type Purpose = 'talk' | 'dictate';

/** Where a turn failed: before there was sound, in sound to text, or in the answer. */
export type Stage = 'microphone' | 'transcribing' | 'thinking';

interface Turn {
  /** Number of the turn; what is said of another turn is ignored. */
  readonly turn: number;
  readonly purpose: Purpose;
}

export type VoiceState =
  | { readonly kind: 'idle' }
  /** The key is down, the microphone is not open yet. */
  | (Turn & { readonly kind: 'arming'; readonly pressedAt: number; readonly latched: boolean })
  | (Turn & {
      readonly kind: 'recording';
      readonly mode: 'held' | 'latched';
      readonly pressedAt: number;
      /** When the microphone was ready: the cap counts from here. */
      readonly startedAt: number;
    })
  /** The key is up; a little more is recorded so that the last word is whole. */
  | (Turn & { readonly kind: 'tail'; readonly startedAt: number; readonly endsAt: number })
  | (Turn & { readonly kind: 'transcribing' })
  | (Turn & { readonly kind: 'thinking' })
  /** `answered`: the text is whole, only the voice goes on. */
  | (Turn & { readonly kind: 'speaking'; readonly answered: boolean })
  | (Turn & {
      readonly kind: 'error';
      readonly stage: Stage;
      readonly code: string;
      /** What was said is kept and can be tried again. */
      readonly kept: boolean;
    });

export type VoiceEvent =
  /** Key, button or global toggle went down; repeats are harmless. */
  | { readonly kind: 'press'; readonly at: number; readonly purpose: Purpose }
  | { readonly kind: 'release'; readonly at: number }
  /** Esc. */
  | { readonly kind: 'cancel' }
  | { readonly kind: 'tick'; readonly at: number }
  | { readonly kind: 'micReady'; readonly turn: number; readonly at: number }
  | { readonly kind: 'micFailed'; readonly turn: number; readonly code: string }
  /** The device went away in the middle, or the sight of the key; what came until then is kept. */
  | { readonly kind: 'micLost'; readonly turn: number; readonly code: string }
  | { readonly kind: 'transcribed'; readonly turn: number }
  /** The first sentence is being spoken. */
  | { readonly kind: 'speechStarted'; readonly turn: number }
  /** The answer's text is whole. */
  | { readonly kind: 'answered'; readonly turn: number }
  /** Nothing is left to be spoken. */
  | { readonly kind: 'speechEnded'; readonly turn: number }
  | {
      readonly kind: 'failed';
      readonly turn: number;
      readonly stage: 'transcribing' | 'thinking';
      readonly code: string;
    }
  | { readonly kind: 'retry' }
  /** The person throws a kept recording away, or closes an error. */
  | { readonly kind: 'dismiss' };

/** What the machine asks for; carried out in order. */
export type VoiceEffect =
  /** Key down: picks are read, and the microphone is opened for this turn. */
  | { readonly kind: 'begin'; readonly turn: number; readonly purpose: Purpose }
  /** No more sound for this turn; what came is whole and goes to be transcribed. */
  | { readonly kind: 'finish'; readonly turn: number }
  /** No more sound for this turn; what came is kept for a retry. */
  | { readonly kind: 'keep'; readonly turn: number }
  /** Forgets the turn with all that was recorded, and ends its work. */
  | { readonly kind: 'discard'; readonly turn: number }
  | { readonly kind: 'retry'; readonly turn: number }
  /** Ends the answer that is being written; what came stays in the conversation. */
  | { readonly kind: 'stopAnswer'; readonly turn: number }
  | { readonly kind: 'stopSpeech' };
