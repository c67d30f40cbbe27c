import { test as base, expect, type TestInfo } from '@playwright/test';
import { electronPath } from '../../../scripts/lib/electron-path.mjs';
import { AppHome, type LaunchOptions, RunningApp } from './app';

export { expect };
export { AppHome, type LaunchOptions, RunningApp } from './app';

/** Starts the app on the test's own folder; a second call, after `close`, is a restart. */
export type Launch = (options?: LaunchOptions) => Promise<RunningApp>;

interface Options {
  /** Console errors that the test brings about on purpose. Any other one fails it. */
  readonly allowedErrors: readonly RegExp[];
}

interface Fixtures {
  readonly home: AppHome;
  readonly launch: Launch;
}

/**
 * The test function of every end-to-end spec:
 *
 *     test('keeps the draft', async ({ home, launch }) => {
 *       await home.writeSettings({ theme: 'dark' });
 *       const app = await launch({ env: { AUTO_ROUTER_CATALOG: file } });
 */
export const test = base.extend<Fixtures & Options, { readonly executable: string }>({
  allowedErrors: [[], { option: true }],

  // Found once: `npm run test:e2e` has put it into AR_ELECTRON, an editor's test runner has not.
  executable: [async ({}, use) => use(await electronPath()), { scope: 'worker', timeout: 300_000 }],

  home: async ({}, use, info) => {
    const home = new AppHome(info.outputPath('app'));
    await home.create();
    await use(home);
  },

  launch: async ({ executable, home, allowedErrors }, use, info) => {
    const started: RunningApp[] = [];
    await use(async (options) => {
      const app = await RunningApp.start(executable, home, options);
      started.push(app);
      return app;
    });
    const failed = info.status !== info.expectedStatus;
    for (const [index, app] of started.entries()) await end(app, index, failed, info);
    if (failed) await info.attach('main.log', { body: await home.mainLog(), contentType: 'text/plain' });
    const unexpected = started
      .flatMap(({ errors }) => errors)
      .filter((text) => !allowedErrors.some((pattern) => pattern.test(text)));
    expect(unexpected, "errors in the window's console").toEqual([]);
  },
});

/** Closes an app, and of a failed test keeps what helps to understand it. */
async function end(app: RunningApp, index: number, failed: boolean, info: TestInfo): Promise<void> {
  if (!failed) return app.close();
  if (!app.page.isClosed()) {
    // The window may hang or be gone at any moment; the failure itself must stay the news.
    const body = await app.page.screenshot({ timeout: 5_000 }).catch(() => undefined);
    if (body) await info.attach(`window-${index}`, { body, contentType: 'image/png' });
  }
  await info.attach(`terminal-${index}`, { body: app.terminal, contentType: 'text/plain' });
  return app.close(info.outputPath(`trace-${index}.zip`));
}
