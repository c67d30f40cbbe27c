import type { BrowserWindow } from 'electron';
import type { Events } from '@shared/ipc/contract';

/** Sends a typed event to the window; dropped while there is none. */
export type Emit = <E extends keyof Events>(event: E, payload: Events[E]) => void;

export function createEmit(window: () => BrowserWindow | null): Emit {
  return (event, payload) => {
    const target = window();
    if (target === null || target.isDestroyed() || target.webContents.isDestroyed()) return;
    target.webContents.send(`event:${event}`, payload);
  };
}
