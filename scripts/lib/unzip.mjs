import fs from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';

/**
 * Unpacks chosen files of a zip, one at a time and streamed, with their permission bits.
 * yauzl refuses entry names that would leave the target folder.
 * @param {string} file
 * @param {string} target folder, made when missing
 * @param {(entry: string) => string | undefined} place path below `target` for a file, or nothing to skip it
 */
export async function unzip(file, target, place) {
  const zip = await yauzl.openPromise(file);
  try {
    for await (const entry of zip.eachEntry()) {
      const relative = place(entry.fileName);
      if (relative === undefined) continue;
      const destination = path.join(target, relative);
      await mkdir(path.dirname(destination), { recursive: true });
      const mode = (entry.externalFileAttributes >>> 16) & 0o777;
      await pipeline(
        await zip.openReadStreamPromise(entry),
        fs.createWriteStream(destination, { mode: mode || 0o644 }),
      );
    }
  } finally {
    zip.close();
  }
}
