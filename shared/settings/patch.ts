import { z } from 'zod';
import { settingsFieldsV2, settingsSchemaV2 } from './schema-v2';
import type { Settings } from './settings';

/** A change of settings from the renderer: any of the values, each valid, nothing else. */
export const settingsPatchSchema = z
  .strictObject(settingsFieldsV2)
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'nothing to change');

/** The settings with the patch applied, as the schema gives them back. */
export function applyPatch(settings: Settings, patch: Partial<Settings>): Settings {
  return settingsSchemaV2.parse({ ...settings, ...patch });
}
