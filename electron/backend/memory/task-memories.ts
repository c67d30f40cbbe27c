import type { TaskName } from '@shared/routing/tasks';
import type { Log } from '../context';
import type { Embedder } from '../embedding/embedder';
import type { MemoryStore } from '../store/memory';
import { FeatureCache, TaskMemory } from './task-memory';

/** Memories held ready at a time, over all users; a full one takes 25 MB. */
const HELD = 8;
/** Prompts embedded together when vectors are missing. */
const BATCH = 16;
/** Longest wait for one such batch; nobody waits for it. */
const BATCH_LIMIT_MS = 60_000;

/**
 * The memories that are in use, loaded when first asked for. Examples without a vector of the
 * embedding model in use are embedded from their stored prompts in the background (S1-18).
 */
export class TaskMemories {
  readonly #held = new Map<string, Promise<TaskMemory>>();
  readonly #embedding = new Map<string, Promise<void>>();
  readonly #features = new FeatureCache();
  #closed = false;

  constructor(
    private readonly store: MemoryStore,
    private readonly embedder: Embedder,
    private readonly log: Log,
    private readonly rest: () => Promise<void>,
  ) {}

  async get(uid: string, task: TaskName): Promise<TaskMemory> {
    const key = keyOf(uid, task);
    const held = this.#held.get(key) ?? this.#load(uid, task);
    this.#held.delete(key);
    this.#held.set(key, held);
    const oldest = this.#held.keys().next().value;
    if (this.#held.size > HELD && oldest !== undefined) this.#drop(oldest);
    try {
      return await held;
    } catch (error) {
      this.#held.delete(key);
      throw error;
    }
  }

  /** Forgets what is held of a user's memory: it has changed. */
  changed(uid: string): void {
    for (const key of this.#held.keys()) if (key.startsWith(keyOf(uid, ''))) this.#drop(key);
  }

  /** Resolves when nothing is being embedded in the background. */
  async idle(): Promise<void> {
    while (this.#embedding.size > 0) await Promise.all(this.#embedding.values());
  }

  close(): void {
    this.#closed = true;
    for (const key of this.#held.keys()) this.#drop(key);
  }

  async #load(uid: string, task: TaskName): Promise<TaskMemory> {
    const rows = await this.store.load(uid, task);
    const memory = new TaskMemory(rows, this.embedder.id, this.#features, this.rest);
    const key = keyOf(uid, task);
    if (memory.pending.length > 0 && !this.#embedding.has(key)) {
      const work = this.#embed(uid, memory)
        .catch((error: unknown) => {
          this.log.warn('examples could not be embedded; they do not vote yet', { task, error });
        })
        .finally(() => this.#embedding.delete(key));
      this.#embedding.set(key, work);
    }
    return memory;
  }

  async #embed(uid: string, { pending }: TaskMemory): Promise<void> {
    for (let at = 0; at < pending.length && !this.#closed; at += BATCH) {
      const batch = pending.slice(at, at + BATCH);
      const vectors = await this.embedder.embed(
        batch.map(({ prompt }) => prompt),
        AbortSignal.timeout(BATCH_LIMIT_MS),
      );
      if (this.#closed) return;
      await this.store.saveVectors(
        this.embedder.id,
        batch.flatMap(({ id }, i) => {
          const vector = vectors[i];
          return vector === undefined ? [] : [{ id, vector }];
        }),
      );
    }
    this.changed(uid);
  }

  #drop(key: string): void {
    const held = this.#held.get(key);
    this.#held.delete(key);
    held?.then(
      (memory) => memory.drop(),
      () => undefined,
    );
  }
}

/** User ids hold no line break: they come from tokens (electron/backend/auth.ts). */
function keyOf(uid: string, task: TaskName | ''): string {
  return `${uid}\n${task}`;
}
