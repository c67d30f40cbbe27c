/** `npm run dev`: the app from sources with hot reload; arguments go to electron-vite. */
import path from 'node:path';
import { prepareElectron } from './lib/electron.mjs';
import { runMain } from './lib/log.mjs';
import { repoRoot } from './lib/paths.mjs';
import { runForeground } from './lib/process.mjs';

await runMain(async () => {
  const { executable, switches, env, stop } = await prepareElectron();
  try {
    const cli = path.join(repoRoot, 'node_modules/electron-vite/bin/electron-vite.js');
    const args = [cli, 'dev', '--watch', ...(switches.length > 0 ? ['--noSandbox'] : [])];
    args.push(...process.argv.slice(2));
    // Without ELECTRON_EXEC_PATH electron-vite gives up where the official binary is not installed.
    return await runForeground(process.execPath, args, {
      cwd: repoRoot,
      env: { ...env, ELECTRON_EXEC_PATH: executable },
    });
  } finally {
    await stop();
  }
});
