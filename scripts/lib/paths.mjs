import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's top folder. */
export const repoRoot = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The user's cache folder of this project: outside the repository, so that it survives `npm ci` and
 * is shared by every clone.
 * @param {NodeJS.ProcessEnv} [env]
 */
export function cacheFolder(env = process.env) {
  // The XDG specification says that a relative path must be ignored.
  const xdg = env.XDG_CACHE_HOME;
  const base = xdg && path.isAbsolute(xdg) ? xdg : path.join(os.homedir(), '.cache');
  return path.join(base, 'auto-router');
}
