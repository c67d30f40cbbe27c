import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Prefs } from '../../../../renderer/features/preferences/wire';
import {
  SAVE_DELAY_MS,
  createPreferencesStore,
} from '../../../../renderer/features/preferences/store';
import { type FakeApi, createFakeApi, fail, ok } from '../../../support/fake-api';

const DEFAULT = { quality: 0.4, latency: 0.3, cost: 0.3 };
const FAST = { quality: 0.2, latency: 0.7, cost: 0.1 };
const CHEAP = { quality: 0.2, latency: 0.1, cost: 0.7 };
const LIMITS = {
  allowed: null,
  excluded: ['openai/gpt-5'],
  max_cost_usd: 0.01,
  max_latency_ms: null,
  local_only: false,
};
const STORED: Prefs = {
  overrides: { transcription: FAST, some_future_task: CHEAP },
  model_overrides: { ptt_response: 'openai/gpt-5-mini' },
  constraints: { general_assistant: LIMITS },
};

let fake: FakeApi;
const puts = () => fake.calls.filter(({ name }) => name === 'router.putPrefs');
const lastPut = () => (puts().at(-1)!.input as { prefs: Prefs }).prefs;
const settle = () => vi.advanceTimersByTimeAsync(SAVE_DELAY_MS);

async function open() {
  const store = createPreferencesStore(() => fake.api);
  const stop = store.getState().connect();
  await vi.advanceTimersByTimeAsync(0);
  return { store, stop, state: store.getState };
}

beforeEach(() => {
  vi.useFakeTimers();
  fake = createFakeApi({ prefs: { prefs: STORED, version: 4, updatedAt: null } });
  fake.override('router.tasks', () =>
    ok({
      tasks: ['general_assistant', 'transcription', 'ptt_response'].map((name) => ({
        name,
        description: '',
        default_weights: DEFAULT,
        cost_unit: 'request',
        latency_unit: 'request',
      })),
    }),
  );
});
afterEach(() => vi.useRealTimers());

describe('saving', () => {
  it('waits 500 ms and saves only the last of several changes (bug: one save per drag frame)', async () => {
    const { state } = await open();
    state().setWeights('general_assistant', FAST);
    await vi.advanceTimersByTimeAsync(SAVE_DELAY_MS - 1);
    state().setWeights('general_assistant', CHEAP);
    await vi.advanceTimersByTimeAsync(SAVE_DELAY_MS - 1);
    expect(puts()).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(puts()).toHaveLength(1);
    expect(lastPut().overrides['general_assistant']).toEqual(CHEAP);
    expect(state().save.state).toBe('saved');
  });

  it('lets a later change win over a save still under way (bug: slow first save lands last)', async () => {
    const { state } = await open();
    const releases: (() => void)[] = [];
    let version = 4;
    fake.override('router.putPrefs', async ({ prefs }: never) => {
      await new Promise<void>((resolve) => releases.push(resolve));
      fake.state.prefs = { prefs, version: (version += 1), updatedAt: null };
      return ok(fake.state.prefs);
    });
    state().setWeights('general_assistant', FAST);
    await settle();
    state().setWeights('general_assistant', CHEAP);
    await settle();
    expect(puts()).toHaveLength(1);
    releases.shift()?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(state().save.state).toBe('saving');
    releases.shift()?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(puts()).toHaveLength(2);
    expect(lastPut().overrides['general_assistant']).toEqual(CHEAP);
    expect(state().save.state).toBe('saved');
  });

  it('keeps every other task, pin and limit, unknown tasks too (bug: S0-107)', async () => {
    const { state } = await open();
    state().setWeights('general_assistant', CHEAP);
    await settle();
    expect(lastPut()).toEqual({
      ...STORED,
      overrides: { ...STORED.overrides, general_assistant: CHEAP },
    });
  });

  it('keeps the value when a save fails, says why, and saves it on retry', async () => {
    const { state } = await open();
    fake.override('router.putPrefs', () => fail('backend_unavailable'));
    state().setWeights('general_assistant', CHEAP);
    await settle();
    expect(state().save).toMatchObject({ state: 'failed', error: { code: 'backend_unavailable' } });
    expect(state().draft.overrides['general_assistant']).toEqual(CHEAP);
    fake.override('router.putPrefs', () =>
      ok({ prefs: state().draft, version: 5, updatedAt: null }),
    );
    await state().retrySave();
    expect(state().save.state).toBe('saved');
    expect(lastPut().overrides['general_assistant']).toEqual(CHEAP);
  });

  it('saves at once on leaving the view (bug: the last half second of changes is lost)', async () => {
    const { state, stop } = await open();
    state().setWeights('general_assistant', CHEAP);
    stop();
    await vi.advanceTimersByTimeAsync(0);
    expect(puts()).toHaveLength(1);
  });

  it('stores the default as no override, so that the badge goes and later defaults apply', async () => {
    const { state } = await open();
    state().resetTask('transcription');
    await settle();
    expect(lastPut().overrides).toEqual({ some_future_task: CHEAP });
  });
});

describe('reset all', () => {
  it('drops every override and keeps pins and limits (bug: S0-107)', async () => {
    const { state } = await open();
    state().resetAll();
    await settle();
    expect(lastPut()).toEqual({ ...STORED, overrides: {} });
  });
});

describe('another client', () => {
  const THEIRS: Prefs = {
    ...STORED,
    overrides: { transcription: CHEAP },
    model_overrides: { ptt_response: 'openai/gpt-5' },
  };
  const theySave = (version: number) => {
    fake.state.prefs = { prefs: THEIRS, version, updatedAt: null };
  };

  it('reloads on its event and says so', async () => {
    const { state } = await open();
    theySave(5);
    fake.emit('prefs', { version: 5 });
    await vi.advanceTimersByTimeAsync(0);
    expect(state()).toMatchObject({ draft: THEIRS, version: 5, reloaded: 'clean' });
    expect(puts()).toHaveLength(0);
  });

  it('is not overwritten when its event was missed (bug: whole replacement drops their change)', async () => {
    const { state } = await open();
    theySave(5);
    state().setWeights('general_assistant', FAST);
    await settle();
    expect(lastPut()).toEqual({
      ...THEIRS,
      overrides: { transcription: CHEAP, general_assistant: FAST },
    });
    expect(state().reloaded).toBe('kept');
  });

  it('does not take its own save for another client', async () => {
    const { state } = await open();
    state().setWeights('general_assistant', FAST);
    await settle();
    expect(state().reloaded).toBeNull();
  });
});

describe('loading', () => {
  it('asks for the replay set once per task (bug: a call per drag frame)', async () => {
    const { state } = await open();
    await state().openTask('transcription');
    await state().openTask('general_assistant');
    await state().openTask('transcription');
    const asked = fake.calls.filter(({ name }) => name === 'router.replaySet');
    expect(asked.map(({ input }) => input)).toEqual([
      { task: 'general_assistant', limit: 200 },
      { task: 'transcription', limit: 200 },
    ]);
  });
});
