import { beforeEach, describe, expect, test } from 'vitest';
import type { AnswerMeta, Conversation, Message, VoiceMeta } from '@shared/api/conversations';
import type { ChatSendInput, PickState } from '@shared/ipc/contract';
import type { VoiceNotice } from '@shared/ipc/voice';
import type { TaskName } from '@shared/routing/tasks';
import type { AnswerSource } from '../../../../electron/main/assistant/answer';
import { EMPTY_META } from '../../../../electron/main/assistant/answer-meta';
import type { LiveTurn, LiveTurnInput } from '../../../../electron/main/assistant/live-turn';
import {
  createPushToTalk,
  type PushToTalk,
} from '../../../../electron/main/assistant/push-to-talk';
import type { TranscribeRequest } from '../../../../electron/main/backend/audio-client';
import { IpcFailure } from '../../../../electron/main/ipc/failure';
import { fakeClock, listLog, settle, type FakeClock } from '../support';

/** Half a second as loud as a voice. */
const VOICE = Int16Array.from({ length: 8000 }, (_, index) => (index % 2 === 0 ? 6000 : -6000));
const QUIET = new Int16Array(8000);

let clock: FakeClock;
let notices: VoiceNotice[];
let heard: TranscribeRequest[];
let sent: {
  readonly input: ChatSendInput;
  readonly voice: VoiceMeta | undefined;
  readonly source: AnswerSource | undefined;
}[];
let stopped: string[];
let resolved: TaskName[];
let prepared: (readonly string[])[];
let conversations: string[];
let transcript: (request: TranscribeRequest, signal: AbortSignal) => Promise<string>;
let send: () => Promise<void>;
let selection: string;
let liveModel: string | null;
let live: FakeLive | null;
let voice: PushToTalk;

beforeEach(() => {
  clock = fakeClock();
  notices = [];
  heard = [];
  sent = [];
  stopped = [];
  resolved = [];
  prepared = [];
  conversations = [];
  transcript = () => Promise.resolve(' What time is it? ');
  send = () => Promise.resolve();
  selection = 'auto';
  liveModel = null;
  live = null;
  voice = createPushToTalk({
    client: {
      async transcribe(request, signal) {
        heard.push(request);
        const text = await transcript(request, signal);
        return { text, segments: null, model: 'lab/ear', outcomeId: 'o-ear' };
      },
      createConversation(title) {
        conversations.push('made');
        return Promise.resolve({ id: 'made', title } as Conversation);
      },
      removeConversation(id) {
        conversations = conversations.filter((known) => known !== id);
        return Promise.resolve();
      },
    },
    chat: {
      async send(input, meta, source) {
        sent.push({ input, voice: meta, source });
        await send();
        const question: Message = {
          id: 'q1',
          parentId: input.parentId,
          role: 'user',
          content: input.content ?? '',
          createdAt: 0,
          meta: null,
        };
        return { streamId: `s${sent.length}`, userMessage: question, answerId: 'a1' };
      },
      stop: (streamId) => stopped.push(streamId),
      stopAll: () => Promise.resolve(),
    },
    resolvePick(task) {
      resolved.push(task);
      return { task, decision: { model: `lab/${task}` } } as PickState;
    },
    liveModel: () => liveModel,
    openLive(input) {
      live = fakeLive(input);
      return live;
    },
    speaks: () => true,
    prepare: (models) => prepared.push(models),
    selection: () => selection,
    keepExcerpts: () => true,
    emit: (notice) => notices.push(notice),
    clock,
    stopwatch: () => 0,
    log: listLog(),
  });
});

/** A session whose ends are pulled by the test. */
interface FakeLive extends LiveTurn {
  readonly input: LiveTurnInput;
  readonly pushed: Int16Array[];
  readonly interrupted: (number | null)[];
  asked: boolean;
  begun: boolean;
  closed: boolean;
  words: (text: string | null) => void;
  refuse: (error: IpcFailure) => void;
}

function fakeLive(input: LiveTurnInput): FakeLive {
  const made: FakeLive = {
    input,
    pushed: [],
    interrupted: [],
    asked: true,
    begun: false,
    closed: false,
    words: () => undefined,
    refuse: () => undefined,
    wasAsked: () => made.asked,
    hasBegun: () => made.begun,
    ears: () => 'whisper-1',
    push: (samples) => made.pushed.push(samples),
    ask: () =>
      new Promise((resolve, reject) => {
        made.words = resolve;
        made.refuse = reject;
      }),
    answer: () => Promise.reject(new Error('the chat is not there')),
    interrupt: (ms) => made.interrupted.push(ms),
    close() {
      made.closed = true;
    },
  };
  return made;
}

function record(samples = VOICE, purpose: 'talk' | 'dictate' = 'talk'): void {
  voice.begin({ turnId: 't1', purpose, conversationId: null, parentId: null });
  voice.chunk('t1', 0, samples);
}

async function say(samples = VOICE, purpose: 'talk' | 'dictate' = 'talk'): Promise<void> {
  record(samples, purpose);
  voice.finish('t1');
  await settle();
}

function endAnswer(streamId: string, meta: Partial<AnswerMeta>): void {
  const message: Message = {
    id: 'a1',
    parentId: 'q1',
    role: 'assistant',
    content: 'Noon.',
    createdAt: 0,
    meta: { ...EMPTY_META, ...meta },
  };
  voice.onChat({ kind: 'end', streamId, message });
}

const kinds = (): string[] => notices.map(({ kind }) => kind);

describe('over a live session', () => {
  beforeEach(() => {
    liveModel = 'auto/ptt_response';
  });
  // The session is the prewarm: opened late, or fed late, it is slower than what it replaces.
  test('it is opened at key down, and hears what is said while it is said', () => {
    const begun = voice.begin({
      turnId: 't1',
      purpose: 'talk',
      conversationId: null,
      parentId: null,
    });
    expect(begun.live).toBe(true);
    expect(live?.input.model).toBe('auto/ptt_response');
    voice.chunk('t1', 0, VOICE);
    expect(live?.pushed).toEqual([VOICE]);
    expect(prepared).toEqual([]);
  });

  test('dictation is never live', () => {
    record(VOICE, 'dictate');
    expect(live).toBeNull();
  });

  test('the words become the question, the session the source of the answer, and its sound goes on', async () => {
    await say();
    live?.input.onSound(VOICE);
    live?.words('What time is it?');
    await settle();
    expect(kinds()).toEqual(['sound', 'transcribed', 'answering']);
    expect(notices[1]).toMatchObject({ text: 'What time is it?', model: 'whisper-1' });
    expect(notices[2]).toMatchObject({ live: true });
    expect(sent[0]?.input.content).toBe('What time is it?');
    expect(sent[0]?.source).toBe(live?.answer);
    expect(heard).toEqual([]);
    endAnswer('s1', { status: 'succeeded', firstTokenMs: 120, totalMs: 900 });
    expect(notices.at(-1)).toMatchObject({
      kind: 'answered',
      timings: { firstWordMs: 120, answerMs: 900 },
    });
  });

  test('a session that gives no words: the recording tells the question, the answer is kept', async () => {
    await say();
    live?.words(null);
    await settle();
    expect(heard).toHaveLength(1);
    expect(sent[0]?.input.content).toBe('What time is it?');
    expect(sent[0]?.source).toBe(live?.answer);
  });

  test('the answer stays even when nothing can write the question down', async () => {
    transcript = () => Promise.reject(new IpcFailure('provider_error', 'down'));
    await say();
    live?.words(null);
    await settle();
    expect(sent[0]?.input.content).toBe('…');
    expect(kinds()).not.toContain('failed');
  });

  // What was said is never lost: the same recording goes one stage after the other.
  test('a session that fails after the question: said so, and a retry goes the ordinary way', async () => {
    await say();
    live?.refuse(new IpcFailure('provider_cut_stream', 'gone'));
    await settle();
    expect(notices).toMatchObject([
      { kind: 'failed', stage: 'transcribing', code: 'provider_cut_stream' },
    ]);
    expect(live?.closed).toBe(true);
    voice.retry('t1');
    await settle();
    expect(heard).toHaveLength(1);
    expect(sent[0]?.source).toBeUndefined();
    expect(kinds()).toEqual(['failed', 'transcribed', 'answering']);
  });

  test('a session that fails while it answers has failed in the answer; a retry asks in writing', async () => {
    await say();
    live?.words('What time is it?');
    await settle();
    endAnswer('s1', { status: 'failed', errorCode: 'provider_cut_stream' });
    expect(notices.at(-1)).toMatchObject({ kind: 'failed', stage: 'thinking' });
    voice.retry('t1');
    await settle();
    expect(heard).toEqual([]);
    expect(sent[1]?.input).toMatchObject({ parentId: 'q1', content: null });
    expect(sent[1]?.source).toBeUndefined();
  });

  test('a session that does not come about costs nothing: the turn goes the ordinary way by itself', async () => {
    record();
    live?.input.onBroken();
    voice.finish('t1');
    await settle();
    expect(kinds()).toEqual(['notLive', 'transcribed', 'answering']);
    expect(notices[2]).toMatchObject({ live: false });
    expect(heard).toHaveLength(1);
  });

  // A short question is over before a provider has refused: it cost the person a Retry each time.
  test('a session that fails to open only after the key is up: the ordinary way all the same', async () => {
    await say();
    if (live !== null) live.asked = false;
    live?.refuse(new IpcFailure('provider_unreachable', 'no'));
    await settle();
    expect(kinds()).toEqual(['transcribed', 'answering']);
    expect(heard).toHaveLength(1);
    expect(live?.closed).toBe(true);
  });

  describe('a press that breaks in before the question is written', () => {
    beforeEach(async () => {
      await say();
      live?.input.onSound(VOICE);
      voice.stopAnswer('t1', 300);
    });

    // What was said is never lost: its words and the answer's part were dropped without a trace.
    test('stops the answer at once; the question is stored when its words come', async () => {
      expect(live?.interrupted).toEqual([300]);
      live?.words('What time is it?');
      await settle();
      expect(sent[0]?.input.content).toBe('What time is it?');
      expect(sent[0]?.source).toBe(live?.answer);
      expect(stopped).toEqual(['s1']);
      expect(kinds()).not.toContain('answering');
    });

    test('the recording tells them where the session does not', async () => {
      live?.words(null);
      await settle();
      expect(heard).toHaveLength(1);
      expect(sent[0]?.input.content).toBe('What time is it?');
    });

    test('nor is it lost when the session breaks', async () => {
      live?.refuse(new IpcFailure('provider_cut_stream', 'gone'));
      await settle();
      expect(sent[0]?.input.content).toBe('What time is it?');
      expect([sent[0]?.source, stopped]).toEqual([undefined, ['s1']]);
      expect(kinds()).not.toContain('failed');
    });
  });

  // Asked in writing, the model would be asked "…".
  test('a question that could not be written is written down anew before it is asked again', async () => {
    transcript = () => Promise.reject(new IpcFailure('provider_error', 'down'));
    await say();
    live?.words(null);
    await settle();
    endAnswer('s1', { status: 'failed', errorCode: 'provider_cut_stream' });
    transcript = () => Promise.resolve('What time is it?');
    voice.retry('t1');
    await settle();
    expect(sent[1]?.input).toMatchObject({ content: 'What time is it?', parentId: null });
    // And once it is stored, not a second time.
    endAnswer('s2', { status: 'failed', errorCode: 'provider_error' });
    voice.retry('t1');
    await settle();
    expect(sent[2]?.input).toMatchObject({ content: null, parentId: 'q1' });
  });

  test('silence is asked of nobody; sent all the same it goes the ordinary way', async () => {
    await say(QUIET);
    expect(notices).toMatchObject([{ kind: 'failed', code: 'voice_silence' }]);
    expect(live?.closed).toBe(true);
    voice.retry('t1');
    await settle();
    expect(heard).toHaveLength(1);
  });

  test('breaking in tells how much was heard, then stops the answer; later sound is dropped', async () => {
    await say();
    live?.words('What time is it?');
    await settle();
    voice.stopAnswer('t1', 740);
    expect(live?.interrupted).toEqual([740]);
    expect(stopped).toEqual(['s1']);
    live?.input.onSound(VOICE);
    expect(kinds()).not.toContain('sound');
  });

  test('a turn that is thrown away closes its session, and its empty conversation goes', async () => {
    record();
    const made = live?.input.conversationId();
    voice.discard('t1');
    await made;
    await settle();
    expect(live?.closed).toBe(true);
    expect(conversations).toEqual([]);
  });

  test('one conversation is made, whoever asks for it', async () => {
    record();
    const [first] = await Promise.all([live?.input.conversationId(), live?.input.conversationId()]);
    expect([first, conversations]).toEqual(['made', ['made']]);
  });
});
