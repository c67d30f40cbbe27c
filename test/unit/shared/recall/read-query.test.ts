import { describe, expect, it } from 'vitest';
import { readQuery } from '../../../../shared/recall/read-query';

// A Thursday, local time.
const NOW = new Date(2026, 10, 19, 15, 30);
const start = (day: number): number => new Date(2026, 10, day).getTime();
const end = (day: number): number => start(day + 1) - 1;

describe('a search with a day in it', () => {
  it.each([
    ['that error from Tuesday', 'error', start(17), end(17)],
    ['the invoice on last friday', 'invoice', start(13), end(13)],
    ['Thursday stand-up', 'stand-up', start(19), end(19)],
    ['what I saw yesterday', 'what I saw', start(18), end(18)],
    ['today', '', start(19), end(19)],
    ['recipe this week', 'recipe', start(16), end(19)],
    ['recipe from last week', 'recipe', start(9), end(15)],
    ['report of 2026-11-03', 'report', start(3), end(3)],
    ['that from monday', '', start(16), end(16)],
  ])('%s', (text, q, from, to) => {
    expect(readQuery(text, NOW)).toEqual({ q, from, to });
  });

  it.each(['that error', 'a Mondayish feeling', '2026-02-31 is no day', 'todays news', ''])(
    'has none in it: %s',
    (text) => {
      expect(readQuery(text, NOW)).toEqual({ q: text, from: null, to: null });
    },
  );
});
