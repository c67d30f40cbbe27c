import { defineConfig } from 'vitest/config';

const shared = new URL('./shared', import.meta.url).pathname;

/** Two projects: pure and backend code in Node, the renderer's components in a DOM. */
export default defineConfig({
  resolve: { alias: { '@shared': shared } },
  test: {
    // One worker fewer, as it would be, is one of two; much of a test is waiting.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['test/{unit,contract}/**/*.test.ts'],
          exclude: ['test/unit/renderer/**'],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'dom',
          environment: 'happy-dom',
          include: ['test/unit/renderer/**/*.test.{ts,tsx}'],
          testTimeout: 20_000,
        },
      },
    ],
  },
});
