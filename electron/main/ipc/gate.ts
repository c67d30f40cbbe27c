import type { z } from 'zod';
import type { Result } from '@shared/ipc/result';
import type { Log } from '../shell/log';
import { IpcFailure, toIpcError } from './failure';

/** What is known of who calls: the frame's address, and whether it is the window's top frame. */
export interface Sender {
  readonly url: string;
  readonly isTopFrame: boolean;
}

export interface Gate<I, O> {
  readonly channel: string;
  readonly schema: z.ZodType<I>;
  readonly handler: (input: I) => O | Promise<O>;
  readonly isTrusted: (sender: Sender | null) => boolean;
  readonly log: Log;
}

/**
 * The one way into main: who calls, then what, then the handler. Never rejects, since only a value
 * keeps its code when it crosses IPC; what nobody expected is logged and told as `internal_error`.
 */
export function createGate<I, O>({ channel, schema, handler, isTrusted, log }: Gate<I, O>) {
  return async (sender: Sender | null, input: unknown): Promise<Result<O>> => {
    try {
      if (!isTrusted(sender)) {
        log.warn('ipc: refused a foreign sender', { channel, url: sender?.url ?? null });
        throw new IpcFailure('forbidden_sender', 'This page may not use the app.');
      }
      const parsed = schema.safeParse(input);
      if (!parsed.success) throw invalidArguments(channel, parsed.error);
      return { ok: true, data: await handler(parsed.data) };
    } catch (error) {
      if (!(error instanceof IpcFailure)) log.error('ipc: a handler failed', { channel, error });
      return { ok: false, error: toIpcError(error) };
    }
  };
}

function invalidArguments(channel: string, error: z.ZodError): IpcFailure {
  const issue = error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  return new IpcFailure('invalid_arguments', `${channel}: ${where}${issue?.message ?? 'invalid'}`);
}

/**
 * Trusts the top frame of the app's own page and nothing else. Compared by scheme and host, since a
 * WHATWG `origin` is "null" for a custom scheme.
 */
export function trustOrigin(appUrl: string): (sender: Sender | null) => boolean {
  const own = new URL(appUrl);
  return (sender) => {
    if (sender === null || !sender.isTopFrame || !URL.canParse(sender.url)) return false;
    const url = new URL(sender.url);
    return url.protocol === own.protocol && url.host === own.host;
  };
}

/** Trusts the top frame of one page of the app, and no other of its pages. */
export function trustPage(pageUrl: string): (sender: Sender | null) => boolean {
  const isOwn = trustOrigin(pageUrl);
  const { pathname } = new URL(pageUrl);
  return (sender) => isOwn(sender) && sender !== null && new URL(sender.url).pathname === pathname;
}
