const FULL_SCALE = 32_768;
/** Below this a stretch holds no voice: room noise of a quiet microphone is about 0.001. */
export const SILENCE_RMS = 0.004;
const WINDOW = 800; // 50 ms at 16 kHz
/** A click is no word: this many windows must be loud. */
const LOUD_WINDOWS = 3;

/** Root mean square of 16-bit samples, 0..1; 0 for none. */
export function rms(samples: Int16Array): number {
  if (samples.length === 0) return 0;
  let sum = 0;
  for (const sample of samples) sum += (sample / FULL_SCALE) ** 2;
  return Math.sqrt(sum / samples.length);
}

/** True when nothing in the recording is as loud as a voice for long enough to be a word. */
export function isSilence(pieces: readonly Int16Array[]): boolean {
  let loud = 0;
  for (const piece of pieces) {
    for (let at = 0; at < piece.length; at += WINDOW) {
      if (rms(piece.subarray(at, at + WINDOW)) >= SILENCE_RMS) loud += 1;
      if (loud >= LOUD_WINDOWS) return false;
    }
  }
  return true;
}

/** Where a meter stands for a loudness: 0 (-60 dB and below) to 1 (0 dB). */
export function meterLevel(loudness: number): number {
  if (loudness <= 0) return 0;
  return Math.max(0, Math.min(1, (20 * Math.log10(loudness) + 60) / 60));
}

/**
 * Cuts a long recording into pieces of at most `maxSeconds`, each border in the quietest tenth of a
 * second of the last quarter, so that no word is cut in two where there is a pause.
 */
export function cutAtPauses(
  samples: Int16Array,
  sampleRate: number,
  maxSeconds: number,
): readonly Int16Array[] {
  const longest = Math.max(1, Math.floor(sampleRate * maxSeconds));
  const step = Math.max(1, Math.floor(sampleRate / 10));
  const pieces: Int16Array[] = [];
  let from = 0;
  while (samples.length - from > longest) {
    let best = from + longest;
    let quietest = Number.POSITIVE_INFINITY;
    for (let at = from + Math.floor(longest * 0.75); at + step <= from + longest; at += step) {
      const loudness = rms(samples.subarray(at, at + step));
      if (loudness < quietest) {
        quietest = loudness;
        best = at + Math.floor(step / 2);
      }
    }
    best = Math.max(best, from + 1);
    pieces.push(samples.subarray(from, best));
    from = best;
  }
  if (from < samples.length) pieces.push(samples.subarray(from));
  return pieces;
}
