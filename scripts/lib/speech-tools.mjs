import fs from 'node:fs';
import path from 'node:path';
import { aptInstall } from './apt.mjs';
import { note, ToolError } from './log.mjs';

/** What the voice tests speak and hear with; Debian's packages of the same names, and the model. */
const TOOLS = ['flite', 'pocketsphinx_continuous'];
const PACKAGES = [['flite'], ['pocketsphinx'], ['pocketsphinx-en-us']];

/**
 * @param {readonly string[]} tools
 * @param {string | undefined} searchPath as in PATH
 * @returns {string[]} those that are in none of its folders
 */
export function missingTools(tools, searchPath) {
  const folders = (searchPath ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return tools.filter((tool) => !folders.some((folder) => fs.existsSync(path.join(folder, tool))));
}

/** Installs them where that is possible; without them the voice tests are skipped, and it says so. */
export async function ensureSpeechTools() {
  if (process.platform !== 'linux') return;
  const missing = missingTools(TOOLS, process.env.PATH);
  if (missing.length === 0) return;
  try {
    await aptInstall(PACKAGES, `The voice tests need ${missing.join(' and ')}`);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    note(`${error.message}\nWithout them the voice tests are skipped.`);
  }
}
