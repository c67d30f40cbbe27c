import { BrowserWindow, desktopCapturer, screen } from 'electron';
import type { ScreenshotDeps } from './screenshot';

/** The window manager needs a moment to paint what was behind the window. */
const REPAINT_MS = 300;

/** The system's part of a capture. */
export const systemCapture: ScreenshotDeps = {
  async sources({ types, thumbnailSize }) {
    const found = await desktopCapturer.getSources({ types, thumbnailSize });
    const own = new Set(BrowserWindow.getAllWindows().map((window) => window.getMediaSourceId()));
    return found.filter(({ id }) => !own.has(id));
  },
  displays: () =>
    screen.getAllDisplays().map(({ id, size, scaleFactor }) => ({
      id: String(id),
      width: Math.round(size.width * scaleFactor),
      height: Math.round(size.height * scaleFactor),
    })),
  async stepAside() {
    const visible = BrowserWindow.getAllWindows().filter((window) => window.isVisible());
    for (const window of visible) window.hide();
    await new Promise((resolve) => setTimeout(resolve, REPAINT_MS));
    return () => {
      for (const window of visible) if (!window.isDestroyed()) window.show();
    };
  },
};
