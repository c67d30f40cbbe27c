import { join } from 'node:path';
import { MessageChannelMain, powerMonitor, systemPreferences, utilityProcess } from 'electron';
import type { Log } from '../shell/log';
import type { HoldSystem } from './global-hold';
import { holdReportSchema, type WatchMessage } from './messages';
import { holdRefusal } from './refusal';

const MODULE = 'uiohook-napi';

/** `module`: the native module to load instead of the usual one. */
export function systemHold(
  log: Log,
  module: string | null,
): HoldSystem & { onUnsure: (run: () => void) => void } {
  return {
    refusal: (ask) =>
      holdRefusal({
        platform: process.platform,
        env: process.env,
        trusted: () => systemPreferences.isTrustedAccessibilityClient(ask),
      }),
    /** Starts out/main/hold.cjs. It ends with the app, also when the app is killed. */
    launch(key, { onReport, onExit }) {
      const child = utilityProcess.fork(join(__dirname, 'hold.cjs'), [], {
        serviceName: 'auto-router-hold',
        // Whatever the native module might print, no key gets into a log.
        stdio: 'ignore',
      });
      const { port1, port2 } = new MessageChannelMain();
      port1.on('message', ({ data }: { data: unknown }) => {
        const report = holdReportSchema.safeParse(data);
        if (report.success) onReport(report.data);
        else log.warn('hold: a report that is none was dropped');
      });
      port1.start();
      child.on('exit', () => {
        port1.close();
        onExit();
      });
      child.postMessage({ key, module: module ?? MODULE } satisfies WatchMessage, [port2]);
      return () => {
        child.kill();
      };
    },
    /** A key-up is not seen while the machine sleeps or another screen is in front. */
    onUnsure(run) {
      powerMonitor.on('suspend', run);
      powerMonitor.on('resume', run);
      powerMonitor.on('lock-screen', run);
      powerMonitor.on('unlock-screen', run);
    },
  };
}
