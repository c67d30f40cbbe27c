import { beforeEach, describe, expect, test } from 'vitest';
import type { AnswerMeta, Conversation, Message } from '@shared/api/conversations';
import type { HistoryRow } from '@shared/api/history';
import { heardPart } from '../../../../electron/main/assistant/heard-part';
import { createLiveTurn, type LiveTurn } from '../../../../electron/main/assistant/live-turn';
import type { LiveHandlers, LiveLine } from '../../../../electron/main/backend/live-client';
import { IpcFailure } from '../../../../electron/main/ipc/failure';
import { fakeClock, listLog, settle, type FakeClock } from '../support';

const VOICE = Int16Array.from({ length: 1_600 }, (_, at) => (at % 8 < 4 ? 9_000 : -9_000));
const SOUND = new Int16Array(24_000);

type Sent = { readonly type: string } & Record<string, unknown>;

let clock: FakeClock;
let sent: Sent[];
let handlers: LiveHandlers | null;
let refuse: IpcFailure | null;
let letOpen: () => void;
let closes: number;
let messages: Message[];
let sounds: number;
let broken: number;
let rows: Partial<HistoryRow>[];

beforeEach(() => {
  clock = fakeClock();
  sent = [];
  handlers = null;
  refuse = null;
  closes = 0;
  messages = [];
  sounds = 0;
  broken = 0;
  rows = [{ id: 'o1', status: 'succeeded', costUsd: 0.02, model: 'lab/voice' }];
});

function open(change: { parentId?: string; spoken?: boolean; slow?: boolean } = {}): LiveTurn {
  const { parentId = null, spoken = true, slow = false } = change;
  const opened = slow
    ? new Promise<void>((resolve) => {
        letOpen = resolve;
      })
    : Promise.resolve();
  return createLiveTurn(
    {
      live: {
        async open(_request, given) {
          handlers = given;
          await opened;
          if (refuse !== null) throw refuse;
          const line: LiveLine = {
            headers: new Headers({
              'x-auto-router-model': 'lab/voice',
              'x-auto-router-outcome': 'o1',
            }),
            send: (event) => sent.push(event as Sent),
            close: () => (closes += 1),
          };
          return line;
        },
      },
      client: {
        getConversation: (id) => Promise.resolve({ id, messages } as unknown as Conversation),
        historyPage: () => Promise.resolve({ rows } as never),
      },
      outbox: { pending: () => [] },
      clock,
      log: listLog(),
    },
    {
      model: 'auto/ptt_response',
      parentId,
      conversationId: () => Promise.resolve('c1'),
      spoken,
      onSound: () => (sounds += 1),
      onBroken: () => (broken += 1),
    },
  );
}

const types = (): string[] => sent.map(({ type }) => type);
const appended = (): number =>
  sent
    .filter(({ type }) => type === 'input_audio_buffer.append')
    .reduce((sum, { audio }) => sum + Buffer.from(String(audio), 'base64').length / 2, 0);

function message(id: string, parentId: string | null, role: Message['role'], content: string) {
  return { id, parentId, role, content, createdAt: 0, meta: null };
}

/** Looks at the answer as the chat does. */
function look(turn: LiveTurn, stop = new AbortController()) {
  const seen = { text: '', started: null as AnswerMeta | null };
  const answer = turn.answer(stop.signal, {
    onStart: (meta) => {
      seen.started = meta;
    },
    onText: (text) => {
      seen.text += text;
    },
  });
  return { answer, seen, stop };
}

/** Asked, answered with a first piece, and interrupted. */
async function interrupted(): Promise<{ turn: LiveTurn; asked: Promise<string | null> }> {
  const turn = open();
  await settle();
  const asked = turn.ask();
  await settle();
  handlers?.onEvent({ kind: 'text', text: 'Once upon a time there was' });
  handlers?.onEvent({ kind: 'sound', itemId: 'item-7', samples: SOUND });
  turn.interrupt(400);
  return { turn, asked };
}

describe('a turn over a live session', () => {
  test('says how it wants to be heard and answered, then sends what was recorded before it was open', async () => {
    const turn = open({ slow: true });
    await settle();
    turn.push(VOICE);
    turn.push(VOICE);
    expect(sent).toEqual([]);
    letOpen();
    await settle();
    expect(types()).toEqual([
      'session.update',
      'input_audio_buffer.append',
      'input_audio_buffer.append',
    ]);
    expect(sent[0]).toMatchObject({
      session: {
        type: 'realtime',
        output_modalities: ['audio'],
        audio: { input: { turn_detection: null, transcription: { model: 'auto' } } },
      },
    });
    turn.push(VOICE);
    // Nothing of the recording is lost, and it is as long as it was: 3 x 100 ms.
    expect(appended()).toBe(7_200);
    turn.close();
  });

  test('knows what was said before, in order, whoever said it', async () => {
    messages = [
      message('q', null, 'user', 'Where am I?'),
      message('a', 'q', 'assistant', 'In Oslo.'),
      message('other', 'q', 'assistant', 'In Rome.'),
    ];
    open({ parentId: 'a' });
    await settle();
    expect(sent.slice(1).map(({ item }) => item)).toEqual([
      {
        type: 'message',
        role: 'user',
        content: [{ type: 'input_text', text: 'Where am I?' }],
      },
      {
        type: 'message',
        role: 'assistant',
        content: [{ type: 'output_text', text: 'In Oslo.' }],
      },
    ]);
  });

  // A picture on the branch would silently be left out of what the model sees.
  test('a conversation with pictures goes the ordinary way', async () => {
    messages = [{ ...message('q', null, 'user', 'Look'), pictures: [{ id: 'p' }] } as never];
    const turn = open({ parentId: 'q' });
    await settle();
    expect([broken, turn.wasAsked()]).toEqual([1, false]);
  });

  test('asks with the key up, gives the words, and streams the answer from its first word', async () => {
    const turn = open();
    turn.push(VOICE);
    await settle();
    const asked = turn.ask();
    await settle();
    expect(types().slice(-2)).toEqual(['input_audio_buffer.commit', 'response.create']);
    clock.advance(200);
    handlers?.onEvent({ kind: 'text', text: 'It is ' });
    handlers?.onEvent({ kind: 'sound', itemId: 'i', samples: SOUND });
    handlers?.onEvent({ kind: 'ears', model: 'whisper-1' });
    handlers?.onEvent({ kind: 'heard', text: ' What time is it? ' });
    expect(await asked).toBe('What time is it?');
    const { answer, seen } = look(turn);
    expect([seen.text, seen.started?.model, sounds]).toEqual(['It is ', 'lab/voice', 1]);
    handlers?.onEvent({ kind: 'text', text: 'noon.' });
    clock.advance(300);
    handlers?.onEvent({ kind: 'done', status: 'completed' });
    await settle();
    const { content, meta } = await answer;
    expect([content, closes, turn.ears()]).toEqual(['It is noon.', 1, 'whisper-1']);
    expect(meta).toMatchObject({
      status: 'succeeded',
      firstTokenMs: 200,
      totalMs: 500,
      costUsd: 0.02,
    });
  });

  test('without speech the answer is asked for as text', async () => {
    open({ spoken: false });
    await settle();
    expect(sent[0]).toMatchObject({ session: { output_modalities: ['text'] } });
  });

  test('words that never come are not waited for longer than the answer and a little', async () => {
    const turn = open();
    await settle();
    const asked = turn.ask();
    await settle();
    handlers?.onEvent({ kind: 'text', text: 'Noon.' });
    handlers?.onEvent({ kind: 'done', status: 'completed' });
    clock.advance(3_000);
    expect(await asked).toBeNull();
    expect((await look(turn).answer).content).toBe('Noon.');
  });

  test('breaking in cancels, cuts the session at what was heard, and keeps those words', async () => {
    const turn = open();
    await settle();
    const asked = turn.ask();
    await settle();
    handlers?.onEvent({ kind: 'heard', text: 'Tell me a story' });
    await asked;
    const { answer, stop } = look(turn);
    handlers?.onEvent({ kind: 'text', text: 'Once upon a time there was' });
    handlers?.onEvent({ kind: 'sound', itemId: 'item-7', samples: SOUND });
    turn.interrupt(400);
    stop.abort();
    const { content, meta } = await answer;
    expect([content, meta.status]).toEqual(['Once upon', 'aborted']);
    expect(sent.slice(-2)).toEqual([
      { type: 'response.cancel' },
      {
        type: 'conversation.item.truncate',
        item_id: 'item-7',
        content_index: 0,
        audio_end_ms: 400,
      },
    ]);
    handlers?.onEvent({ kind: 'sound', itemId: 'item-7', samples: SOUND });
    expect(sounds).toBe(1);
    // It may still say what it cost; then the connection goes.
    expect(closes).toBe(0);
    clock.advance(1_000);
    expect(closes).toBe(1);
  });

  describe('a press that breaks in before the question is written', () => {
    // Nobody listens, and it is paid for by the second.
    test('the session is told at once, once', async () => {
      const { turn, asked } = await interrupted();
      expect(types().slice(-2)).toEqual(['response.cancel', 'conversation.item.truncate']);
      handlers?.onEvent({ kind: 'heard', text: 'A story' });
      expect(await asked).toBe('A story');
      const { answer, stop } = look(turn);
      stop.abort();
      expect(await answer).toMatchObject({ content: 'Once upon', meta: { status: 'aborted' } });
      expect(types().filter((type) => type === 'response.cancel')).toHaveLength(1);
      clock.advance(1_000);
      expect(closes).toBe(1);
    });

    test('the words are waited for a little after the answer has ended', async () => {
      const { turn, asked } = await interrupted();
      handlers?.onEvent({ kind: 'done', status: 'cancelled' });
      await settle();
      clock.advance(2_000);
      expect(closes).toBe(0);
      handlers?.onEvent({ kind: 'heard', text: 'A story' });
      expect(await asked).toBe('A story');
      expect(await look(turn).answer).toMatchObject({
        content: 'Once upon',
        meta: { status: 'aborted' },
      });
      expect(closes).toBe(1);
    });

    test('a session that says nothing any more is not waited for without end', async () => {
      const { asked } = await interrupted();
      clock.advance(1_000);
      expect([await asked, closes]).toEqual([null, 1]);
    });
  });

  // To cancel what has ended is an error to the provider, and the words were lost with it.
  test('an answer that has ended is not cancelled', async () => {
    const turn = open();
    await settle();
    const asked = turn.ask();
    await settle();
    handlers?.onEvent({ kind: 'text', text: 'Noon.' });
    handlers?.onEvent({ kind: 'done', status: 'completed' });
    turn.interrupt(10);
    expect(types()).not.toContain('response.cancel');
    handlers?.onEvent({ kind: 'heard', text: 'What time is it?' });
    expect(await asked).toBe('What time is it?');
  });
});

describe('failures of a session', () => {
  test('one that cannot be opened is broken, and asking it fails with its code', async () => {
    refuse = new IpcFailure('spending_cap_reached', 'capped');
    const turn = open();
    await settle();
    expect([broken, turn.wasAsked()]).toEqual([1, false]);
    await expect(turn.ask()).rejects.toMatchObject({ code: 'spending_cap_reached' });
  });

  // The key is up and somebody waits: a provider that hangs must not cost a quarter of a minute.
  test('one that is not open soon after the key is up is not waited for', async () => {
    const turn = open({ slow: true });
    await settle();
    const asked = turn.ask();
    clock.advance(4_000);
    await expect(asked).rejects.toMatchObject({ code: 'provider_timeout' });
    expect([broken, turn.wasAsked()]).toEqual([1, false]);
    letOpen();
    await settle();
    expect([types(), closes]).toEqual([[], 1]);
  });

  test('one that breaks while the person still speaks is told at once', async () => {
    const turn = open();
    await settle();
    handlers?.onClosed();
    expect([broken, turn.wasAsked()]).toEqual([1, false]);
  });

  test.each([
    [
      'an error event',
      (to: LiveHandlers) =>
        to.onEvent({ kind: 'error', code: 'rate_limit_exceeded', message: 'no' }),
      'rate_limit_exceeded',
    ],
    ['a connection that breaks', (to: LiveHandlers) => to.onClosed(), 'provider_cut_stream'],
    ['silence', () => clock.advance(20_000), 'provider_timeout'],
  ])('%s after the question fails the question', async (_, fault, code) => {
    const turn = open();
    await settle();
    const asked = turn.ask();
    await settle();
    if (handlers !== null) fault(handlers);
    await expect(asked).rejects.toMatchObject({ code });
    expect([broken, closes]).toEqual([0, 1]);
  });

  test('a break in the answer keeps what came and says why', async () => {
    const turn = open();
    await settle();
    const asked = turn.ask();
    await settle();
    handlers?.onEvent({ kind: 'heard', text: 'Hi' });
    await asked;
    const { answer } = look(turn);
    handlers?.onEvent({ kind: 'text', text: 'Hel' });
    handlers?.onClosed();
    expect(await answer).toMatchObject({
      content: 'Hel',
      meta: { status: 'failed', errorCode: 'provider_cut_stream' },
    });
  });

  // The whole answer was thrown away for the want of its question, which the recording tells.
  test('one that breaks after the answer and before the words keeps the answer', async () => {
    const turn = open();
    await settle();
    const asked = turn.ask();
    await settle();
    handlers?.onEvent({ kind: 'text', text: 'Noon.' });
    handlers?.onEvent({ kind: 'done', status: 'completed' });
    handlers?.onClosed();
    expect(await asked).toBeNull();
    expect(await look(turn).answer).toMatchObject({
      content: 'Noon.',
      meta: { status: 'succeeded' },
    });
    expect(closes).toBe(1);
  });

  // A press that breaks in may cross the end of the answer on its way.
  test('an error event after the answer does not cost the words', async () => {
    const turn = open();
    await settle();
    const asked = turn.ask();
    await settle();
    handlers?.onEvent({ kind: 'done', status: 'completed' });
    handlers?.onEvent({ kind: 'error', code: 'response_cancel_not_active', message: '' });
    handlers?.onEvent({ kind: 'heard', text: 'What time is it?' });
    expect(await asked).toBe('What time is it?');
  });

  test('an answer that ends as failed is a failure', async () => {
    const turn = open();
    await settle();
    const asked = turn.ask();
    await settle();
    handlers?.onEvent({ kind: 'heard', text: 'Hi' });
    handlers?.onEvent({ kind: 'done', status: 'failed' });
    await asked;
    expect((await look(turn).answer).meta).toMatchObject({
      status: 'failed',
      errorCode: 'provider_error',
    });
  });

  test('closing it ends whoever waits for it', async () => {
    const turn = open();
    await settle();
    const asked = turn.ask();
    await settle();
    turn.close();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    expect([broken, closes]).toEqual([0, 1]);
  });
});

test.each([
  ['One two three', 1_000, 1_000, 'One two three'],
  ['One two three', 500, 1_000, 'One'],
  ['One two three', 550, 1_000, 'One two'],
  ['One two three', 0, 1_000, ''],
  ['One two three', 20, 0, 'One two three'],
])('of %j after %d of %d ms, %j was heard', (text, heard, sound, part) => {
  expect(heardPart(text, heard, sound)).toBe(part);
});
