import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where pictures of this kind begin, and how their files end. */
const KINDS = [
  { ending: 'png', type: 'image/png', start: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { ending: 'jpg', type: 'image/jpeg', start: [0xff, 0xd8, 0xff] },
] as const;

export interface Picture {
  readonly bytes: Uint8Array;
  /** `image/png` or `image/jpeg`. */
  readonly type: string;
}

/** The kept pictures, one file each; readable by their owner alone. */
export class PictureFiles {
  constructor(private readonly dir: string) {}

  /** @returns the file's name; null = the bytes are no picture of a known kind. */
  async save(id: string, bytes: Uint8Array): Promise<string | null> {
    const kind = KINDS.find(({ start }) => start.every((byte, at) => bytes[at] === byte));
    if (kind === undefined) return null;
    await mkdir(this.dir, { recursive: true, mode: 0o700 });
    const name = `${id}.${kind.ending}`;
    await writeFile(join(this.dir, name), bytes, { mode: 0o600 });
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

  async remove(names: readonly string[]): Promise<void> {
    for (const name of names) await rm(join(this.dir, name), { force: true });
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
