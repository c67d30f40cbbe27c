import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { LabelSource } from '@shared/api/memory';
import type { TaskName } from '@shared/routing/tasks';
import type { Schema } from './schema';

export type Scores = Readonly<Record<string, number>>;

/** A rated prompt on its way in. */
export interface NewExample {
  readonly task: TaskName;
  readonly prompt: string;
  readonly scores: Scores;
  readonly source: LabelSource;
  /** Unit length; null = to be embedded later. */
  readonly vector: Float32Array | null;
  readonly embeddingModel: string | null;
  /** Epoch milliseconds; null = now. */
  readonly createdAt: number | null;
}

export interface StoredExample {
  readonly id: string;
  readonly task: TaskName;
  readonly prompt: string;
  readonly scores: Scores;
  readonly source: LabelSource;
  readonly embeddingModel: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A stored example with its vector, as the index needs it. */
export interface EmbeddedExample extends StoredExample {
  readonly vector: Float32Array | null;
}

/** Most values in one statement; SQLite takes 32,766 of them. */
const CHUNK = 500;

export function promptHash(prompt: string): string {
  return createHash('sha256').update(prompt).digest('hex');
}

export function vectorBytes(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength).slice();
}

/** Null when the bytes are no whole vector. */
export function bytesVector(bytes: Uint8Array | null): Float32Array | null {
  if (bytes === null || bytes.byteLength === 0 || bytes.byteLength % 4 !== 0) return null;
  return new Float32Array(bytes.slice().buffer);
}

export function chunks<T>(items: readonly T[]): T[][] {
  const all: T[][] = [];
  for (let at = 0; at < items.length; at += CHUNK) all.push(items.slice(at, at + CHUNK));
  return all;
}

/** The scores of the given examples, by example. */
export async function scoresOf(
  db: Kysely<Schema>,
  ids: readonly string[],
): Promise<Map<string, Record<string, number>>> {
  const found = new Map<string, Record<string, number>>(ids.map((id) => [id, {}]));
  for (const part of chunks(ids)) {
    const rows = await db
      .selectFrom('memory_scores')
      .selectAll()
      .where('example_id', 'in', part)
      .orderBy('model')
      .execute();
    for (const { example_id, model, score } of rows) {
      const scores = found.get(example_id);
      if (scores !== undefined) scores[model] = score;
    }
  }
  return found;
}

/** Replaces an example's scores. */
export async function writeScores(
  trx: Kysely<Schema>,
  examples: readonly { readonly id: string; readonly scores: Scores }[],
): Promise<void> {
  for (const part of chunks(examples.map(({ id }) => id))) {
    await trx.deleteFrom('memory_scores').where('example_id', 'in', part).execute();
  }
  const rows = examples.flatMap(({ id, scores }) =>
    Object.entries(scores).map(([model, score]) => ({ example_id: id, model, score })),
  );
  for (const part of chunks(rows)) await trx.insertInto('memory_scores').values(part).execute();
}

export function toExample(
  row: Omit<Schema['memory_examples'], 'vector'>,
  scores: Scores,
): StoredExample {
  return {
    id: row.id,
    task: row.task,
    prompt: row.prompt,
    scores,
    source: row.source,
    embeddingModel: row.embedding_model,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
