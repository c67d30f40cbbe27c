import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { RecallView } from '../../../../renderer/features/recall';
import { formatBytes } from '../../../../renderer/features/recall/bytes';
import { search, useRecallStore } from '../../../../renderer/features/recall/store';
import { fail, ok } from '../../../support/fake-api';
import { RECALL_SHOT, RECALL_STATUS } from '../../../support/fake-recall';
import { freshApp, show } from '../../../support/render';

const KEEPING = { ...RECALL_STATUS, keep: true, shots: 1, bytes: 240_000 };

beforeEach(() => {
  useRecallStore.setState(useRecallStore.getInitialState(), true);
});

it('says sizes in the unit that fits', () => {
  expect([0, 240_000, 1_250_000, 3_400_000_000].map(formatBytes)).toEqual([
    '0 kB',
    '240 kB',
    '1.3 MB',
    '3.4 GB',
  ]);
});

/** Whether the card of the index stands after the pictures. */
async function indexFollows(): Promise<boolean> {
  const shot = await screen.findByRole('button', { name: /Open checkout/u });
  const place = shot.compareDocumentPosition(screen.getByRole('heading', { name: 'Search index' }));
  return (place & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}

describe('Recall', () => {
  it('is off until it is switched on, and says where the text would go', async () => {
    const pick = { model: 'openai/text-embedding-3-small', name: 'Embedding small', local: false };
    const index = { ...RECALL_STATUS.index, embeddedBy: pick };
    const fake = await freshApp({ recall: { ...RECALL_STATUS, pick, index } });
    show(<RecallView />);
    expect(await screen.findByText(/Embedding small, which runs at its provider/u)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Take a screenshot' })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Switch on' }));
    expect(await screen.findAllByRole('button', { name: 'Take a screenshot' })).not.toHaveLength(0);
    expect(fake.state.recall.keep).toBe(true);
  });

  it('asks for the day that is in the search and shows which one it took', async () => {
    const fake = await freshApp({ recall: KEEPING, shots: [RECALL_SHOT] });
    show(<RecallView />);
    await screen.findByRole('button', { name: /Open checkout/u });
    useRecallStore.setState({ query: 'that typeerror from 2026-11-17' });
    await search(new Date());
    const { input } = fake.calls.findLast(({ name }) => name === 'recall.search') ?? {};
    expect(input).toMatchObject({ q: 'typeerror', from: new Date(2026, 10, 17).getTime() });
    expect((await screen.findByRole('status')).textContent).toContain('On Nov 17, 2026');
  });

  it('shows the answer to what was asked last, whichever comes first', async () => {
    const fake = await freshApp({ recall: KEEPING, shots: [RECALL_SHOT] });
    let release: (() => void) | undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    fake.override('recall.search', async ({ q }: { q: string }) => {
      if (q === 'slow') await held;
      const shots = q === 'slow' ? [] : [{ ...RECALL_SHOT, title: 'fast' }];
      return ok({ shots, total: shots.length, meaningMissing: null });
    });
    useRecallStore.setState({ query: 'slow' });
    const slow = search(new Date());
    useRecallStore.setState({ query: 'fast' });
    await search(new Date());
    release?.();
    await slow;
    const { page } = useRecallStore.getState();
    expect(page.state === 'ready' && page.value.shots[0]?.title).toBe('fast');
  });

  it('asks before it deletes all of them', async () => {
    const fake = await freshApp({
      recall: { ...KEEPING, retentionDays: 30 },
      shots: [RECALL_SHOT],
    });
    show(<RecallView />);
    const clear = await screen.findByRole('button', { name: 'Delete all…' });
    fireEvent.click(clear);
    const dialog = await screen.findByRole('dialog', { name: 'Delete all screenshots?' });
    expect(fake.state.shots).toHaveLength(1);
    fireEvent.click(within(dialog).getByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(fake.state.shots).toHaveLength(0));
  });

  it('offers to embed everything again when the pick is another, and does not by itself (S0-97)', async () => {
    const model = 'openai/text-embedding-3-small';
    const index = { ...RECALL_STATUS.index, model, done: 1 };
    const fake = await freshApp({ recall: { ...KEEPING, index }, shots: [RECALL_SHOT] });
    show(<RecallView />);
    const again = await screen.findByRole('button', { name: 'Embed everything again' });
    expect(fake.calls.map(({ name }) => name)).not.toContain('recall.reindex');
    fireEvent.click(again);
    expect(await screen.findByText(/Until then the old index is searched/u)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Stop, keep the old index' }));
    await waitFor(() => expect(fake.state.recall.building).toBeNull());
  });

  // The offer stood under every picture that is kept, where nobody scrolls to.
  it('an index that has something to say stands before the pictures, and after them else', async () => {
    const other = { ...RECALL_STATUS.index, model: 'openai/text-embedding-3-small', done: 1 };
    await freshApp({ recall: { ...KEEPING, index: other }, shots: [RECALL_SHOT] });
    const { unmount } = show(<RecallView />);
    expect(await indexFollows()).toBe(false);
    unmount();
    useRecallStore.setState(useRecallStore.getInitialState(), true);
    await freshApp({ recall: KEEPING, shots: [RECALL_SHOT] });
    show(<RecallView />);
    expect(await indexFollows()).toBe(true);
  });

  it('tells a failure with a way on', async () => {
    const fake = await freshApp();
    fake.override('recall.status', () => fail('backend_unavailable'));
    show(<RecallView />);
    expect(await screen.findByRole('button', { name: /Try again|Retry/u })).toBeTruthy();
  });
});
