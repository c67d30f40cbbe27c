import type { Capture } from '@shared/ipc/capture';
import { createGlobalToggle, type Shortcuts } from '../assistant/global-toggle';
import type { Clock } from '../clock';
import { captureHandlers } from '../ipc/capture-handlers';
import type { Emit } from '../ipc/events';
import { IpcFailure, toIpcError } from '../ipc/failure';
import type { SettingsStore } from '../settings/settings-store';
import type { Log } from '../shell/log';
import { createRegion, type OverlayHost } from './region';
import { createScreenshots } from './screenshots';
import type { System } from './system-types';

export interface CaptureWiring {
  readonly system: System;
  readonly host: OverlayHost;
  readonly settings: SettingsStore;
  readonly shortcuts: Shortcuts;
  readonly emit: Emit;
  readonly clock: Clock;
  readonly log: Log;
}

/** More than this were never looked at: the oldest goes. */
const MOST_WAITING = 5;

/** Wires screenshots, the region overlay and their shortcut. */
export function composeCapture(wiring: CaptureWiring) {
  const { system, host, settings, shortcuts, emit, clock, log } = wiring;
  const screenshots = createScreenshots(system, () => settings.get().screenshots.privateApps);
  const region = createRegion({ freeze: () => screenshots.freeze(), host, clock });
  /** Taken by the shortcut; the page fetches them, also one that was not open yet. */
  const waiting: Capture[] = [];
  let showApp: (() => void) | null = null;

  async function takeByShortcut(): Promise<void> {
    if (region.focus()) return;
    try {
      waiting.push(await region.draw());
      if (waiting.length > MOST_WAITING) waiting.shift();
      showApp?.();
      emit('capture', { kind: 'taken' });
    } catch (error) {
      const { code } = toIpcError(error);
      if (code === 'cancelled') return;
      if (!(error instanceof IpcFailure)) log.error('capture: the shortcut failed', { error });
      showApp?.();
      emit('capture', { kind: 'failed', code });
    }
  }

  const toggle = createGlobalToggle(shortcuts, clock.now, () => void takeByShortcut());
  toggle.use(settings.get().screenshots.shortcut);
  settings.onChange(({ screenshots: now }, { screenshots: before }) => {
    if (now.shortcut !== before.shortcut) toggle.use(now.shortcut);
  });

  return {
    overlays: region.overlays,
    handlers: captureHandlers({
      screenshots,
      async region() {
        const comeBack = await system.stepAside();
        try {
          return await region.draw();
        } finally {
          comeBack();
        }
      },
      collect: () => waiting.splice(0),
      status: () => ({ shortcut: toggle.status() }),
    }),
    /** What brings the app to the front after a capture by the shortcut. */
    onTaken(show: () => void): void {
      showApp = show;
    },
    stop: () => region.stop(),
  };
}
