import { copyFileSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Notice } from '@shared/ipc/contract';
import { migrate, SETTINGS_VERSION } from '@shared/settings/migrate';
import { applyPatch } from '@shared/settings/patch';
import { DEFAULT_SETTINGS, type Settings } from '@shared/settings/settings';
import { IpcFailure } from '../ipc/failure';
import type { Log } from '../shell/log';
import {
  openOrSetAside,
  readJsonObject,
  setAsidePath,
  type JsonFile,
  type OpenJsonFile,
} from './json-file';

const NAME = 'settings';
const BACKUP = 'settings.backup.json';

export interface SettingsStore {
  readonly get: () => Settings;
  /** Applies a checked patch; on a failed write the old settings stay (`settings_write_failed`). */
  set(patch: Partial<Settings>): Settings;
  onChange(listener: (settings: Settings, before: Settings) => void): void;
}

export interface SettingsStoreDeps {
  readonly open: OpenJsonFile;
  readonly dir: string;
  readonly now: () => number;
  readonly notify: (notice: Notice) => void;
  readonly log: Log;
}

/**
 * The settings, read once. An unreadable file is kept aside and the last good one (the backup that
 * every good read and write leaves) is used instead; a single bad value costs only itself.
 */
export function openSettings(deps: SettingsStoreDeps): SettingsStore {
  const { file, settings: loaded } = load(deps);
  const listeners = new Set<(settings: Settings, before: Settings) => void>();
  let settings = loaded;
  return {
    get: () => settings,
    set(patch) {
      const before = settings;
      const next = applyPatch(settings, patch);
      try {
        file.set({ ...patch, version: SETTINGS_VERSION });
      } catch (cause) {
        deps.log.error('settings: could not be written', { error: cause });
        throw new IpcFailure(
          'settings_write_failed',
          `The settings could not be saved (${reason(cause)}). The old ones still apply.`,
          { cause },
        );
      }
      settings = next;
      saveBackup(deps);
      for (const listener of listeners) listener(settings, before);
      return settings;
    },
    onChange: (listener) => {
      listeners.add(listener);
    },
  };
}

function load(deps: SettingsStoreDeps): { file: JsonFile; settings: Settings } {
  const { open, dir, now, notify } = deps;
  const path = join(dir, `${NAME}.json`);
  const { file, setAside } = openOrSetAside(open, dir, NAME, now());
  if (setAside !== null) return recover(deps, setAside, 'it is not readable JSON');

  const read = migrate(file.read());
  if (!read.ok) {
    const aside = setAsidePath(dir, NAME, now());
    renameSync(path, aside);
    return recover(deps, aside, read.problem);
  }
  if (read.replaced.length > 0) {
    const aside = setAsidePath(dir, NAME, now());
    copyFileSync(path, aside);
    notify(replacedNotice(read.replaced, aside));
  }
  if (read.fromVersion !== SETTINGS_VERSION || read.replaced.length > 0) {
    write(deps, file, read.settings);
  }
  saveBackup(deps);
  return { file, settings: read.settings };
}

/** Begins a new file from the last good one, else from the defaults, and says so. */
function recover(
  deps: SettingsStoreDeps,
  aside: string,
  problem: string,
): { file: JsonFile; settings: Settings } {
  const backup = migrate(readJsonObject(join(deps.dir, BACKUP)));
  const settings = backup.ok ? backup.settings : DEFAULT_SETTINGS;
  deps.log.warn('settings: file set aside', { aside, problem, backup: backup.ok });
  deps.notify({
    id: 'settings-corrupt',
    tone: 'warning',
    title: 'Your settings file could not be used',
    body:
      `${sentence(problem)} It is kept as ${basename(aside)} in ${deps.dir}. ` +
      (backup.ok ? 'The last good settings are in use.' : 'The default settings are in use.'),
  });
  const file = deps.open(NAME);
  write(deps, file, settings);
  return { file, settings };
}

function write(deps: SettingsStoreDeps, file: JsonFile, settings: Settings): void {
  try {
    file.set({ ...settings, version: SETTINGS_VERSION });
  } catch (error) {
    deps.log.error('settings: could not be written', { error });
    deps.notify({
      id: 'settings-unwritable',
      tone: 'error',
      title: 'Settings cannot be saved',
      body: `${sentence(reason(error))} Changes last until the app closes.`,
    });
  }
}

/** The last good file. Its loss is no reason to fail a change that was saved. */
function saveBackup({ dir, log }: SettingsStoreDeps): void {
  try {
    const temporary = join(dir, `${BACKUP}.tmp`);
    copyFileSync(join(dir, `${NAME}.json`), temporary);
    renameSync(temporary, join(dir, BACKUP));
  } catch (error) {
    log.warn('settings: no backup was made', { error });
  }
}

function replacedNotice(replaced: readonly string[], aside: string): Notice {
  return {
    id: 'settings-values',
    tone: 'warning',
    title: 'Some settings were not usable',
    body: `${replaced.join(', ')}: set to the default. The file as it was is kept as ${basename(aside)}.`,
  };
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
