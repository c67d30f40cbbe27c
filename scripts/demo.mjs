/**
 * `npm run demo`: six demonstrations against a backend of its own on the example benchmarks, each
 * asserting its golden numbers (S0-99). Nothing is skipped: a failed step fails the run, and the
 * backend and its data folder are gone afterwards whatever happened (S0-100).
 */
import { rm } from 'node:fs/promises';
import { startBackend } from './demo/backend.mjs';
import { DEMOS } from './demo/demos.mjs';

async function main() {
  const backend = await startBackend();
  const stop = () => {
    backend.kill();
    process.exit(130);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    for (const [index, demo] of DEMOS.entries()) {
      console.log(`\n${index + 1}. ${demo.title}`);
      await demo.run(backend.client);
    }
  } finally {
    await backend.stop();
    await rm(backend.dataDir, { recursive: true, force: true });
  }
  console.log(`\nAll ${DEMOS.length} demos complete`);
}

try {
  await main();
} catch (error) {
  console.error(`\nDemo failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
