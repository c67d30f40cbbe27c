import type { TaskName } from './tasks';

/** The settings that leave the model to a strategy; any other setting is a model's id. */
export const AUTO_SETTINGS = ['auto', 'auto/efficient', 'auto/learned'] as const;
export type AutoSetting = (typeof AUTO_SETTINGS)[number];

/** The strategy that a setting names, read as the gateway reads it; null = a named model. */
export function autoSettingOf(selection: string): AutoSetting | null {
  const name = selection.trim().toLowerCase();
  return AUTO_SETTINGS.find((setting) => setting === name) ?? null;
}

/**
 * What may be chosen for a task. A routing table and a memory know chats: a voice that is written
 * down and a picture that is embedded have no difficulty and no answer to rate.
 */
export function autoSettingsFor(task: TaskName): readonly AutoSetting[] {
  return task === 'transcription' || task === 'screenshot_embedding' ? ['auto'] : AUTO_SETTINGS;
}
