/** `npm start`: the app, built when needed, on whatever Electron and display this machine can give. */
import { ensureBuilt } from './lib/build.mjs';
import { prepareElectron } from './lib/electron.mjs';
import { runMain } from './lib/log.mjs';
import { repoRoot } from './lib/paths.mjs';
import { runForeground } from './lib/process.mjs';

await runMain(async () => {
  await ensureBuilt();
  const { executable, switches, env, stop } = await prepareElectron();
  try {
    // Arguments of `npm start -- ...` are Chromium's, so they too go before the app's path.
    const args = [...switches, ...process.argv.slice(2), repoRoot];
    return await runForeground(executable, args, { env });
  } finally {
    await stop();
  }
});
