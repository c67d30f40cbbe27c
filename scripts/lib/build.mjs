import fs from 'node:fs';
import { mkdir, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import lockfile from 'proper-lockfile';
import { note, ToolError } from './log.mjs';
import { repoRoot } from './paths.mjs';
import { runForeground } from './process.mjs';

/**
 * @typedef {'main' | 'preload' | 'renderer'} Part
 * Main holds the app's main process and the backend: they share one build.
 */
const COMMON = ['shared', 'electron.vite.config.ts', 'package.json', 'package-lock.json'];
/** @type {Record<Part, readonly string[]>} */
const SOURCES = {
  main: ['electron', ...COMMON],
  preload: ['electron/preload', ...COMMON],
  renderer: ['renderer', ...COMMON],
};
const PARTS = /** @type {readonly Part[]} */ (Object.keys(SOURCES));

/**
 * Builds what is missing or older than its sources. All output goes to stderr.
 * @param {readonly Part[]} [parts]
 */
export async function ensureBuilt(parts = PARTS) {
  if ((await staleParts(parts)).length === 0) return;
  await mkdir(path.join(repoRoot, 'out'), { recursive: true });
  // Two commands at once, in two terminals or two tests, must not write the same files.
  const release = await lockfile.lock(path.join(repoRoot, 'out', 'build'), {
    realpath: false,
    retries: { retries: 300, factor: 1, minTimeout: 1000, maxTimeout: 1000 },
  });
  try {
    const stale = await staleParts(parts);
    if (stale.length > 0) await build(stale);
  } finally {
    await release();
  }
}

/**
 * @param {readonly Part[]} parts
 * @returns {Promise<Part[]>}
 */
async function staleParts(parts) {
  const checked = await Promise.all(parts.map(async (part) => ({ part, stale: await isStale(part) })));
  return checked.filter(({ stale }) => stale).map(({ part }) => part);
}

/** @param {Part} part */
async function isStale(part) {
  const built = await stat(stampFile(part)).catch(() => undefined);
  if (!built) return true;
  const times = await Promise.all(SOURCES[part].map((source) => newestMtime(path.join(repoRoot, source))));
  return Math.max(...times) > built.mtimeMs;
}

/**
 * The latest change in a file or folder. Folders count too: a deleted file changes only its folder.
 * @param {string} file
 * @returns {Promise<number>} epoch milliseconds
 */
export async function newestMtime(file) {
  const own = await stat(file);
  if (!own.isDirectory()) return own.mtimeMs;
  const children = await readdir(file);
  const times = await Promise.all(children.map((name) => newestMtime(path.join(file, name))));
  return Math.max(own.mtimeMs, ...times);
}

/** @param {Part} part inside its output folder, which each build empties first */
function stampFile(part) {
  return path.join(repoRoot, 'out', part, '.built');
}

/** @param {readonly Part[]} parts */
async function build(parts) {
  note(`Building ${parts.join(', ')}...`);
  // The start of the build, so that an edit made while it runs counts as newer.
  const started = new Date();
  const code = await runForeground(process.execPath, [electronViteCli(), 'build', '--logLevel', 'warn'], {
    cwd: repoRoot,
    env: { ...process.env, AR_BUILD_PARTS: parts.join(',') },
    stdio: ['ignore', 2, 2],
  });
  if (code !== 0) throw new ToolError(`The build failed (exit code ${code}).`);
  for (const part of parts) {
    const stamp = stampFile(part);
    await writeFile(stamp, '');
    await utimes(stamp, started, started);
  }
}

/** Path of electron-vite's program, run by this Node: no shell and no `npx` in between. */
export function electronViteCli() {
  const manifest = path.join(repoRoot, 'node_modules', 'electron-vite', 'package.json');
  if (!fs.existsSync(manifest)) throw new ToolError('The dependencies are not installed. Run: npm ci');
  return path.join(path.dirname(manifest), 'bin', 'electron-vite.js');
}
