import fs from 'node:fs';
import path from 'node:path';
import lockfile from 'proper-lockfile';
import { isNewerThanAll } from './freshness.mjs';
import { note, ToolError } from './log.mjs';
import { repoRoot } from './paths.mjs';
import { runForeground } from './process.mjs';

const SOURCES = ['electron', 'renderer', 'shared', 'electron.vite.config.ts', 'package-lock.json'];
/** Written after a whole build, with the time at which that build began. */
const STAMP = path.join(repoRoot, 'out', '.built');

/**
 * Builds the app when it was never built or a source is newer. What the build says goes to stderr,
 * because stdout belongs to the program that is started.
 */
export async function ensureBuilt() {
  if (isFresh()) return;
  const out = path.join(repoRoot, 'out');
  fs.mkdirSync(out, { recursive: true });
  // Two starts at a time (a test that runs several servers) must not write one bundle together.
  const release = await lockfile.lock(out, {
    retries: { retries: 240, minTimeout: 500, maxTimeout: 500 },
  });
  try {
    if (!isFresh()) await build();
  } finally {
    await release();
  }
}

/** Builds whatever the state of the last build. */
export async function build() {
  note('Building...');
  const began = new Date();
  const cli = path.join(repoRoot, 'node_modules/electron-vite/bin/electron-vite.js');
  const code = await runForeground(process.execPath, [cli, 'build', '--logLevel', 'warn'], {
    cwd: repoRoot,
    stdio: ['ignore', 2, 2],
  });
  if (code !== 0) throw new ToolError(`The build failed (${code}).`);
  fs.writeFileSync(STAMP, '');
  fs.utimesSync(STAMP, began, began);
}

function isFresh() {
  return isNewerThanAll(
    STAMP,
    SOURCES.map((source) => path.join(repoRoot, source)),
  );
}
