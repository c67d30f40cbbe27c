import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';

/** A small JSON object on disk, written atomically. Keys are taken literally, dots included. */
export interface JsonFile {
  read(): Readonly<Record<string, unknown>>;
  /** Changes these values; throws when the file can't be written. */
  set(values: Readonly<Record<string, unknown>>): void;
  delete(keys: readonly string[]): void;
}

/** Opens (and makes) `<name>.json`. */
export type OpenJsonFile = (name: string) => JsonFile;

/** The few calls of Conf, which electron-store is with Electron's own folder. */
interface ConfLike {
  store: Record<string, unknown>;
  set(values: Record<string, unknown>): void;
}

export function fromConf(conf: ConfLike): JsonFile {
  return {
    read: () => conf.store,
    set: (values) => conf.set({ ...values }),
    delete: (keys) => {
      conf.store = Object.fromEntries(
        Object.entries(conf.store).filter(([key]) => !keys.includes(key)),
      );
    },
  };
}

export interface OpenedFile {
  readonly file: JsonFile;
  /** Where an unreadable file was put; null when it was readable or absent. */
  readonly setAside: string | null;
}

/** Opens a file that may be broken: one that holds no JSON object is renamed and a new one begun. */
export function openOrSetAside(
  open: OpenJsonFile,
  dir: string,
  name: string,
  now: number,
): OpenedFile {
  const path = join(dir, `${name}.json`);
  if (!existsSync(path) || readJsonObject(path) !== null) {
    return { file: open(name), setAside: null };
  }
  const setAside = setAsidePath(dir, name, now);
  renameSync(path, setAside);
  return { file: open(name), setAside };
}

/** `settings.corrupt-2026-11-21T05-00-00-000Z.json` */
export function setAsidePath(dir: string, name: string, now: number): string {
  const time = new Date(now).toISOString().replaceAll(/[:.]/gu, '-');
  return join(dir, `${name}.corrupt-${time}.json`);
}

/** The object in a file; null when it can't be read or holds anything else. */
export function readJsonObject(path: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    return null; // unreadable and not JSON come to the same: the caller sets it aside
  }
}
