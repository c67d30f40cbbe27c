/** `npm run test:e2e -- [Playwright's arguments]`: the built app, driven in a real Electron. */
import { ensureBuilt } from './lib/build.mjs';
import { runPlaywright } from './lib/e2e.mjs';
import { prepareElectron } from './lib/electron.mjs';
import { runMain } from './lib/log.mjs';

await runMain(async () => {
  await ensureBuilt();
  const { env, stop } = await prepareElectron();
  try {
    return await runPlaywright(env, process.argv.slice(2));
  } finally {
    await stop();
  }
});
