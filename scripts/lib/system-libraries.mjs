import path from 'node:path';
import { aptInstall } from './apt.mjs';
import { ToolError } from './log.mjs';
import { capture } from './process.mjs';

/**
 * What Electron links against, one list of candidates per library: Debian 13 and Ubuntu 24.04 gave
 * some of them a new name with their 64-bit time_t transition, and first match wins.
 */
const PACKAGES = [
  ['libgtk-3-0t64', 'libgtk-3-0'],
  ['libasound2t64', 'libasound2'],
  ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
  ['libnss3'],
  ['libgbm1'],
  ['libdrm2'],
  ['libxss1'],
  ['libxshmfence1'],
];

/**
 * The libraries that the dynamic linker can't find.
 * @param {string} lddOutput
 * @returns {string[]} sonames, each once
 */
export function parseMissingLibraries(lddOutput) {
  const missing = [...lddOutput.matchAll(/^\s*(\S+) => not found/gm)].map(
    (match) => match[1] ?? '',
  );
  return [...new Set(missing)];
}

/**
 * Makes sure that Electron's shared libraries are there, installing them where that is possible.
 * @param {string} executable
 */
export async function ensureSystemLibraries(executable) {
  if (process.platform !== 'linux') return;
  const missing = await missingLibraries(executable);
  if (missing.length === 0) return;
  await aptInstall(PACKAGES, `Electron needs ${missing.join(', ')}`);
  const left = await missingLibraries(executable);
  if (left.length > 0) {
    throw new ToolError(
      `${path.basename(executable)} still misses ${left.join(', ')}. Install the packages of your system that hold them.`,
    );
  }
}

/**
 * @param {string} executable or a library
 * @returns {Promise<string[]>} sonames that it needs and that are not there
 */
export async function missingLibraries(executable) {
  const { code, stdout, stderr } = await capture('ldd', [executable]);
  // No ldd, or a wrapper script for AR_ELECTRON: the start itself will tell what is wrong.
  if (code !== 0 && !stdout) return parseMissingLibraries(stderr);
  return parseMissingLibraries(stdout);
}
