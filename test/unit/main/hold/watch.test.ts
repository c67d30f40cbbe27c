import { describe, expect, test } from 'vitest';
import { holdReportSchema, type HoldReport } from '../../../../electron/main/hold/messages';
import { KEY_CODES } from '../../../../electron/main/hold/key-filter';
import { watch } from '../../../../electron/main/hold/watch';

type Listener = (event: { readonly keycode: number }) => void;

function keyboard(options: { readonly refuses?: string } = {}) {
  const listeners = new Map<string, Listener>();
  const loaded: string[] = [];
  const state = { now: 1_000 };
  const reports: HoldReport[] = [];
  const uIOhook = {
    on: (event: string, listener: Listener) => listeners.set(event, listener),
    start() {
      if (options.refuses !== undefined) throw new Error(options.refuses);
    },
  };
  return {
    reports,
    loaded,
    state,
    press: (keycode: number) => listeners.get('keydown')?.({ keycode }),
    letGo: (keycode: number) => listeners.get('keyup')?.({ keycode }),
    watch: (message: unknown) =>
      watch(
        message,
        (module) => {
          loaded.push(module);
          return { uIOhook };
        },
        () => state.now,
        (report) => reports.push(report),
      ),
  };
}

const F9 = { key: 'F9', module: 'uiohook-napi' };

describe('what leaves the process that sees the keys', () => {
  test('a held key is one down and one up, however often it repeats', () => {
    const desk = keyboard();
    desk.watch(F9);
    for (let times = 0; times < 30; times += 1) desk.press(KEY_CODES.F9);
    desk.letGo(KEY_CODES.F9);
    expect(desk.reports).toEqual([{ kind: 'ready' }, { kind: 'down' }, { kind: 'up', heldMs: 0 }]);
  });

  test('how long the key was down is measured where it is seen, from its first down', () => {
    const desk = keyboard();
    desk.watch(F9);
    desk.press(KEY_CODES.F9);
    desk.state.now += 200;
    desk.press(KEY_CODES.F9); // a repeat
    desk.state.now += 50;
    desk.letGo(KEY_CODES.F9);
    expect(desk.reports.at(-1)).toEqual({ kind: 'up', heldMs: 250 });
  });

  test('no other key leaves it, whatever is typed, nor between down and up', () => {
    const desk = keyboard();
    desk.watch(F9);
    desk.press(KEY_CODES.F9);
    for (let code = 0; code <= 0xffff; code += 1) {
      if (code === KEY_CODES.F9) continue;
      desk.press(code);
      desk.letGo(code);
    }
    desk.letGo(KEY_CODES.F9);
    expect(desk.reports).toEqual([{ kind: 'ready' }, { kind: 'down' }, { kind: 'up', heldMs: 0 }]);
  });

  test('a key-up without its key-down is none', () => {
    const desk = keyboard();
    desk.watch(F9);
    desk.letGo(KEY_CODES.F9); // it went down before the watch began
    expect(desk.reports).toEqual([{ kind: 'ready' }]);
  });

  test('a message to main has no room for a key', () => {
    for (const extra of [{ keycode: 30 }, { key: 'a' }, { detail: 'a' }]) {
      expect(holdReportSchema.safeParse({ kind: 'down', ...extra }).success).toBe(false);
    }
    expect(holdReportSchema.safeParse({ kind: 'typed' }).success).toBe(false);
  });
});

function missing(): never {
  throw new Error('Cannot find module');
}

describe('starting to watch', () => {
  test.each([
    ['a key that types', { ...F9, key: 'KeyA' }],
    ['off', { ...F9, key: 'off' }],
    ['nothing', undefined],
  ])('%s is refused before any module is loaded', (_name, message) => {
    const desk = keyboard();
    desk.watch(message);
    expect(desk.loaded).toEqual([]);
    expect(desk.reports).toMatchObject([{ kind: 'failed', reason: 'refused' }]);
  });

  test('a module that is not there, does not load, or is another one is said to be missing', () => {
    const reports: HoldReport[] = [];
    const take = (report: HoldReport): unknown => reports.push(report);
    watch(F9, missing, Date.now, take);
    watch(F9, () => ({}), Date.now, take);
    expect(reports).toMatchObject([
      { kind: 'failed', reason: 'module_missing', detail: 'Cannot find module' },
      { kind: 'failed', reason: 'module_missing' },
    ]);
  });

  test('a system that refuses is said to refuse, and its words fit in the message', () => {
    const desk = keyboard({ refuses: 'x'.repeat(5000) });
    desk.watch(F9);
    expect(desk.reports).toHaveLength(1);
    expect(desk.reports[0]).toMatchObject({ kind: 'failed', reason: 'refused' });
    expect(holdReportSchema.safeParse(desk.reports[0]).success).toBe(true);
  });
});
