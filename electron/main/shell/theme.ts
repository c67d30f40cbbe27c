import { nativeTheme } from 'electron';
import type { Theme } from '@shared/settings/settings';

/** Tells the system's parts (title bar, menus, prefers-color-scheme) the chosen theme. */
export function applyTheme(theme: Theme): void {
  nativeTheme.themeSource = theme === 'contrast' ? 'dark' : theme;
}
