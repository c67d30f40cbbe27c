import { defineConfig } from '@playwright/test';

/** `npm run screenshots`: the pictures of the docs, taken from the real app with made-up data. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.shots.ts',
  outputDir: '../../../test-results/screens',
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
});
