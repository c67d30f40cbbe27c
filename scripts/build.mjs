/** `npm run build`: main, preload, backend and renderer into out/. */
import { build } from './lib/build.mjs';
import { runMain } from './lib/log.mjs';

await runMain(build);
