import { beforeEach, expect, test } from 'vitest';
import { createLivePlayer, type LivePlayer } from '../../../../renderer/features/voice/live-player';

interface Scheduled {
  readonly at: number;
  readonly first: number;
  readonly length: number;
  stopped: boolean;
  end: () => void;
}

let time: number;
let scheduled: Scheduled[];
let events: string[];
let timers: (() => void)[];
let broken: boolean;
let player: LivePlayer;

/** What an AudioContext does, without sound: happy-dom has none. */
function fakeContext(): never {
  return {
    get currentTime() {
      return time;
    },
    destination: {},
    resume: () => Promise.resolve(),
    suspend: () => Promise.resolve(),
    createBuffer: (_: number, length: number) => ({
      length,
      data: new Float32Array(length),
      getChannelData(this: { data: Float32Array }) {
        return this.data;
      },
    }),
    createBufferSource() {
      const source = {
        buffer: { length: 0, data: new Float32Array() },
        connect: () => undefined,
        disconnect: () => undefined,
        ended: () => undefined as unknown,
        addEventListener(_: string, run: () => void) {
          source.ended = run;
        },
        stop: () => undefined as unknown,
        start(at: number) {
          const one: Scheduled = {
            at,
            first: source.buffer.data[0] ?? 0,
            length: source.buffer.length,
            stopped: false,
            end: () => source.ended(),
          };
          source.stop = () => {
            one.stopped = true;
          };
          scheduled.push(one);
        },
      };
      return source;
    },
  } as never;
}

beforeEach(() => {
  time = 10;
  scheduled = [];
  events = [];
  timers = [];
  broken = false;
  player = createLivePlayer({
    open() {
      if (broken) throw new DOMException('no device', 'NotSupportedError');
      return fakeContext();
    },
    after(_, run) {
      timers.push(run);
      return () => {
        timers = timers.filter((timer) => timer !== run);
      };
    },
    onStart: () => events.push('start'),
    onIdle: () => events.push('idle'),
    onProblem: (code) => events.push(code),
  });
});

const piece = (ms: number): Int16Array => new Int16Array(ms * 24).fill(16_384);

// A gap or an overlap between two pieces is a click, ten times in every sentence.
test('each piece begins when the one before ends', () => {
  for (const ms of [200, 100, 50]) player.push(piece(ms));
  const [first] = scheduled;
  expect(first?.at).toBeCloseTo(10.06);
  expect(first?.first).toBeCloseTo(0.5);
  expect(scheduled.map(({ at }) => at - (first?.at ?? 0))).toEqual([
    0,
    expect.closeTo(0.2),
    expect.closeTo(0.3),
  ]);
});

test('a piece that comes too late is played after a breath, not in the past', () => {
  player.push(piece(100));
  time = 11;
  player.push(piece(100));
  expect(scheduled[1]?.at).toBeCloseTo(11.06);
});

test('says when it is first heard, once, and when nothing is left', () => {
  player.push(piece(100));
  player.push(piece(100));
  expect(events).toEqual([]);
  for (const run of timers) run();
  scheduled[0]?.end();
  expect(player.idle()).toBe(false);
  scheduled[1]?.end();
  expect([events, player.idle()]).toEqual([['start', 'idle'], true]);
});

// What is told as heard decides which words of the answer are kept.
test('stops at once and tells how much was played, whole pieces and parts', () => {
  for (let at = 0; at < 3; at += 1) player.push(piece(200));
  time = 10.06 + 0.2 + 0.05;
  scheduled[0]?.end();
  expect(player.stop()).toBe(250);
  expect(scheduled.map(({ stopped }) => stopped)).toEqual([false, true, true]);
  expect(player.stop()).toBe(0);
  scheduled[2]?.end();
  expect(events).toEqual([]);
});

test('a system without sound is a problem that is told, not a failure of the turn', () => {
  broken = true;
  player.push(piece(100));
  expect([events, player.idle(), player.stop()]).toEqual([['voice_speech_failed'], true, 0]);
});
