import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openMicrophone } from '../../../../renderer/features/voice/microphone';

/** What the browser gives, as far as it matters here; happy-dom has none of it. */
class Track extends EventTarget {
  readyState: 'live' | 'ended' = 'live';
  stops = 0;
  stop(): void {
    this.stops += 1;
  }
}

let track: Track;
let closes: number;
let load: () => Promise<void>;
let source: () => { connect: () => void };
let piece: ((event: { data: Float32Array }) => void) | null;
let lost: number;

beforeEach(() => {
  track = new Track();
  closes = 0;
  lost = 0;
  piece = null;
  load = () => Promise.resolve();
  source = () => ({ connect: () => undefined });
  const stream = { getTracks: () => [track], getAudioTracks: () => [track] };
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: () => Promise.resolve(stream) } });
  vi.stubGlobal(
    'AudioContext',
    class {
      readonly audioWorklet = { addModule: () => load() };
      resume = () => Promise.resolve();
      createMediaStreamSource = () => source();
      close(): Promise<void> {
        closes += 1;
        return Promise.resolve();
      }
    },
  );
  vi.stubGlobal(
    'AudioWorkletNode',
    class {
      readonly port = {
        start: () => undefined,
        addEventListener(_: string, run: typeof piece) {
          piece = run;
        },
      };
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

const open = () => openMicrophone('', { onLevel: () => undefined, onLost: () => (lost += 1) });

describe('a microphone', () => {
  test('gives what was heard just before the key, then what follows, until it is stopped', async () => {
    const microphone = await open();
    const heard: number[] = [];
    for (let at = 0; at < 12; at += 1) piece?.({ data: Float32Array.of(at / 100) });
    microphone.start((samples) => heard.push(samples[0] ?? 0));
    expect(heard).toHaveLength(10);
    piece?.({ data: Float32Array.of(0.5) });
    expect([heard.length, heard.at(-1)]).toEqual([11, 16_384]);
    microphone.stop();
    piece?.({ data: Float32Array.of(0.5) });
    expect(heard).toHaveLength(11);
  });

  test('that goes away is told; closed, it is let go', async () => {
    const microphone = await open();
    track.dispatchEvent(new Event('ended'));
    expect(lost).toBe(1);
    microphone.close();
    expect([track.stops, closes]).toEqual([1, 1]);
  });

  // Its "ended" was over before anybody listened: the whole recording would be silence.
  test('that is unplugged while it opens is no microphone', async () => {
    load = () => {
      track.readyState = 'ended';
      return Promise.resolve();
    };
    await expect(open()).rejects.toThrow();
    expect(closes).toBe(1);
  });

  // A device that nobody holds any more stays in use, with its light on, until the app ends.
  test.each([
    ['the worklet does not load', () => (load = () => Promise.reject(new Error('no module')))],
    [
      'the sound cannot be connected',
      () => {
        source = () => {
          throw new DOMException('no', 'InvalidStateError');
        };
      },
    ],
  ])('is let go when %s', async (_, fault) => {
    fault();
    await expect(open()).rejects.toThrow();
    expect([track.stops, closes]).toEqual([1, 1]);
  });
});
