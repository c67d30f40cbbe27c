import type { Settings } from '@shared/settings/settings';
import type { Clock } from '../clock';
import { createGlobalHold, type GlobalHold, type HoldSystem } from '../hold/global-hold';
import { createHoldPresses } from '../hold/hold-presses';
import type { Emit } from '../ipc/events';
import type { SettingsStore } from '../settings/settings-store';
import type { Log } from '../shell/log';
import type { MainWindow } from '../shell/window';
import { createGlobalToggle, type GlobalToggle, type Shortcuts } from './global-toggle';

export interface FromAnywhereDeps {
  readonly settings: Pick<SettingsStore, 'get' | 'onChange'>;
  readonly shortcuts: Shortcuts;
  readonly holdSystem: HoldSystem & {
    /** Runs `run` whenever a key-up may have been missed. */
    readonly onUnsure: (run: () => void) => void;
  };
  readonly window: Pick<MainWindow, 'show' | 'isOpen' | 'isFocused' | 'attend'>;
  readonly emit: Emit;
  readonly clock: Clock;
  readonly log: Log;
}

/** The shortcut that starts and ends a recording, and the key that is held for it, in every program. */
export function createFromAnywhere(deps: FromAnywhereDeps): {
  readonly toggle: GlobalToggle;
  readonly hold: GlobalHold;
} {
  const { settings, shortcuts, holdSystem, window, emit, clock, log } = deps;
  const voice = (): Settings['voice'] => settings.get().voice;
  const toggle = createGlobalToggle(shortcuts, clock.now, () => emit('voice', { kind: 'toggle' }));
  const hold = createGlobalHold({
    system: holdSystem,
    clock,
    log,
    onKey: createHoldPresses({
      isWindows: () => window.isFocused() && voice().key === voice().globalHold,
      needsWindow: () => !window.isOpen() || !voice().microphone,
      showWindow: window.show,
      tell: (press) => emit('voice', { kind: 'hold', ...press }),
    }),
    onStatus: apply,
  });
  let used: string | null = null;
  function apply(): void {
    const { globalToggle, globalHold } = voice();
    // A key that is held to talk is no toggle as well: a tap of it latches already.
    const isTaken = hold.status().state === 'ready' && globalToggle.toUpperCase() === globalHold;
    const wanted = isTaken ? '' : globalToggle;
    if (wanted !== used) toggle.use(wanted);
    used = wanted;
    emit('voice', {
      kind: 'status',
      status: { globalToggle: toggle.status(), globalHold: hold.status() },
    });
  }
  hold.use(voice().globalHold, false);
  holdSystem.onUnsure(() => hold.renew());
  settings.onChange((now, before) => {
    if (now.voice.globalToggle !== before.voice.globalToggle) apply();
    if (now.voice.globalHold !== before.voice.globalHold) hold.use(now.voice.globalHold, true);
  });
  return { toggle, hold };
}
