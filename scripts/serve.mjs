/**
 * `npm run serve -- --port N --data DIR`: the router without a window, in this very process, so that
 * a signal to it needs no forwarding and its one line on stdout is its own.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { runMain } from './lib/log.mjs';
import { repoRoot } from './lib/paths.mjs';

await runMain(async () => {
  await ensureBuilt();
  createRequire(import.meta.url)(path.join(repoRoot, 'out/main/serve.cjs'));
});
