import { describe, expect, test } from 'vitest';
import { migrate, SETTINGS_VERSION } from '@shared/settings/migrate';
import { applyPatch, settingsPatchSchema } from '@shared/settings/patch';
import {
  DEFAULT_SCREENSHOTS,
  DEFAULT_SETTINGS,
  DEFAULT_VOICE,
  type Settings,
} from '@shared/settings/settings';

const SAVED: Settings = {
  theme: 'contrast',
  selections: { ...DEFAULT_SETTINGS.selections, transcription: 'mine/whisper/large' },
  closeToTray: true,
  trayAnnounced: true,
  startAtLogin: true,
  keepExcerpts: false,
  backend: { mode: 'remote', url: 'https://team.example:8443' },
  gatewayPort: 4100,
  voice: {
    microphone: true,
    deviceId: 'd41d8cd9',
    key: 'F8',
    globalToggle: 'CommandOrControl+Shift+Space',
    globalHold: 'F10',
    capSeconds: 120,
    keepReady: false,
    speech: 'provider',
    speechModel: 'mine/tts-1',
    speechVoice: 'nova',
    realtime: 'off',
  },
  learnFromFeedback: false,
  screenshots: {
    shortcut: 'CommandOrControl+Shift+S',
    privateApps: [{ name: 'Diary', mode: 'local' }],
  },
};

describe('migrating settings', () => {
  test('an empty file gives the defaults', () => {
    expect(migrate({})).toEqual({
      ok: true,
      fromVersion: 0,
      settings: DEFAULT_SETTINGS,
      replaced: [],
    });
  });

  test('0 to 1: a file without a version keeps its values', () => {
    expect(migrate(SAVED)).toMatchObject({ ok: true, fromVersion: 0, settings: SAVED });
  });

  test('1 to 2: a file from before push-to-talk keeps its values and gets no microphone', () => {
    const {
      voice: _voice,
      learnFromFeedback: _learn,
      screenshots: _screenshots,
      ...before
    } = SAVED;
    expect(migrate({ ...before, version: 1 })).toEqual({
      ok: true,
      fromVersion: 1,
      settings: {
        ...before,
        voice: DEFAULT_VOICE,
        learnFromFeedback: true,
        screenshots: DEFAULT_SCREENSHOTS,
      },
      replaced: [],
    });
    expect(DEFAULT_VOICE.microphone).toBe(false);
    expect(DEFAULT_VOICE.globalHold).toBe('off');
  });

  test.each([
    ['capSeconds', 1e9],
    ['key', 'KeyA'],
    ['globalHold', 'KeyA'],
    ['speechModel', 'no-slash'],
    ['microphone', 'yes'],
    ['realtime', 'always'],
  ] as const)('a bad voice.%s is replaced by its default and costs nothing else', (key, value) => {
    expect(migrate({ ...SAVED, version: 2, voice: { ...SAVED.voice, [key]: value } })).toEqual({
      ok: true,
      fromVersion: 2,
      settings: { ...SAVED, voice: { ...SAVED.voice, [key]: DEFAULT_VOICE[key] } },
      replaced: [`voice.${key}`],
    });
  });

  test('a bad line of the privacy list costs only itself, and never opens an app', () => {
    const lines = [
      { name: 'Diary', mode: 'local' },
      { name: 'Bank', mode: 'whenever' },
      { name: '', mode: 'never' },
      'Notes',
    ];
    const screenshots = { shortcut: 7, privateApps: lines };
    expect(migrate({ ...SAVED, version: 2, screenshots })).toMatchObject({
      settings: {
        theme: SAVED.theme,
        screenshots: {
          shortcut: '',
          privateApps: [
            { name: 'Diary', mode: 'local' },
            { name: 'Bank', mode: 'never' },
          ],
        },
      },
      replaced: [
        'screenshots.shortcut',
        'screenshots.privateApps.1.mode',
        'screenshots.privateApps.2.name',
        'screenshots.privateApps.3',
      ],
    });
  });

  test('a privacy list that is no list becomes the default one, an empty one stays empty', () => {
    const [noList, empty] = ['none', []].map((privateApps) =>
      migrate({ version: 2, screenshots: { privateApps } }),
    );
    expect(noList).toMatchObject({ settings: { screenshots: DEFAULT_SCREENSHOTS } });
    expect(empty).toMatchObject({ settings: { screenshots: { privateApps: [] } } });
  });

  test('a file of this version is read as it was written', () => {
    expect(migrate({ ...SAVED, version: SETTINGS_VERSION })).toEqual({
      ok: true,
      fromVersion: SETTINGS_VERSION,
      settings: SAVED,
      replaced: [],
    });
  });

  test.each([
    null,
    undefined,
    [],
    'text',
    7,
    { version: 'new' },
    { version: 1.5 },
    { version: -1 },
  ])('%j is no settings file', (raw) => {
    expect(migrate(raw).ok).toBe(false);
  });

  test('a file of a newer version is not read, and the problem says so', () => {
    const result = migrate({ ...SAVED, version: SETTINGS_VERSION + 1 });
    expect(result).toMatchObject({ ok: false });
    expect(JSON.stringify(result)).toContain('newer version');
  });

  test.each([
    ['theme', 'pink'],
    ['closeToTray', 'yes'],
    ['backend', { mode: 'remote', url: 'ftp://x' }],
    ['gatewayPort', 1e9],
    ['selections', 'auto'],
    ['learnFromFeedback', 'never'],
  ] as const)('a bad %s is replaced by its default and costs nothing else', (key, value) => {
    expect(migrate({ ...SAVED, version: 2, [key]: value })).toEqual({
      ok: true,
      fromVersion: 2,
      settings: { ...SAVED, [key]: DEFAULT_SETTINGS[key] },
      replaced: [key],
    });
  });

  test('a bad selection costs only that task', () => {
    const result = migrate({
      version: 1,
      selections: { ...SAVED.selections, ptt_response: 'no-slash' },
    });
    expect(result).toMatchObject({
      replaced: ['selections.ptt_response'],
      settings: { selections: SAVED.selections },
    });
  });
});

describe('patches', () => {
  test('change what they name and nothing else', () => {
    expect(applyPatch(SAVED, { theme: 'dark' })).toEqual({ ...SAVED, theme: 'dark' });
  });

  test.each([{}, { theme: 'pink' }, { version: 9 }, { selections: { ptt_response: 'auto' } }])(
    '%j is refused',
    (patch) => {
      expect(settingsPatchSchema.safeParse(patch).success).toBe(false);
    },
  );
});
