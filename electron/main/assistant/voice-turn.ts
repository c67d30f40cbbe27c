import type { VoiceBeginInput, VoiceTimings } from '@shared/ipc/voice';
import { SAMPLE_RATE } from '@shared/voice/wav';
import { IpcFailure } from '../ipc/failure';
import type { LiveTurn } from './live-turn';

/** More than the longest cap of the settings, with the pre-roll and the tail. */
const MAX_SECONDS = 310;

/** One turn of push-to-talk as main holds it: everything that a retry needs. */
export interface VoiceTurn extends VoiceBeginInput {
  /** Who is asked, as far as the picks tell. */
  readonly models: readonly string[];
  readonly pieces: Int16Array[];
  samples: number;
  /** True once the turn's recording is whole. */
  whole: boolean;
  /** A retry sends what seemed to be silence. */
  tried: boolean;
  text: string | null;
  /** Stored message with the text; null until it is. */
  question: { readonly id: string; readonly text: string } | null;
  /** The person broke in before the question was written: it is stored, and its answer is not told. */
  interrupted: boolean;
  /** The conversation that was made for this turn; null when there was one. */
  madeConversation: string | null;
  /** The same while it is being made. */
  making: Promise<string> | null;
  streamId: string | null;
  transcription: { readonly model: string | null; readonly outcomeId: string | null } | null;
  timings: VoiceTimings;
  /** The session that the turn goes over; null = it goes one stage after the other. */
  live: LiveTurn | null;
  /** Ends the request that is under way. */
  stop: AbortController;
  /** The work that is under way; null while there is none. */
  work: Promise<void> | null;
}

export function newTurn(
  input: VoiceBeginInput,
  models: readonly string[],
  decidedMs: number,
): VoiceTurn {
  return {
    ...input,
    models,
    pieces: [],
    samples: 0,
    whole: false,
    tried: false,
    text: null,
    question: null,
    interrupted: false,
    madeConversation: null,
    making: null,
    streamId: null,
    transcription: null,
    timings: {
      decidedMs,
      recordedMs: 0,
      transcribeMs: null,
      firstWordMs: null,
      answerMs: null,
    },
    live: null,
    stop: new AbortController(),
    work: null,
  };
}

/** Takes the next piece of the recording. */
export function addPiece(turn: VoiceTurn, seq: number, samples: Int16Array): void {
  if (turn.whole) throw new IpcFailure('invalid_arguments', 'The recording has ended.');
  if (seq !== turn.pieces.length) {
    throw new IpcFailure('invalid_arguments', `Piece ${turn.pieces.length} was expected.`);
  }
  if (turn.samples + samples.length > MAX_SECONDS * SAMPLE_RATE) {
    throw new IpcFailure('invalid_arguments', 'The recording is too long.');
  }
  turn.pieces.push(samples);
  turn.samples += samples.length;
  const recordedMs = Math.round((turn.samples / SAMPLE_RATE) * 1000);
  turn.timings = { ...turn.timings, recordedMs };
}
