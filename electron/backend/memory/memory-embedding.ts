import type { EmbeddingChoice } from '@shared/api/memory';
import { type Embedder, EmbeddingError } from '../embedding/embedder';
import { LOCAL_EMBEDDING_MODEL } from '../embedding/local-embedder';
import type { RouterSettingsStore } from '../store/router-settings';
import type { LearnedService } from './learned-service';

/** A vector is asked for before a model is taken; loading the local one takes a second. */
const TRIAL_MS = 20_000;
const TRIAL_TEXT = 'Is this model able to embed?';
const SETTING = 'memory_embedding_model';

export interface MemoryEmbeddingOptions {
  readonly settings: RouterSettingsStore;
  /** From the environment: it stands, whatever was chosen; null = not set. */
  readonly fixed: string | null;
  readonly local: Embedder;
  /** The embedder of a provider's model. */
  readonly remote: (model: string) => Embedder;
}

export type Chosen =
  | { readonly ok: true }
  | {
      readonly ok: false;
      /** `embedding_fixed` = the environment says which; the others: nothing was changed. */
      readonly code: 'embedding_fixed' | 'embedding_failed';
      readonly message: string;
    };

/** Which model embeds the routing memory (S1-18): the environment's, the owner's choice, or the local one. */
export class MemoryEmbedding {
  readonly #options: MemoryEmbeddingOptions;
  #chosen: string | null;

  private constructor(options: MemoryEmbeddingOptions, chosen: string | null) {
    this.#options = options;
    this.#chosen = chosen;
  }

  static async load(options: MemoryEmbeddingOptions): Promise<MemoryEmbedding> {
    return new MemoryEmbedding(options, await options.settings.get(SETTING));
  }

  /** The embedder that is in force now. */
  get embedder(): Embedder {
    return this.#embedderOf(this.#options.fixed ?? this.#chosen);
  }

  get choice(): Pick<EmbeddingChoice, 'chosen' | 'fixed_by_environment'> {
    return { chosen: this.#chosen, fixed_by_environment: this.#options.fixed !== null };
  }

  /**
   * Takes a model, `provider/model`, from now on; null = the local one. It has to make a vector first,
   * so that a slip of the pen does not leave the whole memory without a vote.
   */
  async choose(model: string | null, learned: LearnedService): Promise<Chosen> {
    if (this.#options.fixed !== null) {
      const message = `AUTO_ROUTER_EMBEDDING_MODEL says ${this.#options.fixed}; nothing was changed`;
      return { ok: false, code: 'embedding_fixed', message };
    }
    const chosen = model === LOCAL_EMBEDDING_MODEL ? null : model;
    const embedder = this.#embedderOf(chosen);
    try {
      if (chosen !== null) await embedder.embed([TRIAL_TEXT], AbortSignal.timeout(TRIAL_MS));
    } catch (error) {
      if (!(error instanceof EmbeddingError)) throw error;
      return {
        ok: false,
        code: 'embedding_failed',
        message: `${error.message}; nothing was changed`,
      };
    }
    await this.#options.settings.set(SETTING, chosen);
    this.#chosen = chosen;
    learned.use(embedder);
    return { ok: true };
  }

  #embedderOf(model: string | null): Embedder {
    const { local, remote } = this.#options;
    return model === null || model === LOCAL_EMBEDDING_MODEL ? local : remote(model);
  }
}
