import fs from 'node:fs';
import path from 'node:path';
import { aptInstall } from './apt.mjs';
import { note, ToolError } from './log.mjs';
import { repoRoot } from './paths.mjs';
import { missingLibraries } from './system-libraries.mjs';

/** @typedef {{ tests: string, tools: readonly string[], library?: string, packages: import('./apt.mjs').PackageChoices }} Tools what some tests need of the system */

/** The build of the native module that sees the keys, which links against more of X than Electron does. */
const KEY_MODULE = path.join(
  repoRoot,
  `node_modules/uiohook-napi/prebuilds/linux-${process.arch}/uiohook-napi.node`,
);

/** @type {readonly Tools[]} */
const NEEDED = [
  {
    tests: 'voice tests',
    // What they speak and hear with: Debian's packages of the same names, and the model.
    tools: ['flite', 'pocketsphinx_continuous'],
    packages: [['flite'], ['pocketsphinx'], ['pocketsphinx-en-us']],
  },
  {
    tests: 'tests with real keys',
    tools: ['xdotool'],
    library: KEY_MODULE,
    packages: [['xdotool'], ['libxt6t64', 'libxt6'], ['libxtst6']],
  },
  {
    tests: 'tests of captured windows',
    // Without a window manager a window is only listed with the mark that one would give it.
    tools: ['xdotool', 'xprop'],
    packages: [['xdotool'], ['x11-utils']],
  },
];

/**
 * @param {readonly string[]} tools
 * @param {string | undefined} searchPath as in PATH
 * @returns {string[]} those that are in none of its folders
 */
export function missingTools(tools, searchPath) {
  const folders = (searchPath ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return tools.filter((tool) => !folders.some((folder) => fs.existsSync(path.join(folder, tool))));
}

/** Installs them where that is possible; without them their tests are skipped, and it says so. */
export async function ensureSpeechTools() {
  if (process.platform !== 'linux') return;
  for (const needed of NEEDED) await ensure(needed);
}

/** @param {Tools} needed */
async function ensure({ tests, tools, library, packages }) {
  const missing = [
    ...missingTools(tools, process.env.PATH),
    ...(library !== undefined && fs.existsSync(library) ? await missingLibraries(library) : []),
  ];
  if (missing.length === 0) return;
  try {
    await aptInstall(packages, `The ${tests} need ${missing.join(' and ')}`);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    note(`${error.message}\nWithout them the ${tests} are skipped.`);
  }
}
