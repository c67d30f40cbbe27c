import { join } from 'node:path';
import { app, BrowserWindow, nativeTheme, screen } from 'electron';
import type { JsonFile } from '../settings/json-file';
import type { Log } from './log';
import { MIN_SIZE, readWindowState } from './window-state';

export interface WindowDeps {
  readonly url: string;
  readonly state: JsonFile;
  /** True when closing only hides the window. */
  readonly closesToTray: () => boolean;
  /** True when the page must go on as usual while nobody sees it. */
  readonly worksHidden: () => boolean;
  readonly onHidden: () => void;
  readonly log: Log;
}

/** The app's own window among those that it may have. */
export interface MainWindow {
  /** Opens it, or brings it to the front. */
  readonly show: () => void;
  /** False = it is closed; a hidden one is open. */
  readonly isOpen: () => boolean;
  readonly isFocused: () => boolean;
  /** Lets the person see it without taking the focus from where they are. */
  readonly attend: () => void;
  /**
   * Runs once: when the page has loaded or could not be, else after {@link LOAD_MS}. For what would
   * take the processor from the first paint.
   */
  readonly whenLoaded: (run: () => void) => void;
  /** Asks `worksHidden` again. */
  readonly throttle: () => void;
}

/** A page that has not loaded by then is not waited for any longer. */
const LOAD_MS = 3_000;
const BACKGROUND = { light: '#ffffff', dark: '#101216' } as const;

/** The app's one window. */
export function createMainWindow(deps: WindowDeps): MainWindow {
  let window: BrowserWindow | null = null;
  let quitting = false;
  app.on('before-quit', () => {
    quitting = true;
  });

  function open(): BrowserWindow {
    const { maximized, ...bounds } = readWindowState(
      deps.state,
      screen.getAllDisplays().map((display) => display.workArea),
    );
    const opened = new BrowserWindow({
      ...bounds,
      minWidth: MIN_SIZE.width,
      minHeight: MIN_SIZE.height,
      title: app.getName(),
      show: false,
      autoHideMenuBar: true,
      backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
      webPreferences: {
        preload: join(__dirname, '../preload/index.cjs'),
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false, // it would fetch dictionaries
      },
    });
    opened.webContents.setBackgroundThrottling(!deps.worksHidden());
    if (maximized) opened.maximize();
    opened.on('focus', () => opened.flashFrame(false));
    opened.once('ready-to-show', () => opened.show());
    opened.on('close', (event) => {
      saveState(opened);
      if (quitting || !deps.closesToTray()) return;
      event.preventDefault();
      opened.hide();
      deps.onHidden();
    });
    opened.on('closed', () => {
      window = null;
    });
    opened.webContents.on('render-process-gone', (_event, { reason }) => {
      deps.log.error('shell: the page crashed', { reason });
      if (reason !== 'clean-exit' && !opened.isDestroyed()) opened.reload();
    });
    opened.loadURL(deps.url).catch((error: unknown) => {
      deps.log.error('shell: the page could not be loaded', { error });
    });
    return opened;
  }

  function saveState(opened: BrowserWindow): void {
    try {
      deps.state.set({ ...opened.getNormalBounds(), maximized: opened.isMaximized() });
    } catch (error) {
      deps.log.warn('shell: window state could not be saved', { error });
    }
  }

  return {
    show() {
      if (window === null) {
        window = open();
        return;
      }
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    isOpen: () => window !== null,
    whenLoaded(run) {
      let waiting = true;
      const once = (): void => {
        if (waiting && !quitting) run();
        waiting = false;
      };
      setTimeout(once, LOAD_MS);
      window?.webContents.once('did-finish-load', once);
      window?.webContents.once('did-fail-load', once);
      window?.webContents.once('render-process-gone', once);
    },
    isFocused: () => window?.isFocused() === true,
    attend() {
      if (window === null || window.isFocused()) return;
      if (!window.isVisible()) window.showInactive();
      window.flashFrame(true);
    },
    throttle() {
      window?.webContents.setBackgroundThrottling(!deps.worksHidden());
    },
  };
}
