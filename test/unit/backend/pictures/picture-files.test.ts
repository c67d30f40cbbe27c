import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PictureFiles } from '../../../../electron/backend/pictures/picture-files';
import { tempDir } from '../../../support/store';

describe('files of pictures', () => {
  // Delete all: one that another program holds would leave every picture behind it on the disk.
  it('are all removed but the one that cannot be, and that is told', async () => {
    const dir = tempDir();
    const files = new PictureFiles(dir, ['image/png']);
    for (const name of ['a.png', 'c.png']) writeFileSync(join(dir, name), 'x');
    // A folder stands for a file that the system does not let go.
    mkdirSync(join(dir, 'b.png'));
    await expect(files.remove(['a.png', 'b.png', 'c.png'])).rejects.toThrow();
    expect(readdirSync(dir)).toEqual(['b.png']);
    await files.remove(['a.png', 'gone.png']);
  });
});
