import { join } from 'node:path';
import { MessageChannelMain, utilityProcess } from 'electron';
import type { StartupMessage, StartupReply } from '@shared/api/startup';
import type { Log } from '../shell/log';
import type { BackendProcess, ProcessEvents } from './embedded';

/**
 * Starts out/main/backend.cjs as a utility process and hands it the start-up message with one port
 * for its reply. It ends with the app, also when the app is killed.
 */
export function launchUtility(log: Log) {
  return (message: StartupMessage, { onReply, onExit }: ProcessEvents): BackendProcess => {
    const child = utilityProcess.fork(join(__dirname, 'backend.cjs'), [], {
      serviceName: 'auto-router-backend',
      stdio: 'pipe',
    });
    const { port1, port2 } = new MessageChannelMain();
    port1.on('message', ({ data }: { data: unknown }) => {
      onReply(data as StartupReply); // our own build's process, over a private port
    });
    port1.start();
    child.stdout?.on('data', (chunk: Buffer) => log.info('backend', { out: chunk.toString() }));
    child.stderr?.on('data', (chunk: Buffer) => log.info('backend', { err: chunk.toString() }));
    child.on('exit', (code) => {
      port1.close();
      onExit(code);
    });
    child.postMessage(message, [port2]);
    return {
      // It takes the closed port for the end of the app, flushes, closes its database and exits.
      stop: () => port1.close(),
      kill: () => {
        if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
      },
    };
  };
}
