/** `npm start`: builds what is not built, prepares this machine for Electron, and runs the app. */
import { ensureBuilt } from './lib/build.mjs';
import { prepareElectron } from './lib/electron.mjs';
import { runMain } from './lib/log.mjs';
import { repoRoot } from './lib/paths.mjs';
import { runForeground } from './lib/process.mjs';

await runMain(async () => {
  await ensureBuilt();
  const { executable, switches, env, stop } = await prepareElectron();
  try {
    // Chromium's switches go before the path of the app; what a person adds goes after it.
    const args = [...switches, repoRoot, ...process.argv.slice(2)];
    return await runForeground(executable, args, { cwd: repoRoot, env });
  } finally {
    await stop();
  }
});
