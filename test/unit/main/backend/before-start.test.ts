import { expect, test } from 'vitest';
import type { StartupMessage } from '@shared/api/startup';
import { DEFAULT_SETTINGS } from '@shared/settings/settings';
import { createBackend } from '../../../../electron/main/backend/backend';
import { type ProcessEvents, superviseBackend } from '../../../../electron/main/backend/embedded';
import { fakeClock, listLog } from '../support';

const STARTUP: StartupMessage = {
  token: 'a-token-of-sixteen',
  dataDir: '/data',
  port: 0,
  providers: [],
  catalogFile: null,
  adminKey: null,
  version: '1',
};

// The router begins when the page has loaded: what was sent before was refused as if it had crashed.
test('a request before the router was begun waits for it', async () => {
  const clock = fakeClock();
  const runs: ProcessEvents[] = [];
  const backend = createBackend({
    embedded: (onStatus) =>
      superviseBackend({
        launch: (_message, events) => {
          runs.push(events);
          return { stop() {}, kill() {} };
        },
        startup: () => STARTUP,
        isHealthy: () => Promise.resolve(true),
        onStatus,
        onKeptAside() {},
        clock,
        log: listLog(),
      }),
    remote: () => {
      throw new Error('there is no team server');
    },
    settings: () => DEFAULT_SETTINGS,
    token: () => STARTUP.token,
    clock,
  });
  expect(backend.status().state).toBe('starting');
  const found = backend.endpoint(5_000);
  backend.start();
  runs[0]?.onReply({ ok: true, url: 'http://127.0.0.1:4000' });
  expect(await found).toEqual({ url: 'http://127.0.0.1:4000', token: STARTUP.token });
});
