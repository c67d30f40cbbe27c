import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HistorySummary } from '@shared/api/history';
import { HistoryView } from '../../../../renderer/features/history';
import { historyStore } from '../../../../renderer/features/history/store';
import { initTexts } from '../../../../renderer/texts';
import { type FakeApi, createFakeApi, fail, ok } from '../../../support/fake-api';

const SUMMARY: HistorySummary = {
  total: 3,
  spentUsd: 0.42,
  unknownCostCount: 1,
  savedUsd: 0.68,
  savedCount: 2,
  days: [
    { day: '2026-11-01', models: { 'openai/gpt-5': 1 } },
    { day: '2026-11-04', models: { 'openai/gpt-5': 2 } },
  ],
  marks: [{ at: Date.UTC(2026, 10, 3), kind: 'prefs', label: 'general_assistant' }],
  models: ['openai/gpt-5'],
  strategies: ['auto'],
};

let fake: FakeApi;
const lastFilter = () => {
  const call = fake.calls.filter(({ name }) => name === 'history.page').at(-1);
  return (call!.input as { filter: unknown }).filter;
};

beforeAll(initTexts);
beforeEach(() => {
  historyStore.setState(historyStore.getInitialState(), true);
  fake = createFakeApi();
  Object.assign(window, { api: fake.api });
});
afterEach(cleanup);

function withRows(): void {
  fake.override('history.page', () => ok({ rows: [], total: 3 }));
  fake.override('history.summary', () => ok(SUMMARY));
}

describe('HistoryView', () => {
  it('says what to do when there is nothing yet', async () => {
    render(<HistoryView />);
    expect(await screen.findByText('No requests yet')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Go to Chat' })).toBeTruthy();
  });

  it('says what is unknown beside what was spent (bug: unknown counted as free)', async () => {
    withRows();
    render(<HistoryView />);
    expect(await screen.findByText('$0.42')).toBeTruthy();
    expect(screen.getByText('1 unknown')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'How this is worked out' }));
    expect(await screen.findByText(/less what the request did cost/)).toBeTruthy();
  });

  it('filters by date with the keyboard on the brush (bug: a pointer-only brush)', async () => {
    withRows();
    render(<HistoryView />);
    const from = await screen.findByRole('slider', { name: 'First day shown' });
    fireEvent.keyDown(from, { key: 'ArrowRight' });
    await waitFor(() =>
      expect(lastFilter()).toEqual({ from: Date.UTC(2026, 10, 2), to: Date.UTC(2026, 10, 5) }),
    );
    fireEvent.click(screen.getByRole('button', { name: 'Whole time' }));
    await waitFor(() => expect(lastFilter()).toEqual({}));
  });

  it('has one grid with every row counted, not only those in the DOM', async () => {
    withRows();
    render(<HistoryView />);
    const grid = await screen.findByRole('grid');
    expect(grid.getAttribute('aria-rowcount')).toBe('4');
    expect(screen.getAllByRole('columnheader')).toHaveLength(12);
  });

  it('shows the timeline as a table, with what changed in between', async () => {
    withRows();
    render(<HistoryView />);
    fireEvent.click(await screen.findByRole('button', { name: 'View as table' }));
    expect(screen.getByText(/Weights changed.*general_assistant/)).toBeTruthy();
  });

  it('offers retry when the history cannot be read, and reads it then', async () => {
    fake.override('history.page', () => fail('backend_unavailable'));
    render(<HistoryView />);
    await screen.findByText('The history could not be read');
    withRows();
    fireEvent.click(screen.getByRole('button', { name: /try again|retry/i }));
    expect(await screen.findByRole('grid')).toBeTruthy();
  });
});
