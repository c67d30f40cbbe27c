import fs from 'node:fs';
import { note, ToolError } from './log.mjs';
import { capture } from './process.mjs';

/** @typedef {readonly (readonly string[])[]} PackageChoices names of one package each, first match wins */

const APT_ENV = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };

/**
 * Installs Debian packages as root; for anyone else fails with the exact command to run.
 * @param {PackageChoices} choices
 * @param {string} reason shown in front
 */
export async function aptInstall(choices, reason) {
  if (!fs.existsSync('/usr/bin/apt-get')) {
    const names = choices.map((names) => names.at(-1)).join(' ');
    throw new ToolError(
      `${reason}. Install your system's packages for: ${names} (Debian's names).`,
    );
  }
  if (process.getuid?.() !== 0) {
    const names = await pickNames(choices);
    throw new ToolError(
      `${reason}. Run: sudo apt-get install -y --no-install-recommends ${names.join(' ')}`,
    );
  }
  // The lists of a fresh container are empty, and names can only be picked from them.
  note(`${reason}: installing with apt-get...`);
  await apt(['update', '-q']);
  await apt(['install', '-q', '-y', '--no-install-recommends', ...(await pickNames(choices))]);
}

/**
 * @param {PackageChoices} choices
 * @returns {Promise<string[]>}
 */
async function pickNames(choices) {
  const { stdout } = await capture('apt-cache', ['pkgnames']);
  return choosePackages(choices, new Set(stdout.split('\n')));
}

/**
 * @param {PackageChoices} choices
 * @param {ReadonlySet<string>} known the names in the package lists
 * @returns {string[]}
 */
export function choosePackages(choices, known) {
  return choices.map((names) => names.find((name) => known.has(name)) ?? names.at(-1) ?? '');
}

/** @param {readonly string[]} args */
async function apt(args) {
  // A lock timeout, because unattended upgrades often hold dpkg's lock right after a machine starts.
  const command = ['-o', 'DPkg::Lock::Timeout=120', ...args];
  const { code, stdout, stderr } = await capture('apt-get', command, { env: APT_ENV });
  if (code === 0) return;
  throw new ToolError(
    `apt-get ${args.join(' ')} failed (${code}):\n${`${stdout}\n${stderr}`.trim().slice(-2000)}`,
  );
}
