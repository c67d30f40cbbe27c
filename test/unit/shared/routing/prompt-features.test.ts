import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FEATURE_NAMES,
  LENGTH_FEATURE,
  promptFeatures,
} from '../../../../shared/routing/prompt-features';

const feature = (text: string, name: string): number =>
  promptFeatures(text)[FEATURE_NAMES.indexOf(name)] ?? NaN;

describe('promptFeatures', () => {
  it('is finite for any text, also empty and with half characters', () => {
    assert(
      property(string({ unit: 'binary' }), (text) => {
        const features = promptFeatures(text);
        expect(features).toHaveLength(FEATURE_NAMES.length);
        expect([...features].every(Number.isFinite)).toBe(true);
      }),
    );
  });

  it('takes a megabyte of the worst input in well under a second', () => {
    const began = performance.now();
    for (const bad of ['\n', ' ', '$', '(', "'", '\\', '.']) promptFeatures(bad.repeat(1_000_000));
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it('knows the whole length of a prompt that it reads in part', () => {
    expect(feature('x'.repeat(1_000_000), 'length')).toBeGreaterThan(
      feature('x'.repeat(100_000), 'length'),
    );
    expect(FEATURE_NAMES[LENGTH_FEATURE]).toBe('length');
  });

  it('tells arithmetic, code, options and plain questions apart', () => {
    expect(feature('Anna has 3 apples and buys half of 12.', 'numbers')).toBeGreaterThan(0);
    expect(feature('Anna has 3 apples and buys half of 12.', 'ratios')).toBeGreaterThan(0);
    expect(feature('def f(x):\n  return x', 'code')).toBeGreaterThan(0);
    expect(feature('Which?\nA) one\nB) two', 'options')).toBeGreaterThan(0);
    expect(feature('Who was Ada Lovelace?', 'startsWithQuestion')).toBe(1);
  });

  it('sees words of other scripts as words', () => {
    expect(feature('Сколько будет два плюс два?', 'words')).toBeGreaterThan(1);
  });
});
