import { IMPORT_LIMIT, type MemoryFile, memoryFileSchema } from '@shared/api/memory';
import type { NewExample, StoredExample } from '../store/memory-rows';

/** A memory as a file; oldest first, so that an import keeps the order of eviction. */
export function toMemoryFile(examples: readonly StoredExample[], exportedAt: number): MemoryFile {
  return {
    format: 'auto-router-memory',
    version: 1,
    exported_at: new Date(exportedAt).toISOString(),
    count: examples.length,
    examples: examples
      .toSorted((a, b) => a.createdAt - b.createdAt)
      .map(({ task, prompt, scores, source, createdAt }) => ({
        task,
        prompt,
        scores,
        label_source: source,
        created_at: new Date(createdAt).toISOString(),
      })),
  };
}

/** The examples of a file, to be embedded later; or why it can't be used, as a sentence. */
export function fromMemoryFile(
  value: unknown,
):
  | { readonly ok: true; readonly examples: readonly NewExample[] }
  | { readonly ok: false; readonly message: string } {
  const parsed = memoryFileSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = issue?.path.map(String).join('.') ?? '';
    return {
      ok: false,
      message: `${path === '' ? 'the file' : path}: ${issue?.message ?? 'is malformed'}`,
    };
  }
  const { count, examples } = parsed.data;
  if (count !== examples.length) {
    return {
      ok: false,
      message: `the file says ${count} examples and holds ${examples.length}: it was cut short or changed`,
    };
  }
  if (count > IMPORT_LIMIT) return { ok: false, message: `more than ${IMPORT_LIMIT} examples` };
  return {
    ok: true,
    examples: examples.map((example) => ({
      task: example.task,
      prompt: example.prompt,
      scores: example.scores,
      source: example.label_source,
      vector: null,
      embeddingModel: null,
      createdAt: Date.parse(example.created_at),
    })),
  };
}
