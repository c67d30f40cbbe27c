import { BrowserWindow, desktopCapturer, screen, systemPreferences } from 'electron';
import type { System } from './system-types';

/** The window manager needs a moment to paint what was behind the window. */
const REPAINT_MS = 300;

/** The system's part of taking screenshots. */
export const systemCapture: System = {
  async sources({ types, thumbnailSize }) {
    const found = await desktopCapturer.getSources({ types, thumbnailSize });
    const own = new Set(BrowserWindow.getAllWindows().map((window) => window.getMediaSourceId()));
    return found.filter(({ id }) => !own.has(id));
  },
  displays: () =>
    screen
      .getAllDisplays()
      .map(({ id, bounds, scaleFactor }) => ({ id: String(id), bounds, scaleFactor })),
  isAllowed() {
    if (process.platform !== 'darwin') return true;
    // `not-determined`: the first try makes macOS ask.
    const access = systemPreferences.getMediaAccessStatus('screen');
    return access !== 'denied' && access !== 'restricted';
  },
  windowsKnown: !(process.platform === 'linux' && process.env['XDG_SESSION_TYPE'] === 'wayland'),
  async stepAside() {
    const visible = BrowserWindow.getAllWindows().filter((window) => window.isVisible());
    for (const window of visible) window.hide();
    await new Promise((resolve) => setTimeout(resolve, REPAINT_MS));
    return () => {
      for (const window of visible) if (!window.isDestroyed()) window.show();
    };
  },
};
