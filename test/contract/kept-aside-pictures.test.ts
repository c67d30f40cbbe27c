import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DATABASE_FILE } from '../../electron/backend/store/open-store';
import { testBackend } from '../support/backend';
import { pngOf } from '../support/pictures';
import { tempDir } from '../support/store';

const FOLDERS = ['pictures', 'recall'] as const;

/** A folder whose database is damaged, with one picture of a message and one of Recall. */
function damaged(): string {
  const dir = tempDir();
  writeFileSync(join(dir, DATABASE_FILE), 'not a database '.repeat(1000));
  for (const folder of FOLDERS) {
    mkdirSync(join(dir, folder));
    writeFileSync(
      join(dir, folder, 'kept.png'),
      pngOf(2, 2, () => [1, 2, 3]),
    );
  }
  return dir;
}

const pictures = (dir: string) =>
  FOLDERS.map((folder) => readdirSync(join(dir, folder)).join(', '));

describe('pictures of a damaged database', () => {
  // The new database knows none of them: sweeping them would leave nothing to mend.
  it('stay as long as it is kept aside, through every start, and go with it', async () => {
    const dir = damaged();
    for (let start = 0; start < 2; start += 1) {
      const server = await testBackend({ dataDir: dir });
      expect(pictures(dir)).toEqual(['kept.png', 'kept.png']);
      await server.backend.close();
    }
    for (const name of readdirSync(dir)) if (name.includes('.corrupt-')) rmSync(join(dir, name));
    await testBackend({ dataDir: dir });
    expect(pictures(dir)).toEqual(['', '']);
  });
});
