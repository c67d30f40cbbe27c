import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (path: string): string =>
  readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

/** Package names in the first cell of each table row; `@types/*` stands for all of them. */
function documented(): string[] {
  return read('docs/dependencies.md')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => (line.split('|')[1] ?? '').match(/`([^`]+)`/g) ?? [])
    .map((name) => name.replaceAll('`', ''));
}

/** Every package that package.json names, whatever for, and its version. */
function pinned(): Record<string, string> {
  type Versions = Record<string, string>;
  const manifest = JSON.parse(read('package.json')) as {
    dependencies: Versions;
    devDependencies: Versions;
    optionalDependencies: Versions;
  };
  return {
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
  };
}

describe('docs/dependencies.md', () => {
  it('names every package that is installed, with a reason, and none that is not', () => {
    const installed = Object.keys(pinned())
      .map((name) => (name.startsWith('@types/') ? '@types/*' : name))
      .toSorted();
    expect(documented().toSorted()).toEqual([...new Set(installed)]);
  });

  it('pins every version exactly, so that a fresh install is the tested one', () => {
    for (const version of Object.values(pinned())) expect(version).toMatch(/^\d+\.\d+\.\d+/);
  });
});
