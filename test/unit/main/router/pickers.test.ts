import { expect, test } from 'vitest';
import type { PrefsResponse } from '@shared/api/prefs';
import { TASK_NAMES } from '@shared/routing/tasks';
import { DEFAULT_SETTINGS, type Settings } from '@shared/settings/settings';
import { createPickCache } from '../../../../electron/main/router/pick-cache';
import { createPickScope } from '../../../../electron/main/router/pick-scope';
import { createPickers, FALLBACKS } from '../../../../electron/main/router/pickers';
import { toPrefsView } from '../../../../electron/main/router/prefs-view';
import { fakeClock, listLog, memoryFile, settle } from '../support';

function build() {
  const clock = fakeClock();
  const asked: string[] = [];
  const file = memoryFile();
  let prefsVersion = 0;
  const pickers = createPickers({
    cache: createPickCache(file, clock.now, listLog()),
    scope: {
      get: () => ({ backend: 'embedded', user: 'local', prefsVersion }),
      setPrefsVersion: (version) => {
        prefsVersion = version;
      },
    },
    fetchPick: (task) => {
      asked.push(task);
      return Promise.resolve({ model: `a/${task}-${asked.length}`, prefsVersion });
    },
    selection: () => 'auto',
    now: clock.now,
    onChange: () => undefined,
    log: listLog(),
  });
  return { pickers, asked, file };
}

test.each(TASK_NAMES)('S0-89, S0-98: the picker of %s refreshes its own task', async (task) => {
  const { pickers, asked } = build();
  expect(pickers.of(task).resolve().decision.model).toBe(FALLBACKS[task]);
  await settle();
  expect(asked).toEqual([task]);
  expect(pickers.of(task).resolve().decision).toMatchObject({
    model: `a/${task}-1`,
    reason: 'routerPick',
  });
});

test('S0-80: the tasks do not share a pick', async () => {
  const { pickers } = build();
  await pickers.of('transcription').refresh();
  expect(pickers.of('transcription').currentPick()).toBe('a/transcription-1');
  expect(pickers.of('ptt_response').currentPick()).toBeNull();
});

test('S0-86: saving preferences asks anew for all five, and the next pick is new', async () => {
  const { pickers, asked } = build();
  await Promise.all(TASK_NAMES.map((task) => pickers.of(task).refresh()));
  const before = pickers.of('general_assistant').currentPick();
  pickers.invalidateAll();
  await settle();
  expect(asked).toHaveLength(10);
  expect(pickers.of('general_assistant').currentPick()).not.toBe(before);
});

test('S0-86: users of a server are told apart by their token, which is not written', () => {
  let settings: Settings = DEFAULT_SETTINGS;
  let token = 'token-of-ann';
  let apiKey: string | undefined = 'sk-a-key-of-mine';
  const file = memoryFile({ autoRouterPrefsVersion: 3 });
  const scope = createPickScope({
    settings: () => settings,
    remoteToken: () => token,
    providers: () => [{ id: 'mine', kind: 'openai-compatible', baseUrl: 'http://x/v1', apiKey }],
    file,
    log: listLog(),
  });
  const keyed = scope.get();
  expect(keyed).toMatchObject({ user: 'local', prefsVersion: 3 });
  apiKey = undefined; // as after a restart without a keychain
  expect(scope.get().backend).not.toBe(keyed.backend);
  settings = { ...settings, backend: { mode: 'remote', url: 'https://team.example' } };
  const ann = scope.get();
  token = 'token-of-bob';
  expect(scope.get().user).not.toBe(ann.user);
  expect(ann.user).not.toContain('ann');
  scope.setPrefsVersion(4);
  expect(file.values).toEqual({ autoRouterPrefsVersion: 4 });
});

const SHAPES: readonly {
  shape: string;
  prefs: PrefsResponse['prefs'];
  model_overrides: Record<string, string>;
}[] = [
  {
    shape: 'full',
    prefs: { overrides: { transcription: w(1) }, model_overrides: { transcription: 'a/b' } },
    model_overrides: { transcription: 'a/b' },
  },
  { shape: 'flat', prefs: { transcription: w(1) }, model_overrides: {} },
];
test.each(SHAPES)(
  'S0-55, S0-108: preferences of the $shape shape are shown whole',
  ({ prefs, model_overrides }) => {
    expect(toPrefsView({ uid: 'local', prefs, version: 2, updated_at: null })).toEqual({
      prefs: { overrides: { transcription: w(1) }, model_overrides, constraints: {} },
      version: 2,
      updatedAt: null,
    });
  },
);

function w(quality: number) {
  return { quality, latency: 0, cost: 1 - quality };
}
