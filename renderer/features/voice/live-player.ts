import { LIVE_RATE } from '@shared/voice/resample';

/** What of an AudioContext is used. */
export type PlayerContext = Pick<
  AudioContext,
  'currentTime' | 'destination' | 'createBuffer' | 'createBufferSource' | 'resume' | 'suspend'
>;

export interface LivePlayerDeps {
  /** Called with the first sound. */
  readonly open: () => PlayerContext;
  readonly after: (ms: number, run: () => void) => () => void;
  /** The first sound is heard now. */
  readonly onStart: () => void;
  /** Nothing is left to be played. */
  readonly onIdle: () => void;
  readonly onProblem: (code: string) => void;
}

export interface LivePlayer {
  /** Plays it right after what came before. Mono, 24 kHz. */
  push(samples: Int16Array): void;
  /** Silent at once. @returns how much was played since the last stop, in milliseconds. */
  stop(): number;
  idle(): boolean;
}

/** Sound that is kept ahead, in seconds: pieces come over the network, and a gap is a click. */
const LEAD_S = 0.06;

interface Piece {
  readonly source: AudioBufferSourceNode;
  readonly startsAt: number;
  readonly seconds: number;
}

/** Plays the pieces of an answer without a gap, each at the time at which the one before ends. */
export function createLivePlayer(deps: LivePlayerDeps): LivePlayer {
  let context: PlayerContext | null = null;
  let pieces: Piece[] = [];
  let nextAt = 0;
  let playedS = 0;
  let hasStarted = false;
  let cancelStart: () => void = noTimer;

  function push(samples: Int16Array): void {
    if (samples.length === 0) return;
    try {
      context ??= deps.open();
      play(context, samples);
    } catch {
      deps.onProblem('voice_speech_failed');
    }
  }

  function play(into: PlayerContext, samples: Int16Array): void {
    void into.resume();
    const buffer = into.createBuffer(1, samples.length, LIVE_RATE);
    const channel = buffer.getChannelData(0);
    for (const [at, sample] of samples.entries()) channel[at] = sample / 32_768;
    const source = into.createBufferSource();
    source.buffer = buffer;
    source.connect(into.destination);
    const late = nextAt < into.currentTime;
    const startsAt = late || pieces.length === 0 ? into.currentTime + LEAD_S : nextAt;
    const piece = { source, startsAt, seconds: samples.length / LIVE_RATE };
    nextAt = startsAt + piece.seconds;
    pieces.push(piece);
    source.addEventListener('ended', () => over(piece));
    source.start(startsAt);
    if (hasStarted) return;
    hasStarted = true;
    cancelStart = deps.after(LEAD_S * 1000, deps.onStart);
  }

  function over(piece: Piece): void {
    if (!pieces.includes(piece)) return;
    pieces = pieces.filter((one) => one !== piece);
    playedS += piece.seconds;
    if (pieces.length > 0) return;
    void context?.suspend();
    deps.onIdle();
  }

  function stop(): number {
    cancelStart();
    const now = context?.currentTime ?? 0;
    for (const { source, startsAt, seconds } of pieces.splice(0)) {
      playedS += Math.max(0, Math.min(seconds, now - startsAt));
      source.stop();
      source.disconnect();
    }
    void context?.suspend();
    const ms = Math.round(playedS * 1000);
    playedS = 0;
    hasStarted = false;
    return ms;
  }

  return { push, stop, idle: () => pieces.length === 0 };
}

function noTimer(): void {
  // Nothing has begun.
}
