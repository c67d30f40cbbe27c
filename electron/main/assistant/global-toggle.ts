import type { VoiceStatus } from '@shared/ipc/voice';

/** The part of Electron's `globalShortcut` that is used; it knows no key-up. */
export interface Shortcuts {
  register(accelerator: string, run: () => void): boolean;
  unregister(accelerator: string): void;
}

export interface GlobalToggle {
  /** Takes the accelerator of the settings; empty = none. */
  use(accelerator: string): void;
  status(): VoiceStatus['globalToggle'];
}

/** A held shortcut fires again and again; within this time it is the same press. */
const DEBOUNCE_MS = 700;

/** Starts and ends a recording from anywhere; a shortcut that another program holds is `refused`. */
export function createGlobalToggle(
  shortcuts: Shortcuts,
  now: () => number,
  onToggle: () => void,
): GlobalToggle {
  let current = '';
  let state: VoiceStatus['globalToggle'] = 'off';
  let lastAt = Number.NEGATIVE_INFINITY;

  function fire(): void {
    const at = now();
    // Every repeat renews the wait, so that a long hold never counts twice.
    const again = at - lastAt < DEBOUNCE_MS;
    lastAt = at;
    if (!again) onToggle();
  }

  function register(accelerator: string): boolean {
    try {
      return shortcuts.register(accelerator, fire);
    } catch {
      return false; // no accelerator at all
    }
  }

  return {
    use(accelerator) {
      if (state === 'ready') shortcuts.unregister(current);
      current = accelerator;
      state = 'off';
      if (accelerator !== '') state = register(accelerator) ? 'ready' : 'refused';
    },
    status: () => state,
  };
}
