import { beforeEach, expect, test } from 'vitest';
import type { VoiceNotice, VoiceStatus } from '@shared/ipc/voice';
import { DEFAULT_SETTINGS, type Settings, type VoiceSettings } from '@shared/settings/settings';
import { createFromAnywhere } from '../../../../electron/main/assistant/from-anywhere';
import type { HoldEvents } from '../../../../electron/main/hold/global-hold';
import { fakeClock, listLog } from '../support';

let settings: Settings;
let listeners: ((now: Settings, before: Settings) => void)[];
let registered: Set<string>;
let watched: { readonly key: string; readonly events: HoldEvents }[];
let asks: boolean[];
let unsure: () => void;
let notices: VoiceNotice[];
let focused: boolean;
let shows: number;

beforeEach(() => {
  settings = DEFAULT_SETTINGS;
  listeners = [];
  registered = new Set();
  watched = [];
  asks = [];
  unsure = () => undefined;
  notices = [];
  focused = false;
  shows = 0;
});

function change(voice: Partial<VoiceSettings>): void {
  const before = settings;
  settings = { ...before, voice: { ...before.voice, ...voice } };
  for (const listener of listeners) listener(settings, before);
}

function start(voice: Partial<VoiceSettings>): void {
  settings = { ...settings, voice: { ...settings.voice, microphone: true, ...voice } };
  createFromAnywhere({
    settings: { get: () => settings, onChange: (listener) => void listeners.push(listener) },
    shortcuts: {
      register(accelerator) {
        registered.add(accelerator);
        return true;
      },
      unregister: (accelerator) => registered.delete(accelerator),
    },
    holdSystem: {
      refusal(ask) {
        asks.push(ask);
        return null;
      },
      launch(key, events) {
        watched.push({ key, events });
        return () => undefined;
      },
      onUnsure: (run) => {
        unsure = run;
      },
    },
    window: {
      show: () => {
        shows += 1;
      },
      isOpen: () => true,
      isFocused: () => focused,
      attend: () => undefined,
    },
    emit: (event, payload) => {
      if (event === 'voice') notices.push(payload as VoiceNotice);
    },
    clock: fakeClock(),
    log: listLog(),
  });
}

const report = (kind: 'ready' | 'down' | 'up'): void =>
  watched.at(-1)?.events.onReport(kind === 'up' ? { kind, heldMs: 500 } : { kind });

function lastStatus(): VoiceStatus | undefined {
  return notices.findLast((notice) => notice.kind === 'status')?.status;
}

const held = (): unknown[] => notices.filter(({ kind }) => kind === 'hold');

test('out of the box no shortcut is taken and no key is watched', () => {
  start({});
  expect(registered.size).toBe(0);
  expect(watched).toEqual([]);
});

test('a start watches the key of the settings without asking the person anything', () => {
  start({ globalHold: 'F9' });
  expect(watched.map(({ key }) => key)).toEqual(['F9']);
  change({ globalHold: 'F10' });
  expect(watched.map(({ key }) => key)).toEqual(['F9', 'F10']);
  expect(asks).toEqual([false, true]);
});

test('another setting does not restart what watches the key', () => {
  start({ globalHold: 'F9' });
  report('ready');
  change({ capSeconds: 30 });
  expect(watched).toHaveLength(1);
});

test('one key is not both: while it is held to talk it is no toggle, and it is one again after', () => {
  start({ globalHold: 'F9', globalToggle: 'f9' });
  expect([...registered]).toEqual(['f9']); // until the hold works
  report('ready');
  expect([...registered]).toEqual([]);
  expect(lastStatus()).toEqual({ globalToggle: 'off', globalHold: { state: 'ready' } });
  watched.at(-1)?.events.onReport({ kind: 'failed', reason: 'refused', detail: '' });
  expect([...registered]).toEqual(['f9']);
  expect(lastStatus()).toMatchObject({ globalToggle: 'ready' });
});

test('in the window the same key is the window’s; another key is told there too', () => {
  start({ globalHold: 'F9', key: 'F9' });
  report('ready');
  focused = true;
  report('down');
  report('up');
  expect(held()).toEqual([]);
  change({ key: 'F8' });
  report('down');
  expect(held()).toEqual([{ kind: 'hold', key: 'down' }]);
});

test('the window comes up for a microphone that is not allowed, and only then', () => {
  start({ globalHold: 'F9' });
  report('ready');
  report('down');
  report('up');
  expect(shows).toBe(0);
  change({ microphone: false });
  report('down');
  expect(shows).toBe(1);
});

test('a machine that slept while the key was down has lost it', () => {
  start({ globalHold: 'F9' });
  report('ready');
  report('down');
  unsure();
  expect(held()).toEqual([
    { kind: 'hold', key: 'down' },
    { kind: 'hold', key: 'lost' },
  ]);
  expect(watched).toHaveLength(2);
});
