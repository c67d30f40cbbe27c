import { describe, expect, test } from 'vitest';
import type { Message } from '@shared/api/conversations';
import { buildContext, titleOf } from '../../../../electron/main/assistant/context';

const message = (
  id: string,
  parentId: string | null,
  role: Message['role'],
  content = id,
): Message => ({
  id,
  parentId,
  role,
  content,
  createdAt: 0,
  meta: null,
});

describe('the context', () => {
  test('is the path from the root, without siblings and without empty answers', () => {
    const tree = [
      message('u1', null, 'user'),
      message('a1', 'u1', 'assistant'),
      message('a1b', 'u1', 'assistant'),
      message('u2', 'a1b', 'user'),
      message('a2', 'u2', 'assistant', ''),
      message('u3', 'a2', 'user'),
    ];
    expect(buildContext(tree, 'u3').map(({ content }) => content)).toEqual([
      'u1',
      'a1b',
      'u2',
      'u3',
    ]);
    expect(buildContext(tree, 'nowhere')).toEqual([]);
  });

  test('a circle in stored data ends', () => {
    expect(
      buildContext([message('x', 'y', 'user'), message('y', 'x', 'assistant')], 'x'),
    ).toHaveLength(2);
  });

  test.each([
    ['  one\n two ', 'one two'],
    ['x'.repeat(60), 'x'.repeat(60)],
    ['x'.repeat(61), `${'x'.repeat(59)}…`],
    ['word '.repeat(20), `${'word '.repeat(11).trim()}…`],
    ['🦊'.repeat(61), `${'🦊'.repeat(59)}…`],
  ])('the title of %j is %j', (content, title) => {
    expect(titleOf(content)).toBe(title);
  });
});
