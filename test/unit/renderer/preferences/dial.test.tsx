import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CatalogResponse } from '@shared/api/auto-router';
import { NO_CONSTRAINTS } from '@shared/routing/candidate';
import { PreferencesView } from '../../../../renderer/features/preferences';
import { changesNothing, dialEffects } from '../../../../renderer/features/preferences/dial';
import { preferencesStore } from '../../../../renderer/features/preferences/store';
import { floorTextOf } from '../../../../renderer/features/why/floor-text';
import { initTexts } from '../../../../renderer/texts';
import { createFakeApi, type FakeApi, fakeTrace, ok } from '../../../support/fake-api';
import { fakeCandidate } from '../../../support/fake-candidates';

const CHEAP = { quality: 0, latency: 0, cost: 1 };
/** Cost alone picks `low`, the floor of Cost `mid`, that of Quality `high`. */
const LADDER = [
  fakeCandidate('a/high', 'High', { quality: 0.9, latency: 0.5, cost: 0.1 }),
  fakeCandidate('a/mid', 'Mid', { quality: 0.55, latency: 0.5, cost: 0.5 }),
  fakeCandidate('a/low', 'Low', { quality: 0.3, latency: 0.5, cost: 0.9 }),
];
let fake: FakeApi;
let catalog: CatalogResponse;

beforeAll(initTexts);
beforeEach(async () => {
  preferencesStore.setState(preferencesStore.getInitialState(), true);
  fake = createFakeApi({ candidates: LADDER });
  fake.override('router.tasks', () =>
    ok({
      tasks: [
        {
          name: 'general_assistant',
          description: '',
          default_weights: CHEAP,
          cost_unit: 'request',
          latency_unit: 'request',
        },
      ],
    }),
  );
  const answer = await fake.api.router.catalog({ task: 'general_assistant' });
  if (answer.ok) catalog = { ...answer.data, weights: CHEAP };
  Object.assign(window, { api: fake.api });
});
afterEach(async () => {
  cleanup();
  await act(() => preferencesStore.getState().flush());
});

const picks = (...args: Parameters<typeof dialEffects>) =>
  Object.fromEntries(dialEffects(...args).map(({ position, model }) => [position, model]));

const same = (effects: ReturnType<typeof dialEffects>) =>
  effects.filter(({ position }) => position !== 'off').map(({ model }) => model);

describe('what each position of the dial does', () => {
  it('is decided by the floors 0.70, 0.60 and 0.50, and by the weights alone when it is off', () => {
    expect(picks(catalog, NO_CONSTRAINTS, CHEAP, null)).toEqual({
      off: 'a/low',
      quality: 'a/high',
      balanced: 'a/high',
      cost: 'a/mid',
    });
  });

  it('is the same for every position under an explicit minimum, a pin, or with the gate shut', () => {
    const explicit = { ...NO_CONSTRAINTS, minQuality: 0.4 };
    expect(picks(catalog, explicit, CHEAP, null)['quality']).toBe('a/mid');
    expect(new Set(same(dialEffects(catalog, explicit, CHEAP, null)))).toEqual(new Set(['a/mid']));
    expect(new Set(same(dialEffects(catalog, NO_CONSTRAINTS, CHEAP, 'a/low')))).toEqual(
      new Set(['a/low']),
    );
    const gated = { ...catalog, preferenceLive: false };
    expect(new Set(same(dialEffects(gated, NO_CONSTRAINTS, CHEAP, null)))).toEqual(
      new Set(['a/high']),
    );
  });

  // The preview said "no change" while the held model was still served.
  it('knows the model that is kept although newer data ranks another first, while its weights stand', () => {
    const held = { ...catalog, hold: 'a/mid' };
    expect(picks(held, NO_CONSTRAINTS, CHEAP, null)['off']).toBe('a/mid');
    const others = { quality: 1, latency: 0, cost: 0 };
    expect(picks(held, NO_CONSTRAINTS, others, null)['off']).toBe('a/high');
  });

  it('yields rather than leave nobody, and says where it came to rest', () => {
    const weak = { ...catalog, candidates: LADDER.slice(2) };
    const effects = dialEffects(weak, NO_CONSTRAINTS, CHEAP, null);
    const quality = effects.find(({ position }) => position === 'quality');
    expect(quality?.model).toBe('a/low');
    expect(quality?.trace).toMatchObject({ value: 0.3, relaxed: true });
    expect(quality !== undefined && changesNothing(quality, effects)).toBe(true);
  });
});

const radio = (name: string) => screen.getByRole('radio', { name });
const effect = () => screen.getByTestId('dial-effect').textContent;
const open = async (): Promise<void> => {
  render(<PreferencesView />);
  await screen.findByRole('radiogroup', { name: 'Quality floor' });
};

describe('the dial in Preferences', () => {
  it('is off at first; a position is saved with the task and says in words what it does', async () => {
    await open();
    expect(radio('Off').getAttribute('aria-checked')).toBe('true');
    expect(effect()).toBe('The weights alone decide: Low.');
    fireEvent.click(radio('Cost'));
    expect(effect()).toBe('Mid is picked; without the floor it would be Low.');
    await waitFor(() =>
      expect(fake.state.prefs.prefs.constraints['general_assistant']?.dial).toBe('cost'),
    );
    fireEvent.click(radio('Off'));
    await waitFor(() =>
      expect(fake.state.prefs.prefs.constraints['general_assistant']).toBeUndefined(),
    );
  });

  it('says when a position changes nothing, and when the floor had to come down', async () => {
    fake.state.candidates = LADDER.slice(2);
    await open();
    expect(effect()).toBe('The weights alone decide. No position would change the pick: Low.');
    fireEvent.click(radio('Quality'));
    expect(effect()).toBe(
      'No model that may be used reaches 0.70, so the floor came down to 0.30. Quality changes nothing here: Low would be picked without it too.',
    );
  });

  // With another strategy its picks were told as if they were that strategy's.
  it('says whose picks it shows when the task is not set to Auto', async () => {
    fake.override('router.pick', ({ task }: { task: 'general_assistant' }) =>
      ok({
        task,
        selection: 'auto/efficient',
        decision: { model: 'a/low', reason: 'routerPick', routerPick: 'a/low' },
        pickedAt: null,
        stale: false,
      }),
    );
    await open();
    expect(await screen.findByText(/^These are Auto’s picks\. Auto · efficient/u)).toBeDefined();
  });

  it('steps back before an explicit minimum quality', async () => {
    await open();
    const field = screen.getByRole('textbox', { name: 'Minimum quality (0 to 1)' });
    fireEvent.focus(field);
    fireEvent.change(field, { target: { value: '0.4' } });
    fireEvent.blur(field);
    await waitFor(() => expect(effect()).toMatch(/^Your minimum quality of 0\.40/u));
    await waitFor(() =>
      expect(fake.state.prefs.prefs.constraints['general_assistant']?.min_quality).toBe(0.4),
    );
  });
});

describe('the floor line of a decision', () => {
  const floor = {
    value: 0.7,
    source: 'dial',
    preference: 'quality',
    normalisedFrom: null,
    relaxed: false,
    changedPick: true,
  } as const;

  it('names source and value, and whether it changed the pick', () => {
    expect(floorTextOf(fakeTrace())).toBeNull();
    expect(floorTextOf({ ...fakeTrace(), floor })).toBe(
      'Quality floor 0.70, from your dial (Quality): it changed the pick.',
    );
    expect(
      floorTextOf({
        ...fakeTrace(),
        floor: { ...floor, source: 'preferences', changedPick: false },
      }),
    ).toBe(
      'Quality floor 0.70, your minimum quality: the same model would have been picked without it.',
    );
  });

  it('says that it came down, what was misspelt, and that nobody reached it', () => {
    const asked = {
      ...floor,
      source: 'hint',
      preference: 'balanced',
      normalisedFrom: 'qualty',
      relaxed: true,
      changedPick: false,
    } as const;
    expect(floorTextOf({ ...fakeTrace(), floor: asked })).toMatch(
      /came down to this\. “qualty” is no position of the dial: it acted as Balanced\.$/u,
    );
    expect(floorTextOf({ ...fakeTrace([]), floor: { ...floor, source: 'min_quality' } })).toMatch(
      /no model reaches it\.$/u,
    );
  });
});
