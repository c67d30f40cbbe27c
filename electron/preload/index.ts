import { contextBridge, ipcRenderer } from 'electron';
import { EVENT_NAMES, REQUEST_METHODS, type EventName } from '@shared/ipc/contract';
import { OVERLAY_METHODS, OVERLAY_PAGE } from '@shared/ipc/overlay';

/*
 * The whole bridge: one function for each channel of the contract and one typed subscription. No
 * generic invoke, no Node, no zod: inputs are parsed in main. The overlay that a region is drawn on
 * is another page: it gets its own few channels and none of the app's.
 */
function methodsOf(domain: string, methods: readonly string[]) {
  return Object.fromEntries(
    methods.map((method) => [
      method,
      (input?: unknown): Promise<unknown> => ipcRenderer.invoke(`${domain}:${method}`, input),
    ]),
  );
}

function on(event: EventName, listener: (payload: unknown) => void): () => void {
  if (!EVENT_NAMES.includes(event)) throw new Error(`No such event: ${event}`);
  const channel = `event:${event}`;
  const forward = (_: unknown, payload: unknown): void => listener(payload);
  ipcRenderer.on(channel, forward);
  return () => {
    ipcRenderer.removeListener(channel, forward);
  };
}

if (location.pathname === `/${OVERLAY_PAGE}`) {
  contextBridge.exposeInMainWorld('overlay', methodsOf('overlay', OVERLAY_METHODS));
} else {
  const requests = Object.fromEntries(
    Object.entries(REQUEST_METHODS).map(([domain, methods]) => [
      domain,
      methodsOf(domain, methods),
    ]),
  );
  contextBridge.exposeInMainWorld('api', { ...requests, on });
}
