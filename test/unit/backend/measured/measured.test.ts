import { describe, expect, it } from 'vitest';
import { catalogFileSchema } from '../../../../electron/backend/catalog/schema';
import { snapshotOf } from '../../../../electron/backend/catalog/snapshot';
import { bundledCatalog } from '../../../../electron/backend/catalog/sources/bundled';
import { shrinkTime } from '../../../../electron/backend/measured/decayed';
import { createMeasured } from '../../../../electron/backend/measured/measured';
import { measuredUnlisted, overlayMeasured } from '../../../../electron/backend/measured/overlay';
import type { MeasuredCall } from '../../../../electron/backend/store/catalog-store';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 21);
const LUNA = 'openai/gpt-6-luna';

function call(change: Partial<MeasuredCall> = {}): MeasuredCall {
  return {
    provider: 'openai',
    model: LUNA,
    task: 'general_assistant',
    at: NOW,
    status: 'succeeded',
    errorCode: null,
    firstTokenMs: 400,
    totalMs: 2_400,
    completionTokens: 200,
    costUsd: 0.002,
    ...change,
  };
}

function measured(calls: readonly MeasuredCall[]) {
  const own = createMeasured(() => NOW);
  for (const one of calls) own.observe(one);
  return own;
}

const CHAT = 'general_assistant';

describe('what is measured', () => {
  it('first token, whole time, speed, failures and cost', () => {
    const own = measured([call(), call({ status: 'failed', errorCode: 'provider_error' })]);
    const luna = own.of(CHAT, LUNA);
    expect(luna?.firstTokenMs?.value).toBeCloseTo(400);
    expect(luna?.totalMs?.value).toBeCloseTo(2_400);
    expect(luna?.tokensPerSecond?.value).toBeCloseTo(100);
    expect(luna?.failureRate).toMatchObject({ value: 0.5, n: 2 });
    expect(luna?.costUsd).toMatchObject({ value: 0.002, n: 1 });
  });

  it.each([
    ['a request that was wrong', { status: 'failed', errorCode: 'provider_rejected' }],
    ['a key that was wrong', { status: 'failed', errorCode: 'provider_auth_failed' }],
    ['one that the person stopped', { status: 'aborted' }],
    ['one that a crash cut off', { status: 'interrupted' }],
    ['a practice model', { provider: 'practice', model: 'practice/sage' }],
  ] as const)('%s says nothing about the model', (_name, change) => {
    const own = measured([call(change)]);
    expect(own.of(CHAT, 'model' in change ? change.model : LUNA)).toBeNull();
    expect(own.revision).toBe(0);
  });

  it('an unknown cost is left out, never 0', () => {
    expect(measured([call({ costUsd: null })]).of(CHAT, LUNA)?.costUsd).toBeNull();
  });

  it('an answer in one piece is no time to first token', () => {
    const luna = measured([call({ firstTokenMs: 2_390 })]).of(CHAT, LUNA);
    expect(luna?.firstTokenMs).toBeNull();
    expect(luna?.totalMs?.n).toBe(1);
  });

  it('one stalled answer does not drown a hundred', () => {
    const usual = Array.from({ length: 100 }, () => call());
    const luna = measured([...usual, call({ firstTokenMs: 60_000, totalMs: 62_000 })]).of(
      CHAT,
      LUNA,
    );
    expect(luna?.firstTokenMs?.value).toBeLessThan(450);
  });

  it('older observations fade: last month’s speed is not this week’s', () => {
    const old = Array.from({ length: 10 }, () => call({ at: NOW - 60 * DAY, firstTokenMs: 2_000 }));
    const fresh = Array.from({ length: 5 }, () => call({ firstTokenMs: 200 }));
    const luna = measured([...old, ...fresh]).of(CHAT, LUNA);
    expect(luna?.firstTokenMs?.value).toBeLessThan(260);
    expect(luna?.firstTokenMs?.n).toBe(15);
    expect(luna?.firstTokenMs?.weight).toBeLessThan(6);
  });
});

describe('shown against the public figure', () => {
  it('is shrunk towards it by n / (n + 5), on the scale of ratios', () => {
    expect(shrinkTime(100, 10_000, 5)).toBeCloseTo(1_000);
    expect(shrinkTime(100, 10_000, 0)).toBeCloseTo(10_000);
    expect(shrinkTime(100, 10_000, 1e9)).toBeCloseTo(100);
  });

  it('the figure is yours with n, an estimate below five, and the catalog stays a valid one', () => {
    const file = bundledCatalog();
    const calls = Array.from({ length: 4 }, () => call());
    const few = overlayMeasured(file, measured(calls));
    expect(catalogFileSchema.safeParse({ ...few, sources: withYours(few.sources) }).success).toBe(
      true,
    );
    const figure = latencyOf(few);
    expect(figure).toMatchObject({ source: 'yours', n: 4, estimate: true, metric: 'ttft_ms' });
    // 671 ms is public (a predecessor's), 400 ms is measured.
    expect(figure?.value).toBe(Math.round(shrinkTime(400, 671, 4)));
    expect(latencyOf(overlayMeasured(file, measured([...calls, call()])))?.estimate).toBe(false);
  });

  it('nothing measured is the same file: no work on the way of requests', () => {
    expect(overlayMeasured(bundledCatalog(), measured([]))).toBe(bundledCatalog());
  });

  it('a local model is its own measure: no other machine’s time is mixed in', () => {
    const local = call({ provider: 'ollama', model: 'ollama/gemma4:31b', costUsd: 0 });
    const file = overlayMeasured(bundledCatalog(), measured([local]));
    const gemma = snapshotOf(file, { kind: 'bundled', id: 'bundled' }).candidates[CHAT].find(
      ({ id }) => id === 'ollama/gemma4:31b',
    );
    expect(gemma?.figures.latency?.value).toBe(400);
    expect(gemma?.scores.latency).toBeGreaterThan(0.2);
  });

  it('a model that only a provider lists is measured too', () => {
    const own = measured([call({ provider: 'lab', model: 'lab/new-one' })]);
    const entries = measuredUnlisted(bundledCatalog(), own, () => false);
    expect([...entries.keys()]).toEqual(['lab/new-one']);
    expect(entries.get('lab/new-one')?.latency).toMatchObject({ source: 'yours', samples: 1 });
  });
});

function latencyOf(file: ReturnType<typeof bundledCatalog>) {
  const { candidates } = snapshotOf(file, { kind: 'bundled', id: 'bundled' });
  return candidates[CHAT].find(({ id }) => id === LUNA)?.figures.latency;
}

function withYours(sources: ReturnType<typeof bundledCatalog>['sources']) {
  return { ...sources, yours: { name: 'x', url: 'x', licence: 'x', date: null } };
}
