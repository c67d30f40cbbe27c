import { beforeEach, describe, expect, test } from 'vitest';
import type { AnswerMeta, Conversation, Message, VoiceMeta } from '@shared/api/conversations';
import type { ChatSendInput, PickState } from '@shared/ipc/contract';
import type { VoiceNotice } from '@shared/ipc/voice';
import type { TaskName } from '@shared/routing/tasks';
import { EMPTY_META } from '../../../../electron/main/assistant/answer-meta';
import {
  createPushToTalk,
  type PushToTalk,
} from '../../../../electron/main/assistant/push-to-talk';
import type { TranscribeRequest } from '../../../../electron/main/backend/audio-client';
import { noTimer } from '../../../../electron/main/clock';
import { IpcFailure } from '../../../../electron/main/ipc/failure';
import { createPickCache } from '../../../../electron/main/router/pick-cache';
import { createTaskPicker } from '../../../../electron/main/router/task-picker';
import { fakeClock, listLog, memoryFile, settle, type FakeClock } from '../support';

/** Half a second as loud as a voice. */
const VOICE = Int16Array.from({ length: 8000 }, (_, index) => (index % 2 === 0 ? 6000 : -6000));
const QUIET = new Int16Array(8000);

let clock: FakeClock;
let notices: VoiceNotice[];
let heard: TranscribeRequest[];
let sent: { readonly input: ChatSendInput; readonly voice: VoiceMeta | undefined }[];
let stopped: string[];
let resolved: TaskName[];
let prepared: (readonly string[])[];
let conversations: string[];
let transcript: (request: TranscribeRequest, signal: AbortSignal) => Promise<string>;
let send: () => Promise<void>;
let selection: string;
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
      async send(input, meta) {
        sent.push({ input, voice: meta });
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
    liveModel: () => null,
    openLive() {
      throw new Error('nobody asked for a session');
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
const failure = () => notices.find((notice) => notice.kind === 'failed');

describe('a turn about pictures', () => {
  const pictures = [{ name: 'shot.png', bytes: Uint8Array.of(1, 2, 3) }];
  const about = { turnId: 't1', conversationId: null, parentId: null, pictures };

  test('asks the pick of pictures, and takes them along with the words', async () => {
    const { response, live } = voice.begin({ ...about, purpose: 'talk' });
    expect(response?.task).toBe('screenshot_understanding');
    // A live session takes no pictures, so none is opened.
    expect(live).toBe(false);
    voice.chunk('t1', 0, VOICE);
    voice.finish('t1');
    await settle();
    expect(sent[0]?.input).toMatchObject({ content: 'What time is it?', pictures });
  });

  test('that failed after it was stored is answered again, without a second copy of them', async () => {
    voice.begin({ ...about, purpose: 'talk' });
    voice.chunk('t1', 0, VOICE);
    voice.finish('t1');
    await settle();
    endAnswer('s1', { status: 'failed', errorCode: 'provider_error' });
    voice.retry('t1');
    await settle();
    expect(sent[1]?.input).toMatchObject({ parentId: 'q1', content: null });
    expect(sent[1]?.input).not.toHaveProperty('pictures');
  });
});

describe('a turn', () => {
  test('goes from sound to text to answer in one conversation, with what the sound took', async () => {
    await say();
    expect(heard[0]).toMatchObject({
      model: 'auto/transcription',
      conversationId: 'made',
      format: 'json',
    });
    expect(new TextDecoder().decode(heard[0]?.bytes.subarray(0, 4))).toBe('RIFF');
    expect(sent[0]).toEqual({
      input: { conversationId: 'made', parentId: null, content: 'What time is it?', model: 'auto' },
      voice: {
        transcriptionModel: 'lab/ear',
        transcriptionOutcomeId: 'o-ear',
        recordedMs: 500,
        transcribeMs: 0,
      },
    });
    endAnswer('s1', { status: 'succeeded', firstTokenMs: 80, totalMs: 300 });
    expect(kinds()).toEqual(['transcribed', 'answering', 'answered']);
    expect(notices[2]).toMatchObject({ timings: { firstWordMs: 80, answerMs: 300 } });
  });

  test('dictation is text only: no conversation is made and nobody is asked', async () => {
    await say(VOICE, 'dictate');
    expect(kinds()).toEqual(['transcribed']);
    expect(sent).toEqual([]);
    expect(conversations).toEqual([]);
  });

  test('S0-89: key down reads both picks, dictation only its own', () => {
    record();
    expect(resolved).toEqual(['transcription', 'ptt_response']);
    expect(prepared).toEqual([['lab/transcription', 'lab/ptt_response']]);
    record(VOICE, 'dictate');
    expect(resolved.slice(2)).toEqual(['transcription']);
  });

  // A server closes what is not used for a while: a long question would pay for the handshake again.
  test('connections are prepared at key down, again while it is spoken, and at key up', async () => {
    record();
    for (let seq = 1; seq < 18; seq += 1) voice.chunk('t1', seq, VOICE);
    expect(prepared).toHaveLength(1 + 2); // nine seconds
    voice.finish('t1');
    expect(prepared).toHaveLength(4);
    await settle();
  });

  test('a model that the user named transcribes, as he wrote it', async () => {
    selection = ' mine/whisper ';
    await say();
    expect(heard[0]?.model).toBe('mine/whisper');
  });

  test('pieces out of order, or after the end, are refused', async () => {
    record();
    expect(() => voice.chunk('t1', 2, VOICE)).toThrow(IpcFailure);
    expect(() => voice.chunk('nobody', 0, VOICE)).toThrow(IpcFailure);
    voice.finish('t1');
    expect(() => voice.chunk('t1', 1, VOICE)).toThrow(IpcFailure);
    await settle();
  });
});

describe('failures keep what was said', () => {
  test('silence is not sent, but a retry sends it', async () => {
    await say(QUIET);
    expect(failure()).toMatchObject({ stage: 'transcribing', code: 'voice_silence' });
    expect(heard).toEqual([]);
    voice.retry('t1');
    await settle();
    expect(heard).toHaveLength(1);
  });

  test('a transcription that fails is retried with the same sound', async () => {
    transcript = () => Promise.reject(new IpcFailure('provider_error', 'down'));
    await say();
    expect(failure()).toMatchObject({ stage: 'transcribing', code: 'provider_error' });
    transcript = () => Promise.resolve('Hello');
    voice.retry('t1');
    await settle();
    expect(heard[1]?.bytes).toEqual(heard[0]?.bytes);
    expect(conversations).toEqual(['made']); // one, not one a try
    expect(kinds()).toEqual(['failed', 'transcribed', 'answering']);
  });

  test('no words is said, not sent as an empty question', async () => {
    transcript = () => Promise.resolve('  ');
    await say();
    expect(failure()).toMatchObject({ code: 'voice_no_words' });
    expect(sent).toEqual([]);
  });

  test('a question that could not be stored is sent again as text, without the sound', async () => {
    send = () => Promise.reject(new IpcFailure('backend_unavailable', 'down'));
    await say();
    expect(failure()).toMatchObject({ stage: 'thinking', code: 'backend_unavailable' });
    send = () => Promise.resolve();
    voice.retry('t1');
    await settle();
    expect(heard).toHaveLength(1);
    expect(sent[1]?.input).toMatchObject({ content: 'What time is it?' });
  });

  test('an answer that failed is asked for again under the same question', async () => {
    await say();
    endAnswer('s1', { status: 'failed', errorCode: 'provider_error' });
    expect(failure()).toMatchObject({ stage: 'thinking', code: 'provider_error' });
    voice.retry('t1');
    await settle();
    expect(sent[1]?.input).toMatchObject({ content: null, parentId: 'q1' });
    endAnswer('s2', { status: 'succeeded' });
    expect(kinds().at(-1)).toBe('answered');
  });
});

describe('taking back', () => {
  // Each held up to ten megabytes of sound until the app ended.
  test('a turn that failed when the page had already left it goes with the next one', async () => {
    await say();
    endAnswer('s1', { status: 'failed', errorCode: 'provider_cut_stream' });
    voice.begin({ turnId: 't2', purpose: 'talk', conversationId: null, parentId: null });
    expect(() => voice.retry('t1')).toThrow(/not there any more/u);
    expect(conversations).toEqual(['made']);
  });

  test('a discarded turn ends its request and leaves no empty conversation', async () => {
    transcript = (_request, signal) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(new IpcFailure('cancelled', 'x'))),
      );
    await say();
    expect(conversations).toEqual(['made']);
    voice.discard('t1');
    await settle();
    expect(conversations).toEqual([]);
    expect(notices).toEqual([]);
  });

  test('stopping the answer stops its stream and says nothing more', async () => {
    await say();
    voice.stopAnswer('t1', null);
    expect(stopped).toEqual(['s1']);
    endAnswer('s1', { status: 'aborted' });
    expect(kinds()).toEqual(['transcribed', 'answering']);
  });

  test('an answer that starts after it was stopped is stopped at once', async () => {
    let go = noTimer;
    send = () =>
      new Promise((resolve) => {
        go = resolve;
      });
    await say();
    voice.stopAnswer('t1', null);
    go();
    await settle();
    expect(stopped).toEqual(['s1']);
    expect(kinds()).toEqual(['transcribed']);
  });
});

test('a decision at key down takes far less than a millisecond', () => {
  const file = memoryFile();
  const scope = { get: () => ({ backend: 'b', user: 'u', prefsVersion: 1 }), setPrefsVersion() {} };
  const cache = createPickCache(file, clock.now, listLog());
  cache.store('ptt_response', scope.get(), 'a/one');
  const picker = createTaskPicker({
    task: 'ptt_response',
    fallback: 'auto/ptt_response',
    cache,
    scope,
    fetchPick: () => Promise.reject(new Error('not needed')),
    selection: () => 'auto',
    now: clock.now,
    onChange: () => undefined,
    log: listLog(),
  });
  const rounds = 2000;
  const startedAt = performance.now();
  for (let round = 0; round < rounds; round += 1) picker.resolve();
  expect((performance.now() - startedAt) / rounds).toBeLessThan(1);
});
