import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AXES } from '@shared/routing/candidate';
import { PreferencesView } from '../../../../renderer/features/preferences';
import { preferencesStore } from '../../../../renderer/features/preferences/store';
import { initTexts } from '../../../../renderer/texts';
import { type FakeApi, createFakeApi, fail, ok } from '../../../support/fake-api';
import { FAKE_CANDIDATES } from '../../../support/fake-candidates';

const CHEAP = { quality: 0.2, latency: 0.1, cost: 0.7 };
let fake: FakeApi;

const thumb = () => screen.getByRole('slider', { name: 'Weights' });
const field = (axis: string) =>
  screen.getByRole<HTMLInputElement>('textbox', { name: `${axis} %` });
const shown = () => ['Quality', 'Latency', 'Cost'].map((axis) => Number(field(axis).value));
const prefs = () => fake.state.prefs.prefs;

beforeAll(initTexts);
beforeEach(() => {
  preferencesStore.setState(preferencesStore.getInitialState(), true);
  fake = createFakeApi();
  fake.override('router.tasks', () =>
    ok({
      tasks: ['general_assistant', 'transcription'].map((name) => ({
        name,
        description: '',
        default_weights: { quality: 0.4, latency: 0.3, cost: 0.3 },
        cost_unit: 'request',
        latency_unit: 'request',
      })),
    }),
  );
  fake.override('router.replaySet', () =>
    ok({
      task: 'general_assistant',
      rows: Array.from({ length: 4 }, (_, index) => ({
        id: `d${index}`,
        at: index,
        task: 'general_assistant',
        chosen: 'anthropic/claude-sonnet-4.5',
        candidates: FAKE_CANDIDATES.slice(0, 2).map((candidate) => ({
          id: candidate.id,
          scores: candidate.scores,
          costUsd: candidate.id.includes('haiku') ? 0.001 : 0.006,
          latencyMs: candidate.id.includes('haiku') ? 800 : 1625,
        })),
      })),
    }),
  );
  Object.assign(window, { api: fake.api });
});
afterEach(async () => {
  cleanup();
  await act(() => preferencesStore.getState().flush());
});

async function open(): Promise<void> {
  render(<PreferencesView />);
  await screen.findByRole('slider', { name: 'Weights' });
}

describe('PreferencesView', () => {
  it('moves the thumb by arrow keys, 1 % and with Shift 10 % (bug: a pointer-only triangle)', async () => {
    await open();
    expect(shown()).toEqual([40, 30, 30]);
    fireEvent.keyDown(thumb(), { key: 'ArrowUp' });
    expect(shown()[0]).toBe(41);
    fireEvent.keyDown(thumb(), { key: 'ArrowUp', shiftKey: true });
    expect(shown()[0]).toBe(51);
    expect(shown().reduce((sum, value) => sum + value)).toBe(100);
    expect(thumb().getAttribute('aria-valuetext')).toMatch(/Quality 51 %.*wins here/);
    await waitFor(() => expect(prefs().overrides['general_assistant']?.quality).toBe(0.51));
  });

  it('has a field for every axis that is the same value as the triangle, and a lock', async () => {
    await open();
    fireEvent.click(screen.getByRole('button', { name: 'Lock Quality' }));
    expect(field('Quality').disabled).toBe(true);
    fireEvent.click(screen.getByRole('button', { name: /Increase Cost/ }));
    expect(shown()).toEqual([40, 29, 31]);
    fireEvent.keyDown(thumb(), { key: 'ArrowUp' });
    expect(shown()[0]).toBe(40);
    expect(AXES).toHaveLength(shown().length);
  });

  it('says in the replay what a change would have cost and saved (bug: numbers of other weights)', async () => {
    await open();
    fireEvent.click(screen.getByRole('button', { name: 'Cheap' }));
    const sentence = (await screen.findByTestId('replay-sentence')).textContent;
    expect(sentence).toContain('On your last 4 requests');
    expect(sentence).toContain('Claude Haiku 4.5 ×4');
    expect(sentence).toMatch(/\$0\.004\d* instead of \$0\.024/);
    expect(sentence).toContain('quality −0.140');
    expect(sentence).toContain('−0.8 s');
  });

  it('says what each price is for (bug: a minute and 1,000 screenshots that read as one request)', async () => {
    fake.override('router.tasks', () =>
      ok({
        tasks: [
          {
            name: 'general_assistant',
            description: '',
            default_weights: { quality: 0.4, latency: 0.3, cost: 0.3 },
            cost_unit: '1k screenshots',
            latency_unit: 'per screenshot',
          },
        ],
      }),
    );
    await open();
    const winner = screen.getByText('Winner').closest('li');
    expect(winner?.textContent).toMatch(/\$0\.\d+ per 1k screenshots · ~/u);
  });

  it('previews without asking the server (bug: a call per drag frame)', async () => {
    await open();
    for (let step = 0; step < 20; step += 1) fireEvent.keyDown(thumb(), { key: 'ArrowRight' });
    const asked = fake.calls.map(({ name }) => name);
    expect(asked).not.toContain('router.preview');
    expect(asked.filter((name) => name === 'router.catalog')).toHaveLength(1);
  });

  it('asks before it resets all, and keeps pins (bug: S0-107)', async () => {
    fake.state.prefs = {
      prefs: {
        overrides: { transcription: CHEAP },
        model_overrides: { transcription: 'openai/whisper' },
        constraints: {},
      },
      version: 2,
      updatedAt: null,
    };
    await open();
    expect(screen.getByText('customised')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Reset all weights' }));
    const dialog = await screen.findByRole('dialog');
    expect(prefs().overrides).not.toEqual({});
    fireEvent.click(within(dialog).getByRole('button', { name: 'Reset weights' }));
    await waitFor(() => expect(prefs().overrides).toEqual({}));
    expect(prefs().model_overrides).toEqual({ transcription: 'openai/whisper' });
    expect(screen.queryByText('customised')).toBeNull();
  });

  it('shows why a save failed, keeps the value and offers retry', async () => {
    await open();
    fake.override('router.putPrefs', () => fail('storage_failed'));
    fireEvent.click(screen.getByRole('button', { name: 'Fast' }));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('The router could not write to its database');
    expect(shown()).toEqual([20, 70, 10]);
    fake.override('router.putPrefs', ({ prefs: sent }: never) => {
      fake.state.prefs = { prefs: sent, version: 1, updatedAt: null };
      return ok(fake.state.prefs);
    });
    fireEvent.click(within(alert).getByRole('button', { name: /retry|again/i }));
    await waitFor(() => expect(prefs().overrides['general_assistant']?.latency).toBe(0.7));
  });

  it('keeps an excluded model out of the preview at once, and saves it', async () => {
    await open();
    fireEvent.click(screen.getByRole('checkbox', { name: 'Exclude Claude Haiku 4.5' }));
    const row = screen.getByRole('checkbox', { name: 'Exclude Claude Haiku 4.5' }).closest('tr');
    expect(row?.textContent).toContain('Excluded by you');
    expect(screen.getByTestId('map-caption').textContent).not.toContain('Haiku');
    await waitFor(() =>
      expect(prefs().constraints['general_assistant']?.excluded).toEqual([
        'anthropic/claude-haiku-4.5',
      ]),
    );
  });

  it('says that a pin is no candidate any more', async () => {
    fake.state.prefs = {
      prefs: {
        overrides: {},
        model_overrides: { general_assistant: 'openai/gone' },
        constraints: {},
      },
      version: 1,
      updatedAt: null,
    };
    await open();
    expect(screen.getByText(/is not a candidate any more/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Remove the pin' }));
    await waitFor(() => expect(prefs().model_overrides).toEqual({}));
  });
});
