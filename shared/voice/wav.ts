/** What is recorded and sent: one channel of 16-bit samples. */
export const SAMPLE_RATE = 16_000;

const HEADER_BYTES = 44;
const BYTES_PER_SAMPLE = 2;

/** A WAV file (RIFF, PCM, mono, 16 bit, little endian) of the pieces in their order. */
export function encodeWav(pieces: readonly Int16Array[], sampleRate = SAMPLE_RATE): Uint8Array {
  const samples = pieces.reduce((total, piece) => total + piece.length, 0);
  const dataBytes = samples * BYTES_PER_SAMPLE;
  const bytes = new Uint8Array(HEADER_BYTES + dataBytes);
  const view = new DataView(bytes.buffer);
  const text = (at: number, value: string): void => {
    for (let index = 0; index < value.length; index += 1) {
      view.setUint8(at + index, value.charCodeAt(index));
    }
  };
  text(0, 'RIFF');
  view.setUint32(4, HEADER_BYTES - 8 + dataBytes, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true); // length of what follows
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 1, true); // mono
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * BYTES_PER_SAMPLE, true);
  view.setUint16(32, BYTES_PER_SAMPLE, true);
  view.setUint16(34, BYTES_PER_SAMPLE * 8, true);
  text(36, 'data');
  view.setUint32(40, dataBytes, true);
  let at = HEADER_BYTES;
  for (const piece of pieces) {
    for (const sample of piece) {
      view.setInt16(at, sample, true);
      at += BYTES_PER_SAMPLE;
    }
  }
  return bytes;
}

/** -1..1 as 16-bit samples; louder is clipped, not wrapped. */
export function toPcm16(samples: Float32Array): Int16Array {
  const pcm = new Int16Array(samples.length);
  // By index: an hour of sound has sixty million samples.
  for (let at = 0; at < samples.length; at += 1) {
    const sample = samples[at] ?? 0;
    const clipped = Math.max(-1, Math.min(1, Number.isFinite(sample) ? sample : 0));
    pcm[at] = Math.round(clipped < 0 ? clipped * 32_768 : clipped * 32_767);
  }
  return pcm;
}
