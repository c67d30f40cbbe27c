import { beforeEach, describe, expect, test } from 'vitest';
import type { SpeechMode } from '@shared/settings/settings';
import { createSpeaker, type Speaker } from '../../../../renderer/features/voice/speaker';
import { fail, ok } from '../../../support/fake-api';

class Utterance extends EventTarget {
  constructor(readonly text: string) {
    super();
  }
}

let mode: SpeechMode;
let voices: number;
let spoken: Utterance[];
let played: string[];
let endPlay: () => void;
let cancelled: number;
let idle: number;
let problems: string[];
let refuse: boolean;
let speaker: Speaker;

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

beforeEach(() => {
  mode = 'system';
  voices = 1;
  spoken = [];
  played = [];
  cancelled = 0;
  idle = 0;
  problems = [];
  refuse = false;
  speaker = createSpeaker({
    mode: () => mode,
    synth: {
      speak: (utterance: unknown) => spoken.push(utterance as Utterance),
      cancel: () => (cancelled += 1),
      getVoices: () => Array.from({ length: voices }),
    } as unknown as SpeechSynthesis,
    utter: (text) => new Utterance(text) as unknown as SpeechSynthesisUtterance,
    fetchSound(text, localOnly) {
      if (refuse) return fail('provider_error');
      if (localOnly) return fail('no_eligible_candidate');
      return ok({ type: 'audio/mpeg', bytes: new TextEncoder().encode(text) });
    },
    play(sound) {
      played.push(new TextDecoder().decode(sound.bytes));
      const done = new Promise<void>((resolve) => {
        endPlay = resolve;
      });
      return { done, stop: () => endPlay() };
    },
    onStart: () => undefined,
    onIdle: () => (idle += 1),
    onProblem: (code) => problems.push(code),
  });
});

const texts = (): string[] => spoken.map(({ text }) => text);

describe('by the system', () => {
  test('one sentence after the other; idle once at the end', async () => {
    speaker.say('One.');
    speaker.say('Two.');
    await settle();
    expect(texts()).toEqual(['One.']);
    spoken[0]?.dispatchEvent(new Event('end'));
    await settle();
    expect(texts()).toEqual(['One.', 'Two.']);
    expect(idle).toBe(0);
    spoken[1]?.dispatchEvent(new Event('end'));
    await settle();
    expect(idle).toBe(1);
    expect(speaker.idle()).toBe(true);
  });

  test('a system without voices does not hang: it is asked, and the text stays', async () => {
    voices = 0;
    speaker.say('One.');
    speaker.say('Two.');
    await settle();
    expect(texts()).toEqual(['One.', 'Two.']);
    expect(problems).toContain('noVoice');
    expect(idle).toBe(1);
  });

  test('stop is silent at once and forgets what waited; what ends late says nothing', async () => {
    speaker.say('One.');
    speaker.say('Two.');
    await settle();
    speaker.stop();
    spoken[0]?.dispatchEvent(new Event('end'));
    await settle();
    expect(texts()).toEqual(['One.']);
    expect(cancelled).toBeGreaterThan(0);
    expect(idle).toBe(0);
    speaker.say('Three.');
    await settle();
    expect(texts()).toEqual(['One.', 'Three.']);
  });
});

describe('by a speech model', () => {
  test('sounds are played in order', async () => {
    mode = 'provider';
    speaker.say('One.');
    speaker.say('Two.');
    await settle();
    expect(played).toEqual(['One.']);
    endPlay();
    await settle();
    expect(played).toEqual(['One.', 'Two.']);
  });

  test('a failure is told and does not hold up the turn', async () => {
    mode = 'provider';
    refuse = true;
    speaker.say('One.');
    await settle();
    expect(problems).toEqual(['provider_error']);
    expect(idle).toBe(1);
  });
});

test('off says nothing and says so', () => {
  mode = 'off';
  expect(speaker.say('One.')).toBe(false);
  expect(spoken).toEqual([]);
});

// What a picture of a private app shows would be read aloud by a voice in the cloud.
test('the system says what no voice elsewhere may be given, in its place among the others', async () => {
  mode = 'provider';
  speaker.say('One.');
  speaker.say('The password is hunter2.', true);
  await settle();
  expect([played, texts()]).toEqual([['One.'], []]);
  endPlay();
  await settle();
  expect([played, texts(), problems]).toEqual([['One.'], ['The password is hunter2.'], []]);
});
