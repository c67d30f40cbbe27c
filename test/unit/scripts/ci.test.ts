import { readFileSync, statSync } from 'node:fs';
import { expect, it } from 'vitest';

const FILE = new URL('../../../.ci/run', import.meta.url);

it('CI installs and tests as the README says, and does nothing else', () => {
  const lines = readFileSync(FILE, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(lines).toEqual([
    'set -euo pipefail',
    'cd "$(dirname "$0")/.."',
    'npm ci --no-audit --no-fund',
    'npm test',
  ]);
  expect(statSync(FILE).mode & 0o111).not.toBe(0);
});
