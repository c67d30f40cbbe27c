import { fireEvent, screen, waitFor } from '@testing-library/react';
import { t } from 'i18next';
import { beforeEach, describe, expect, it } from 'vitest';
import { TeachView } from '../../../../renderer/features/teach';
import { priceText } from '../../../../renderer/features/teach/ask-card';
import { defaultModels, useTeachStore, warmthOf } from '../../../../renderer/features/teach/store';
import { fail, type FakeApi } from '../../../support/fake-api';
import { FAKE_CANDIDATES } from '../../../support/fake-candidates';
import { freshApp, show } from '../../../support/render';

let fake: FakeApi;

beforeEach(async () => {
  useTeachStore.setState(useTeachStore.getInitialState(), true);
  fake = await freshApp();
});

async function write(prompt: string): Promise<void> {
  show(<TeachView />);
  fireEvent.change(await screen.findByRole('textbox', { name: 'Prompt' }), {
    target: { value: prompt },
  });
}

async function ask(prompt: string): Promise<void> {
  await write(prompt);
  const button = await screen.findByRole('button', { name: /^Ask \d models$/u });
  await waitFor(() => expect(button).toHaveProperty('disabled', false));
  fireEvent.click(button);
}

describe('Teach', () => {
  it('sends nothing before the price is known, and caps the comparison at it', async () => {
    await ask('hello');
    await screen.findByRole('heading', { name: 'Rate the answers' });
    const [{ input } = { input: null }] = fake.calls.filter(
      ({ name }) => name === 'memory.compare',
    );
    const callable = FAKE_CANDIDATES.filter(({ availability }) => availability === 'callable');
    const chosen = defaultModels(callable);
    expect(input).toMatchObject({ models: chosen, maxCostUsd: 0.01 * chosen.length });
    const names = fake.calls.map(({ name }) => name);
    expect(names.indexOf('memory.estimate')).toBeLessThan(names.indexOf('memory.compare'));
  });

  it('keeps the button closed while the price cannot be asked for, and says why', async () => {
    fake.override('memory.estimate', () => fail('backend_unavailable'));
    await write('hello');
    expect(await screen.findByText('The router is not reachable')).toBeTruthy();
    expect(screen.getByRole('button', { name: /^Ask \d models$/u })).toHaveProperty(
      'disabled',
      true,
    );
  });

  it('shows no model name among the answers until they are rated (S1-28)', async () => {
    await ask('hello');
    await screen.findByRole('heading', { name: 'Rate the answers' });
    for (const { name } of FAKE_CANDIDATES) expect(screen.queryByTitle(name)).toBeNull();
    expect(screen.getByRole('button', { name: 'Save ratings' })).toHaveProperty('disabled', true);
  });

  it('a comparison that fails is said and can be tried again', async () => {
    fake.override('memory.compare', () => fail('spending_cap_reached'));
    await ask('hello');
    expect(await screen.findByText('The spending cap is reached')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await screen.findByRole('textbox', { name: 'Prompt' })).toHaveProperty('value', 'hello');
  });

  it('says what to do when fewer than two models can be called', async () => {
    fake.state.candidates = FAKE_CANDIDATES.slice(0, 1);
    show(<TeachView />);
    expect(await screen.findByText('Nothing to compare yet')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Open Providers' })).toBeTruthy();
  });
});

describe('priceText', () => {
  const estimate = { models: [], estimated_usd: 0.002, at_most_usd: 0.01, left_usd: null };
  it('never calls an unknown price nothing', () => {
    expect(priceText({ ...estimate, at_most_usd: null }, t)).toContain('unknown');
    expect(priceText({ ...estimate, estimated_usd: 0, at_most_usd: 0 }, t)).toContain('nothing');
    expect(priceText(estimate, t)).toContain('$0.01');
  });
});

describe('warmthOf', () => {
  it('counts real and practice examples apart: neither warms the other', () => {
    const task = {
      task: 'general_assistant' as const,
      examples: 25,
      practice: 22,
      pending: 1,
      seed_count: 20,
      state: 'cold' as const,
      practice_state: 'warm' as const,
    };
    const status = { embedding_model: 'x', max_examples: 5_000, total: 25, tasks: [task] };
    expect(warmthOf(status, true)).toMatchObject({ count: 22, warm: true });
    expect(warmthOf(status, false)).toMatchObject({ count: 3, warm: false });
    expect(warmthOf({ ...status, tasks: [] }, false)).toMatchObject({ count: 0, needed: 20 });
  });
});

describe('defaultModels', () => {
  it('chooses two models at least, different ones', () => {
    const callable = FAKE_CANDIDATES.filter(({ availability }) => availability === 'callable');
    const chosen = defaultModels(callable);
    expect(chosen.length).toBeGreaterThanOrEqual(2);
    expect(new Set(chosen).size).toBe(chosen.length);
    expect(defaultModels([])).toEqual([]);
  });
});
