import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutAtPauses, isSilence, meterLevel, rms } from '@shared/voice/loudness';
import { encodeWav, SAMPLE_RATE, toPcm16 } from '@shared/voice/wav';

/** A tone of `seconds` with an amplitude of 0..1. */
function tone(seconds: number, amplitude: number): Int16Array {
  const samples = Float32Array.from(
    { length: Math.round(seconds * SAMPLE_RATE) },
    (_, index) => amplitude * Math.sin((index * 2 * Math.PI * 220) / SAMPLE_RATE),
  );
  return toPcm16(samples);
}

describe('WAV', () => {
  test('is what a recogniser reads: RIFF, PCM, mono, 16 kHz, 16 bit, true lengths', () => {
    const bytes = encodeWav([Int16Array.of(1, -2), Int16Array.of(32_767)]);
    const view = new DataView(bytes.buffer);
    const text = (at: number, length: number): string =>
      new TextDecoder().decode(bytes.subarray(at, at + length));
    expect([text(0, 4), text(8, 8), text(36, 4)]).toEqual(['RIFF', 'WAVEfmt ', 'data']);
    expect(view.getUint32(4, true)).toBe(bytes.length - 8);
    expect(view.getUint16(20, true)).toBe(1);
    expect(view.getUint16(22, true)).toBe(1);
    expect(view.getUint32(24, true)).toBe(16_000);
    expect(view.getUint32(28, true)).toBe(32_000);
    expect(view.getUint16(34, true)).toBe(16);
    expect(view.getUint32(40, true)).toBe(6);
    expect([44, 46, 48].map((at) => view.getInt16(at, true))).toEqual([1, -2, 32_767]);
  });

  test('samples too loud are clipped, not wrapped into noise', () => {
    expect([...toPcm16(Float32Array.of(0, 1, 1.7, -1, -3, Number.NaN))]).toEqual([
      0, 32_767, 32_767, -32_768, -32_768, 0,
    ]);
  });
});

describe('loudness', () => {
  test('a sine of amplitude a has an RMS of a / √2', () => {
    expect(rms(tone(1, 0.5))).toBeCloseTo(0.5 / Math.SQRT2, 3);
    expect(rms(new Int16Array())).toBe(0);
  });

  test('silence and a click hold no word; a quiet voice does', () => {
    expect(isSilence([])).toBe(true);
    expect(isSilence([tone(3, 0.001)])).toBe(true);
    expect(isSilence([tone(1, 0), tone(0.05, 0.9), tone(1, 0)])).toBe(true);
    expect(isSilence([tone(1, 0), tone(0.4, 0.02), tone(1, 0)])).toBe(false);
  });

  test('the meter goes by decibels and stays in its bounds', () => {
    expect([meterLevel(0), meterLevel(1), meterLevel(2)]).toEqual([0, 1, 1]);
    expect(meterLevel(0.001)).toBeCloseTo(0, 5);
    expect(meterLevel(0.0316)).toBeCloseTo(0.5, 2);
  });
});

describe('cutting a long recording', () => {
  test('cuts in the pause near the end of a piece, not in a word', () => {
    const whole = Int16Array.from([...tone(8.5, 0.3), ...tone(0.5, 0), ...tone(6, 0.3)]);
    const [first] = cutAtPauses(whole, SAMPLE_RATE, 10);
    expect((first?.length ?? 0) / SAMPLE_RATE).toBeGreaterThan(8.5);
    expect((first?.length ?? 0) / SAMPLE_RATE).toBeLessThan(9);
  });

  test('loses no sample, repeats none, and no piece is too long', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 1, max: 40 }), (n, max) => {
        const samples = Int16Array.from({ length: n }, (_, index) => index % 1000);
        const pieces = cutAtPauses(samples, 100, max);
        expect(pieces.flatMap((piece) => [...piece])).toEqual([...samples]);
        for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(max * 100);
      }),
      { numRuns: 50 },
    );
  });
});
