import { app } from 'electron';
import type { Log } from './log';
import type { Notices } from './notices';

/** Nothing fails in silence: it is logged, redacted, and the person learns where to look. */
export function watchCrashes(log: Log & { readonly file: string }, notices: Notices): void {
  const report = (what: string) => (error: unknown) => {
    log.error(`crash: ${what}`, { error });
    notices.add({
      id: 'crash',
      tone: 'error',
      title: 'Something went wrong inside the app',
      body: `Your data is safe. The log is at ${log.file}; secrets in it are redacted.`,
    });
  };
  process.on('uncaughtException', report('uncaught exception'));
  process.on('unhandledRejection', report('unhandled rejection'));
  app.on('child-process-gone', (_event, { type, reason, exitCode, name }) => {
    if (reason !== 'clean-exit') log.warn('crash: process gone', { type, reason, exitCode, name });
  });
}
