import { fitHead, type Head } from '@shared/routing/learned-head';
import {
  type LearnedExample,
  type PreparedMemory,
  prepareMemory,
} from '@shared/routing/learned-memory';
import { FEATURE_NAMES, promptFeatures } from '@shared/routing/prompt-features';
import type { EmbeddedExample, StoredExample } from '../store/memory-rows';

/** Examples up to which the head is fitted before anybody decides: a tenth of a second at most. */
const FIT_AT_ONCE = 500;

/** Prompts that are read between two rests: about five milliseconds of work. */
const ROWS_PER_STEP = 50;
/** Prompts whose features are kept, over all users: four megabytes. */
const FEATURES_KEPT = 20_000;

/** Features of stored prompts: a tenth of a millisecond each, and a prompt never changes. */
export class FeatureCache {
  readonly #known = new Map<string, Float32Array>();

  /** `fresh` = they had to be computed. */
  of({ id, prompt }: StoredExample): { features: Float32Array; fresh: boolean } {
    const known = this.#known.get(id);
    if (known !== undefined) return { features: known, fresh: false };
    const features = promptFeatures(prompt);
    if (this.#known.size >= FEATURES_KEPT) this.#known.clear();
    this.#known.set(id, features);
    return { features, fresh: true };
  }
}

/** Practice models are never mixed with real ones, in a memory neither (design/experience.md). */
export type Realm = 'real' | 'practice';

export function realmOf(model: string): Realm {
  return model.startsWith('practice/') ? 'practice' : 'real';
}

/** One user's examples of one task and realm, ready to decide with. */
export interface Realmful {
  readonly memory: PreparedMemory;
  /** Null while it is being fitted. */
  readonly head: () => Head | null;
}

/** One user's examples of one task as they were loaded; thrown away at every change. */
export class TaskMemory {
  readonly #rows: ReadonlyMap<string, StoredExample>;
  readonly #vectors: ReadonlyMap<string, Float32Array>;
  readonly #realms = new Map<Realm, Promise<Realmful>>();
  /** Examples without a vector of the embedding model in use; they don't vote. */
  readonly pending: readonly StoredExample[];
  #dropped = false;

  /** @param rest lets other work run between two steps of a long computation */
  constructor(
    rows: readonly EmbeddedExample[],
    embeddingModel: string,
    private readonly features: FeatureCache,
    private readonly rest: () => Promise<void>,
  ) {
    this.#rows = new Map(rows.map((row) => [row.id, row]));
    const dimensions = commonLength(rows, embeddingModel);
    const usable = rows.filter(
      (row) => row.embeddingModel === embeddingModel && row.vector?.length === dimensions,
    );
    this.#vectors = new Map(
      usable.flatMap(({ id, vector }) => (vector === null ? [] : [[id, vector]])),
    );
    this.pending = rows.filter(({ id }) => !this.#vectors.has(id));
  }

  row(id: string): StoredExample | null {
    return this.#rows.get(id) ?? null;
  }

  /** The realm's examples; the head of a large memory comes later. */
  realm(realm: Realm): Promise<Realmful> {
    const known = this.#realms.get(realm) ?? this.#prepare(realm);
    this.#realms.set(realm, known);
    return known;
  }

  /** Stops what is still being fitted for it. */
  drop(): void {
    this.#dropped = true;
  }

  async #prepare(realm: Realm): Promise<Realmful> {
    const examples: LearnedExample[] = [];
    for (const row of this.#rows.values()) {
      const vector = this.#vectors.get(row.id);
      if (vector === undefined || !belongs(row, realm)) continue;
      const { features, fresh } = this.features.of(row);
      examples.push({ id: row.id, vector, features, scores: row.scores });
      if (fresh && examples.length % ROWS_PER_STEP === 0) await this.rest();
    }
    const made: { memory: PreparedMemory; head: Head | null } = {
      memory: prepareMemory(examples, examples[0]?.vector.length ?? 0, FEATURE_NAMES.length),
      head: null,
    };
    const fitted = this.#fit(made);
    if (examples.length <= FIT_AT_ONCE) await fitted;
    return { memory: made.memory, head: () => made.head };
  }

  async #fit(made: { readonly memory: PreparedMemory; head: Head | null }): Promise<void> {
    const fitting = fitHead(made.memory);
    let step = fitting.next();
    while (step.done !== true) {
      await this.rest();
      if (this.#dropped) return;
      step = fitting.next();
    }
    made.head = step.value;
  }
}

function belongs(row: StoredExample, realm: Realm): boolean {
  const [model] = Object.keys(row.scores);
  return model !== undefined && realmOf(model) === realm;
}

/** Length of the newest vector of the model in use; another length is another space. */
function commonLength(rows: readonly EmbeddedExample[], embeddingModel: string): number {
  return rows.findLast((row) => row.embeddingModel === embeddingModel)?.vector?.length ?? 0;
}
