import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HistoryRow, HistorySummary } from '@shared/api/history';
import { createPageCache } from '../../../../renderer/features/history/page-cache';
import { NO_FILTER, toFilter } from '../../../../renderer/features/history/query';
import { replayToday } from '../../../../renderer/features/history/replay-today';
import { createHistoryStore } from '../../../../renderer/features/history/store';
import {
  brushOf,
  datesOf,
  layOutTimeline,
} from '../../../../renderer/features/history/timeline-geometry';
import { createFakeApi, fakeTrace, fail, ok } from '../../../support/fake-api';

describe('toFilter', () => {
  it('sends only what is set (bug: an empty text filters everything out)', () => {
    expect(toFilter(NO_FILTER)).toEqual({});
    expect(toFilter({ ...NO_FILTER, text: '  ' })).toEqual({});
  });

  it('composes every field, the last day whole (bug: `to` at midnight loses that day)', () => {
    expect(
      toFilter({
        task: 'transcription',
        model: 'openai/gpt-5',
        strategy: 'auto',
        status: 'failed',
        text: ' pareto ',
        fromDay: '2026-11-01',
        toDay: '2026-11-02',
      }),
    ).toEqual({
      task: 'transcription',
      model: 'openai/gpt-5',
      strategy: 'auto',
      status: 'failed',
      q: 'pareto',
      from: Date.UTC(2026, 10, 1),
      to: Date.UTC(2026, 10, 3),
    });
  });
});

function setUp(keep = 10) {
  const fetch = vi.fn((offset: number, limit: number) =>
    ok({ rows: Array.from({ length: limit }, (_, index) => offset + index), total: 100_000 }),
  );
  const onFailed = vi.fn();
  const cache = createPageCache<number>({ size: 100, keep, fetch, onLoaded: vi.fn(), onFailed });
  return { cache, fetch, onFailed };
}

describe('createPageCache', () => {
  it('asks for each window once, also while it is on its way (bug: a call per scroll event)', async () => {
    const { cache, fetch } = setUp();
    cache.need(50, 150);
    cache.need(60, 160);
    await Promise.resolve();
    cache.need(0, 199);
    expect(fetch.mock.calls).toEqual([
      [0, 100],
      [100, 100],
    ]);
    await vi.waitFor(() => expect(cache.row(142)).toBe(142));
  });

  it('asks again after a failure, and forgets the window unused for longest', async () => {
    const { cache, fetch, onFailed } = setUp(2);
    fetch.mockImplementationOnce(() => fail('backend_unavailable'));
    cache.need(0, 0);
    await vi.waitFor(() => expect(onFailed).toHaveBeenCalledOnce());
    for (const index of [0, 100, 0, 200]) {
      cache.need(index, index);
      // eslint-disable-next-line no-await-in-loop
      await vi.waitFor(() => expect(cache.row(index)).toBe(index));
    }
    expect(cache.row(100)).toBeUndefined();
    expect(cache.row(0)).toBe(0);
  });
});

/** A store that is shown and a history that grows. */
async function live() {
  const fake = createFakeApi();
  const ids = ['one'];
  fake.override('history.page', () =>
    ok({ rows: ids.map((id) => ({ id }) as HistoryRow), total: ids.length }),
  );
  const store = createHistoryStore(() => fake.api);
  store.getState().reload();
  const stop = store.getState().connect();
  await vi.advanceTimersByTimeAsync(0);
  const come = async (id: string): Promise<void> => {
    ids.unshift(id);
    fake.emit('history', undefined);
    await vi.advanceTimersByTimeAsync(0);
  };
  const asked = () => fake.calls.filter(({ name }) => name === 'history.page').length;
  return { fake, store, stop, come, asked };
}

describe('the store', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('exports exactly what is filtered (bug: the whole history in the file)', async () => {
    const fake = createFakeApi();
    const store = createHistoryStore(() => fake.api);
    store.getState().setFields({ task: 'transcription', fromDay: '2026-11-01' });
    await store.getState().exportRows('csv');
    expect(fake.calls.at(-1)).toEqual({
      name: 'history.export',
      input: {
        filter: { task: 'transcription', from: Date.UTC(2026, 10, 1) },
        format: 'csv',
      },
    });
  });

  it('ignores the rows of a filter that was left (bug: a slow answer shows the wrong rows)', async () => {
    const fake = createFakeApi();
    const release: (() => void)[] = [];
    fake.override('history.page', (async ({ filter }: { filter: { task?: string } }) => {
      await new Promise<void>((resolve) => release.push(resolve));
      const id = filter.task ?? 'all';
      return { ok: true, data: { rows: [{ id } as HistoryRow], total: 1 } };
    }) as never);
    const store = createHistoryStore(() => fake.api);
    store.getState().reload();
    store.getState().setFields({ task: 'transcription' });
    release[1]?.();
    await vi.advanceTimersByTimeAsync(0);
    release[0]?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(store.getState().row(0)?.id).toBe('transcription');
  });

  it('keeps its rows while they are read anew (bug: Enter during a reload opens nothing)', async () => {
    const fake = createFakeApi();
    fake.override('history.page', () => ok({ rows: [{ id: 'one' } as HistoryRow], total: 1 }));
    const store = createHistoryStore(() => fake.api);
    store.getState().reload();
    await vi.advanceTimersByTimeAsync(0);
    store.getState().reload();
    store.getState().reload();
    expect(store.getState().row(0)?.id).toBe('one');
    store.getState().setFields({ model: 'a/b' });
    expect(store.getState().row(0)).toBeUndefined();
  });

  it('takes new rows in at the top, many at a time (bug: they wait for Refresh)', async () => {
    const { store, stop, come, asked } = await live();
    await come('two');
    expect(store.getState().row(0)?.id).toBe('two');
    const before = asked();
    for (const id of ['three', 'four', 'five']) await come(id);
    expect(asked()).toBe(before);
    await vi.advanceTimersByTimeAsync(2_000);
    expect([asked(), store.getState().row(0)?.id]).toEqual([before + 1, 'five']);
    stop();
  });

  it('only counts them while somebody reads further down (bug: the row under the eye moves)', async () => {
    const { store, stop, come } = await live();
    store.getState().setAtTop(false);
    await come('two');
    await come('three');
    await vi.advanceTimersByTimeAsync(2_000);
    expect([store.getState().row(0)?.id, store.getState().fresh]).toEqual(['one', 2]);
    store.getState().setAtTop(true);
    await vi.advanceTimersByTimeAsync(0);
    expect([store.getState().row(0)?.id, store.getState().fresh]).toEqual(['three', 0]);
    stop();
  });

  it('stops asking when it is left (bug: a hidden view reads the history every second)', async () => {
    const { fake, stop, come, asked } = await live();
    const before = asked();
    stop();
    await come('two');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked()).toBe(before);
    expect(fake.calls.at(-1)).toEqual({ name: 'history.watch', input: { on: false } });
  });

  it('keeps the timeline whole while a part of it is brushed', async () => {
    const fake = createFakeApi();
    const store = createHistoryStore(() => fake.api);
    store.getState().setFields({ fromDay: '2026-11-01', model: 'a/b' });
    const asked = fake.calls.filter(({ name }) => name === 'history.summary');
    expect(asked.map(({ input }) => input)).toEqual([
      { filter: { model: 'a/b' } },
      { filter: { model: 'a/b', from: Date.UTC(2026, 10, 1) } },
    ]);
  });
});

describe('the timeline', () => {
  const summary: HistorySummary = {
    total: 3,
    spentUsd: 0,
    unknownCostCount: 0,
    savedUsd: 0,
    savedCount: 0,
    days: [
      { day: '2026-10-30', models: { a: 1 } },
      { day: '2026-11-02', models: { a: 1, b: 3 } },
    ],
    marks: [{ at: Date.UTC(2026, 10, 1, 12), kind: 'prefs', label: '' }],
    models: [],
    strategies: [],
  };

  it('has a bar for a day without requests (bug: gaps close and dates shift)', () => {
    const timeline = layOutTimeline(summary);
    expect(timeline?.bars.map(({ day, total }) => [day, total])).toEqual([
      ['2026-10-30', 1],
      ['2026-10-31', 0],
      ['2026-11-01', 0],
      ['2026-11-02', 4],
    ]);
    expect(timeline?.series).toEqual(['b', 'a']);
    expect(timeline?.marks[0]?.bar).toBe(2);
  });

  it('brushes days there and back; the whole width is no filter', () => {
    const timeline = layOutTimeline(summary);
    if (timeline === null) throw new Error('no timeline');
    const dates = datesOf(timeline, { from: 1, to: 2 });
    expect(dates).toEqual({ fromDay: '2026-10-31', toDay: '2026-11-01' });
    expect(brushOf(timeline, dates.fromDay, dates.toDay)).toEqual({ from: 1, to: 2 });
    expect(datesOf(timeline, { from: 0, to: 3 })).toEqual({ fromDay: '', toDay: '' });
  });
});

describe('replayToday', () => {
  const trace = { ...fakeTrace(), id: 't', createdAt: 0 };

  it('finds the same winner under the recorded weights', () => {
    expect(replayToday(trace, trace.weights)).toMatchObject({ same: true, against: null });
  });

  it('ranks only what was eligible then (bug: a dropped model wins in hindsight)', () => {
    const best = replayToday(trace, { quality: 1, latency: 0, cost: 0 });
    expect(best.winner?.id).toBe('anthropic/claude-sonnet-4.5');
    expect(best.same).toBe(false);
    expect(best.against?.margin).toBeCloseTo(0.92 - 0.78);
  });
});
