import { z } from 'zod';
import { TASK_NAMES, type TaskName } from '../routing/tasks';
import { DEFAULT_SETTINGS, THEMES, type SettingsV1 } from './settings';

/*
 * The settings file, version 1. Frozen: a change of shape is a new schema-v<n>.ts and one step in
 * migrate.ts, never an edit here.
 */

/** `auto`, or `provider/model` exactly as the provider spells it. */
const selectionSchema = z
  .string()
  .trim()
  .min(1)
  .max(600)
  .refine((value) => value.toLowerCase() === 'auto' || /^[^/]+\/.+$/u.test(value), {
    message: 'must be "auto" or "provider/model"',
  });

/** Each value on its own, so that one bad value never costs the others. */
export const settingsFieldsV1 = {
  theme: z.enum(THEMES),
  selections: z.object(
    Object.fromEntries(TASK_NAMES.map((task) => [task, selectionSchema])) as Record<
      TaskName,
      typeof selectionSchema
    >,
  ),
  closeToTray: z.boolean(),
  trayAnnounced: z.boolean(),
  startAtLogin: z.boolean(),
  keepExcerpts: z.boolean(),
  backend: z.discriminatedUnion('mode', [
    z.object({ mode: z.literal('embedded') }),
    z.object({ mode: z.literal('remote'), url: z.url({ protocol: /^https?$/u }).max(500) }),
  ]),
  gatewayPort: z.number().int().min(0).max(65_535),
} satisfies { readonly [K in keyof SettingsV1]: z.ZodType<SettingsV1[K]> };

export interface ReadSettings {
  readonly settings: SettingsV1;
  /** Paths of the values that were not usable and were replaced by their defaults. */
  readonly replaced: readonly string[];
  /** Reads one more value the same way; what it replaces joins `replaced`. For later versions. */
  readonly read: ReadValue;
}

/** Reads every value on its own; selections likewise per task. Unknown keys are ignored. */
export function readSettingsV1(raw: Readonly<Record<string, unknown>>): ReadSettings {
  const replaced: string[] = [];
  const read = <T>(schema: z.ZodType<T>, value: unknown, fallback: T, path: string): T => {
    if (value === undefined) return fallback;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    replaced.push(path);
    return fallback;
  };
  const field = <K extends keyof SettingsV1>(key: K): SettingsV1[K] =>
    read<SettingsV1[K]>(
      settingsFieldsV1[key] as unknown as z.ZodType<SettingsV1[K]>,
      raw[key],
      DEFAULT_SETTINGS[key],
      key,
    );
  const settings: SettingsV1 = {
    theme: field('theme'),
    selections: readSelections(raw['selections'], read),
    closeToTray: field('closeToTray'),
    trayAnnounced: field('trayAnnounced'),
    startAtLogin: field('startAtLogin'),
    keepExcerpts: field('keepExcerpts'),
    backend: field('backend'),
    gatewayPort: field('gatewayPort'),
  };
  return { settings, replaced, read };
}

export type ReadValue = <T>(schema: z.ZodType<T>, value: unknown, fallback: T, path: string) => T;

function readSelections(value: unknown, read: ReadValue): SettingsV1['selections'] {
  const record = read(z.record(z.string(), z.unknown()), value, {}, 'selections');
  const selections = { ...DEFAULT_SETTINGS.selections };
  for (const task of TASK_NAMES) {
    selections[task] = read(selectionSchema, record[task], 'auto', `selections.${task}`);
  }
  return selections;
}
