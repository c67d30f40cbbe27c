import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Conversation } from '@shared/api/conversations';
import { EMPTY_META } from '../../../../electron/main/assistant/answer-meta';
import { toJson, toMarkdown } from '../../../../electron/main/export/conversation-file';
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
  expect(toMarkdown(conversation)).toBe(
    '# On foxes\n\n## You\n\n*1970-01-01T00:00:00.000Z*\n\nWhy?\n\n' +
      '## x/b\n\n*1970-01-01T00:00:00.002Z · price unknown · 12 ms · aborted*\n\nBecause.\n',
  );
});

test('JSON keeps the whole tree, without what a search left', () => {
  const parsed = JSON.parse(toJson(conversation)) as Record<string, unknown>;
  expect(parsed['messages']).toHaveLength(3);
  expect(parsed).not.toHaveProperty('match');
});
