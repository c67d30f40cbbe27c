import { join } from 'node:path';
import { inspect } from 'node:util';
import log from 'electron-log/main';
import type { Redactor } from './redact';

export interface Log {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

const MAX_BYTES = 2_000_000;

/** The log file of the app, with every line redacted before it is written anywhere. */
export function createLog(userData: string, redactor: Redactor): Log & { readonly file: string } {
  const file = join(userData, 'logs', 'main.log');
  log.transports.file.resolvePathFn = () => file;
  log.transports.file.maxSize = MAX_BYTES;
  // All three: these options replace the defaults, and without the flag each line would be the only one.
  log.transports.file.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' };
  log.transports.ipc.level = false;
  log.transports.console.level = 'warn';
  log.hooks.push((message) => ({
    ...message,
    data: message.data.map((part: unknown) => redactor.redact(asText(part))),
  }));
  return {
    file,
    info: (message, fields) => log.info(...line(message, fields)),
    warn: (message, fields) => log.warn(...line(message, fields)),
    error: (message, fields) => log.error(...line(message, fields)),
  };
}

function line(message: string, fields?: Readonly<Record<string, unknown>>): unknown[] {
  return fields === undefined ? [message] : [message, fields];
}

function asText(part: unknown): string {
  return typeof part === 'string' ? part : inspect(part, { depth: 5, breakLength: 160 });
}
