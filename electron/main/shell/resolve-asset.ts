import { realpath, stat } from 'node:fs';
import { join, sep } from 'node:path';
import { promisify } from 'node:util';

// The callback forms: they are the ones that Electron teaches to read inside app.asar.
const realPath = promisify(realpath);
const stats = promisify(stat);

/**
 * The file that an `app://` address names, or null when there is none inside `root`. The real path
 * counts, so neither `..`, an encoded slash nor a symbolic link leads out of it.
 */
export async function resolveAsset(root: string, address: string): Promise<string | null> {
  try {
    const path = decodeURIComponent(new URL(address).pathname);
    if (path.includes('\0') || path.includes('\\')) return null;
    const [realRoot, real] = await Promise.all([
      realPath(root),
      realPath(join(root, path === '/' ? 'index.html' : path)),
    ]);
    if (!real.startsWith(realRoot + sep)) return null;
    return (await stats(real)).isFile() ? real : null;
  } catch {
    return null; // malformed, or no such file
  }
}
