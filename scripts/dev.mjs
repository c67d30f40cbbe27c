/** `npm run dev`: the app with hot reload. */
import { electronViteCli } from './lib/build.mjs';
import { prepareElectron } from './lib/electron.mjs';
import { runMain } from './lib/log.mjs';
import { repoRoot } from './lib/paths.mjs';
import { runForeground } from './lib/process.mjs';

await runMain(async () => {
  const { executable, switches, env, stop } = await prepareElectron();
  const args = [electronViteCli(), 'dev', '--watch', ...process.argv.slice(2)];
  if (switches.includes('--no-sandbox')) args.push('--noSandbox');
  try {
    // Without the path electron-vite looks for the official binary only and gives up.
    return await runForeground(process.execPath, args, {
      cwd: repoRoot,
      env: { ...env, ELECTRON_EXEC_PATH: executable },
    });
  } finally {
    await stop();
  }
});
