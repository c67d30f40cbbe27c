import type { CompareAnswer } from '@shared/api/compare';
import type {
  EmbeddingChoice,
  ExplainResponse,
  MemoryExample,
  MemoryReceipt,
  MemoryStatus,
} from '@shared/api/memory';
import type { Api } from '@shared/ipc/api';
import { fail, ok } from './fake-result';

const SEED = 20;

/** A memory that keeps what is ranked; nothing decides by it. */
export function fakeMemory(): Api['memory'] {
  let examples: readonly MemoryExample[] = [];
  const before = new Map<string, readonly MemoryExample[]>();
  let made = 0;
  const status = (): MemoryStatus => ({
    embedding_model: 'local/fake',
    max_examples: 5_000,
    total: examples.length,
    tasks:
      examples.length === 0
        ? []
        : [
            {
              task: 'general_assistant',
              examples: examples.length,
              practice: 0,
              pending: 0,
              seed_count: SEED,
              state: examples.length >= SEED ? 'warm' : 'cold',
              practice_state: 'cold',
            },
          ],
  });
  const change = (next: readonly MemoryExample[]): MemoryReceipt => {
    const undoId = `undo-${(made += 1)}`;
    before.set(undoId, examples);
    const added = Math.max(0, next.length - examples.length);
    const removed = Math.max(0, examples.length - next.length);
    examples = next;
    return { ids: [], added, removed, updated: 0, evicted: 0, undo_id: undoId };
  };
  let chosen: string | null = null;
  const embedding = (): EmbeddingChoice => ({
    model: chosen ?? 'local/use-lite',
    name: chosen ?? 'Universal Sentence Encoder Lite',
    local: chosen === null,
    chosen,
    fixed_by_environment: false,
    total: examples.length,
    pending: 0,
    problem: null,
  });
  return {
    status: () => ok(status()),
    embedding: () => ok(embedding()),
    setEmbedding: ({ model }) => {
      chosen = model;
      return ok(embedding());
    },
    list: ({ q, limit, offset }) => {
      const found = examples.filter(({ prompt }) => prompt.includes(q));
      return ok({ examples: found.slice(offset, offset + limit), total: found.length });
    },
    get: ({ id }) => {
      const found = examples.find((example) => example.id === id);
      return found === undefined ? fail('memory_example_not_found') : ok(found);
    },
    rank: ({ examples: rated, label_source: source = 'human' }) =>
      ok(
        change([
          ...rated.map(({ prompt, scores }, at) => ({
            id: `example-${examples.length + at}`,
            task: 'general_assistant' as const,
            prompt,
            scores,
            label_source: source,
            embedding_model: 'local/fake',
            created_at: new Date(0).toISOString(),
            updated_at: new Date(0).toISOString(),
          })),
          ...examples,
        ]),
      ),
    edit: ({ id, scores }) =>
      ok(change(examples.map((e) => (e.id === id && scores ? { ...e, scores } : e)))),
    remove: ({ id }) => ok(change(examples.filter((example) => example.id !== id))),
    clear: () => ok(change([])),
    undo: ({ undoId }) => {
      examples = before.get(undoId) ?? examples;
      return ok(status());
    },
    export: () => ok({ path: '/home/me/auto-router-memory.json', examples: examples.length }),
    import: () => ok(change(examples)),
    explain: () =>
      ok<ExplainResponse>({
        task: 'general_assistant',
        prompt: '',
        ranked: [],
        decline: { code: 'cold_memory', reason: 'The memory is still cold: 0/20 examples.' },
        trace: null,
        prompts: {},
        links: [],
      }),
    estimate: ({ models }) =>
      ok({
        models: models.map((model) => ({
          model,
          name: model,
          local: false,
          estimated_usd: 0.001,
          at_most_usd: 0.01,
        })),
        estimated_usd: 0.001 * models.length,
        at_most_usd: 0.01 * models.length,
        left_usd: null,
      }),
    compare: ({ models }) =>
      ok({
        task: 'general_assistant',
        answers: models.map((model): CompareAnswer => ({
          model,
          name: model,
          status: 'succeeded',
          text: `answer of ${model}`,
          error: null,
          cost_usd: 0.001,
          total_ms: 800,
          call_id: `call-${model}`,
        })),
        cost_usd: 0.001 * models.length,
      }),
    stopCompare: () => ok(undefined),
    feedback: ({ model, against }) =>
      ok({ receipt: change(examples), kept: null, prefers: model, over: against }),
  };
}
