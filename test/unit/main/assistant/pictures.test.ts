import { beforeEach, describe, expect, test } from 'vitest';
import type { Conversation, Message, MessagePicture } from '@shared/api/conversations';
import type { ChatSendInput } from '@shared/ipc/contract';
import { MAX_PICTURE_BYTES } from '@shared/pictures/limits';
import type { Candidate } from '@shared/routing/candidate';
import type { TaskName } from '@shared/routing/tasks';
import { createChat, type Chat, type ChatDeps } from '../../../../electron/main/assistant/chat';
import { createOutbox } from '../../../../electron/main/assistant/outbox';
import type { ChatRequest } from '../../../../electron/main/backend/backend-client';
import { IpcFailure } from '../../../../electron/main/ipc/failure';
import { fakeCandidate } from '../../../support/fake-candidates';
import { fakeClock, listLog, settle, type FakeClock } from '../support';

const BYTES = Buffer.from('the bytes');
const URL = `data:image/png;base64,${BYTES.toString('base64')}`;

let clock: FakeClock;
let conversation: Conversation;
let requests: ChatRequest[];
let stored: string[];
let gone: Set<string>;
let selections: Partial<Record<TaskName, string>>;
let refreshed: TaskName[];
let isOwnRouter: boolean;
let putFails: boolean;
let previewed: unknown[];
let eyes: string | null;
let chat: Chat;
let voice: Chat;

const picture = (id: string, change: Partial<MessagePicture> = {}): MessagePicture => ({
  id,
  mime: 'image/png',
  width: 40,
  height: 30,
  bytes: BYTES.length,
  name: `${id}.png`,
  ...change,
});

const message = (
  id: string,
  parentId: string | null,
  pictures: readonly MessagePicture[] = [],
): Message => ({
  id,
  parentId,
  role: id.startsWith('u') ? 'user' : 'assistant',
  content: `text of ${id}`,
  createdAt: 0,
  meta: null,
  ...(pictures.length > 0 && { pictures }),
});

const big = (id: string) => picture(id, { bytes: MAX_PICTURE_BYTES });

const seeing = (id: string, input: Candidate['capabilities']['input'], described = true) => {
  const made = fakeCandidate(id, id, { quality: 1, latency: 1, cost: 1 });
  const unknown = { tools: null, streaming: null, context: null };
  return {
    ...made,
    capabilities: { ...made.capabilities, input, ...(described ? {} : unknown) },
  };
};

beforeEach(() => {
  clock = fakeClock();
  conversation = {
    id: 'c1',
    title: '',
    createdAt: 0,
    updatedAt: 0,
    match: null,
    messages: [],
    leafId: null,
  };
  requests = [];
  stored = [];
  gone = new Set();
  selections = {};
  refreshed = [];
  isOwnRouter = true;
  putFails = false;
  previewed = [];
  eyes = 'up/eyes';
  let ids = 0;
  const newId = (): string => `id${(ids += 1)}`;
  const client: ChatDeps['client'] = {
    getConversation: () => Promise.resolve(conversation),
    putMessage(_id, put) {
      if (putFails) return Promise.reject(new IpcFailure('backend_unavailable', 'down'));
      const others = conversation.messages.filter(({ id }) => id !== put.id);
      conversation = { ...conversation, messages: [...others, put] };
      return Promise.resolve({ ...put, pictures: [...(put.pictures ?? [])] });
    },
    patchConversation(_id, patch) {
      conversation = { ...conversation, ...patch };
      return Promise.resolve(conversation);
    },
    openChat(request) {
      requests.push(request);
      return Promise.reject(new IpcFailure('provider_error', 'the test ends here'));
    },
    historyPage: () => Promise.resolve({ rows: [], total: 0 }),
    addPicture(_id, { name, localOnly }) {
      stored.push(name);
      return Promise.resolve(picture(newId(), { name, ...(localOnly === true && { localOnly }) }));
    },
    picture: (_id, pictureId) =>
      gone.has(pictureId)
        ? Promise.reject(new IpcFailure('picture_not_found', 'gone'))
        : Promise.resolve({ mime: 'image/png', bytes: BYTES }),
    preview(asked) {
      previewed.push(asked);
      const answer = { trace: { model: eyes } };
      return Promise.resolve(
        answer as unknown as Awaited<ReturnType<ChatDeps['client']['preview']>>,
      );
    },
    catalog: (task) =>
      Promise.resolve({
        candidates:
          task === 'screenshot_understanding'
            ? [seeing('up/eyes', ['text', 'image'])]
            : [seeing('up/blind', ['text']), seeing('up/unlisted', ['text'], false)],
      } as unknown as Awaited<ReturnType<ChatDeps['client']['catalog']>>),
    providers: () =>
      Promise.resolve({
        providers: [
          { id: 'up', local: false },
          { id: 'here', local: true },
        ],
      } as unknown as Awaited<ReturnType<ChatDeps['client']['providers']>>),
  };
  const deps = {
    client,
    outbox: createOutbox(client, listLog()),
    clock,
    log: listLog(),
    newId,
    emit: () => undefined,
    selection: (task: TaskName) => selections[task] ?? 'auto',
    refreshPick: (task: TaskName) => void refreshed.push(task),
    isOwnRouter: () => isOwnRouter,
    keepExcerpts: () => true,
  };
  chat = createChat({
    ...deps,
    task: 'general_assistant',
    pictureTask: 'screenshot_understanding',
  });
  voice = createChat({
    ...deps,
    task: 'ptt_response',
    ownPictureTask: 'screenshot_understanding',
  });
});

async function send(change: Partial<ChatSendInput> = {}, by = chat) {
  const input = { conversationId: 'c1', parentId: null, content: 'What is this?', model: 'auto' };
  const started = await by.send({ ...input, ...change });
  clock.advance(0);
  await settle();
  clock.advance(1000);
  await settle();
  return started;
}
const shot = (name = 'shot.png') => ({ name, bytes: new Uint8Array(BYTES) });

describe('a question with a picture', () => {
  test('is stored with it and goes out in parts, to the task that sees (S0-88, S0-89)', async () => {
    const { userMessage } = await send({ pictures: [shot('a.png'), shot('b.png')] });
    expect(userMessage.pictures?.map(({ name }) => name)).toEqual(['a.png', 'b.png']);
    expect(conversation.messages[0]).toEqual(userMessage);
    expect(requests[0]).toMatchObject({
      task: 'screenshot_understanding',
      model: 'auto/screenshot_understanding',
      localOnly: false,
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is this?' },
            { type: 'image_url', image_url: { url: URL } },
            { type: 'image_url', image_url: { url: URL } },
          ],
        },
      ],
    });
    expect(refreshed).toEqual(['screenshot_understanding']);
  });

  test('follows its own setting, not that of the chat', async () => {
    selections = { general_assistant: 'up/blind', screenshot_understanding: 'up/eyes' };
    await send({ pictures: [shot()] });
    expect(requests[0]?.model).toBe('up/eyes');
  });

  test('text alone stays text, for the chat', async () => {
    await send();
    expect(requests[0]).toMatchObject({
      task: 'general_assistant',
      model: 'auto/general_assistant',
      messages: [{ role: 'user', content: 'What is this?' }],
    });
    expect(refreshed).toEqual(['general_assistant']);
  });

  test('pictures alone are a question, called after the first of them', async () => {
    await send({ content: '', pictures: [shot('error.png')] });
    expect(conversation.title).toBe('error.png');
    expect(requests[0]?.messages[0]?.content).toEqual([
      { type: 'image_url', image_url: { url: URL } },
    ]);
  });
});

describe('a later question', () => {
  test('still shows the picture above, and so goes to a model that sees', async () => {
    conversation = {
      ...conversation,
      messages: [message('u1', null, [picture('p1')]), message('a1', 'u1')],
    };
    await send({ parentId: 'a1', content: 'And the corner?' });
    expect(requests[0]).toMatchObject({
      task: 'screenshot_understanding',
      messages: [
        { content: [{ text: 'text of u1' }, { image_url: { url: URL } }] },
        { content: 'text of a1' },
        { content: 'And the corner?' },
      ],
    });
  });

  test('on another branch it does not', async () => {
    conversation = {
      ...conversation,
      messages: [message('u0', null), message('u1', null, [picture('p1')]), message('a0', 'u0')],
    };
    await send({ parentId: 'a0' });
    expect(requests[0]?.task).toBe('general_assistant');
    expect(JSON.stringify(requests[0]?.messages)).not.toContain('image_url');
  });

  test('answered again it shows the same', async () => {
    const { userMessage } = await send({ pictures: [shot()] });
    await send({ parentId: userMessage.id, content: null, model: 'up/eyes' });
    expect(requests[1]?.messages).toEqual(requests[0]?.messages);
    expect(stored).toEqual(['shot.png']);
  });

  test('leaves the oldest out when one request cannot take them all, and says so', async () => {
    const eight = (from: number) => Array.from({ length: 8 }, (_one, n) => big(`p${from + n}`));
    conversation = {
      ...conversation,
      messages: [message('u1', null, [big('old')]), message('u2', 'u1', eight(1))],
    };
    await send({ parentId: 'u2', content: 'And now?' });
    const sent = requests[0]?.messages ?? [];
    expect(sent[0]?.content).toEqual([
      { type: 'text', text: 'text of u1' },
      { type: 'text', text: '[A picture was here: "old.png", 40 x 30. It is not included.]' },
    ]);
    expect(JSON.stringify(sent[1]).match(/image_url":\{/gu)).toHaveLength(8);
  });

  test('goes on without a picture whose file is gone, but not without its own', async () => {
    conversation = {
      ...conversation,
      messages: [message('u1', null, [picture('p1')]), message('a1', 'u1')],
    };
    gone.add('p1');
    await send({ parentId: 'a1' });
    expect(JSON.stringify(requests[0]?.messages)).toContain('It is not included');
    await send({ parentId: 'u1', content: null });
    expect(requests).toHaveLength(1);
    expect(conversation.messages.at(-1)?.meta).toMatchObject({
      status: 'failed',
      errorCode: 'picture_not_found',
    });
  });

  describe('that is spoken', () => {
    const WORDS = { text: '[A picture was here: "p1.png", 40 x 30. It is not included.]' };
    beforeEach(() => {
      conversation = {
        ...conversation,
        messages: [message('u1', null, [picture('p1')]), message('a1', 'u1')],
      };
    });

    test('is still the voice’s task, and the picture goes along', async () => {
      await send({ parentId: 'a1' }, voice);
      expect(requests[0]).toMatchObject({ task: 'ptt_response', model: 'auto/ptt_response' });
      expect(JSON.stringify(requests[0]?.messages)).toContain(URL);
      expect(previewed).toEqual([{ task: 'ptt_response', has_images: true }]);
    });

    // A voice that no model with eyes answers was refused for the rest of the conversation.
    test('is answered in any case: without a model that sees, in words', async () => {
      eyes = null;
      await send({ parentId: 'a1' }, voice);
      selections = { ptt_response: 'up/blind' };
      await send({ parentId: 'a1' }, voice);
      expect(requests.map(({ model }) => model)).toEqual(['auto/ptt_response', 'up/blind']);
      for (const { messages } of requests) {
        expect(messages[0]?.content).toMatchObject([{ text: 'text of u1' }, WORDS]);
      }
    });

    test('with a picture of its own it goes to the pick of pictures, as it does when asked again', async () => {
      const { userMessage } = await send({ pictures: [shot('own.png')] }, voice);
      await send({ parentId: userMessage.id, content: null }, voice);
      expect(requests.map(({ task, model }) => [task, model])).toEqual([
        ['screenshot_understanding', 'auto/screenshot_understanding'],
        ['screenshot_understanding', 'auto/screenshot_understanding'],
      ]);
      expect(stored).toEqual(['own.png']);
    });

    test('keeps a private picture’s conversation on this machine, seen or not', async () => {
      conversation = {
        ...conversation,
        messages: [message('u1', null, [picture('p1', { localOnly: true })])],
      };
      eyes = null;
      await send({ parentId: 'u1' }, voice);
      expect(previewed).toEqual([
        { task: 'ptt_response', has_images: true, routing_hint: { local_only: true } },
      ]);
      expect(requests[0]).toMatchObject({ localOnly: true });
    });
  });
});

function nothingHappened(): void {
  expect(stored).toEqual([]);
  expect(requests).toEqual([]);
  expect(conversation.messages).toEqual([]);
}

describe('nothing is stored or sent', () => {
  test('when the named model is known to take no pictures', async () => {
    await expect(send({ pictures: [shot()], model: 'up/blind' })).rejects.toMatchObject({
      code: 'model_cannot_see',
    });
    nothingHappened();
  });

  test('when a picture must stay on this machine and the named model does not', async () => {
    const pictures = [{ ...shot(), localOnly: true }];
    await expect(send({ pictures, model: 'up/eyes' })).rejects.toMatchObject({
      code: 'picture_local_only',
    });
    nothingHappened();
  });

  test('when it must stay here and the router is on another machine', async () => {
    isOwnRouter = false;
    const pictures = [{ ...shot(), localOnly: true }];
    await expect(send({ pictures })).rejects.toMatchObject({ code: 'picture_local_only' });
    nothingHappened();
  });

  test('a message that cannot be put leaves no half of it in the conversation', async () => {
    putFails = true;
    await expect(send({ pictures: [shot()] })).rejects.toMatchObject({
      code: 'backend_unavailable',
    });
    expect(conversation.messages).toEqual([]);
    expect(requests).toEqual([]);
  });
});

test('a model that nobody describes may try: its provider says what it takes', async () => {
  await send({ pictures: [shot()], model: 'up/unlisted' });
  await send({ pictures: [shot()], model: 'up/unheard-of' });
  expect(requests.map(({ model }) => model)).toEqual(['up/unlisted', 'up/unheard-of']);
});

test('a private picture is only shown to models here, in later questions too', async () => {
  const { userMessage, localOnly: started } = await send({
    pictures: [{ ...shot(), localOnly: true }],
  });
  // Whoever reads the answer aloud is told.
  expect(started).toBe(true);
  await send({ parentId: userMessage.id, content: 'And this?' });
  expect(requests.map(({ localOnly }) => localOnly)).toEqual([true, true]);
  await send({ parentId: userMessage.id, content: 'And you?', model: 'here/llava' });
  expect(requests.at(-1)?.model).toBe('here/llava');
  await expect(
    send({ parentId: userMessage.id, content: 'And you?', model: 'up/eyes' }),
  ).rejects.toMatchObject({ code: 'picture_local_only' });
});
