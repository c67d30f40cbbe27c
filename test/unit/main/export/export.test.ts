import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Conversation, MessagePicture } from '@shared/api/conversations';
import { EMPTY_META } from '../../../../electron/main/assistant/answer-meta';
import { toJson, toMarkdown } from '../../../../electron/main/export/conversation-file';
import { conversationHandlers } from '../../../../electron/main/ipc/conversation-handlers';
import { IpcFailure } from '../../../../electron/main/ipc/failure';
import { fileNameOf, saveFile, saveInto } from '../../../../electron/main/export/save-file';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'ar-export-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('a stream is saved whole', async () => {
  const path = await saveInto(join(dir, 'new'))('rows.csv');
  if (path === null) throw new Error('no path');
  await saveFile(path, new Blob(['a,b\r\n', '1,2\r\n']).stream());
  expect(readFileSync(path, 'utf8')).toBe('a,b\r\n1,2\r\n');
});

test('one that breaks off leaves no file, and no part of one', async () => {
  const path = join(dir, 'rows.csv');
  const broken = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new Uint8Array([1]));
      controller.error(new Error('cut'));
    },
  });
  await expect(saveFile(path, broken)).rejects.toMatchObject({ code: 'storage_failed' });
  expect(readdirSync(dir)).toEqual([]);
});

test.each([
  ['../../etc/passwd', 'etc-passwd.md'],
  ['Grüße, wie geht’s?', 'Grüße-wie-geht-s.md'],
  ['', 'conversation.md'],
  ['...', 'conversation.md'],
])('%j is saved as %j', (title, name) => {
  expect(fileNameOf(title, 'md')).toBe(name);
});

const conversation: Conversation = {
  id: 'c',
  title: 'On foxes',
  createdAt: 0,
  updatedAt: 0,
  match: 'a piece of a search',
  leafId: 'b',
  messages: [
    { id: 'q', parentId: null, role: 'user', content: 'Why?', createdAt: 0, meta: null },
    {
      id: 'a',
      parentId: 'q',
      role: 'assistant',
      content: 'The other answer.',
      createdAt: 1,
      meta: { ...EMPTY_META, model: 'x/a', status: 'succeeded' },
    },
    {
      id: 'b',
      parentId: 'q',
      role: 'assistant',
      content: 'Because.',
      createdAt: 2,
      meta: { ...EMPTY_META, model: 'x/b', status: 'aborted', costUsd: null, totalMs: 12.4 },
    },
  ],
};

test('Markdown shows the branch that was shown, and an unknown price as unknown', () => {
  expect(toMarkdown(conversation, 'On-foxes-pictures').text).toBe(
    '# On foxes\n\n## You\n\n*1970-01-01T00:00:00.000Z*\n\nWhy?\n\n' +
      '## x/b\n\n*1970-01-01T00:00:00.002Z · price unknown · 12 ms · aborted*\n\nBecause.\n',
  );
});

test('JSON keeps the whole tree, without what a search left', async () => {
  const parsed = JSON.parse(await toJson(conversation, () => Promise.resolve(null))) as Record<
    string,
    unknown
  >;
  expect(parsed['messages']).toHaveLength(3);
  expect(parsed).not.toHaveProperty('match');
});

const picture = (id: string, name: string): MessagePicture => ({
  id,
  mime: 'image/png',
  width: 4,
  height: 3,
  bytes: 3,
  name,
});

const unused = (): Promise<never> => Promise.reject(new Error('not asked for'));

/** Exports a conversation with two pictures, one of which has lost its file. */
async function exportWithPictures(format: 'markdown' | 'json'): Promise<string> {
  const [question, ...rest] = conversation.messages;
  if (question === undefined) throw new Error('no question');
  const pictures = [picture('p1', 'a](evil) [b'), picture('p2', '')];
  const shown = { ...conversation, messages: [{ ...question, pictures }, ...rest] };
  const client = {
    listConversations: unused,
    createConversation: unused,
    patchConversation: unused,
    removeConversation: unused,
    getConversation: () => Promise.resolve(shown),
    picture: (_id: string, pictureId: string) =>
      pictureId === 'p1'
        ? Promise.resolve({ mime: 'image/png', bytes: Buffer.from('one') })
        : Promise.reject(new IpcFailure('picture_not_found', 'gone')),
  };
  const outbox = { pending: () => [] };
  const handlers = conversationHandlers(client, outbox, saveInto(join(dir, 'out')));
  const { path } = await handlers.export({ id: 'c', format });
  return readFileSync(path, 'utf8');
}

test('Markdown links to its pictures, which lie in a folder beside it', async () => {
  const text = await exportWithPictures('markdown');
  // A name cannot end its link and begin another one.
  expect(text).toContain(
    '![a evil b](On-foxes-pictures/1.png)\n\n![4 x 3](On-foxes-pictures/2.png)',
  );
  expect(readdirSync(join(dir, 'out', 'On-foxes-pictures'))).toEqual(['1.png']);
  expect(readFileSync(join(dir, 'out', 'On-foxes-pictures', '1.png'), 'utf8')).toBe('one');
});

test('JSON holds the bytes of its pictures; one that is gone is null, and no failure', async () => {
  const { messages } = JSON.parse(await exportWithPictures('json')) as Conversation;
  expect(messages[0]?.pictures).toMatchObject([
    { id: 'p1', data: Buffer.from('one').toString('base64') },
    { id: 'p2', data: null },
  ]);
});
