import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import type { HoldReport } from './messages';
import { watch } from './watch';

/*
 * Entry of the utility process that sees the keys. It runs only while the global hold is switched on,
 * apart from everything else, so that a fault of the native module ends it alone, and so that nothing
 * else of the app is in the same process as the keys. It writes no output.
 */

/** The part of Electron's MessagePortMain that is used here. */
interface ReplyPort {
  postMessage(message: HoldReport): void;
  on(event: 'close', listener: () => void): void;
  start(): void;
}

/** The part of Electron's `process.parentPort` that is used here. */
interface ParentPort {
  once(
    event: 'message',
    listener: (event: { readonly data: unknown; readonly ports: readonly ReplyPort[] }) => void,
  ): void;
}

const { parentPort } = process as typeof process & { readonly parentPort?: ParentPort };
if (parentPort === undefined) process.exit(1);

parentPort.once('message', ({ data, ports }) => {
  const [port] = ports;
  if (port === undefined) process.exit(1);
  // The port closes with main, however it ends.
  port.on('close', () => process.exit(0));
  port.start();
  const load = createRequire(import.meta.url);
  watch(
    data,
    load,
    () => performance.now(),
    (report) => port.postMessage(report),
  );
});
