import type { TaskName } from '@shared/routing/tasks';
import type { Log } from '../context';
import type { Embedder } from '../embedding/embedder';
import type { MemoryStore } from '../store/memory';
import type { StoredExample } from '../store/memory-rows';
import { FeatureCache, TaskMemory } from './task-memory';

/** Memories held ready at a time, over all users; a full one takes 25 MB. */
const HELD = 8;
/**
 * Prompts embedded together when vectors are missing, unless the embedder says how many: few, since a
 * request may wait behind them.
 */
const BATCH = 4;
/** Newly embedded examples after which the memory is read anew, so that they begin to vote. */
const TAKEN_UP_EVERY = 512;
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
  #problem: string | null = null;

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

  /** Why examples could not be embedded the last time it was tried; null = they could. */
  get problem(): string | null {
    return this.#problem;
  }

  /** Embeds what has no vector of this model, of everybody, one memory after another. */
  async catchUp(): Promise<void> {
    for (const { uid, task } of await this.store.pendingOwners(this.embedder.id)) {
      if (this.#closed) return;
      // What is held knows only what failed before.
      this.changed(uid);
      await this.get(uid, task);
      await this.idle();
    }
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
          if (this.#closed) return;
          this.#problem = error instanceof Error ? error.message : String(error);
          this.log.warn('examples could not be embedded; they do not vote yet', { task, error });
        })
        .finally(() => this.#embedding.delete(key));
      this.#embedding.set(key, work);
    }
    return memory;
  }

  async #embed(uid: string, { pending }: TaskMemory): Promise<void> {
    let skipped = 0;
    let waiting = 0;
    const size = this.embedder.batch ?? BATCH;
    for (let at = 0; at < pending.length && !this.#closed; at += size) {
      const batch = pending.slice(at, at + size);
      const vectors = await this.#vectorsOf(batch);
      if (this.#closed) return;
      skipped += batch.length - vectors.length;
      await this.store.saveVectors(this.embedder.id, vectors);
      this.#problem = null;
      waiting += batch.length;
      if (waiting >= TAKEN_UP_EVERY) {
        waiting = 0;
        this.changed(uid);
      }
    }
    if (skipped > 0) this.log.warn('examples could not be embedded and do not vote', { skipped });
    this.changed(uid);
  }

  /** One prompt that can't be embedded must not keep the others from it. @throws when none can be */
  async #vectorsOf(batch: readonly StoredExample[]) {
    try {
      return await this.#embedBatch(batch);
    } catch (error) {
      const vectors = [];
      for (const example of batch) {
        vectors.push(...(await this.#embedBatch([example]).catch(() => [])));
      }
      if (vectors.length === 0) throw error;
      return vectors;
    }
  }

  async #embedBatch(batch: readonly StoredExample[]) {
    const prompts = batch.map(({ prompt }) => prompt);
    const vectors = await this.embedder.embed(prompts, AbortSignal.timeout(BATCH_LIMIT_MS));
    return batch.flatMap(({ id }, i) => {
      const vector = vectors[i];
      return vector === undefined ? [] : [{ id, vector }];
    });
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
