import type { MemoryClient } from '../backend/memory-client';
import { saveFile, type AskPath } from '../export/save-file';
import { IpcFailure } from './failure';
import type { Handlers } from './register';

export interface MemoryHandlersDeps {
  readonly client: MemoryClient;
  readonly askPath: AskPath;
  /** Whether the history may keep the beginning of a prompt. */
  readonly keepExcerpts: () => boolean;
  /** Whether acts in the chat become examples; never without prompts being kept. */
  readonly learnsFromFeedback: () => boolean;
}

export function memoryHandlers({
  client,
  askPath,
  keepExcerpts,
  learnsFromFeedback,
}: MemoryHandlersDeps): Handlers['memory'] {
  const comparing = new Map<string, AbortController>();
  return {
    status: () => client.status(),
    list: ({ q, limit, offset }) => client.list(q, limit, offset),
    get: ({ id }) => client.get(id),
    rank: (input) => client.rank(input),
    edit: ({ id, ...patch }) => client.edit(id, patch),
    remove: ({ id }) => client.remove(id),
    clear: () => client.clear(),
    undo: ({ undoId }) => client.undo(undoId),
    async export() {
      const path = await askPath('auto-router-memory.json');
      if (path === null) throw new IpcFailure('cancelled', 'Nothing was saved.');
      const file = await client.export();
      await saveFile(path, `${JSON.stringify(file, null, 2)}\n`);
      return { path, examples: file.count };
    },
    async import({ text }) {
      let file: unknown;
      try {
        file = JSON.parse(text);
      } catch (cause) {
        throw new IpcFailure('invalid_memory_file', 'The file is not whole JSON.', { cause });
      }
      return client.import(file);
    },
    embedding: () => client.embedding(),
    setEmbedding: ({ model }) => client.setEmbedding(model),
    explain: (input) => client.explain(input),
    estimate: ({ prompt, models }) => client.estimate({ prompt, models: [...models] }),
    async compare({ id, prompt, models, maxCostUsd }) {
      const stop = new AbortController();
      comparing.set(id, stop);
      try {
        return await client.compare(
          {
            prompt,
            models: [...models],
            keep_excerpt: keepExcerpts(),
            ...(maxCostUsd !== null && { max_cost_usd: maxCostUsd }),
          },
          stop.signal,
        );
      } finally {
        comparing.delete(id);
      }
    },
    stopCompare: ({ id }) => comparing.get(id)?.abort(),
    feedback: (input) => (learnsFromFeedback() ? client.feedback(input) : null),
  };
}
