import { beforeEach, describe, expect, test } from 'vitest';
import type { ChatEvent, ChatStarted } from '@shared/ipc/contract';
import type { VoiceTimings } from '@shared/ipc/voice';
import { DEFAULT_VOICE, type VoiceSettings } from '@shared/settings/settings';
import { INITIAL_MACHINE } from '@shared/voice/machine';
import type { MicrophoneEvents } from '../../../../renderer/features/voice/microphone';
import { createVoiceSession } from '../../../../renderer/features/voice/session';
import type { VoiceSession } from '../../../../renderer/features/voice/session-types';
import { useVoiceStore } from '../../../../renderer/features/voice/store';
import { createFakeApi, fail, type FakeApi } from '../../../support/fake-api';

const TIMINGS: VoiceTimings = {
  decidedMs: 0.1,
  recordedMs: 900,
  transcribeMs: 40,
  firstWordMs: null,
  answerMs: null,
};
const STARTED: ChatStarted = {
  streamId: 's1',
  answerId: 'a1',
  userMessage: {
    id: 'q1',
    parentId: null,
    role: 'user',
    content: 'Hello',
    createdAt: 0,
    meta: null,
  },
};

let now: number;
let timers: { readonly at: number; readonly run: () => void }[];
let settings: VoiceSettings;
let fake: FakeApi;
let opens: number;
let closed: number;
let hear: ((samples: Int16Array) => void) | null;
let device: MicrophoneEvents | null;
let refuse: DOMException | null;
let spoken: string[];
let dictated: string[];
let played: (number | 'stop')[];
let heardMs: number;
let playerIdle: boolean;
let session: VoiceSession;

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

beforeEach(() => {
  useVoiceStore.setState({
    machine: INITIAL_MACHINE,
    shown: null,
    level: 0,
    leftMs: null,
    asksConsent: false,
  });
  now = 0;
  timers = [];
  settings = { ...DEFAULT_VOICE, microphone: true };
  fake = createFakeApi();
  opens = 0;
  closed = 0;
  hear = null;
  device = null;
  refuse = null;
  spoken = [];
  dictated = [];
  played = [];
  heardMs = 0;
  playerIdle = true;
  session = createVoiceSession({
    api: () => fake.api,
    settings: () => settings,
    openMicrophone(_id, events) {
      opens += 1;
      device = events;
      if (refuse !== null) return Promise.reject(refuse);
      return Promise.resolve({
        start: (onPiece) => {
          hear = onPiece;
        },
        stop: () => {
          hear = null;
        },
        close: () => {
          closed += 1;
        },
      });
    },
    speaker: {
      say(text, localOnly) {
        if (settings.speech === 'off') return false;
        spoken.push(localOnly === true ? `(here) ${text}` : text);
        return true;
      },
      stop: () => spoken.push('(stop)'),
      idle: () => true,
    },
    player: {
      push: (samples) => played.push(samples.length),
      stop() {
        played.push('stop');
        return heardMs;
      },
      idle: () => playerIdle,
    },
    target: () => ({ conversationId: null, parentId: null }),
    onAnswering: () => undefined,
    onDictated: (text) => dictated.push(text),
    now: () => now,
    newId: () => `t${opens}`,
    after(ms, run) {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
  });
});

function advance(ms: number): void {
  const until = now + ms;
  for (;;) {
    const due = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
    if (due === undefined) break;
    timers = timers.filter((timer) => timer !== due);
    now = Math.max(now, due.at);
    due.run();
  }
  now = until;
}

const kind = (): string => useVoiceStore.getState().machine.state.kind;
const named = (name: string): unknown[] =>
  fake.calls.filter((call) => call.name === name).map(({ input }) => input);

async function record(purpose: 'talk' | 'dictate' = 'talk'): Promise<void> {
  session.press(purpose);
  await settle();
  hear?.(Int16Array.of(1, 2));
  hear?.(Int16Array.of(3));
  advance(1000);
}

async function say(purpose: 'talk' | 'dictate' = 'talk'): Promise<void> {
  await record(purpose);
  session.release();
  advance(400);
  await settle();
}

function transcribed(): void {
  session.takeNotice({
    kind: 'transcribed',
    turnId: 't0',
    text: 'Hello',
    model: 'a/ear',
    timings: TIMINGS,
  });
}

const delta = (text: string): ChatEvent => ({ kind: 'delta', streamId: 's1', text });

describe('recording', () => {
  test('the picks are asked for at key down, pieces follow in order, and the end comes last', async () => {
    await say();
    const names = fake.calls.map(({ name }) => name);
    expect(names).toEqual(['voice.begin', 'voice.chunk', 'voice.chunk', 'voice.finish']);
    expect(named('voice.chunk')).toMatchObject([{ seq: 0 }, { seq: 1 }]);
    expect(kind()).toBe('transcribing');
  });

  test('without the person’s consent nothing is opened', () => {
    settings = { ...settings, microphone: false };
    session.press('talk');
    expect(useVoiceStore.getState().asksConsent).toBe(true);
    expect(opens).toBe(0);
  });

  test('the microphone stays ready for the next turn, then closes', async () => {
    await say();
    session.send({ kind: 'cancel' });
    await record();
    expect(opens).toBe(1);
    session.send({ kind: 'cancel' });
    advance(30_000);
    expect(closed).toBe(1);
  });

  test('consent that is taken back closes it at once and forgets what is being said', async () => {
    await record();
    session.forbid();
    expect(closed).toBe(1);
    expect(kind()).toBe('idle');
    await settle();
    expect(named('voice.discard')).toEqual([{ turnId: 't0' }]);
  });

  // A microphone that opens after consent was taken back would stay open for half a minute.
  test('consent that is taken back while it opens closes it as soon as it is open', async () => {
    session.press('talk');
    session.forbid();
    await settle();
    expect([opens, closed, kind()]).toEqual([1, 1, 'idle']);
  });

  test('with keepReady off it closes at once', async () => {
    settings = { ...settings, keepReady: false };
    await say();
    expect(closed).toBe(1);
  });

  test('a device that goes away keeps what was sent and can be tried', async () => {
    await record();
    device?.onLost();
    expect(useVoiceStore.getState().machine.state).toMatchObject({
      kind: 'error',
      code: 'voice_device_lost',
      kept: true,
    });
    expect(named('voice.discard')).toEqual([]);
    session.send({ kind: 'retry' });
    await settle();
    expect(named('voice.retry')).toEqual([{ turnId: 't0' }]);
  });

  test('a tap stays a tap when the app was too busy to look at it at once', async () => {
    session.press('talk');
    await settle();
    now += 900; // the key-up waited behind other work
    session.release(120);
    expect(useVoiceStore.getState().machine.state).toMatchObject({
      kind: 'recording',
      mode: 'latched',
    });
  });

  test('a held key that nobody sees any more ends the recording, and nothing is sent unasked', async () => {
    await record();
    session.lose();
    expect(useVoiceStore.getState().machine.state).toMatchObject({
      kind: 'error',
      code: 'voice_key_lost',
      kept: true,
    });
    advance(1000);
    await settle();
    expect(named('voice.finish')).toEqual([]);
    expect(named('voice.discard')).toEqual([]);
    expect(closed).toBe(1);
    session.send({ kind: 'retry' });
    await settle();
    expect(named('voice.retry')).toEqual([{ turnId: 't0' }]);
  });

  test('a key that is lost costs a latched recording nothing, and one that opens is taken back', async () => {
    session.press('talk');
    session.lose();
    expect(kind()).toBe('idle');
    session.press('talk');
    await settle();
    session.release();
    session.lose();
    expect(useVoiceStore.getState().machine.state).toMatchObject({
      kind: 'recording',
      mode: 'latched',
    });
  });

  test.each([
    ['NotAllowedError', 'voice_microphone_refused'],
    ['NotFoundError', 'voice_no_microphone'],
    ['NotReadableError', 'voice_microphone_busy'],
  ])('%s is told as %s', async (name, code) => {
    refuse = new DOMException('x', name);
    session.press('talk');
    await settle();
    expect(useVoiceStore.getState().machine.state).toMatchObject({ kind: 'error', code });
  });

  test('a cancel while the microphone opens records nothing and leaves it to close', async () => {
    session.press('talk');
    session.send({ kind: 'cancel' });
    await settle();
    expect(hear).toBeNull();
    expect(named('voice.chunk')).toEqual([]);
    advance(30_000);
    expect(closed).toBe(1);
  });

  test('a second press while the microphone opens does not open another one', async () => {
    session.press('talk');
    session.send({ kind: 'cancel' });
    session.press('talk');
    await settle();
    expect(opens).toBe(1);
    expect(kind()).toBe('recording');
  });

  test('main that is gone at the end is a failure that keeps the recording', async () => {
    fake.override('voice.finish', () => fail('backend_unavailable'));
    await say();
    expect(useVoiceStore.getState().machine.state).toMatchObject({
      kind: 'error',
      stage: 'transcribing',
      kept: true,
    });
  });
});

describe('after the recording', () => {
  // A beat of 100 ms cost every turn 50 ms on average.
  test('what was said is sent at the end of the tail, not at the beat after it', async () => {
    await record();
    advance(37);
    session.release();
    advance(299);
    expect(kind()).toBe('tail');
    advance(1);
    expect(kind()).toBe('transcribing');
  });

  test('sentences are spoken as they come; the turn ends when the text and the voice have', async () => {
    await say();
    transcribed();
    session.takeNotice({
      kind: 'answering',
      turnId: 't0',
      conversationId: 'c',
      started: STARTED,
      live: false,
    });
    session.takeChatEvent(delta('One. Tw'));
    expect(spoken).toEqual(['One.']);
    expect(kind()).toBe('speaking');
    session.takeNotice({ kind: 'answered', turnId: 't0', timings: TIMINGS });
    expect(kind()).toBe('idle');
  });

  test('an answer about a private picture is said as one that stays on this machine', async () => {
    await say();
    session.takeNotice({
      kind: 'answering',
      turnId: 't0',
      conversationId: 'c',
      started: { ...STARTED, localOnly: true },
      live: false,
    });
    session.takeChatEvent(delta('One. Tw'));
    expect(spoken).toEqual(['(here) One.']);
  });

  test('with speech off the text is enough', async () => {
    settings = { ...settings, speech: 'off' };
    await say();
    transcribed();
    session.takeNotice({
      kind: 'answering',
      turnId: 't0',
      conversationId: 'c',
      started: STARTED,
      live: false,
    });
    session.takeChatEvent(delta('One. Two. '));
    expect(kind()).toBe('thinking');
    session.takeNotice({ kind: 'answered', turnId: 't0', timings: TIMINGS });
    expect(kind()).toBe('idle');
  });

  test('words of an answer that was interrupted are not spoken', async () => {
    await say();
    transcribed();
    session.takeNotice({
      kind: 'answering',
      turnId: 't0',
      conversationId: 'c',
      started: STARTED,
      live: false,
    });
    session.takeChatEvent(delta('One. Tw'));
    session.press('talk');
    session.takeChatEvent(delta('o. Three. '));
    expect(spoken).toEqual(['One.', '(stop)']);
    await settle();
    expect(named('voice.stopAnswer')).toEqual([{ turnId: 't0', heardMs: null }]);
  });

  test('dictation gives its text and asks nobody', async () => {
    await say('dictate');
    transcribed();
    expect(dictated).toEqual(['Hello']);
    expect(kind()).toBe('idle');
  });
});
