import { beforeEach, describe, expect, test } from 'vitest';
import { HEADERS } from '@shared/api/auto-router';
import type { Conversation, Message } from '@shared/api/conversations';
import type { HistoryRow, Rating } from '@shared/api/history';
import type { ChatEvent } from '@shared/ipc/contract';
import { createChat, type Chat } from '../../../../electron/main/assistant/chat';
import { rateAnswer } from '../../../../electron/main/assistant/rate';
import { createOutbox, type Outbox } from '../../../../electron/main/assistant/outbox';
import type { ChatRequest } from '../../../../electron/main/backend/backend-client';
import { IpcFailure } from '../../../../electron/main/ipc/failure';
import { noPictures } from './picture-client';
import { fakeClock, listLog, settle, type FakeClock } from '../support';

const HEAD = new Headers({
  [HEADERS.model]: 'a/one',
  [HEADERS.strategy]: 'auto',
  [HEADERS.decision]: 'd1',
  [HEADERS.outcome]: 'o1',
});
const down = (): IpcFailure => new IpcFailure('backend_unavailable', 'down');

let clock: FakeClock;
let conversation: Conversation;
let requests: ChatRequest[];
let events: ChatEvent[];
let isDown: boolean;
let selection: string;
let rows: HistoryRow[];
let stream: ReadableStreamDefaultController<Uint8Array>;
let refuse: IpcFailure | null;
let chat: Chat;
let outbox: Outbox;

beforeEach(() => {
  clock = fakeClock();
  conversation = { ...EMPTY };
  requests = [];
  events = [];
  isDown = false;
  selection = 'auto';
  rows = [row('o1', 0.0004)];
  refuse = null;
  let ids = 0;
  const client = {
    getConversation: () => (isDown ? Promise.reject(down()) : Promise.resolve(conversation)),
    putMessage(_id: string, message: Message) {
      if (isDown) return Promise.reject(down());
      const others = conversation.messages.filter(({ id }) => id !== message.id);
      conversation = { ...conversation, messages: [...others, message] };
      return Promise.resolve(message);
    },
    patchConversation(_id: string, patch: Partial<Conversation>) {
      if (isDown) return Promise.reject(down());
      conversation = { ...conversation, ...patch };
      return Promise.resolve(conversation);
    },
    openChat(request: ChatRequest, _signal: AbortSignal, onHead: (headers: Headers) => void) {
      requests.push(request);
      onHead(HEAD);
      if (refuse !== null) return Promise.reject(refuse);
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          stream = controller;
        },
      });
      return Promise.resolve(new Response(body, { headers: HEAD }));
    },
    historyPage: () => Promise.resolve({ rows, total: rows.length }),
    // What pictures are and become is in pictures.test.ts.
    ...noPictures,
  };
  outbox = createOutbox(client, listLog());
  chat = createChat({
    client,
    outbox,
    clock,
    log: listLog(),
    task: 'general_assistant',
    emit: (event) => events.push(event),
    newId: () => `id${(ids += 1)}`,
    selection: () => selection,
    keepExcerpts: () => true,
  });
});

async function send(change: Partial<Parameters<Chat['send']>[0]> = {}) {
  const started = await chat.send({
    conversationId: 'c1',
    parentId: null,
    content: 'Hello there',
    model: 'auto',
    ...change,
  });
  clock.advance(0);
  await settle();
  return started;
}

function feed(...chunks: unknown[]): void {
  const text = chunks
    .map((chunk) => `data: ${typeof chunk === 'string' ? chunk : JSON.stringify(chunk)}\n\n`)
    .join('');
  stream.enqueue(new TextEncoder().encode(text));
}
const words = (content: string) => ({ choices: [{ delta: { content } }] });

async function finish(text: string): Promise<void> {
  feed(words(text), '[DONE]');
  stream.close();
  await settle();
  clock.advance(1000);
  await settle();
}

function ended(): Message {
  const event = events.find(({ kind }) => kind === 'end');
  if (event?.kind !== 'end') throw new Error('no end event');
  return event.message;
}

describe('sending', () => {
  test('stores the question, streams the answer, stores it with its figures', async () => {
    const { userMessage, streamId, answerId } = await send();
    expect(conversation).toMatchObject({ title: 'Hello there', messages: [userMessage] });
    feed(words('Hi '));
    await settle();
    clock.advance(5);
    feed(words('you'), { choices: [], usage: { prompt_tokens: 9, completion_tokens: 2 } });
    await finish('!');
    expect(events.map(({ kind }) => kind)).toEqual(['start', 'delta', 'delta', 'end']);
    expect(events[0]).toMatchObject({
      streamId,
      answerId,
      meta: { model: 'a/one', decisionId: 'd1' },
    });
    expect(ended()).toMatchObject({
      id: answerId,
      parentId: userMessage.id,
      content: 'Hi you!',
      meta: {
        status: 'succeeded',
        promptTokens: 9,
        completionTokens: 2,
        costUsd: 0.0004,
        firstTokenMs: 0,
      },
    });
    expect(conversation.messages.at(-1)).toEqual(ended());
    expect(conversation.leafId).toBe(answerId);
  });

  test('no event comes before the reply to the call', async () => {
    await chat.send({ conversationId: 'c1', parentId: null, content: 'x', model: 'auto' });
    await settle();
    expect(events).toEqual([]);
  });

  test.each([
    { asked: 'auto', setting: 'auto', sent: 'auto/general_assistant' },
    { asked: 'auto', setting: 'a/set', sent: 'a/set' },
    { asked: ' b/named ', setting: 'a/set', sent: 'b/named' },
    { asked: 'AUTO', setting: ' Auto ', sent: 'auto/general_assistant' },
  ])(
    'ruling 12: asked for $asked with the setting $setting it sends $sent',
    async ({ asked, setting, sent }) => {
      selection = setting;
      await send({ model: asked });
      expect(requests[0]?.model).toBe(sent);
    },
  );

  test('a known title stays', async () => {
    conversation = { ...conversation, title: 'Mine' };
    await send();
    expect(conversation.title).toBe('Mine');
  });

  test('with the backend down it fails by code and sends nothing', async () => {
    isDown = true;
    await expect(send()).rejects.toMatchObject({ code: 'backend_unavailable' });
    expect(requests).toEqual([]);
  });

  test.each([
    { parentId: 'nowhere', content: 'x' },
    { parentId: 'nowhere', content: null },
  ])('a parent that is not there is refused: %j', async (input) => {
    await expect(send(input)).rejects.toMatchObject({ code: 'invalid_arguments' });
  });

  test('regenerating adds a sibling with the same context and never the other text', async () => {
    const first = await send();
    await finish('First answer');
    await send({ parentId: first.userMessage.id, content: null, model: 'b/other' });
    await finish('Second answer');
    expect(requests[1]?.messages).toEqual(requests[0]?.messages);
    const answers = conversation.messages.filter(({ role }) => role === 'assistant');
    expect(answers.map(({ parentId }) => parentId)).toEqual([
      first.userMessage.id,
      first.userMessage.id,
    ]);
  });

  test('only a question can be answered again', async () => {
    await send();
    await finish('Answer');
    await expect(send({ parentId: ended().id, content: null })).rejects.toMatchObject({
      code: 'invalid_arguments',
    });
  });
});

describe('an answer that does not end well', () => {
  test('a stop ends it at once and keeps what came; the figures follow', async () => {
    rows = [];
    const { streamId } = await send();
    feed(words('Half an '));
    await settle();
    chat.stop(streamId);
    await settle();
    expect(ended()).toMatchObject({
      content: 'Half an ',
      meta: { status: 'aborted', costUsd: null },
    });
    rows = [row('o1', 0.0001)];
    clock.advance(1000);
    await settle();
    expect(conversation.messages.at(-1)?.meta).toMatchObject({
      status: 'aborted',
      costUsd: 0.0001,
    });
    expect(events.filter(({ kind }) => kind === 'end')).toHaveLength(1);
  });

  test.each([
    {
      what: 'an error in the stream',
      end: () => feed({ error: { code: 'provider_rate_limited', message: 'Slow down.' } }),
      code: 'provider_rate_limited',
    },
    { what: 'an early end', end: () => stream.close(), code: 'provider_cut_stream' },
    {
      what: 'a broken connection',
      end: () => stream.error(new TypeError('terminated')),
      code: 'backend_unavailable',
    },
    { what: 'rubbish', end: () => feed('{not json'), code: 'provider_bad_answer' },
  ])('$what keeps the text and has the code $code', async ({ end, code }) => {
    await send();
    feed(words('So far '));
    await settle();
    end();
    await settle();
    expect(ended()).toMatchObject({
      content: 'So far ',
      meta: {
        status: 'failed',
        errorCode: code,
        errorMessage: expect.stringContaining('kept') as unknown,
      },
    });
    expect(conversation.messages.at(-1)?.content).toBe('So far ');
  });

  test('a refusal is stored with its code, its model and its decision', async () => {
    refuse = new IpcFailure('provider_auth_failed', 'Wrong key.');
    await send();
    expect(ended()).toMatchObject({
      content: '',
      meta: {
        status: 'failed',
        errorCode: 'provider_auth_failed',
        errorMessage: 'Wrong key.',
        model: 'a/one',
        decisionId: 'd1',
      },
    });
  });

  test('one whose backend died is stored when it is back', async () => {
    await send();
    feed(words('So far '));
    await settle();
    isDown = true;
    stream.error(new TypeError('terminated'));
    await settle();
    expect(outbox.pending('c1')).toHaveLength(1);
    isDown = false;
    await outbox.flush();
    expect(outbox.pending('c1')).toEqual([]);
    expect(conversation.messages.at(-1)).toMatchObject({ content: 'So far ' });
  });

  test('quitting stores what is under way', async () => {
    await send();
    feed(words('So far '));
    await settle();
    const stopped = chat.stopAll();
    await settle();
    clock.advance(1000);
    await stopped;
    expect(conversation.messages.at(-1)).toMatchObject({
      content: 'So far ',
      meta: { status: 'aborted' },
    });
  });
});

describe('rating', () => {
  test('is kept on its message, and only there', async () => {
    await send();
    await finish('Answer');
    const rated: unknown[] = [];
    const client = {
      rate: (id: string, rating: Rating) => {
        rated.push([id, rating]);
        return Promise.resolve();
      },
      getConversation: () => Promise.resolve(conversation),
      putMessage(_id: string, message: Message) {
        const others = conversation.messages.filter(({ id }) => id !== message.id);
        conversation = { ...conversation, messages: [...others, message] };
        return Promise.resolve(message);
      },
    };
    await rateAnswer(client, { id: 'o1', conversationId: 'c1', rating: 1, tag: 'clear' });
    expect(rated).toEqual([['o1', { rating: 1, tag: 'clear' }]]);
    expect(conversation.messages.map(({ meta }) => meta?.rating)).toEqual([undefined, 1]);
    await rateAnswer(client, { id: 'o1', rating: -1, tag: null });
    expect(conversation.messages.at(-1)?.meta?.rating).toBe(1);
  });
});

const EMPTY: Conversation = {
  id: 'c1',
  title: '',
  createdAt: 0,
  updatedAt: 0,
  match: null,
  messages: [],
  leafId: null,
};

function row(id: string, costUsd: number): HistoryRow {
  return {
    id,
    at: 0,
    task: 'general_assistant',
    strategy: 'auto',
    model: 'a/one',
    provider: 'a',
    requestedModel: 'auto',
    decisionId: 'd1',
    reason: 'highest_score',
    status: 'succeeded',
    errorCode: null,
    score: 1,
    margin: null,
    runnerUp: null,
    estimatedCostUsd: null,
    costUsd,
    bestQualityCostUsd: null,
    estimatedLatencyMs: null,
    firstTokenMs: null,
    totalMs: null,
    promptTokens: null,
    completionTokens: null,
    rating: null,
    ratingTag: null,
    excerpt: null,
    conversationId: 'c1',
  };
}
