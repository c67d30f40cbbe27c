import { app } from 'electron';
import type { Log } from './log';

/** However long the orderly end takes, the app is gone after this. */
const QUIT_MS = 4_000;

/** Holds the end of the app until what runs has been stopped in good order. */
export function stopBeforeQuit(stop: () => Promise<void>, log: Log): void {
  let stopping = false;
  app.on('will-quit', (event) => {
    if (stopping) return;
    stopping = true;
    event.preventDefault();
    setTimeout(() => app.exit(0), QUIT_MS);
    stop()
      .catch((error: unknown) => log.error('shell: no orderly end', { error }))
      .finally(() => app.exit(0));
  });
}
