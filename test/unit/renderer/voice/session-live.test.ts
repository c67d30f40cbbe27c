import { beforeEach, describe, expect, test } from 'vitest';
import type { ChatEvent, ChatStarted } from '@shared/ipc/contract';
import type { VoiceBegun, VoiceTimings } from '@shared/ipc/voice';
import { DEFAULT_VOICE, type VoiceSettings } from '@shared/settings/settings';
import { INITIAL_MACHINE } from '@shared/voice/machine';
import { createVoiceSession } from '../../../../renderer/features/voice/session';
import type { VoiceSession } from '../../../../renderer/features/voice/session-types';
import { useVoiceStore } from '../../../../renderer/features/voice/store';
import { createFakeApi, type FakeApi } from '../../../support/fake-api';

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
  refuse = null;
  spoken = [];
  dictated = [];
  played = [];
  heardMs = 0;
  playerIdle = true;
  session = createVoiceSession({
    api: () => fake.api,
    settings: () => settings,
    openMicrophone() {
      opens += 1;
      if (refuse !== null) return Promise.reject(refuse);
      return Promise.resolve({
        start: () => undefined,
        stop: () => undefined,
        close: () => {
          closed += 1;
        },
      });
    },
    speaker: {
      say(text) {
        if (settings.speech === 'off') return false;
        spoken.push(text);
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

const delta = (text: string): ChatEvent => ({ kind: 'delta', streamId: 's1', text });
const SOUND = new Int16Array(4_800);
async function asked(): Promise<void> {
  fake.override('voice.begin', () =>
    Promise.resolve({
      ok: true,
      data: {
        transcription: { decision: { model: 'lab/ear' } },
        response: { decision: { model: 'lab/voice' } },
        live: true,
        decidedMs: 0,
      } as unknown as VoiceBegun,
    }),
  );
  session.press('talk');
  await settle();
  advance(1_000);
  session.release();
  advance(400);
  await settle();
  expect(kind()).toBe('transcribing');
}
const sound = (): void => session.takeNotice({ kind: 'sound', turnId: 't0', samples: SOUND });

describe('a live session', () => {
  // The answer may be heard before its question is written: the state must not wait for the words.
  test('speaks as soon as the first sound is there, and the words come when they come', async () => {
    await asked();
    sound();
    expect([kind(), played]).toEqual(['speaking', [4_800]]);
    session.takeNotice({
      kind: 'transcribed',
      turnId: 't0',
      text: 'Hello',
      model: 'whisper-1',
      timings: TIMINGS,
    });
    expect(kind()).toBe('speaking');
    expect(useVoiceStore.getState().shown).toMatchObject({ transcript: 'Hello', live: true });
  });

  test('its words are not spoken a second time by another voice', async () => {
    await asked();
    sound();
    session.takeNotice({
      kind: 'answering',
      turnId: 't0',
      conversationId: 'c',
      started: STARTED,
      live: true,
    });
    session.takeChatEvent(delta('One. Two. '));
    expect(spoken).toEqual([]);
  });

  test('ends when the last sound is played, not when the last word is written', async () => {
    await asked();
    sound();
    playerIdle = false;
    session.takeNotice({ kind: 'answered', turnId: 't0', timings: TIMINGS });
    expect(kind()).toBe('speaking');
    session.speechIdle();
    expect(kind()).toBe('idle');
  });

  test('breaking in tells how much was heard; what still comes is not played', async () => {
    await asked();
    sound();
    heardMs = 320;
    session.press('talk');
    await settle();
    expect(named('voice.stopAnswer')).toEqual([{ turnId: 't0', heardMs: 320 }]);
    sound();
    expect(played).toEqual([4_800, 'stop']);
  });

  // Counted on from the last answer, a break-in would keep words that nobody heard.
  test('what was heard is counted from the beginning of the turn', async () => {
    await asked();
    sound();
    session.takeNotice({ kind: 'answered', turnId: 't0', timings: TIMINGS });
    session.speechIdle();
    expect(kind()).toBe('idle');
    session.press('talk');
    expect(played).toEqual([4_800, 'stop']);
  });

  test('a session that did not come about is no live turn any more', async () => {
    await asked();
    session.takeNotice({ kind: 'notLive', turnId: 't0' });
    expect(useVoiceStore.getState().shown?.live).toBe(false);
  });
});
