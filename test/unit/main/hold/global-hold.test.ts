import { beforeEach, describe, expect, test } from 'vitest';
import type { HoldPress, HoldReason, HoldStatus } from '@shared/ipc/voice';
import {
  createGlobalHold,
  HOLD_LIMITS,
  type GlobalHold,
  type HoldEvents,
} from '../../../../electron/main/hold/global-hold';
import { createHoldPresses } from '../../../../electron/main/hold/hold-presses';
import { holdRefusal } from '../../../../electron/main/hold/refusal';
import { fakeClock, listLog, type FakeClock } from '../support';

interface Run extends HoldEvents {
  readonly key: string;
  ended: boolean;
}

let clock: FakeClock;
let runs: Run[];
let keys: HoldPress['key'][];
let statuses: HoldStatus[];
let refusal: HoldReason | null;
let asks: boolean[];
let hold: GlobalHold;

beforeEach(() => {
  clock = fakeClock();
  runs = [];
  keys = [];
  statuses = [];
  refusal = null;
  asks = [];
  hold = createGlobalHold({
    system: {
      refusal(ask) {
        asks.push(ask);
        return refusal;
      },
      launch(key, events) {
        const run: Run = { ...events, key, ended: false };
        runs.push(run);
        return () => {
          run.ended = true;
        };
      },
    },
    clock,
    log: listLog(),
    onKey: ({ key }) => keys.push(key),
    onStatus: (status) => statuses.push(status),
  });
});

function latest(): Run {
  const run = runs.at(-1);
  if (run === undefined) throw new Error('nothing was started');
  return run;
}

function ready(): Run {
  hold.use('F9', true);
  latest().onReport({ kind: 'ready' });
  return latest();
}

describe('the process that sees the keys', () => {
  test('does not exist while it is off', () => {
    hold.use('off', false);
    expect(runs).toEqual([]);
    expect(asks).toEqual([]);
    expect(hold.status()).toEqual({ state: 'off' });
  });

  test('is ready when it says so, and tells down and up of the key', () => {
    const run = ready();
    run.onReport({ kind: 'down' });
    run.onReport({ kind: 'up', heldMs: 500 });
    expect(keys).toEqual(['down', 'up']);
    expect(statuses).toEqual([{ state: 'starting' }, { state: 'ready' }]);
  });

  test('another key ends the first process; what that one still sends is not listened to', () => {
    const first = ready();
    hold.use('F10', true);
    expect(first.ended).toBe(true);
    expect(latest().key).toBe('F10');
    first.onReport({ kind: 'down' });
    first.onExit();
    expect(keys).toEqual([]);
    expect(runs).toHaveLength(2);
  });

  test('switched off in the middle of a press, the press is lost and nothing runs', () => {
    const run = ready();
    run.onReport({ kind: 'down' });
    hold.use('off', true);
    expect(run.ended).toBe(true);
    expect(keys).toEqual(['down', 'lost']);
    clock.advance(HOLD_LIMITS.stableMs);
    expect(runs).toHaveLength(1);
  });

  test('a crash while the key is held loses the press once, and the process starts again', () => {
    const run = ready();
    run.onReport({ kind: 'down' });
    run.onExit();
    expect(keys).toEqual(['down', 'lost']);
    expect(hold.status()).toEqual({ state: 'starting' });
    clock.advance(HOLD_LIMITS.backoffMs);
    latest().onReport({ kind: 'ready' });
    latest().onReport({ kind: 'up', heldMs: 500 }); // the key comes up at last
    expect(runs).toHaveLength(2);
    expect(hold.status()).toEqual({ state: 'ready' });
  });

  test('that ends again and again stays off with the reason, until the person tries again', () => {
    hold.use('F9', true);
    for (let times = 0; times < HOLD_LIMITS.maxFailures; times += 1) {
      latest().onExit();
      clock.advance(HOLD_LIMITS.backoffMs * 2 ** times);
    }
    expect(hold.status()).toEqual({ state: 'unavailable', reason: 'crashed' });
    expect(runs).toHaveLength(HOLD_LIMITS.maxFailures);
    expect(clock.pending()).toBe(0);
    hold.retry();
    expect(runs).toHaveLength(HOLD_LIMITS.maxFailures + 1);
  });

  test('the pauses between starts grow', () => {
    hold.use('F9', true);
    latest().onExit();
    clock.advance(HOLD_LIMITS.backoffMs);
    latest().onExit();
    clock.advance(HOLD_LIMITS.backoffMs);
    expect(runs).toHaveLength(2);
    clock.advance(HOLD_LIMITS.backoffMs);
    expect(runs).toHaveLength(3);
  });

  test('a long good run forgets the failures before it', () => {
    hold.use('F9', true);
    for (let times = 0; times < HOLD_LIMITS.maxFailures * 2; times += 1) {
      latest().onReport({ kind: 'ready' });
      clock.advance(HOLD_LIMITS.stableMs);
      latest().onExit();
      clock.advance(HOLD_LIMITS.backoffMs);
    }
    expect(hold.status().state).not.toBe('unavailable');
  });

  test('one that never gets ready counts as a failure', () => {
    hold.use('F9', true);
    const run = latest();
    clock.advance(HOLD_LIMITS.startMs);
    expect(run.ended).toBe(true);
    clock.advance(HOLD_LIMITS.backoffMs);
    expect(runs).toHaveLength(2);
  });

  test.each(['module_missing', 'refused'] as const)('%s is final and not tried again', (reason) => {
    hold.use('F9', true);
    latest().onReport({ kind: 'failed', reason, detail: 'x' });
    latest().onExit();
    clock.advance(HOLD_LIMITS.stableMs);
    expect(runs).toHaveLength(1);
    expect(hold.status()).toEqual({ state: 'unavailable', reason });
  });

  test('where the system shows no keys nothing is started; only the person’s own act asks for leave', () => {
    refusal = 'accessibility';
    hold.use('F9', false);
    expect(runs).toEqual([]);
    expect(hold.status()).toEqual({ state: 'unavailable', reason: 'accessibility' });
    refusal = null;
    hold.retry();
    expect(runs).toHaveLength(1);
    expect(asks).toEqual([false, true]);
  });

  test('after sleep or a locked screen it starts over, and a press that was under way is lost', () => {
    const run = ready();
    run.onReport({ kind: 'down' });
    hold.renew();
    expect(run.ended).toBe(true);
    expect(keys).toEqual(['down', 'lost']);
    expect(runs).toHaveLength(2);
  });

  test('sleep does not start what is off or given up', () => {
    hold.renew();
    refusal = 'wayland';
    hold.use('F9', false);
    refusal = null;
    hold.renew();
    expect(runs).toEqual([]);
  });

  test('the end of the app ends it', () => {
    const run = ready();
    hold.stop();
    expect(run.ended).toBe(true);
    clock.advance(HOLD_LIMITS.stableMs);
    // A screen that is locked while the app ends must not start it again.
    hold.renew();
    expect(runs).toHaveLength(1);
  });
});

function desk(windowSees: boolean, needsWindow = false) {
  const told: HoldPress['key'][] = [];
  const state = { windowSees, shows: 0 };
  const take = createHoldPresses({
    isWindows: () => state.windowSees,
    needsWindow: () => needsWindow,
    showWindow: () => {
      state.shows += 1;
    },
    tell: ({ key }) => told.push(key),
  });
  return { take, told, state };
}

describe('whose press it is', () => {
  test('a press that the window sees by itself is not told a second time, nor its end', () => {
    const { take, told, state } = desk(true);
    take({ key: 'down' });
    state.windowSees = false; // the focus goes while the key is held
    take({ key: 'up', heldMs: 500 });
    expect(told).toEqual([]);
  });

  test('a press in another program is told to its end, also when the window comes to the front', () => {
    const { take, told, state } = desk(false);
    take({ key: 'down' });
    state.windowSees = true;
    take({ key: 'up', heldMs: 500 });
    expect(told).toEqual(['down', 'up']);
  });

  test('the window is shown only where the person has to see it first', () => {
    const usual = desk(false);
    usual.take({ key: 'down' });
    expect(usual.state.shows).toBe(0);
    const first = desk(false, true);
    first.take({ key: 'down' });
    first.take({ key: 'up', heldMs: 500 });
    expect(first.state.shows).toBe(1);
  });
});

describe('what stands in the way', () => {
  test.each([
    ['linux', { DISPLAY: ':0' }, null],
    ['linux', { DISPLAY: ':0', XDG_SESSION_TYPE: 'x11' }, null],
    ['linux', { DISPLAY: ':0', XDG_SESSION_TYPE: 'wayland' }, 'wayland'],
    ['linux', { DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-0' }, 'wayland'],
    ['linux', {}, 'no_display'],
    ['win32', {}, null],
    ['darwin', {}, null],
  ] as const)('%s with %j: %s', (platform, env, reason) => {
    expect(holdRefusal({ platform, env, trusted: () => true })).toBe(reason);
  });

  test('macOS without the permission', () => {
    expect(holdRefusal({ platform: 'darwin', env: {}, trusted: () => false })).toBe(
      'accessibility',
    );
  });
});
