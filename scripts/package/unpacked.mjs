import fs from 'node:fs';
import { copyFile, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { ToolError } from '../lib/log.mjs';
import { repoRoot } from '../lib/paths.mjs';
import { capture } from '../lib/process.mjs';

/** @typedef {{ folder: string, executable: string, electronVersion: string }} UnpackedApp */

const RELEASE = path.join(repoRoot, 'release');
/** The name of the program in the package, as in electron-builder.yml. */
export const PROGRAM = 'auto-router';

/**
 * Makes release/linux-unpacked from out/ and the given runtime.
 * @param {string} electron executable of the runtime
 * @returns {Promise<UnpackedApp>}
 */
export async function unpackedApp(electron) {
  const runtime = path.dirname(electron);
  const electronVersion = await versionOf(runtime);
  // A package left by an earlier run must never pass for this one's.
  await rm(RELEASE, { recursive: true, force: true });
  const cli = path.join(repoRoot, 'node_modules/electron-builder/cli.js');
  const args = [cli, '--linux', 'dir', '--publish', 'never'];
  args.push(`-c.electronDist=${runtime}`, `-c.electronVersion=${electronVersion}`);
  const { code, stdout, stderr } = await capture(process.execPath, args, { cwd: repoRoot });
  if (code !== 0) {
    throw new ToolError(`electron-builder failed (${code}):\n${`${stdout}\n${stderr}`.trim()}`);
  }
  const name = process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`;
  const folder = path.join(RELEASE, name);
  const executable = path.join(folder, PROGRAM);
  if (!fs.existsSync(executable)) throw new ToolError(`electron-builder made no ${executable}`);
  // electron-builder copies the runtime as it is, with the app that a bare Electron shows.
  await rm(path.join(folder, 'resources/default_app.asar'), { force: true });
  await copyFile(path.join(repoRoot, 'LICENSE'), path.join(folder, 'LICENSE'));
  return { folder, executable, electronVersion };
}

/** @param {string} runtime folder with an Electron, which carries its version in a file */
async function versionOf(runtime) {
  const text = await readFile(path.join(runtime, 'version'), 'utf8').catch(() => '');
  const version = text.trim().replace(/^v/, '');
  if (version === '') {
    throw new ToolError(
      `${runtime} is not an unpacked Electron (it has no "version" file), so it can't be packaged. Unset AR_ELECTRON, or name the executable in Electron's own folder.`,
    );
  }
  return version;
}
