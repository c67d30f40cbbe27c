import type { DeclineCode } from '@shared/routing/learned-trace';
import { type Embedder, EmbeddingError } from '../embedding/embedder';

/** Prompts whose vectors are kept: what is previewed is sent a moment later. */
const KEPT = 200;

export type EmbeddedPrompt =
  | { readonly ok: true; readonly vector: Float32Array }
  | {
      readonly ok: false;
      readonly code: Extract<DeclineCode, 'embedding_timeout' | 'embedding_failed'>;
      readonly message: string;
    };

/** Vectors of single prompts, within a time limit, the last few remembered. */
export class PromptEmbeddings {
  readonly #known = new Map<string, Float32Array>();

  constructor(
    readonly embedder: Embedder,
    private readonly limitMs: number,
  ) {}

  async embed(prompt: string): Promise<EmbeddedPrompt> {
    const known = this.#known.get(prompt);
    if (known !== undefined) {
      this.#remember(prompt, known);
      return { ok: true, vector: known };
    }
    try {
      const [vector] = await this.embedder.embed([prompt], AbortSignal.timeout(this.limitMs));
      if (vector === undefined) throw new EmbeddingError('embedding_failed', 'no vector came back');
      this.#remember(prompt, vector);
      return { ok: true, vector };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const timedOut = error instanceof EmbeddingError && error.code === 'embedding_timeout';
      return { ok: false, code: timedOut ? 'embedding_timeout' : 'embedding_failed', message };
    }
  }

  #remember(prompt: string, vector: Float32Array): void {
    this.#known.delete(prompt);
    this.#known.set(prompt, vector);
    const oldest = this.#known.keys().next().value;
    if (this.#known.size > KEPT && oldest !== undefined) this.#known.delete(oldest);
  }
}
