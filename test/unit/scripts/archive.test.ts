import { expect, test } from 'vitest';
import { isOurs } from '../../../scripts/package/archive.mjs';

test.each([
  '/out',
  '/out/main/index.cjs',
  '/package.json',
  '/node_modules',
  '/node_modules/@photostructure',
  '/node_modules/@photostructure/sqlite/package.json',
  '/node_modules/uiohook-napi/dist/index.js',
])('%s belongs in the package', (entry) => {
  expect(isOurs(entry)).toBe(true);
});

test.each([
  '/electron/main/index.ts',
  '/outside/file.js',
  '/package.json.bak',
  '/node_modules/left-pad/index.js',
  '/node_modules/@photostructure/other/index.js',
  '/node_modules/long-list/index.js',
])('%s that slipped in is found', (entry) => {
  expect(isOurs(entry)).toBe(false);
});
