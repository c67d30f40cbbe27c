import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { Message } from '../../shared/api/conversations';
import type { ProviderConfig } from '../../shared/api/providers';
import type { ChatEvent } from '../../shared/ipc/contract';
import { MAX_PICTURE_BYTES, MAX_PICTURES } from '../../shared/pictures/limits';
import { createChat, type Chat } from '../../electron/main/assistant/chat';
import { createOutbox } from '../../electron/main/assistant/outbox';
import { createBackendClient } from '../../electron/main/backend/backend-client';
import { createHttp } from '../../electron/main/backend/http';
import { systemClock } from '../../electron/main/clock';
import { ANN, testBackend } from '../support/backend';
import { pngOf } from '../support/pictures';
import { startAnthropic, startGoogle, startOllama, startUpstream } from '../support/upstream';
import { ANSWER } from '../support/upstream-answers';
import type { SeenRequest } from '../support/upstream-core';

/*
 * The app's own way of a question with a picture: main stores it over HTTP, reads it back, and asks the
 * gateway, which speaks to a real server of each protocol. What that server received is looked at.
 */

const PICTURE = pngOf(8, 6, (x, y) => [x * 30, y * 40, 7]);
const DATA = PICTURE.toString('base64');

let chats: Chat[] = [];
afterEach(async () => {
  await Promise.all(chats.map((chat) => chat.stopAll()));
  chats = [];
});

async function assistant(providers: readonly ProviderConfig[]) {
  const server = await testBackend({ providers: [...providers], catalogFile: null });
  const http = createHttp({
    endpoint: () => Promise.resolve({ url: server.url, token: ANN }),
    fetch: (url, init) => fetch(url, init),
    waitMs: 5_000,
  });
  const client = createBackendClient(http);
  const ended: ((message: Message) => void)[] = [];
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const chat = createChat({
    client,
    outbox: createOutbox(client, log),
    clock: systemClock,
    log,
    newId: () => crypto.randomUUID(),
    task: 'general_assistant',
    pictureTask: 'screenshot_understanding',
    selection: () => 'auto',
    keepExcerpts: () => true,
    emit: (event: ChatEvent) => {
      if (event.kind === 'end') ended.shift()?.(event.message);
    },
  });
  chats.push(chat);
  const { id } = await client.createConversation('');
  return {
    client,
    /** Asks, and waits for the answer. */
    ask: async (change: Partial<Parameters<Chat['send']>[0]>): Promise<Message> => {
      const answered = new Promise<Message>((resolve) => void ended.push(resolve));
      await chat.send({
        conversationId: id,
        parentId: null,
        content: 'What is this?',
        model: 'auto',
        ...change,
      });
      return answered;
    },
  };
}

const PROTOCOLS: readonly {
  readonly kind: ProviderConfig['kind'];
  readonly start: () => Promise<{ readonly url: string; readonly requests: SeenRequest[] }>;
  /** The question as this protocol has it. */
  readonly sent: object;
}[] = [
  {
    kind: 'openai-compatible',
    start: () => startUpstream(['m1']),
    sent: {
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is this?' },
            { type: 'image_url', image_url: { url: `data:image/png;base64,${DATA}` } },
          ],
        },
      ],
    },
  },
  {
    kind: 'anthropic',
    start: () => startAnthropic({ models: ['m1'] }),
    sent: {
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is this?' },
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: DATA } },
          ],
        },
      ],
    },
  },
  {
    kind: 'google',
    start: () => startGoogle({ models: ['m1'] }),
    sent: {
      contents: [
        {
          role: 'user',
          parts: [{ text: 'What is this?' }, { inlineData: { mimeType: 'image/png', data: DATA } }],
        },
      ],
    },
  },
  {
    // Its endpoint in OpenAI's protocol, which takes pictures as data URLs.
    kind: 'ollama',
    start: () => startOllama({ models: ['m1'] }),
    sent: {
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is this?' },
            { type: 'image_url', image_url: { url: `data:image/png;base64,${DATA}` } },
          ],
        },
      ],
    },
  },
];

describe.each(PROTOCOLS)('a question with a picture to $kind', ({ kind, start, sent }) => {
  it('arrives byte for byte, is answered, and again with the next question', async () => {
    const upstream = await start();
    const { ask } = await assistant([{ id: 'up', kind, baseUrl: upstream.url, apiKey: 'sk-test' }]);
    const pictures = [{ name: 'shot.png', bytes: new Uint8Array(PICTURE) }];
    const answer = await ask({ pictures, model: 'up/m1' });
    expect(answer).toMatchObject({ content: ANSWER, meta: { status: 'succeeded' } });
    expect(upstream.requests[0]?.body).toMatchObject(sent);
    await ask({ parentId: answer.id, content: 'And the corner?', model: 'up/m1' });
    expect(JSON.stringify(upstream.requests[1]?.body).split(DATA)).toHaveLength(2);
  });
});

it('eight of the largest pictures fit into one request, and the first ones give way to the next', async () => {
  const upstream = await startUpstream(['m1']);
  const { ask } = await assistant([
    { id: 'up', kind: 'openai-compatible', baseUrl: upstream.url, apiKey: 'sk-test' },
  ]);
  const rest = MAX_PICTURE_BYTES - PICTURE.length;
  const largest = (name: string) => ({
    name,
    bytes: new Uint8Array(Buffer.concat([PICTURE, randomBytes(rest)])),
  });
  const pictures = Array.from({ length: MAX_PICTURES }, (_one, n) => largest(`${n}.png`));
  const content = 'x'.repeat(2_000_000);
  const answer = await ask({ pictures, content, model: 'up/m1' });
  expect(answer.meta).toMatchObject({ status: 'succeeded' });
  const count = (request: number): number =>
    JSON.stringify(upstream.requests[request]?.body).split('data:image/png').length - 1;
  expect(count(0)).toBe(MAX_PICTURES);

  const next = { parentId: answer.id, content: 'And these?', model: 'up/m1' };
  const again = await ask({ ...next, pictures: [largest('a.png'), largest('b.png')] });
  expect(again.meta).toMatchObject({ status: 'succeeded' });
  expect(count(1)).toBe(MAX_PICTURES);
  const said = JSON.stringify(upstream.requests[1]?.body);
  expect(said).toContain('A picture was here');
  expect(said).not.toContain('"b.png');
});

describe('practice models', () => {
  it('say that they do not look at pictures, whatever is asked beside one', async () => {
    const { ask, client } = await assistant([]);
    const pictures = [{ name: 'shot.png', bytes: new Uint8Array(PICTURE) }];
    for (const content of [
      'What is this?',
      'What is 2 + 2 in it?',
      'Is there gravity in it?',
      '',
    ]) {
      const { content: said, meta } = await ask({ content, pictures });
      expect(said).toMatch(/simulated/u);
      expect(said, content).toMatch(/not look(?:ed)? at/u);
      expect(meta).toMatchObject({ practice: true, status: 'succeeded' });
    }
    const { rows } = await client.historyPage({}, 10, 0);
    expect(new Set(rows.map(({ task }) => task))).toEqual(new Set(['screenshot_understanding']));
  });

  // A strategy that looks into the words must not stumble over parts, nor over no words at all.
  it.each(['auto/efficient', 'auto/learned'])('%s decides for pictures too', async (model) => {
    const { ask, client } = await assistant([]);
    const pictures = [{ name: 'shot.png', bytes: new Uint8Array(PICTURE) }];
    for (const content of ['What is this?', '']) {
      const { content: said, meta } = await ask({ content, pictures, model });
      expect(said).toMatch(/not look(?:ed)? at/u);
      expect(meta).toMatchObject({ status: 'succeeded' });
    }
    const { rows } = await client.historyPage({}, 10, 0);
    expect(rows.map(({ task, requestedModel }) => [task, requestedModel])).toEqual([
      ['screenshot_understanding', model],
      ['screenshot_understanding', model],
    ]);
  });
});
