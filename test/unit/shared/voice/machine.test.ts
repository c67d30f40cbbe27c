import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ARMING_LIMIT_MS,
  INITIAL_MACHINE,
  stepVoice,
  TAIL_MS,
  TAP_MS,
  timeLeft,
  type VoiceMachine,
} from '@shared/voice/machine';
import type { VoiceEffect, VoiceEvent, VoiceState } from '@shared/voice/machine-types';

const CAP = 60_000;

function run(events: readonly VoiceEvent[], from: VoiceMachine = INITIAL_MACHINE) {
  let machine = from;
  const effects: VoiceEffect[] = [];
  for (const event of events) {
    const step = stepVoice(machine, event, CAP);
    machine = step.machine;
    effects.push(...step.effects);
  }
  return { machine, state: machine.state, effects };
}

const press = (at: number): VoiceEvent => ({ kind: 'press', at, purpose: 'talk' });
const release = (at: number): VoiceEvent => ({ kind: 'release', at });
const tick = (at: number): VoiceEvent => ({ kind: 'tick', at });
const ready = (at: number, turn = 1): VoiceEvent => ({ kind: 'micReady', turn, at });
const BEGIN = { kind: 'begin', turn: 1, purpose: 'talk' } as const;
const HELD = [press(0), ready(50), release(2000), tick(2000 + TAIL_MS)];
const THINKING: readonly VoiceEvent[] = [...HELD, { kind: 'transcribed', turn: 1 }];
const SPEAKING: readonly VoiceEvent[] = [...THINKING, { kind: 'speechStarted', turn: 1 }];

describe('holding and tapping', () => {
  test('a hold records until the release and a tail, then it is transcribed', () => {
    expect(run([press(0), ready(50)]).state).toMatchObject({ kind: 'recording', mode: 'held' });
    const up = run([press(0), ready(50), release(2000)]);
    expect(up.state).toMatchObject({ kind: 'tail', endsAt: 2000 + TAIL_MS });
    expect(run([tick(2000 + TAIL_MS - 1)], up.machine).state.kind).toBe('tail');
    const done = run(HELD);
    expect(done.state.kind).toBe('transcribing');
    expect(done.effects).toEqual([BEGIN, { kind: 'finish', turn: 1 }]);
  });

  test('a tap latches, also when the microphone opens only after it; the next press ends it', () => {
    for (const events of [
      [press(0), ready(10), release(TAP_MS - 1)],
      [press(0), release(TAP_MS - 1), ready(900)],
    ]) {
      const latched = run(events);
      expect(latched.state).toMatchObject({ kind: 'recording', mode: 'latched' });
      expect(run([release(5000)], latched.machine).state.kind).toBe('recording');
      expect(run([press(5000)], latched.machine).state.kind).toBe('tail');
    }
  });

  test('exactly 300 ms is a hold, not a tap', () => {
    expect(run([press(0), ready(10), release(TAP_MS)]).state.kind).toBe('tail');
  });

  test('the repeats of a held key start nothing and end nothing', () => {
    const held = run([press(0), ready(50), press(500), press(540), press(580)]);
    expect(held.state.kind).toBe('recording');
    expect(held.effects).toEqual([BEGIN]);
  });

  test('a hold that ends before the microphone is open says so and keeps no half recording', () => {
    const { state, effects } = run([press(0), release(800)]);
    expect(state).toMatchObject({ kind: 'error', code: 'voice_not_ready', kept: false });
    expect(effects).toEqual([BEGIN, { kind: 'discard', turn: 1 }]);
  });

  test('the cap counts from the open microphone, with a countdown, and loses nothing', () => {
    const recording = run([press(0), ready(1000)]);
    expect(timeLeft(recording.state, 11_000, CAP)).toBe(50_000);
    expect(run([tick(1000 + CAP - 1)], recording.machine).state.kind).toBe('recording');
    const over = run([tick(1000 + CAP)], recording.machine);
    expect(over.state.kind).toBe('transcribing');
    expect(over.effects).toEqual([{ kind: 'finish', turn: 1 }]);
    expect(timeLeft(over.state, 0, CAP)).toBeNull();
  });

  test('a microphone that never answers is given up', () => {
    expect(run([press(0), tick(ARMING_LIMIT_MS)]).state).toMatchObject({
      kind: 'error',
      code: 'voice_microphone_late',
    });
  });
});

describe('Esc', () => {
  test.each([
    ['arming', [press(0)]],
    ['recording', [press(0), ready(50)]],
    ['tail', [press(0), ready(50), release(900)]],
    ['transcribing', HELD],
  ] as const)('while %s forgets the recording', (kind, events) => {
    const before = run(events);
    expect(before.state.kind).toBe(kind);
    const after = run([{ kind: 'cancel' }], before.machine);
    expect(after).toMatchObject({
      state: { kind: 'idle' },
      effects: [{ kind: 'discard', turn: 1 }],
    });
  });

  test('while speaking stops the voice and leaves the text alone', () => {
    const { state, effects } = run([{ kind: 'cancel' }], run(SPEAKING).machine);
    expect(state.kind).toBe('idle');
    expect(effects).toEqual([{ kind: 'stopSpeech' }]);
  });

  test('on an error throws no kept recording away', () => {
    const failed = run([
      ...HELD,
      { kind: 'failed', turn: 1, stage: 'transcribing', code: 'provider_error' },
    ]);
    expect(run([{ kind: 'cancel' }], failed.machine).state).toEqual(failed.state);
  });
});

describe('answers', () => {
  test('speaking ends when the text is whole and the voice is done, in either order', () => {
    expect(run([...THINKING, { kind: 'answered', turn: 1 }]).state.kind).toBe('idle');
    expect(run([...SPEAKING, { kind: 'speechEnded', turn: 1 }]).state.kind).toBe('speaking');
    expect(
      run([...SPEAKING, { kind: 'answered', turn: 1 }, { kind: 'speechEnded', turn: 1 }]).state
        .kind,
    ).toBe('idle');
  });

  test('a press while speaking interrupts voice and answer, and records at once', () => {
    const { state, effects } = run([press(9000)], run(SPEAKING).machine);
    expect(state).toMatchObject({ kind: 'arming', turn: 2 });
    expect(effects).toEqual([
      { kind: 'stopSpeech' },
      { kind: 'stopAnswer', turn: 1 },
      { kind: 'begin', turn: 2, purpose: 'talk' },
    ]);
  });

  test('what comes late of an interrupted turn changes nothing', () => {
    const next = run([press(9000)], run(SPEAKING).machine);
    const late: readonly VoiceEvent[] = [
      { kind: 'answered', turn: 1 },
      { kind: 'failed', turn: 1, stage: 'thinking', code: 'x' },
      { kind: 'micLost', turn: 1, code: 'x' },
    ];
    expect(run(late, next.machine).machine).toEqual(next.machine);
  });

  test('dictation ends with its text; nobody is asked', () => {
    const { state } = run([
      { kind: 'press', at: 0, purpose: 'dictate' },
      ...HELD.slice(1),
      { kind: 'transcribed', turn: 1 },
    ]);
    expect(state.kind).toBe('idle');
  });
});

describe('failures', () => {
  test.each([
    ['transcribing', HELD, 'transcribing'],
    ['thinking', THINKING, 'thinking'],
    ['thinking', SPEAKING, 'thinking'],
  ] as const)('in %s keep what was said; Retry goes back to that stage', (stage, events, back) => {
    const failed = run([{ kind: 'failed', turn: 1, stage, code: 'down' }], run(events).machine);
    expect(failed.state).toMatchObject({ kind: 'error', stage, kept: true });
    // A press must not overwrite what was said before.
    expect(run([press(9000)], failed.machine).machine).toEqual(failed.machine);
    const again = run([{ kind: 'retry' }], failed.machine);
    expect(again.state).toMatchObject({ kind: back, turn: 1 });
    expect(again.effects).toEqual([{ kind: 'retry', turn: 1 }]);
  });

  test('a device that goes away while recording keeps what came', () => {
    const { state, effects } = run([
      press(0),
      ready(50),
      { kind: 'micLost', turn: 1, code: 'voice_device_lost' },
    ]);
    expect(state).toMatchObject({ kind: 'error', code: 'voice_device_lost', kept: true });
    expect(effects).toEqual([BEGIN, { kind: 'keep', turn: 1 }]);
  });

  test('no microphone: nothing to keep, and the next press tries again', () => {
    const failed = run([press(0), { kind: 'micFailed', turn: 1, code: 'voice_no_microphone' }]);
    expect(failed.state).toMatchObject({ kind: 'error', kept: false });
    expect(run([press(900)], failed.machine).state).toMatchObject({ kind: 'arming', turn: 2 });
  });
});

// A failure that fits no state leaves the turn waiting for ever, and Esc would then throw it away.
test.each([
  ['an answer that begins before its question is written', HELD, 'thinking'],
  ['a retry that has to write the question down again', THINKING, 'transcribing'],
  ['a voice that began before the words were there', SPEAKING, 'transcribing'],
] as const)('%s and fails: said, and kept', (_, before, stage) => {
  const failed: VoiceEvent = { kind: 'failed', turn: 1, stage, code: 'x' };
  expect(run([...before, failed]).state).toMatchObject({ kind: 'error', stage, kept: true });
});

/** Any event, its turn among those that exist; time only goes on. */
const anyEvent = fc.record({
  kind: fc.constantFrom<VoiceEvent['kind']>(
    'press',
    'release',
    'cancel',
    'tick',
    'micReady',
    'micFailed',
    'micLost',
    'transcribed',
    'speechStarted',
    'answered',
    'speechEnded',
    'failed',
    'retry',
    'dismiss',
  ),
  step: fc.integer({ min: 0, max: 20_000 }),
  turn: fc.integer({ min: 1, max: 4 }),
  purpose: fc.constantFrom('talk' as const, 'dictate' as const),
  stage: fc.constantFrom('transcribing' as const, 'thinking' as const),
});

/** The turn whose sound is being recorded, by what was asked of the world; null = none. */
function recordingAfter(effects: readonly VoiceEffect[]): number | null {
  let turn: number | null = null;
  for (const effect of effects) {
    if (effect.kind === 'begin') {
      expect(turn).toBeNull(); // never two recordings
      turn = effect.turn;
    } else if ('turn' in effect && effect.turn === turn && effect.kind !== 'retry') turn = null;
  }
  return turn;
}

const RECORDS: readonly VoiceState['kind'][] = ['arming', 'recording', 'tail'];

describe('whatever happens, in any order', () => {
  test('never two recordings; none is lost by a failure; the way back to idle is always open', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (shapes) => {
        let machine = INITIAL_MACHINE;
        let at = 0;
        const effects: VoiceEffect[] = [];
        for (const shape of shapes) {
          at += shape.step;
          const event: VoiceEvent = { ...shape, at, code: 'x' };
          const before = machine.state;
          const step = stepVoice(machine, event, CAP);
          machine = step.machine;
          effects.push(...step.effects);
          const recording = recordingAfter(effects);
          expect(recording !== null).toBe(RECORDS.includes(machine.state.kind));
          // Only the person lets go of sound that was recorded.
          const held = before.kind === 'recording' || before.kind === 'tail';
          const gone = step.effects.some(({ kind }) => kind === 'discard');
          if (gone && (held || (before.kind === 'error' && before.kept))) {
            expect(['cancel', 'dismiss']).toContain(event.kind);
          }
          if (event.kind === 'failed') expect(gone).toBe(false);
        }
        const end = run([{ kind: 'cancel' }, { kind: 'dismiss' }], machine);
        expect(end.state.kind).toBe('idle');
      }),
      { numRuns: 2000 },
    );
  });

  test('time alone ends every state that waits for a person’s key or a device', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 30 }), (shapes) => {
        let at = 0;
        const events = shapes.map((shape) => {
          at += shape.step;
          return { ...shape, at, code: 'x' };
        });
        const { machine } = run(events);
        const later = at + ARMING_LIMIT_MS + CAP + TAIL_MS;
        const { state } = run([tick(later), tick(later + 1)], machine);
        expect(RECORDS).not.toContain(state.kind);
      }),
    );
  });
});
