import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { note, ToolError } from '../lib/log.mjs';
import { repoRoot } from '../lib/paths.mjs';
import { capture } from '../lib/process.mjs';
import { PROGRAM } from './unpacked.mjs';

/** @type {(options: Record<string, unknown>) => Promise<{ packagePaths: string[] }>} */
const installer = createRequire(import.meta.url)('electron-installer-debian');

const ARCHITECTURES = /** @type {Record<string, string>} */ ({ x64: 'amd64', arm64: 'arm64' });

/**
 * Makes a .deb of the unpacked app, where Debian's own tools are there to do it: electron-builder's
 * way needs a download.
 * @param {import('./unpacked.mjs').UnpackedApp} app
 * @returns {Promise<string | undefined>} nothing when this is no Debian
 */
export async function makeDeb(app) {
  for (const tool of ['dpkg-deb', 'fakeroot']) {
    const { code } = await capture(tool, ['--version']);
    if (code === 0) continue;
    note(`No .deb: ${tool} is not here (on Debian: apt-get install dpkg fakeroot)`);
    return undefined;
  }
  note('Making the .deb...');
  // The default level takes minutes for a few megabytes less; a release may set its own.
  process.env.DPKG_DEB_COMPRESSOR_LEVEL ??= '1';
  const { packagePaths } = await installer({
    src: app.folder,
    dest: path.dirname(app.folder),
    arch: ARCHITECTURES[process.arch],
    options: {
      name: PROGRAM,
      bin: PROGRAM,
      productName: 'Auto Router',
      genericName: 'AI assistant',
      description: 'AI assistant with a built-in model router',
      icon: path.join(repoRoot, 'scripts/package/icon.png'),
      categories: ['Utility'],
      // Electron links against it; the tool only recommends it.
      depends: ['libasound2 | libasound2t64'],
      // For the global hold, which the app does without if it must.
      recommends: ['libxt6 | libxt6t64', 'libxtst6'],
      compression: 'xz',
    },
  });
  const deb = packagePaths[0];
  if (!deb || !fs.existsSync(deb)) throw new ToolError('electron-installer-debian made no package');
  await checkDeb(deb);
  return deb;
}

/** @param {string} deb */
async function checkDeb(deb) {
  const { code, stdout, stderr } = await capture('dpkg-deb', ['--contents', deb]);
  if (code !== 0) throw new ToolError(`dpkg-deb can't read ${deb}: ${stderr.trim()}`);
  const expected = [
    new RegExp(`^-rwxr-xr-x root/root .* \\./usr/lib/${PROGRAM}/${PROGRAM}$`, 'm'),
    // Setuid: Chromium's sandbox where the kernel gives user namespaces to root alone.
    new RegExp(`^-rwsr-xr-x root/root .* \\./usr/lib/${PROGRAM}/chrome-sandbox$`, 'm'),
    new RegExp(`\\./usr/lib/${PROGRAM}/resources/app\\.asar$`, 'm'),
    new RegExp(`\\./usr/bin/${PROGRAM} -> `, 'm'),
    new RegExp(`\\./usr/share/applications/${PROGRAM}\\.desktop$`, 'm'),
    new RegExp(`\\./usr/share/pixmaps/${PROGRAM}\\.png$`, 'm'),
  ];
  const missing = expected.filter((pattern) => !pattern.test(stdout));
  if (missing.length > 0) throw new ToolError(`${deb} lacks: ${missing.map(String).join(', ')}`);
}
