import { describe, expect, it } from 'vitest';
import { createResampler, LIVE_RATE } from '../../../../shared/voice/resample';
import { SAMPLE_RATE } from '../../../../shared/voice/wav';

function sine(hz: number, seconds: number, rate: number, level = 10_000): Int16Array {
  return Int16Array.from({ length: seconds * rate }, (_, at) =>
    Math.round(level * Math.sin((2 * Math.PI * hz * at) / rate)),
  );
}

function resample(samples: Int16Array, pieces: number): Int16Array {
  const resampler = createResampler();
  const size = Math.ceil(samples.length / pieces);
  const parts = Array.from({ length: pieces }, (_, at) =>
    resampler.push(samples.slice(at * size, (at + 1) * size)),
  );
  return Int16Array.from([...parts, resampler.end()].flatMap((part) => [...part]));
}

/** Strength of one frequency in sound of 24 kHz, as the level of a sine. */
function strength(samples: Int16Array, hz: number): number {
  let re = 0;
  let im = 0;
  for (const [at, sample] of samples.entries()) {
    const turn = (2 * Math.PI * hz * at) / LIVE_RATE;
    re += sample * Math.cos(turn);
    im += sample * Math.sin(turn);
  }
  return (2 * Math.hypot(re, im)) / samples.length;
}

describe('from 16 to 24 kHz', () => {
  // A wrong ratio would make everybody sound like somebody else.
  it.each([100, 440, 1_000, 3_000, 6_000])('a tone of %d Hz stays that tone, as loud', (hz) => {
    const out = resample(sine(hz, 1, SAMPLE_RATE), 1).slice(200, 200 + LIVE_RATE / 2);
    expect(strength(out, hz)).toBeGreaterThan(9_700);
    expect(strength(out, hz)).toBeLessThan(10_300);
    // The mirror that plain repetition or a straight line between samples leaves.
    expect(strength(out, SAMPLE_RATE - hz)).toBeLessThan(100);
  });

  it('a recording is as long after it as before', () => {
    const out = resample(sine(440, 2, SAMPLE_RATE), 1);
    expect(Math.abs(out.length / LIVE_RATE - 2)).toBeLessThan(0.002);
  });

  // Pieces of 50 ms would else click twenty times a second.
  it('is the same however the sound is cut, down to single samples', () => {
    const samples = sine(700, 0.05, SAMPLE_RATE);
    const whole = resample(samples, 1);
    expect(resample(samples, 7)).toEqual(whole);
    expect(resample(samples, samples.length)).toEqual(whole);
  });

  it('the loudest sound is cut off, never turned over', () => {
    const square = Int16Array.from({ length: 1_600 }, (_, at) => (at % 40 < 20 ? 32_767 : -32_768));
    const out = resample(square, 1);
    const jumps = out.slice(1).filter((now, at) => Math.abs(now - (out[at] ?? 0)) > 60_000);
    expect(jumps).toHaveLength(0);
    expect(resample(new Int16Array(0), 1).every((sample) => sample === 0)).toBe(true);
  });
});
