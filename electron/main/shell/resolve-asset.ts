import { realpath } from 'node:fs';
import { join, sep } from 'node:path';
import { promisify } from 'node:util';

// The callback form: it is the one that Electron teaches to read inside app.asar.
const realPath = promisify(realpath);

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
    return real.startsWith(realRoot + sep) ? real : null;
  } catch {
    return null; // malformed, or no such file
  }
}
