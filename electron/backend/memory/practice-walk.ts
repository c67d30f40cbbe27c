import { PRACTICE_SET } from '@shared/practice-set/prompts';
import type { Candidate } from '@shared/routing/candidate';
import { decideLearned, type LearnedSettings } from '@shared/routing/learned';
import { fitHead, type Head } from '@shared/routing/learned-head';
import {
  type LearnedExample,
  type PreparedMemory,
  prepareMemory,
} from '@shared/routing/learned-memory';
import { FEATURE_NAMES, promptFeatures } from '@shared/routing/prompt-features';
import { type Embedder, EmbeddingError } from '../embedding/embedder';
import { type Explained, linksBetween } from './learned-service';

/** The set is embedded once; loading the local model takes a second. */
const EMBEDDING_LIMIT_MS = 30_000;

interface Prepared {
  readonly memory: PreparedMemory;
  readonly head: Head | null;
}

/**
 * Walks the bundled practice set through the shipped decision, each prompt as if it alone had not
 * been rated (S1-31). It is in nobody's memory and leaves no trace.
 */
export class PracticeWalk {
  #prepared: Promise<Prepared> | null = null;

  constructor(
    private readonly embedder: Embedder,
    private readonly settings: LearnedSettings,
  ) {}

  /** Null when the set has no prompt of this id. */
  async explain(
    id: string,
    alpha: number | null,
    candidates: readonly Candidate[],
  ): Promise<(Explained & { readonly prompt: string }) | null> {
    const asked = PRACTICE_SET.find((row) => row.id === id);
    if (asked === undefined) return null;
    const { prompt } = asked;
    const none = { prompt, ranked: [], trace: null, prompts: {}, links: [] };
    let prepared: Prepared;
    try {
      prepared = await this.#prepare();
    } catch (error) {
      if (!(error instanceof EmbeddingError)) throw error;
      const code = error.code === 'embedding_timeout' ? error.code : 'embedding_failed';
      const reason = `The set could not be embedded: ${error.message}.`;
      return { ...none, decline: { code, reason } };
    }
    const { memory, head } = prepared;
    const index = memory.examples.findIndex((example) => example.id === id);
    const query = memory.examples[index];
    if (query === undefined) return null;
    const decision = decideLearned({
      settings: alpha === null ? this.settings : { ...this.settings, alpha },
      off: false,
      hasTools: false,
      prompt,
      memory,
      candidates: candidates.map(({ id: model, typicalCostUsd, price }) => ({
        id: model,
        costUsd: typicalCostUsd,
        price,
      })),
      query,
      head,
      incumbent: null,
      leftOut: { index },
    });
    const ids = new Set(decision.trace?.neighbours.map((neighbour) => neighbour.id));
    return {
      prompt,
      ranked: 'ranked' in decision ? decision.ranked : [],
      decline: 'decline' in decision ? decision.decline : null,
      trace: decision.trace,
      prompts: Object.fromEntries(
        PRACTICE_SET.filter((row) => ids.has(row.id)).map((row) => [row.id, row.prompt]),
      ),
      links: linksBetween(memory.examples.filter((example) => ids.has(example.id))),
    };
  }

  /** A failure is not kept: the next walk tries again. */
  #prepare(): Promise<Prepared> {
    this.#prepared ??= this.#load().catch((error: unknown) => {
      this.#prepared = null;
      throw error;
    });
    return this.#prepared;
  }

  async #load(): Promise<Prepared> {
    const prompts = PRACTICE_SET.map(({ prompt }) => prompt);
    const vectors = await this.embedder.embed(prompts, AbortSignal.timeout(EMBEDDING_LIMIT_MS));
    const examples = PRACTICE_SET.flatMap(({ id, prompt, scores }, at): LearnedExample[] => {
      const vector = vectors[at];
      return vector === undefined ? [] : [{ id, vector, features: promptFeatures(prompt), scores }];
    });
    const dimensions = examples[0]?.vector.length ?? 0;
    const memory = prepareMemory(examples, dimensions, FEATURE_NAMES.length);
    const fitting = fitHead(memory);
    let step = fitting.next();
    while (step.done !== true) step = fitting.next();
    return { memory, head: step.value };
  }
}
