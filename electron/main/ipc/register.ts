import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import type { z } from 'zod';
import { REQUEST_METHODS, type Domain, type Requests } from '@shared/ipc/contract';
import { REQUEST_SCHEMAS } from '@shared/ipc/schemas';
import type { Log } from '../shell/log';
import { createGate, type Sender } from './gate';

type Handler<T> = T extends { in: infer I; out: infer O } ? (input: I) => O | Promise<O> : never;

/** One handler for every request of the contract. */
export type Handlers = {
  readonly [D in Domain]: { readonly [M in keyof Requests[D]]: Handler<Requests[D][M]> };
};

/** Opens exactly the channels of the contract, each behind the gate. */
export function registerIpc(
  handlers: Handlers,
  isTrusted: (sender: Sender | null) => boolean,
  log: Log,
): void {
  for (const [domain, methods] of Object.entries(REQUEST_METHODS)) {
    for (const method of methods) {
      const channel = `${domain}:${method}`;
      const gate = createGate({
        channel,
        ...lookUp(handlers, domain, method),
        isTrusted,
        log,
      });
      ipcMain.handle(channel, (event, input: unknown) => gate(senderOf(event), input));
    }
  }
}

/** The contract's types make both lists exhaustive; here, in one place, they are walked by name. */
function lookUp(handlers: Handlers, domain: string, method: string) {
  type Table<T> = Readonly<Record<string, Readonly<Record<string, T>>>>;
  const handler = (handlers as Table<unknown>)[domain]?.[method];
  const schema = (REQUEST_SCHEMAS as Table<unknown>)[domain]?.[method];
  if (handler === undefined || schema === undefined) {
    throw new Error(`No handler or schema for ${domain}:${method}`);
  }
  return {
    handler: handler as (input: unknown) => unknown,
    schema: schema as z.ZodType,
  };
}

/** Who calls; null when the frame navigated away or closed. */
export function senderOf(event: IpcMainInvokeEvent): Sender | null {
  const frame = event.senderFrame;
  if (frame === null) return null;
  return { url: frame.url, isTopFrame: frame.parent === null };
}
