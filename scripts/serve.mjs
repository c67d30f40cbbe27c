/**
 * `npm run serve -- --port N --data DIR`: the backend without a window, in plain Node. Stdout carries
 * only the backend's ready line. The backend runs in this very process, so a signal for the npm
 * child reaches it, and its exit code is ours.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './lib/build.mjs';
import { runMain } from './lib/log.mjs';
import { repoRoot } from './lib/paths.mjs';

await runMain(async () => {
  await ensureBuilt(['main']);
  await import(pathToFileURL(path.join(repoRoot, 'out', 'main', 'serve.cjs')).href);
});
