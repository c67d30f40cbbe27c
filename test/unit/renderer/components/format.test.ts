import { describe, expect, it } from 'vitest';
import {
  formatAgo,
  formatDuration,
  formatMoney,
  formatSigned,
} from '../../../../renderer/components/format';

describe('formats', () => {
  it.each([
    [0, '$0.00'],
    [0.00042, '$0.00042'],
    [0.0004, '$0.0004'],
    [0.5, '$0.50'],
    [0.034, '$0.034'],
    [12.345, '$12.35'],
  ])('money below a dollar keeps its digits instead of rounding to $0: %d', (usd, text) => {
    expect(formatMoney(usd)).toBe(text);
  });

  it.each([
    [84, '84 ms'],
    [800, '0.8 s'],
    [9949, '9.9 s'],
    [9960, '10 s'],
    [59_400, '59 s'],
    [59_600, '1 min 0 s'],
    [125_000, '2 min 5 s'],
  ])('a time never reads as "60 s" or "10.0 s": %d', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it('signs with a real minus, and says ± where nothing is left after rounding', () => {
    expect(formatSigned(-0.0012, formatMoney)).toBe('\u2212$0.0012');
    expect(formatSigned(500, formatDuration)).toBe('+0.5 s');
    expect(formatSigned(0.2, formatDuration)).toBe('±0 ms');
  });

  it('says how long ago', () => {
    expect(formatAgo(0, 120_000)).toBe('2 minutes ago');
  });
});
