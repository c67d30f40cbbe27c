import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PictureType } from '@shared/pictures/limits';

/** How files of each kind begin, from a byte on, and how their names end. */
const KINDS: readonly {
  readonly ending: string;
  readonly type: PictureType;
  readonly from: number;
  readonly start: readonly number[];
}[] = [
  {
    ending: 'png',
    type: 'image/png',
    from: 0,
    start: [...Buffer.from('\u0089PNG\r\n\u001A\n', 'latin1')],
  },
  { ending: 'jpg', type: 'image/jpeg', from: 0, start: [0xff, 0xd8, 0xff] },
  { ending: 'webp', type: 'image/webp', from: 8, start: [...Buffer.from('WEBP')] },
  { ending: 'gif', type: 'image/gif', from: 0, start: [...Buffer.from('GIF8')] },
];

export interface Picture {
  readonly bytes: Uint8Array;
  readonly type: PictureType | 'application/octet-stream';
}

/** Kept pictures, one file each; readable by their owner alone. */
export class PictureFiles {
  /** @param types the kinds that are kept */
  constructor(
    private readonly dir: string,
    private readonly types: readonly PictureType[],
  ) {}

  /** @returns the file's name; null = the bytes are no picture of a known kind. */
  async save(id: string, bytes: Uint8Array): Promise<string | null> {
    const kind = KINDS.find(({ from, start }) =>
      start.every((byte, at) => bytes[from + at] === byte),
    );
    if (kind === undefined || !this.types.includes(kind.type)) return null;
    await mkdir(this.dir, { recursive: true, mode: 0o700 });
    const name = `${id}.${kind.ending}`;
    // On the disk before its row is: after a power cut the row would stand for an empty file.
    await writeFile(join(this.dir, name), bytes, { mode: 0o600, flush: true });
    return name;
  }

  /** Null = the file is gone. */
  async read(name: string): Promise<Picture | null> {
    try {
      const bytes = await readFile(join(this.dir, name));
      const type = KINDS.find(({ ending }) => name.endsWith(`.${ending}`))?.type;
      return { bytes, type: type ?? 'application/octet-stream' };
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /** One that cannot be removed does not keep the others; the first failure is thrown at the end. */
  async remove(names: readonly string[]): Promise<void> {
    const failures: unknown[] = [];
    for (const name of names) {
      await rm(join(this.dir, name), { force: true }).catch((error: unknown) => {
        failures.push(error);
      });
    }
    if (failures.length > 0) throw failures[0];
  }

  /** Removes what a crash left without a row. */
  async removeBut(kept: ReadonlySet<string>): Promise<void> {
    let names: readonly string[] = [];
    try {
      names = await readdir(this.dir);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    await this.remove(names.filter((name) => !kept.has(name)));
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
