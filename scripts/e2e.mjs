/** `npm run test:e2e`: Playwright drives the built app in real Electron; arguments go to Playwright. With `--screens` first, the docs' pictures. */
import path from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { prepareElectron } from './lib/electron.mjs';
import { runMain } from './lib/log.mjs';
import { repoRoot } from './lib/paths.mjs';
import { runForeground } from './lib/process.mjs';
import { ensureSpeechTools } from './lib/speech-tools.mjs';

await runMain(async () => {
  await ensureBuilt();
  await ensureSpeechTools();
  const { env, stop } = await prepareElectron();
  try {
    const cli = path.join(repoRoot, 'node_modules/@playwright/test/cli.js');
    const screens = process.argv[2] === '--screens';
    const config = path.join(
      repoRoot,
      screens ? 'test/e2e/screens/screens.config.ts' : 'test/e2e/playwright.config.ts',
    );
    const args = [cli, 'test', '--config', config, ...process.argv.slice(screens ? 3 : 2)];
    return await runForeground(process.execPath, args, { cwd: repoRoot, env });
  } finally {
    await stop();
  }
});
