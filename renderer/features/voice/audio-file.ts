import { MAX_PIECE_BYTES } from '@shared/ipc/voice';
import { cutAtPauses } from '@shared/voice/loudness';
import { encodeWav, SAMPLE_RATE } from '@shared/voice/wav';
import { browserAudio } from './browser-audio';

/** What can be transcribed, by the end of its name. */
export const AUDIO_TYPES: Readonly<Record<string, string>> = {
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  ogg: 'audio/ogg',
  webm: 'audio/webm',
};

export const MAX_FILE_BYTES = 25 * 1024 * 1024;
const MAX_FILE_SECONDS = 3 * 60 * 60;
/** Ten minutes of 16 kHz are 19 MB: the longest piece that the gateway takes. */
const PIECE_SECONDS = 600;
/** Longer ones are not unpacked, which takes some 8 MB a minute: they go whole where they are small. */
const MAX_UNPACKED_SECONDS = 90 * 60;

/** A part of a recording as it is sent. */
export interface Piece {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly type: string;
  /** Where it begins in the recording, in seconds. */
  readonly startS: number;
}

/** What reads sound; the browser's own outside of tests. */
export interface AudioTools {
  /** Seconds; null = the file does not say. Fails when it is no sound. */
  readonly durationOf: (file: Blob) => Promise<number | null>;
  /** Mono samples of 16 kHz. Fails when it is no sound. */
  readonly decode: (bytes: ArrayBuffer) => Promise<Int16Array>;
}

/** Why a file is not taken, as a code; null = it is. */
export function refusalOf(name: string, size: number): string | null {
  if (typeOf(name) === null) return 'voice_file_kind';
  if (size === 0) return 'voice_file_empty';
  return size > MAX_FILE_BYTES ? 'voice_file_large' : null;
}

export function typeOf(name: string): string | null {
  return AUDIO_TYPES[/\.([^.]+)$/u.exec(name)?.[1]?.toLowerCase() ?? ''] ?? null;
}

/**
 * The file in pieces that the gateway takes, or the code of why there are none. What is short goes as it
 * is, what is long in pieces, so that it shows how far it is and a failure costs one piece.
 */
export async function piecesOf(
  file: File,
  tools: AudioTools = browserAudio,
): Promise<{ readonly pieces: readonly Piece[] } | { readonly code: string }> {
  const refusal = refusalOf(file.name, file.size);
  if (refusal !== null) return { code: refusal };
  try {
    const seconds = await tools.durationOf(file);
    if (seconds !== null && seconds > MAX_FILE_SECONDS) return { code: 'voice_file_long' };
    const buffer = await file.arrayBuffer();
    const fits = file.size <= MAX_PIECE_BYTES;
    const unpacks = seconds === null || seconds <= MAX_UNPACKED_SECONDS;
    const long = seconds !== null && seconds > PIECE_SECONDS;
    if (!fits && !unpacks) return { code: 'voice_file_long' };
    if (fits && (!long || !unpacks)) return { pieces: [whole(file.name, new Uint8Array(buffer))] };
    const samples = await tools.decode(buffer);
    let before = 0;
    const pieces = cutAtPauses(samples, SAMPLE_RATE, PIECE_SECONDS).map((part, index) => {
      const startS = before / SAMPLE_RATE;
      before += part.length;
      const bytes = encodeWav([part]);
      return { bytes, name: `part-${index + 1}.wav`, type: 'audio/wav', startS };
    });
    return pieces.length === 0 ? { code: 'voice_file_unreadable' } : { pieces };
  } catch {
    return { code: 'voice_file_unreadable' };
  }
}

/** How the files of each kind begin; `at`: bytes before it. */
const BEGINNINGS: readonly {
  readonly ending: string;
  readonly at: number;
  readonly text: string;
}[] = [
  { ending: 'wav', at: 8, text: 'WAVE' },
  { ending: 'mp3', at: 0, text: 'ID3' },
  // Layer III of MPEG 1, 2 and 2.5, with a checksum and without; recorders of voice write the latter two.
  ...['\xfa', '\xfb', '\xf2', '\xf3', '\xe2', '\xe3'].map((second) => ({
    ending: 'mp3',
    at: 0,
    text: `\xff${second}`,
  })),
  { ending: 'm4a', at: 4, text: 'ftyp' },
  { ending: 'ogg', at: 0, text: 'OggS' },
  { ending: 'webm', at: 0, text: '\x1a\x45\xdf\xa3' },
];

/** As it is, under the ending of what it really is: a provider goes by that. */
function whole(name: string, bytes: Uint8Array): Piece {
  const head = String.fromCharCode(...bytes.subarray(0, 12));
  const found = BEGINNINGS.find(({ at, text }) => head.startsWith(text, at));
  const type = typeOf(name) ?? '';
  const real = found === undefined ? type : (AUDIO_TYPES[found.ending] ?? type);
  const named = real === type ? name : name.replace(/[^.]+$/u, found?.ending ?? '');
  return { bytes, name: named, type: real, startS: 0 };
}
