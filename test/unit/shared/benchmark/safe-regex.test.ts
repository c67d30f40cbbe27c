import { describe, expect, it } from 'vitest';
import { regexProblem } from '../../../../shared/benchmark/safe-regex';

describe('regexProblem', () => {
  it.each([
    '(a+)+',
    '(a*)*b',
    '(?:a|b+)*c',
    '([a-z]{1,5}x?){2,9}',
    '(?<name>\\w+\\s?){3}',
    '((ab)*){2}',
    '(?:a|a)+$',
    '((?:a|b)c)*d',
  ])('refuses %s: nested quantifiers take exponential time', (pattern) => {
    expect(regexProblem(pattern)).toBe('a quantifier around a group that varies');
  });

  it.each([
    '^abc$',
    '(?:abc){3}',
    '(?:ab)+c*',
    '(?:a|b)c',
    '(?:a|b)?c',
    'x{1,20}(?:y{2})?',
    '[(*+)]{2}',
    '\\(a+\\)',
    '(?<=a)b(?!c)',
    '\\p{L}{2}',
    'a(?:, b)?',
  ])('takes %s', (pattern) => {
    expect(regexProblem(pattern, 'u')).toBeNull();
  });

  it('refuses back-references, many unbounded quantifiers and wide repeats', () => {
    expect(regexProblem('(a)\\1')).toBe('back-references are not allowed');
    expect(regexProblem('a*b*c*')).toBe('more than 2 unbounded quantifiers');
    expect(regexProblem('.{0,999}')).toBe('a repeat of more than 200');
  });

  it('refuses what does not compile, is too long or has strange flags', () => {
    expect(regexProblem('(')).toMatch(/does not compile/u);
    expect(regexProblem('a'.repeat(401))).toMatch(/1 to 400/u);
    expect(regexProblem('')).toMatch(/1 to 400/u);
    expect(regexProblem('^a?$')).toBe('pattern matches the empty text');
    expect(regexProblem('a', 'g')).toBe('flags must be among i, m, s, u');
  });
});
