import { readSettingsV2 } from './schema-v2';
import type { Settings } from './settings';

/** The version that this build writes. */
export const SETTINGS_VERSION = 2;

type RawSettings = Readonly<Record<string, unknown>>;
type Step = (raw: RawSettings) => RawSettings;

/** `STEPS[n]` takes a file of version n to version n + 1; one step and one test a hop. */
const STEPS: Readonly<Record<number, Step>> = {
  /** Version 0 is a file without a version, as written by hand; its values have version 1's shapes. */
  0: (raw) => ({ ...raw, version: 1 }),
  /** Push-to-talk is new; its values come from the defaults. */
  1: (raw) => ({ ...raw, version: 2 }),
};

export type Migrated =
  | {
      readonly ok: true;
      readonly fromVersion: number;
      readonly settings: Settings;
      /** Paths of the values that were not usable and were replaced by their defaults. */
      readonly replaced: readonly string[];
    }
  | { readonly ok: false; readonly problem: string };

/**
 * Takes what a settings file held to the present settings. A file of a newer version, or one that is
 * no object, is not read: `problem` says why, and the caller keeps the file aside.
 */
export function migrate(raw: unknown): Migrated {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    return { ok: false, problem: 'it does not hold a JSON object' };
  }
  let current = raw as RawSettings;
  const stored = current['version'] ?? 0;
  if (typeof stored !== 'number' || !Number.isInteger(stored) || stored < 0) {
    return { ok: false, problem: 'its version is not a whole number' };
  }
  if (stored > SETTINGS_VERSION) {
    return { ok: false, problem: `it was written by a newer version of the app (${stored})` };
  }
  for (let version = stored; version < SETTINGS_VERSION; version += 1) {
    const step = STEPS[version];
    if (step === undefined) return { ok: false, problem: `no migration from version ${version}` };
    current = step(current);
  }
  return { ok: true, fromVersion: stored, ...readSettingsV2(current) };
}
