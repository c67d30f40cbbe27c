import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EmbeddingChoice } from '@shared/api/memory';
import { EmbeddingCard } from '../../../../renderer/features/teach/embedding-card';
import {
  createEmbeddingStore,
  embeddingStore,
} from '../../../../renderer/features/teach/embedding-store';
import { createFakeApi, fail, ok } from '../../../support/fake-api';
import { freshApp, show } from '../../../support/render';

const CHOICE: EmbeddingChoice = {
  model: 'local/use-lite',
  name: 'USE Lite',
  local: true,
  chosen: null,
  fixed_by_environment: false,
  total: 10,
  pending: 0,
  problem: null,
};

function setUp() {
  const fake = createFakeApi();
  const state = { choice: CHOICE };
  fake.override('memory.embedding', () => ok(state.choice));
  const onProgress = vi.fn();
  const store = createEmbeddingStore(() => fake.api, onProgress);
  const looks = () => fake.calls.filter(({ name }) => name === 'memory.embedding').length;
  return { fake, state, store, onProgress, looks };
}

async function card(change: Partial<EmbeddingChoice>) {
  const fake = await freshApp();
  fake.override('memory.embedding', () => ok({ ...CHOICE, ...change }));
  show(<EmbeddingCard />);
  return fake;
}

describe('the choice of the embedding model', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is looked at until it is whole, and not after (bug: a bar that stands still, or polls for ever)', async () => {
    const { state, store, onProgress, looks } = setUp();
    state.choice = { ...CHOICE, pending: 8 };
    const stop = store.getState().follow();
    await vi.advanceTimersByTimeAsync(0);
    state.choice = { ...CHOICE, pending: 0 };
    await vi.advanceTimersByTimeAsync(1_500);
    expect(store.getState().choice).toMatchObject({ value: { pending: 0 } });
    expect(onProgress).toHaveBeenCalledTimes(1);
    const before = looks();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(looks()).toBe(before);
    stop();
  });

  it('stops looking when it is left, and when something went wrong', async () => {
    const { state, store, looks } = setUp();
    state.choice = { ...CHOICE, pending: 8 };
    const stop = store.getState().follow();
    await vi.advanceTimersByTimeAsync(0);
    stop();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(looks()).toBe(1);
    state.choice = { ...CHOICE, pending: 8, problem: 'the provider is gone' };
    const again = store.getState().follow();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(looks()).toBe(2);
    again();
  });

  it('stays as it was when the new model fails its trial', async () => {
    const { fake, store } = setUp();
    const stop = store.getState().follow();
    await vi.advanceTimersByTimeAsync(0);
    fake.override('memory.setEmbedding', () => fail('embedding_failed'));
    await store.getState().choose('up/m1');
    expect(store.getState()).toMatchObject({ trying: false, choice: { value: CHOICE } });
    stop();
  });
});

describe('EmbeddingCard', () => {
  beforeEach(() => embeddingStore.setState(embeddingStore.getInitialState(), true));

  it('cannot be changed while the environment decides, and says so', async () => {
    await card({ fixed_by_environment: true });
    const field = await screen.findByRole('combobox', { name: 'Embedding model' });
    expect(field.getAttribute('aria-disabled') ?? field.getAttribute('disabled')).not.toBeNull();
    expect(screen.getByText(/AUTO_ROUTER_EMBEDDING_MODEL/u)).toBeTruthy();
  });

  it('says where prompts go, and how far the new vectors are', async () => {
    await card({ model: 'acme/embed-large', name: 'Embed Large', local: false, pending: 4 });
    expect(await screen.findByText(/Prompts are sent to acme/u)).toBeTruthy();
    const bar = screen.getByRole('progressbar', { name: /^Embedding: 6 of 10/u });
    expect(bar.getAttribute('value')).toBe('0.6');
  });

  it('offers to try again what failed', async () => {
    const fake = await card({ pending: 4, problem: 'acme is not connected' });
    expect(await screen.findByText('acme is not connected')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() =>
      expect(fake.calls).toContainEqual({
        name: 'memory.setEmbedding',
        input: { model: 'local/use-lite' },
      }),
    );
  });
});
