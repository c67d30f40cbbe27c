import { describe, expect, it } from 'vitest';
import { MOST_LEVELS, nestsTooDeep } from '../../../electron/backend/nesting';

const lists = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
const objects = (levels: number): string => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels);
const deep = (text: string): boolean => nestsTooDeep(JSON.parse(text), text.length);

describe('nestsTooDeep', () => {
  it.each([lists, objects])('takes the last level and refuses the next: %o', (of) => {
    expect(deep(of(MOST_LEVELS))).toBe(false);
    expect(deep(of(MOST_LEVELS + 1))).toBe(true);
    expect(deep(`{"messages":["${'x'.repeat(5_000)}",${of(MOST_LEVELS)}]}`)).toBe(true);
  });

  // The check itself must not end the stack that it guards.
  it('stands any depth', () => {
    expect(deep(lists(1_000_000))).toBe(true);
  });

  it('a long flat body is none', () => {
    const text = JSON.stringify({
      messages: Array.from({ length: 2_000 }, () => ({ content: 'x' })),
    });
    expect(nestsTooDeep(JSON.parse(text), text.length)).toBe(false);
  });
});
