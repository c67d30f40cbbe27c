import { BrowserWindow } from 'electron';
import type { Events } from '@shared/ipc/contract';

/** Sends a typed event to the page; while there is none it is dropped. */
export type Emit = <E extends keyof Events>(event: E, payload: Events[E]) => void;

export const emitToWindow: Emit = (event, payload) => {
  for (const window of BrowserWindow.getAllWindows()) {
    if (!window.webContents.isDestroyed()) window.webContents.send(`event:${event}`, payload);
  }
};
