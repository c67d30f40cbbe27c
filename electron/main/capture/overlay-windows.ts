import { join } from 'node:path';
import { BrowserWindow, screen } from 'electron';
import { OVERLAY_PAGE } from '@shared/ipc/overlay';
import { tellNoEvents } from '../ipc/events';
import type { Log } from '../shell/log';
import type { Overlay, OverlayHost } from './region';

/** The overlay's address beside the app's own page. */
export function overlayUrl(pageUrl: string): string {
  return new URL(OVERLAY_PAGE, pageUrl).href;
}

/** Windows without frame over whole displays, sandboxed as the app's own. */
export function overlayWindows(pageUrl: string, log: Log): OverlayHost {
  return {
    open({ bounds }, onGone): Overlay {
      const window = new BrowserWindow({
        ...bounds,
        show: false,
        frame: false,
        resizable: false,
        movable: false,
        minimizable: false,
        maximizable: false,
        skipTaskbar: true,
        hasShadow: false,
        roundedCorners: false,
        enableLargerThanScreen: true, // else macOS keeps it below the menu bar
        backgroundColor: '#000000',
        webPreferences: {
          preload: join(__dirname, '../preload/index.cjs'),
          contextIsolation: true,
          sandbox: true,
          nodeIntegration: false,
          webviewTag: false,
          spellcheck: false,
          zoomFactor: 1,
        },
      });
      tellNoEvents(window);
      const { id } = window.webContents;
      let closed = false;
      const gone = (): void => {
        if (closed) return;
        closed = true;
        onGone();
      };
      window.on('closed', gone);
      window.webContents.on('render-process-gone', (_event, { reason }) => {
        log.error('capture: an overlay crashed', { reason });
        if (!window.isDestroyed()) window.destroy();
      });
      window.loadURL(overlayUrl(pageUrl)).catch((error: unknown) => {
        log.error('capture: an overlay could not be loaded', { error });
        if (!window.isDestroyed()) window.destroy();
      });
      return {
        id,
        show() {
          window.setAlwaysOnTop(true, 'screen-saver');
          window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true });
          // Not activated: only the one under the pointer takes the keyboard.
          window.showInactive();
          // Again: a window that was made on a display of another scale is sized by that one's.
          window.setBounds(bounds);
          // Where panels keep their place free of windows, only a full screen covers them.
          if (process.platform === 'linux') window.setFullScreen(true);
        },
        focus: () => window.focus(),
        close() {
          closed = true;
          // At once, and without asking the page: what it shows is not for anybody to see longer.
          if (!window.isDestroyed()) window.destroy();
        },
      };
    },
    pointedAt: () => String(screen.getDisplayNearestPoint(screen.getCursorScreenPoint()).id),
    onUnplugged(listener) {
      const tell = (_event: unknown, { id }: { readonly id: number }): void => listener(String(id));
      screen.on('display-removed', tell);
      return () => {
        screen.off('display-removed', tell);
      };
    },
  };
}
