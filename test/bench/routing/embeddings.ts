import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Embedder } from '../../../electron/backend/embedding/embedder';
import { note } from '../../../scripts/lib/log.mjs';

const CHUNK = 32;
const UNLIMITED = new AbortController().signal;

/**
 * The vector of every prompt. Kept in the folder for temporary files, under a name made of the
 * embedding model and the prompts themselves, so that another table or model never reads them.
 */
export async function embedPrompts(
  embedder: Embedder,
  prompts: readonly string[],
): Promise<Float32Array[]> {
  const hash = createHash('sha256')
    .update(JSON.stringify([embedder.id, prompts]))
    .digest('hex');
  const folder = join(tmpdir(), 'auto-router-bench');
  const file = join(folder, `${hash.slice(0, 32)}.f32`);
  if (existsSync(file)) {
    const bytes = readFileSync(file);
    const length = bytes.byteLength / 4 / prompts.length;
    return prompts.map(
      (_, i) => new Float32Array(bytes.buffer, bytes.byteOffset + i * length * 4, length),
    );
  }
  const vectors: Float32Array[] = [];
  for (let at = 0; at < prompts.length; at += CHUNK) {
    const texts = prompts.slice(at, at + CHUNK).map((text) => (text.trim() === '' ? '?' : text));
    vectors.push(...(await embedder.embed(texts, UNLIMITED)));
    if (at % (CHUNK * 32) === 0) note(`embedding ${at}/${prompts.length}`);
  }
  mkdirSync(folder, { recursive: true });
  // Written whole or not at all: a run that is stopped must not leave half a file to the next.
  const partial = `${file}.${process.pid}`;
  writeFileSync(
    partial,
    Buffer.concat(vectors.map((v) => Buffer.from(v.buffer, v.byteOffset, v.byteLength))),
  );
  renameSync(partial, file);
  return vectors;
}
