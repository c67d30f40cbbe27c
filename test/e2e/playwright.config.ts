import { defineConfig } from '@playwright/test';

/**
 * End to end in a real Electron, one window at a time: the tests share two cores and one display.
 * A busy machine needs 10-20 s for a start, so the limits are generous; they cost nothing when
 * things go well. No retries: a test that fails now and then is a bug to find.
 */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../../test-results/e2e',
  workers: 1,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env['CI']),
  reporter: 'list',
});
