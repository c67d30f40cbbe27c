import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { UsageResponse, UsageRow } from '@shared/api/outcomes';
import { UsageView } from '../../../../renderer/features/usage';
import {
  columnOf,
  layOutDays,
  niceCeiling,
  niceCount,
  yOf,
} from '../../../../renderer/features/usage/geometry';
import { daysOf, rangeOf } from '../../../../renderer/features/usage/range';
import { createUsageStore, usageStore } from '../../../../renderer/features/usage/store';
import { createFakeApi, fail, ok } from '../../../support/fake-api';
import { NO_SPENDING, NO_USAGE } from '../../../support/fake-gateway';
import { freshApp, show } from '../../../support/render';

const NOW = Date.UTC(2026, 2, 1, 23, 30);
const row = (group: string, change: Partial<UsageRow> = {}): UsageRow => ({
  ...NO_USAGE,
  group,
  label: group,
  calls: 4,
  routed: 3,
  direct: 1,
  ...change,
});
const usage = (rows: readonly UsageRow[], total: Partial<UsageRow> = {}): UsageResponse => ({
  group: 'day',
  rows,
  total: row('', { calls: 8, ...total }),
});

beforeEach(() => {
  usageStore.setState(usageStore.getInitialState(), true);
});

describe('the range of a report', () => {
  // Local midnight cut the first day short.
  it('is whole UTC days up to today, a leap or month end between them or not', () => {
    const range = rangeOf('week', NOW);
    expect(range).toEqual({
      from: Date.UTC(2026, 1, 23),
      firstDay: '2026-02-23',
      lastDay: '2026-03-01',
    });
    expect(daysOf(range)).toHaveLength(7);
    expect(daysOf(rangeOf('today', NOW))).toEqual(['2026-03-01']);
    expect(daysOf(rangeOf('year', NOW))).toHaveLength(365);
  });
});

describe('the charts’ geometry', () => {
  it('gives a day without calls its place, and the scale a round top', () => {
    const days = layOutDays(['2026-03-01', '2026-03-02'], [row('2026-03-02')]);
    expect(days.map(({ row: found }) => found?.group ?? null)).toEqual([null, '2026-03-02']);
    expect([0, 0.0013, 1, 23, 51, 99].map(niceCeiling)).toEqual([1, 0.002, 1, 25, 100, 100]);
    // Half of 25 calls stood there as 13.
    expect([0, 1, 3, 15, 23, 70, 95].map(niceCount)).toEqual([2, 2, 4, 20, 30, 80, 100]);
  });

  it('keeps every bar inside the chart, one day or a year of them', () => {
    for (const count of [1, 7, 30, 90, 365]) {
      for (const index of [0, count - 1]) {
        const { x, width } = columnOf(index, count, 50, 700);
        expect(width).toBeGreaterThan(0);
        expect(x).toBeGreaterThanOrEqual(50);
        expect(x + width).toBeLessThanOrEqual(750.001);
      }
    }
    expect(columnOf(0, 1, 50, 700).width).toBe(40);
    expect(yOf(0, 10, 10, 90)).toBe(90);
    expect(yOf(10, 10, 10, 90)).toBe(10);
  });
});

describe('the usage store', () => {
  it('shows the answer of the last range asked for, whichever came last', async () => {
    const fake = createFakeApi();
    const waiting: ((value: UsageResponse) => void)[] = [];
    fake.override(
      'gateway.usage',
      () =>
        new Promise((resolve) => {
          waiting.push((data) => resolve({ ok: true, data }));
        }),
    );
    const store = createUsageStore(
      () => fake.api,
      () => NOW,
    );
    const first = store.getState().load();
    const second = store.getState().setRange('today');
    const answer = (index: number, calls: number): void => waiting[index]?.(usage([], { calls }));
    answer(2, 2);
    answer(3, 2);
    await second;
    answer(0, 30);
    answer(1, 30);
    await first;
    const { days, range } = store.getState();
    expect(days.state === 'ready' && days.value.total.calls).toBe(2);
    expect(range?.firstDay).toBe('2026-03-01');
  });

  it('keeps what is shown when the router is away for a moment', async () => {
    const fake = createFakeApi({ usage: usage([]) });
    const store = createUsageStore(
      () => fake.api,
      () => NOW,
    );
    await store.getState().load();
    fake.override('gateway.usage', () => fail('backend_unavailable'));
    await store.getState().load();
    expect(store.getState().days.state).toBe('ready');
  });
});

describe('the Usage view', () => {
  it('counts money that is not known apart, and never as nothing', async () => {
    await freshApp({
      usage: usage([], { costUsd: 1.5, unknownCostCount: 3, p50Ms: 800, p95Ms: 2400 }),
    });
    show(<UsageView />);
    const totals = await screen.findByLabelText('Totals');
    expect(totals.textContent).toContain('$1.50and 3 calls of unknown cost');
    expect(totals.textContent).toContain('p95 2.4 s');
    expect(totals.textContent).toContain('First tokenUnknown');
  });

  it('has its charts as a table too, newest day first', async () => {
    const range = rangeOf('month', Date.now());
    const [first, second] = daysOf(range).slice(-2);
    await freshApp({
      usage: usage([
        row(first ?? '', { costUsd: 0.5 }),
        row(second ?? '', { unknownCostCount: 2 }),
      ]),
    });
    show(<UsageView />);
    expect(await screen.findByRole('img', { name: /^Known cost by day/u })).toBeDefined();
    fireEvent.click(screen.getByText('View as table'));
    const rows = within(screen.getByRole('region', { name: 'By day' })).getAllByRole('row');
    expect(rows).toHaveLength(3);
    expect(rows[2]?.textContent).toContain('$0.50');
    expect(rows[1]?.textContent).toContain('$0.002');
  });

  it('says what to do while there is nothing to show', async () => {
    await freshApp();
    show(<UsageView />);
    expect(await screen.findByText('No calls in this time')).toBeDefined();
  });

  it('groups by key, and the app’s own calls have a name', async () => {
    const fake = await freshApp();
    fake.override('gateway.usage', ({ group }: { group: string }) =>
      ok({
        ...usage(group === 'key' ? [row('', { label: '' }), row('k1', { label: 'CI' })] : []),
        group,
      }),
    );
    show(<UsageView />);
    fireEvent.click(await screen.findByRole('tab', { name: 'Key' }));
    const table = await screen.findByRole('region', { name: 'Usage by Key' });
    await waitFor(() => expect(within(table).getByText('This app')).toBeDefined());
    expect(within(table).getByText('CI')).toBeDefined();
  });

  it('sets a daily cap, says what is left of it, and takes it away again', async () => {
    const fake = await freshApp({ spending: { ...NO_SPENDING, spent_usd: 0.25 } });
    show(<UsageView />);
    expect(await screen.findByText('no daily cap')).toBeDefined();
    const cap = screen.getByRole('textbox', { name: 'Daily cap (US$)' });
    expect(screen.getByText<HTMLButtonElement>('Save cap').disabled).toBe(true);
    fireEvent.focus(cap);
    fireEvent.change(cap, { target: { value: '2' } });
    fake.override('gateway.setDailyCap', ({ usd }: { usd: number | null }) =>
      ok({
        ...NO_SPENDING,
        spent_usd: 0.25,
        daily_cap_usd: usd,
        left_usd: usd === null ? null : usd - 0.25,
      }),
    );
    fireEvent.click(screen.getByText('Save cap'));
    expect(await screen.findByText('of $2.00 · $1.75 left')).toBeDefined();
    expect(screen.getByRole('meter').getAttribute('aria-valuenow')).toBe('0.25');
    const again = screen.getByRole('textbox', { name: 'Daily cap (US$)' });
    fireEvent.focus(again);
    fireEvent.change(again, { target: { value: '' } });
    fireEvent.click(await screen.findByText('Remove cap'));
    expect(await screen.findByText('no daily cap')).toBeDefined();
    expect(fake.calls.filter(({ name }) => name === 'gateway.setDailyCap')).toEqual([
      { name: 'gateway.setDailyCap', input: { usd: 2 } },
      { name: 'gateway.setDailyCap', input: { usd: null } },
    ]);
  });
});
