/*
 * From the 16 kHz of a recording to the 24 kHz of a live session: three samples for every two, through
 * a low-pass below half of 16 kHz, so that no mirror of the voice appears above it.
 */

/** Sample rate of sound in a live session, in both directions. */
export const LIVE_RATE = 24_000;

const UP = 3;
const DOWN = 2;
/** Input samples that each output sample is made of. */
const REACH = 64;
const TAPS = REACH * UP;
/** Of the rate between the two (48 kHz): 7.6 kHz. */
const CUTOFF = 7_600 / 48_000;

/** A sinc under a Blackman window, scaled so that each phase passes a constant unchanged. */
const FILTER = Float64Array.from({ length: TAPS }, (_, tap) => {
  const at = tap - (TAPS - 1) / 2;
  const sinc = Math.sin(2 * Math.PI * CUTOFF * at) / (Math.PI * at);
  const turn = (2 * Math.PI * tap) / (TAPS - 1);
  return UP * sinc * (0.42 - 0.5 * Math.cos(turn) + 0.08 * Math.cos(2 * turn));
});

export interface Resampler {
  /** The next samples; what comes out is the same however the input is cut. */
  push(samples: Int16Array): Int16Array;
  /** What the filter still holds at the end. */
  end(): Int16Array;
}

/** Takes 16-bit mono of 16 kHz to 24 kHz, piece by piece. */
export function createResampler(): Resampler {
  /** The last {@link REACH} samples, oldest first; silence before the beginning. */
  let before = new Int16Array(REACH);
  let taken = 0;
  let made = 0;

  function push(samples: Int16Array): Int16Array {
    const all = new Int16Array(before.length + samples.length);
    all.set(before);
    all.set(samples, before.length);
    const first = taken - before.length;
    taken += samples.length;
    const until = Math.ceil((taken * UP) / DOWN);
    const out = new Int16Array(until - made);
    for (let at = 0; at < out.length; at += 1, made += 1) {
      const place = made * DOWN;
      const newest = Math.floor(place / UP);
      let sum = 0;
      for (let back = 0, tap = place % UP; back < REACH; back += 1, tap += UP) {
        sum += (FILTER[tap] ?? 0) * (all[newest - back - first] ?? 0);
      }
      out[at] = Math.max(-32_768, Math.min(32_767, Math.round(sum)));
    }
    before = all.slice(-REACH);
    return out;
  }

  return { push, end: () => push(new Int16Array(REACH / 2)) };
}
