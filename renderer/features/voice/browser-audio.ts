import { SAMPLE_RATE, toPcm16 } from '@shared/voice/wav';
import type { AudioTools } from './audio-file';

/** A recorder that wrote as it went has put no length into the file; to look for its end is to find it. */
const FAR_S = 1e9;
/** Samples that are mixed at a time: the whole as numbers of 32 bits would be twice the result. */
const BLOCK = 1_000_000;

/** Chromium's own decoders. */
export const browserAudio: AudioTools = {
  durationOf(file) {
    const url = URL.createObjectURL(file);
    const audio = new Audio();
    audio.preload = 'metadata';
    return new Promise<number | null>((resolve, reject) => {
      audio.addEventListener('loadedmetadata', () => {
        if (Number.isFinite(audio.duration)) {
          resolve(audio.duration);
          return;
        }
        const found = (): void => resolve(Number.isFinite(audio.duration) ? audio.duration : null);
        audio.addEventListener('seeked', found, { once: true });
        audio.currentTime = FAR_S;
      });
      audio.addEventListener('error', () => reject(new Error('no sound')));
      audio.src = url;
    }).finally(() => URL.revokeObjectURL(url));
  },

  async decode(bytes) {
    const context = new OfflineAudioContext(1, 1, SAMPLE_RATE);
    const sound = await context.decodeAudioData(bytes);
    const mono = new Int16Array(sound.length);
    for (let from = 0; from < sound.length; from += BLOCK) {
      mono.set(toPcm16(mixed(sound, from, Math.min(BLOCK, sound.length - from))), from);
    }
    return mono;
  },
};

/** The mean of all channels. */
function mixed(sound: AudioBuffer, from: number, length: number): Float32Array {
  const mono = new Float32Array(length);
  const channel = new Float32Array(length);
  for (let index = 0; index < sound.numberOfChannels; index += 1) {
    sound.copyFromChannel(channel, index, from);
    for (let at = 0; at < length; at += 1) {
      mono[at] = (mono[at] ?? 0) + (channel[at] ?? 0) / sound.numberOfChannels;
    }
  }
  return mono;
}
