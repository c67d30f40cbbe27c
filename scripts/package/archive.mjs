import fs from 'node:fs';
import path from 'node:path';
import { listPackage } from '@electron/asar';
import { ToolError } from '../lib/log.mjs';

/** The native module with the small loader that it requires, and the embedding model with its two. */
const ALLOWED =
  /^\/(out|package\.json|node_modules(\/@photostructure(\/sqlite)?|\/node-gyp-build|\/@energetic-ai|\/long|\/seedrandom)?)(\/|$)/;
const NATIVE = 'app.asar.unpacked/node_modules/@photostructure/sqlite/prebuilds';

/**
 * Fails when the app's archive holds what is not the app's (sources, settings, a dependency that
 * slipped in), or when the native module is not beside it.
 * @param {string} folder of the unpacked app
 * @returns {number} how many entries the archive has
 */
export function checkArchive(folder) {
  const resources = path.join(folder, 'resources');
  const entries = listPackage(path.join(resources, 'app.asar'), { isPack: false });
  const foreign = entries.filter((entry) => !ALLOWED.test(entry) || entry.endsWith('.map'));
  if (foreign.length > 0) {
    throw new ToolError(
      `app.asar holds what does not belong there: ${foreign.slice(0, 10).join(', ')}`,
    );
  }
  const native = path.join(resources, NATIVE);
  const prebuilds = fs.existsSync(native) ? fs.readdirSync(native) : [];
  if (prebuilds.join() !== `linux-${process.arch}`) {
    throw new ToolError(
      `Expected the native module for linux-${process.arch} only, found: ${prebuilds.join(', ') || 'none'}`,
    );
  }
  return entries.length;
}
