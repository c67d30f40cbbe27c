import fs from 'node:fs';
import path from 'node:path';

/**
 * Whether a file is newer than every source: than each file, and than everything in each folder.
 * @param {string} file false when there is none
 * @param {readonly string[]} sources
 */
export function isNewerThanAll(file, sources) {
  const time = fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return time !== undefined && sources.every((source) => newest(source) < time);
}

/**
 * The newest change of a file, or of anything in a folder; a folder's own time tells of deletions.
 * @param {string} entry
 * @returns {number} epoch milliseconds
 */
function newest(entry) {
  const stat = fs.statSync(entry);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return fs
    .readdirSync(entry)
    .reduce((latest, name) => Math.max(latest, newest(path.join(entry, name))), stat.mtimeMs);
}
