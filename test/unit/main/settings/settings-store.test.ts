import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Conf from 'conf'; // electron-store is Conf with Electron's own folder
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Notice } from '@shared/ipc/contract';
import { SETTINGS_VERSION } from '@shared/settings/migrate';
import { DEFAULT_SETTINGS } from '@shared/settings/settings';
import {
  fromConf,
  openOrSetAside,
  type OpenJsonFile,
} from '../../../../electron/main/settings/json-file';
import {
  openSettings,
  type SettingsStore,
} from '../../../../electron/main/settings/settings-store';
import { listLog } from '../support';

const NOW = Date.UTC(2026, 10, 21, 5);
const ASIDE = 'settings.corrupt-2026-11-21T05-00-00-000Z.json';

let dir: string;
let notices: Notice[];

const open: OpenJsonFile = (configName) =>
  fromConf(
    new Conf({
      cwd: dir,
      configName,
      projectName: 'test',
      configFileMode: 0o600,
      accessPropertiesByDotNotation: false,
    }),
  );

function start(opener: OpenJsonFile = open): SettingsStore {
  notices = [];
  return openSettings({
    open: opener,
    dir,
    now: () => NOW,
    notify: (notice) => notices.push(notice),
    log: listLog(),
  });
}

const file = (name = 'settings.json'): string => join(dir, name);
const json = (name?: string): unknown => JSON.parse(readFileSync(file(name), 'utf8'));

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'ar-settings-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('settings on disk', () => {
  test('begin with the defaults, readable by the user alone', () => {
    expect(start().get()).toEqual(DEFAULT_SETTINGS);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(json()).toEqual({ ...DEFAULT_SETTINGS, version: SETTINGS_VERSION });
    expect(notices).toEqual([]);
  });

  test('are kept over a restart and told to who listens', () => {
    const store = start();
    const heard: string[] = [];
    store.onChange((now, before) => heard.push(`${before.theme} > ${now.theme}`));
    store.set({ theme: 'dark', gatewayPort: 4100 });
    expect(heard).toEqual(['system > dark']);
    expect(start().get()).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark', gatewayPort: 4100 });
  });

  test.each(['{"theme": "dark"', '', '[]', 'null', '42', '\u0000\u0000'])(
    'a file that holds %j is kept aside and named, and the last good one is used',
    (content) => {
      start().set({ theme: 'dark' });
      writeFileSync(file(), content);
      expect(start().get().theme).toBe('dark');
      expect(readFileSync(file(ASIDE), 'utf8')).toBe(content);
      expect(notices).toHaveLength(1);
      expect(notices[0]?.body).toContain(ASIDE);
      expect(notices[0]?.body).toContain('last good settings');
      expect(start().get().theme).toBe('dark');
      expect(notices).toEqual([]); // said once
    },
  );

  test('without a good one the defaults are used, and the notice says so', () => {
    writeFileSync(file(), 'rubbish');
    expect(start().get()).toEqual(DEFAULT_SETTINGS);
    expect(notices[0]?.body).toContain('default settings');
  });

  test('a broken backup is as good as none', () => {
    start();
    writeFileSync(file(), 'rubbish');
    writeFileSync(file('settings.backup.json'), 'rubbish too');
    expect(start().get()).toEqual(DEFAULT_SETTINGS);
  });

  test('a file of a newer app is kept aside, not overwritten', () => {
    writeFileSync(file(), JSON.stringify({ version: 99, theme: 'dark' }));
    expect(start().get()).toEqual(DEFAULT_SETTINGS);
    expect(json(ASIDE)).toEqual({ version: 99, theme: 'dark' });
  });

  test('one bad value is replaced, the others stay, the file as it was is kept', () => {
    start().set({ theme: 'dark', gatewayPort: 4100 });
    writeFileSync(file(), readFileSync(file(), 'utf8').replace('4100', '"many"'));
    expect(start().get()).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark' });
    expect(notices[0]?.body).toMatch(/gatewayPort.*settings\.corrupt/u);
    expect(json(ASIDE)).toMatchObject({ gatewayPort: 'many' });
    expect(json()).toMatchObject({ gatewayPort: 0 });
  });

  test('a failed write is an error with a code, and the old settings stay', () => {
    const store = start((name) => ({
      ...open(name),
      set: () => {
        throw new Error('no space left on device');
      },
    }));
    expect(() => store.set({ theme: 'dark' })).toThrowError(
      expect.objectContaining({
        code: 'settings_write_failed',
        message: expect.stringContaining('no space left') as unknown,
      }),
    );
    expect(store.get()).toEqual(DEFAULT_SETTINGS);
  });

  test('nothing temporary is left behind', () => {
    start().set({ theme: 'dark' });
    expect(readdirSync(dir).sort()).toEqual(['settings.backup.json', 'settings.json']);
  });
});

test('keys with a dot are kept literally and can be deleted', () => {
  const { file: picks } = openOrSetAside(open, dir, 'picks', NOW);
  picks.set({ 'autoRouterPick.transcription': null, 'autoRouterPickDate.transcription': 1 });
  expect(json('picks.json')).toEqual({
    'autoRouterPick.transcription': null,
    'autoRouterPickDate.transcription': 1,
  });
  picks.delete(['autoRouterPick.transcription']);
  expect(json('picks.json')).toEqual({ 'autoRouterPickDate.transcription': 1 });
});
