import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { IpcFailure } from '../ipc/failure';

/** Where to save under this suggested name; null when the user closed the dialog. */
export type AskPath = (suggestedName: string) => Promise<string | null>;

/** Saves without asking, for tests. */
export function saveInto(dir: string): AskPath {
  return async (name) => {
    await mkdir(dir, { recursive: true });
    return join(dir, name);
  };
}

/** Writes beside the target and renames at the end: a file with this name is always whole. */
export async function saveFile(
  path: string,
  content: ReadableStream<Uint8Array> | Uint8Array | string,
): Promise<void> {
  const partial = `${path}.partial`;
  try {
    const source = content instanceof ReadableStream ? iterate(content) : Readable.from([content]);
    await pipeline(source, createWriteStream(partial, { mode: 0o600 }));
    await rename(partial, path);
  } catch (cause) {
    await rm(partial, { force: true });
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new IpcFailure('storage_failed', `The file could not be saved: ${why}`, { cause });
  }
}

export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new IpcFailure('storage_failed', `The folder could not be made: ${why}`, { cause });
  }
}

async function* iterate(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* stream;
}

/** A file name from a title: letters, digits and dashes, never empty, never a path. */
export function fileNameOf(title: string, extension: string): string {
  const name = title
    .normalize('NFKC')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/gu, '')
    .slice(0, 60);
  return `${name === '' ? 'conversation' : name}.${extension}`;
}
