import type { HoldReason } from '@shared/ipc/voice';

export interface HoldSurroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** macOS: whether the person lets the app watch the keyboard. */
  readonly trusted: () => boolean;
}

/** What is known to stand in the way before anything is started; null = nothing. */
export function holdRefusal({ platform, env, trusted }: HoldSurroundings): HoldReason | null {
  if (platform === 'darwin') return trusted() ? null : 'accessibility';
  if (platform !== 'linux') return null;
  // X programs inside a Wayland session see the keys of each other only, which would work now and then.
  if (env['XDG_SESSION_TYPE'] === 'wayland' || (env['WAYLAND_DISPLAY'] ?? '') !== '') {
    return 'wayland';
  }
  return (env['DISPLAY'] ?? '') === '' ? 'no_display' : null;
}
