/**
 * `npm run package`: an unpacked app in release/ and, on Debian, a .deb. What was made is then checked
 * as it is: the fuses are read back, the archive is listed, the app is started and used.
 */
import fs from 'node:fs';
import path from 'node:path';
import { build } from './lib/build.mjs';
import { prepareElectron } from './lib/electron.mjs';
import { note, runMain, ToolError } from './lib/log.mjs';
import { repoRoot } from './lib/paths.mjs';
import { makeDeb } from './package/deb.mjs';
import { checkArchive } from './package/archive.mjs';
import { checkFuses } from './package/fuses.mjs';
import { smokeTest } from './package/smoke.mjs';
import { unpackedApp } from './package/unpacked.mjs';

await runMain(async () => {
  if (process.platform !== 'linux') {
    throw new ToolError(
      'npm run package makes Linux packages only; electron-builder.yml has no other target.',
    );
  }
  const began = Date.now();
  await build();
  const electron = await prepareElectron();
  try {
    note('Packaging...');
    const app = await unpackedApp(electron.executable);
    note(`Unpacked app: ${shown(app.folder)} (Electron ${app.electronVersion})`);
    note(`Fuses, read back: ${(await checkFuses(app.executable)).join(', ')}`);
    note(`Archive: ${checkArchive(app.folder)} files, the native modules beside it`);
    await smokeTest(app.executable, electron);
    const deb = await makeDeb(app);
    const made = [shown(app.folder), ...(deb ? [`${shown(deb)} (${megabytes(deb)} MB)`] : [])];
    console.log(`Packaged in ${Math.round((Date.now() - began) / 1000)} s: ${made.join(', ')}`);
  } finally {
    await electron.stop();
  }
});

/** @param {string} file */
function shown(file) {
  return path.relative(repoRoot, file);
}

/** @param {string} file */
function megabytes(file) {
  return Math.round(fs.statSync(file).size / 1e6);
}
