import { describe, expect, it } from 'vitest';
import { NO_HINTS, readHints } from '@shared/api/hints';

describe('readHints', () => {
  it('nothing given is no hint', () => {
    for (const body of [{}, { routing_hint: null }, { routing_hint: {} }]) {
      expect(readHints(body, {})).toEqual({ ok: true, hints: NO_HINTS });
    }
  });

  it('S2-1: reads every field of the body', () => {
    const routing_hint = {
      routing_preference: 'quality',
      min_quality: 0.8,
      max_cost_usd: 0.01,
      max_latency_ms: 2_000,
      local_only: true,
      some_later_field: 1,
    };
    expect(readHints({ routing_hint }, {})).toEqual({
      ok: true,
      hints: {
        preference: { value: 'quality', normalisedFrom: null },
        minQuality: 0.8,
        maxCostUsd: 0.01,
        maxLatencyMs: 2_000,
        localOnly: true,
      },
    });
  });

  const headers = {
    'x-auto-router-preference': 'cost',
    'x-auto-router-min-quality': '0.4',
    'x-auto-router-max-cost-usd': '0.5',
    'x-auto-router-max-latency-ms': ['900'],
    'x-auto-router-local-only': 'TRUE',
  };

  it('reads the headers', () => {
    expect(readHints({}, headers)).toEqual({
      ok: true,
      hints: {
        preference: { value: 'cost', normalisedFrom: null },
        minQuality: 0.4,
        maxCostUsd: 0.5,
        maxLatencyMs: 900,
        localOnly: true,
      },
    });
  });

  it('the body wins field by field', () => {
    const routing_hint = { min_quality: 0.9, local_only: false };
    expect(readHints({ routing_hint }, headers)).toMatchObject({
      hints: { minQuality: 0.9, localOnly: false, maxCostUsd: 0.5, preference: { value: 'cost' } },
    });
  });

  // Read as 0 or as absent, a slip in a limit would be a request without one.
  it.each([
    [{ routing_hint: 'quality' }, 'routing_hint: must be an object.'],
    [{ routing_hint: [] }, 'routing_hint'],
    [{ routing_hint: { min_quality: '0.5' } }, 'routing_hint.min_quality: must be a number from 0'],
    // It was told that 1.5 is no number.
    [{ routing_hint: { min_quality: 1.5 } }, 'routing_hint.min_quality: must be a number from 0'],
    [{ routing_hint: { min_quality: -0.1 } }, 'routing_hint.min_quality: must be a number from 0'],
    [{ routing_hint: { max_cost_usd: -1 } }, 'routing_hint.max_cost_usd: must be a number of at'],
    [
      { routing_hint: { max_latency_ms: 0 } },
      'routing_hint.max_latency_ms: must be a number above',
    ],
    [{ routing_hint: { local_only: 'yes' } }, 'routing_hint.local_only: must be true or false.'],
  ])('a bad body is refused: %j', (body, message) => {
    const read = readHints(body, {});
    expect(read).toMatchObject({ ok: false });
    expect(read.ok ? '' : read.message).toContain(message);
  });

  it.each([
    ['x-auto-router-min-quality', 'high'],
    ['x-auto-router-min-quality', '2'],
    ['x-auto-router-max-cost-usd', '-1'],
    ['x-auto-router-max-cost-usd', 'NaN'],
    ['x-auto-router-max-latency-ms', '1s'],
    ['x-auto-router-local-only', 'maybe'],
  ])('a bad header is refused: %s: %s', (name, value) => {
    const read = readHints({}, { [name]: value });
    expect(read.ok ? '' : read.message).toContain(name);
  });

  it('S2-3: a misspelt preference is no error', () => {
    expect(readHints({ routing_hint: { routing_preference: 'qualtiy' } }, {})).toMatchObject({
      hints: { preference: { value: 'balanced', normalisedFrom: 'qualtiy' } },
    });
    expect(readHints({}, { 'x-auto-router-preference': 'cheap' })).toMatchObject({
      hints: { preference: { value: 'balanced', normalisedFrom: 'cheap' } },
    });
  });
});
