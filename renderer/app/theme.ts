import type { Theme } from '@shared/settings/settings';
import { useEffect } from 'react';
import { useAppStore } from './store';

export type ResolvedTheme = Exclude<Theme, 'system'>;

/** `system` follows the system's colour scheme, and its wish for more contrast first. */
export function resolveTheme(
  theme: Theme,
  system: { readonly dark: boolean; readonly moreContrast: boolean },
): ResolvedTheme {
  if (theme !== 'system') return theme;
  if (system.moreContrast) return 'contrast';
  return system.dark ? 'dark' : 'light';
}

/** Keeps `data-theme` on <html>, which every colour of theme.css hangs on. */
export function useTheme(): void {
  const theme = useAppStore((state) => state.settings.theme);
  useEffect(() => {
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const contrast = window.matchMedia('(prefers-contrast: more)');
    const apply = (): void => {
      document.documentElement.dataset.theme = resolveTheme(theme, {
        dark: dark.matches,
        moreContrast: contrast.matches,
      });
    };
    apply();
    dark.addEventListener('change', apply);
    contrast.addEventListener('change', apply);
    return () => {
      dark.removeEventListener('change', apply);
      contrast.removeEventListener('change', apply);
    };
  }, [theme]);
}
