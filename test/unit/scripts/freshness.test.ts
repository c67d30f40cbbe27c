import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isNewerThanAll } from '../../../scripts/lib/freshness.mjs';

describe('whether a build is fresh', () => {
  let root = '';
  const at = (path: string, seconds: number): void => {
    utimesSync(join(root, path), seconds, seconds);
  };
  const fresh = (): boolean =>
    isNewerThanAll(join(root, 'stamp'), [join(root, 'src'), join(root, 'lock')]);

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'auto-router-fresh-'));
    mkdirSync(join(root, 'src/deep'), { recursive: true });
    for (const file of ['src/a.ts', 'src/deep/b.ts', 'lock', 'stamp'])
      writeFileSync(join(root, file), '');
    for (const path of ['src/a.ts', 'src/deep/b.ts', 'src/deep', 'src', 'lock']) at(path, 1_000);
    at('stamp', 2_000);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('is fresh when it is newer than every source', () => {
    expect(fresh()).toBe(true);
  });

  it('is stale when it was never finished', () => {
    rmSync(join(root, 'stamp'));
    expect(fresh()).toBe(false);
  });

  it.each(['src/deep/b.ts', 'lock'])('is stale after a change of %s', (path) => {
    at(path, 3_000);
    expect(fresh()).toBe(false);
  });

  it('is stale when a source changed in the moment in which it began', () => {
    at('src/a.ts', 2_000);
    expect(fresh()).toBe(false);
  });

  it('is stale after a file was deleted', () => {
    rmSync(join(root, 'src/deep/b.ts'));
    expect(fresh()).toBe(false);
  });
});
