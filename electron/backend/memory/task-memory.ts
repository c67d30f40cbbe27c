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
  readonly #realms = new Map<Realm, { memory: PreparedMemory; head: Head | null }>();
  /** Examples without a vector of the embedding model in use; they don't vote. */
  readonly pending: readonly StoredExample[];
  readonly #rest: () => Promise<void>;
  #dropped = false;

  /** @param rest lets other work run between two steps of a long fit */
  constructor(rows: readonly EmbeddedExample[], embeddingModel: string, rest: () => Promise<void>) {
    this.#rest = rest;
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

  get size(): number {
    return this.#rows.size;
  }

  row(id: string): StoredExample | null {
    return this.#rows.get(id) ?? null;
  }

  /** Examples of a realm, embedded or not. */
  count(realm: Realm): number {
    let count = 0;
    for (const row of this.#rows.values()) if (belongs(row, realm)) count++;
    return count;
  }

  /** The realm's examples; the head of a large memory comes later. */
  async realm(realm: Realm): Promise<Realmful> {
    const known = this.#realms.get(realm);
    if (known !== undefined) return { memory: known.memory, head: () => known.head };
    const memory = this.#prepare(realm);
    const made: { memory: PreparedMemory; head: Head | null } = { memory, head: null };
    this.#realms.set(realm, made);
    const fitted = this.#fit(made);
    if (memory.examples.length <= FIT_AT_ONCE) await fitted;
    return { memory, head: () => made.head };
  }

  /** Stops what is still being fitted for it. */
  drop(): void {
    this.#dropped = true;
  }

  #prepare(realm: Realm): PreparedMemory {
    const examples = [...this.#rows.values()].flatMap((row): LearnedExample[] => {
      const vector = this.#vectors.get(row.id);
      if (vector === undefined || !belongs(row, realm)) return [];
      return [{ id: row.id, vector, features: promptFeatures(row.prompt), scores: row.scores }];
    });
    return prepareMemory(examples, examples[0]?.vector.length ?? 0, FEATURE_NAMES.length);
  }

  async #fit(made: { readonly memory: PreparedMemory; head: Head | null }): Promise<void> {
    const fitting = fitHead(made.memory);
    let step = fitting.next();
    while (step.done !== true) {
      await this.#rest();
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
