import { defineConfig } from '@playwright/test';

/** One window at a time: the specs share two cores and one display. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/e2e',
  workers: 1,
  // A start takes 10-20 s when the cores are busy.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env['CI'] !== undefined,
  retries: 0,
  reporter: [
    ['list'],
    ...(process.env['AR_E2E_JSON'] === undefined
      ? []
      : [['json', { outputFile: process.env['AR_E2E_JSON'] }] as const]),
  ],
  use: { trace: 'off' },
});
