import type { SpeechMode } from '@shared/settings/settings';
import type { Result } from '@shared/ipc/result';
import type { SpeechSound } from '@shared/ipc/voice';

export interface SpeakerDeps {
  readonly mode: () => SpeechMode;
  /** The system's voices. */
  readonly synth: SpeechSynthesis;
  readonly utter: (text: string) => SpeechSynthesisUtterance;
  /** The provider's voice, over main; refused where that is elsewhere and the text must stay here. */
  readonly fetchSound: (text: string, localOnly: boolean) => Promise<Result<SpeechSound>>;
  /** Plays until the end; `stop` ends it sooner. */
  readonly play: (sound: SpeechSound, onStart: () => void) => Playing;
  readonly onStart: () => void;
  /** Nothing is left to be said. */
  readonly onIdle: () => void;
  /** It cannot speak; the text is there all the same. */
  readonly onProblem: (code: string) => void;
}

export interface Playing {
  readonly done: Promise<void>;
  stop(): void;
}

export interface Speaker {
  /**
   * Says a sentence after the ones before; false = speech is off. `localOnly`: no voice elsewhere is
   * given it, so the system's says it.
   */
  say(text: string, localOnly?: boolean): boolean;
  /** Silent at once; what was waiting is forgotten. */
  stop(): void;
  idle(): boolean;
}

/** Speaks sentences in their order, each asked for as soon as it is known. */
export function createSpeaker(deps: SpeakerDeps): Speaker {
  const { mode, synth, utter, fetchSound, play, onStart, onIdle, onProblem } = deps;
  /** What {@link Speaker.stop} ends; a new one for every run, so that an old end means nothing. */
  let run = { stopped: false, waiting: 0 };
  let last = Promise.resolve();
  let playing: Playing | null = null;

  function bySystem(text: string): Playing {
    const utterance = utter(text);
    const done = new Promise<void>((resolve) => {
      utterance.addEventListener('start', onStart);
      utterance.addEventListener('end', () => resolve());
      utterance.addEventListener('error', () => resolve());
      synth.speak(utterance);
      // Without a voice neither end nor error ever comes.
      if (synth.getVoices().length === 0) {
        onProblem('noVoice');
        resolve();
      }
    });
    return { done, stop: () => synth.cancel() };
  }

  async function sayNow(
    text: string,
    sound: Promise<Result<SpeechSound>> | null,
    localOnly: boolean,
    current: typeof run,
  ): Promise<void> {
    if (current.stopped) return;
    if (sound === null) {
      playing = bySystem(text);
    } else {
      const result = await sound;
      if (current.stopped) return;
      if (result.ok) playing = play(result.data, onStart);
      else if (localOnly) playing = bySystem(text);
      else {
        onProblem(result.error.code);
        return;
      }
    }
    await playing.done;
  }

  async function sayAfter(
    before: Promise<void>,
    text: string,
    sound: Promise<Result<SpeechSound>> | null,
    localOnly: boolean,
    current: typeof run,
  ): Promise<void> {
    await before;
    try {
      await sayNow(text, sound, localOnly, current);
    } catch {
      onProblem('voice_speech_failed');
    }
    current.waiting -= 1;
    if (!current.stopped && current.waiting === 0) onIdle();
  }

  return {
    say(text, localOnly = false) {
      const how = mode();
      if (how === 'off') return false;
      const current = run;
      const sound = how === 'provider' ? fetchSound(text, localOnly) : null;
      current.waiting += 1;
      last = sayAfter(last, text, sound, localOnly, current);
      return true;
    },
    stop() {
      run.stopped = true;
      run = { stopped: false, waiting: 0 };
      playing?.stop();
      playing = null;
      last = Promise.resolve();
      synth.cancel();
    },
    idle: () => run.waiting === 0,
  };
}

/** Plays sound from bytes in an audio element. */
export function playSound(sound: SpeechSound, onStart: () => void): Playing {
  const url = URL.createObjectURL(new Blob([new Uint8Array(sound.bytes)], { type: sound.type }));
  const audio = new Audio(url);
  const done = new Promise<void>((resolve, reject) => {
    audio.addEventListener('playing', onStart, { once: true });
    audio.addEventListener('ended', () => resolve());
    audio.addEventListener('pause', () => resolve());
    audio.addEventListener('error', () => reject(new Error('The sound cannot be played.')));
    audio.play().catch(reject);
  }).finally(() => URL.revokeObjectURL(url));
  return { done, stop: () => audio.pause() };
}
