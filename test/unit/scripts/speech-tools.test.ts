import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { missingTools } from '../../../scripts/lib/speech-tools.mjs';

test('a tool counts as there when any folder of the path holds it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ar-tools-'));
  try {
    writeFileSync(join(folder, 'flite'), '');
    const path = ['/nowhere', folder].join(delimiter);
    expect(missingTools(['flite', 'pocketsphinx_continuous'], path)).toEqual([
      'pocketsphinx_continuous',
    ]);
    expect(missingTools(['flite'], undefined)).toEqual(['flite']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
