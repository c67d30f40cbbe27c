import { BrowserWindow } from 'electron';
import type { Events } from '@shared/ipc/contract';

/** Sends a typed event to the page; while there is none it is dropped. */
export type Emit = <E extends keyof Events>(event: E, payload: Events[E]) => void;

const silent = new WeakSet<BrowserWindow>();

/** For a window that is not the app's own page: nothing of what the app does is told to it. */
export function tellNoEvents(window: BrowserWindow): void {
  silent.add(window);
}

export const emitToWindow: Emit = (event, payload) => {
  for (const window of BrowserWindow.getAllWindows()) {
    if (silent.has(window) || window.webContents.isDestroyed()) continue;
    window.webContents.send(`event:${event}`, payload);
  }
};
