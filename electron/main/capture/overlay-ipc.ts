import { ipcMain } from 'electron';
import { OVERLAY_METHODS } from '@shared/ipc/overlay';
import { OVERLAY_SCHEMAS } from '@shared/ipc/overlay-schemas';
import type { z } from 'zod';
import { createGate, trustPage } from '../ipc/gate';
import { senderOf } from '../ipc/register';
import type { Log } from '../shell/log';
import type { OverlayRequestsOf } from './region';

/** Opens the overlay's few channels, to its own page and to no other. */
export function registerOverlayIpc(overlays: OverlayRequestsOf, url: string, log: Log): void {
  const isTrusted = trustPage(url);
  for (const method of OVERLAY_METHODS) {
    const channel = `overlay:${method}`;
    const schema: z.ZodType = OVERLAY_SCHEMAS[method];
    const handle = overlays[method] as (id: number, input: unknown) => unknown;
    ipcMain.handle(channel, (event, input: unknown) => {
      const handler = (parsed: unknown): unknown => handle(event.sender.id, parsed);
      return createGate({ channel, schema, handler, isTrusted, log })(senderOf(event), input);
    });
  }
}
