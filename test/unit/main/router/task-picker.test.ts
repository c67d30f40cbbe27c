import { beforeEach, describe, expect, test } from 'vitest';
import type { PickState } from '@shared/ipc/contract';
import {
  createPickCache,
  FRESH_MS,
  type PickScope,
} from '../../../../electron/main/router/pick-cache';
import {
  createTaskPicker,
  FAILURE_COOLDOWN_MS,
  type FetchedPick,
  type TaskPicker,
} from '../../../../electron/main/router/task-picker';
import { fakeClock, listLog, memoryFile, type FakeClock } from '../support';

const TASK = 'general_assistant';
const FALLBACK = 'auto/general_assistant';

interface Call {
  resolve(pick: FetchedPick): void;
  reject(error: Error): void;
}

let clock: FakeClock;
let file: ReturnType<typeof memoryFile>;
let scope: PickScope;
let calls: Call[];
let selection: string;
let changes: PickState[];

function build(): TaskPicker {
  return createTaskPicker({
    task: TASK,
    fallback: FALLBACK,
    cache: createPickCache(file, clock.now, listLog()),
    scope: {
      get: () => scope,
      setPrefsVersion: (prefsVersion) => {
        scope = { ...scope, prefsVersion };
      },
    },
    fetchPick: () => new Promise((resolve, reject) => calls.push({ resolve, reject })),
    selection: () => selection,
    now: clock.now,
    onChange: (state) => changes.push(state),
    log: listLog(),
  });
}

/** Refreshes and answers the call that it makes. */
async function answer(picker: TaskPicker, model: string | null, prefsVersion = 0): Promise<void> {
  const done = picker.refresh();
  calls.at(-1)?.resolve({ model, prefsVersion });
  await done;
}

async function fail(picker: TaskPicker): Promise<void> {
  const done = picker.refresh();
  calls.at(-1)?.reject(new Error('offline'));
  await done;
}

beforeEach(() => {
  clock = fakeClock(Date.UTC(2026, 0, 1));
  file = memoryFile();
  scope = { backend: 'embedded', user: 'local', prefsVersion: 0 };
  calls = [];
  selection = 'auto';
  changes = [];
});

describe('the pick cache', () => {
  test('S0-80: keeps pick and date under the names of the design, over a restart', async () => {
    await answer(build(), 'a/one');
    expect(file.values).toMatchObject({
      'autoRouterPick.general_assistant': 'a/one',
      'autoRouterPickDate.general_assistant': clock.now(),
    });
    expect(build().currentPick()).toBe('a/one');
  });

  test.each([
    { age: 0, fresh: true },
    { age: FRESH_MS - 1, fresh: true },
    { age: FRESH_MS, fresh: false },
    { age: FRESH_MS * 30, fresh: false },
    { age: -1, fresh: false }, // S0-87: the wall clock went backwards
  ])('S0-80, S0-83, S0-87: at an age of $age ms it is fresh: $fresh', async ({ age, fresh }) => {
    const picker = build();
    await answer(picker, 'a/one');
    clock.setNow(clock.now() + age);
    void picker.refreshIfStale();
    expect(calls).toHaveLength(fresh ? 1 : 2);
    expect(picker.state().stale).toBe(!fresh);
    expect(picker.currentPick()).toBe('a/one'); // S0-82: whatever its age
  });

  test('S0-83: no model is an answer: it clears the pick and is not asked for again', async () => {
    const picker = build();
    await answer(picker, 'a/one');
    await answer(picker, null);
    expect(picker.currentPick()).toBeNull();
    await picker.refreshIfStale();
    expect(calls).toHaveLength(2);
    expect(picker.state()).toMatchObject({ stale: false, decision: { reason: 'routerFallback' } });
  });

  test('S0-82: invalidating clears the pick and its date', async () => {
    const picker = build();
    await answer(picker, 'a/one');
    picker.invalidate();
    expect(picker.currentPick()).toBeNull();
    expect(picker.state().pickedAt).toBeNull();
    expect(Object.keys(file.values)).toEqual([]);
  });

  test('S0-82: a pick that the server sent is stored as fresh', () => {
    const picker = build();
    picker.store('a/given');
    expect(picker.state()).toMatchObject({ stale: false, decision: { model: 'a/given' } });
  });

  test.each([
    { change: { user: 'someone-else' } },
    { change: { backend: 'https://team.example' } },
    { change: { prefsVersion: 1 } },
  ])('S0-86: a pick is not seen under $change', async ({ change }) => {
    const picker = build();
    await answer(picker, 'a/one');
    scope = { ...scope, ...change };
    expect(picker.currentPick()).toBeNull();
    void picker.refreshIfStale();
    expect(calls).toHaveLength(2);
  });

  test('a damaged cache file counts as empty, a failed write costs only the memory of it', async () => {
    file = memoryFile({
      'autoRouterPick.general_assistant': 7,
      'autoRouterPickDate.general_assistant': 'yesterday',
    });
    const picker = build();
    expect(picker.currentPick()).toBeNull();
    file.fail = new Error('disk full');
    await answer(picker, 'a/one');
    expect(picker.currentPick()).toBe('a/one');
  });
});

describe('refreshing', () => {
  test('S0-84: calls that come while one is under way join it', async () => {
    const picker = build();
    const all = [picker.refreshIfStale(), picker.refreshIfStale(), picker.refresh()];
    expect(calls).toHaveLength(1);
    calls[0]?.resolve({ model: 'a/one', prefsVersion: 0 });
    await Promise.all(all);
    expect(changes).toHaveLength(1);
    void picker.refresh();
    expect(calls).toHaveLength(2);
  });

  test('S0-82, S0-85: a failure keeps the last good pick and cools down for 300 s', async () => {
    const picker = build();
    await answer(picker, 'a/one');
    clock.advance(FRESH_MS);
    await fail(picker);
    expect(picker.currentPick()).toBe('a/one');
    expect(picker.state().stale).toBe(true);
    clock.advance(FAILURE_COOLDOWN_MS - 1);
    await picker.refreshIfStale();
    expect(calls).toHaveLength(2);
    clock.advance(1);
    void picker.refreshIfStale();
    expect(calls).toHaveLength(3);
  });

  test('S0-85, ruling 2: the cooldown holds when nothing was ever cached', async () => {
    const picker = build();
    await fail(picker);
    await picker.refreshIfStale();
    expect(calls).toHaveLength(1);
    expect(picker.state()).toMatchObject({
      stale: true,
      decision: { model: FALLBACK, reason: 'routerFallback', routerPick: null },
    });
  });

  test('a clock that went backwards does not prolong the cooldown', async () => {
    const picker = build();
    await fail(picker);
    clock.setNow(clock.now() - 1);
    void picker.refreshIfStale();
    expect(calls).toHaveLength(2);
  });

  test.each([
    { how: 'a retry', end: (picker: TaskPicker) => void picker.retry() },
    {
      how: 'saved preferences',
      end: (picker: TaskPicker) => {
        scope = { ...scope, prefsVersion: 1 };
        void picker.refreshIfStale();
      },
    },
    {
      how: 'invalidation',
      end: (picker: TaskPicker) => {
        picker.invalidate();
        void picker.refreshIfStale();
      },
    },
  ])('$how ends the cooldown', async ({ end }) => {
    const picker = build();
    await fail(picker);
    end(picker);
    expect(calls).toHaveLength(2);
  });

  test('S0-86: an answer from before the preferences were saved is not stored after', async () => {
    const picker = build();
    const old = picker.refresh();
    scope = { ...scope, prefsVersion: 1 };
    picker.invalidate();
    const fresh = picker.refresh();
    expect(calls).toHaveLength(2); // not joined: it asks anew
    calls[1]?.resolve({ model: 'a/new', prefsVersion: 1 });
    await fresh;
    calls[0]?.resolve({ model: 'a/old', prefsVersion: 0 });
    await old;
    expect(picker.currentPick()).toBe('a/new');
    expect(scope.prefsVersion).toBe(1);
  });

  test('S0-86: a late failure from before is no failure now', async () => {
    const picker = build();
    const old = picker.refresh();
    picker.invalidate();
    await answer(picker, 'a/new');
    calls[0]?.reject(new Error('offline'));
    await old;
    expect(picker.state().stale).toBe(false);
  });

  test('preferences saved by another program are noticed with the next pick', async () => {
    const picker = build();
    await answer(picker, 'a/one', 4);
    expect(scope.prefsVersion).toBe(4);
    expect(picker.currentPick()).toBe('a/one');
  });
});

describe('deciding', () => {
  test('S0-88: resolving asks first and answers at once; a later call has the pick', async () => {
    const picker = build();
    expect(picker.resolve().decision).toEqual({
      model: FALLBACK,
      reason: 'routerFallback',
      routerPick: null,
    });
    expect(calls).toHaveLength(1);
    calls[0]?.resolve({ model: ' a/one ', prefsVersion: 0 });
    await picker.refresh();
    expect(picker.resolve().decision).toEqual({
      model: 'a/one',
      reason: 'routerPick',
      routerPick: 'a/one',
    });
  });

  test.each(['auto', ' AUTO ', ''])(
    'S0-91: the setting %j leaves it to the router',
    async (value) => {
      selection = value;
      const picker = build();
      await answer(picker, 'a/one');
      expect(picker.state().decision.reason).toBe('routerPick');
    },
  );

  test('ruling 4: a named model is used, and the router pick is still told', async () => {
    selection = ' b/named ';
    const picker = build();
    await answer(picker, 'a/one');
    expect(picker.state().decision).toEqual({
      model: 'b/named',
      reason: 'userSelected',
      routerPick: 'a/one',
    });
  });
});
