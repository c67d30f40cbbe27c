import type { Kysely, Transaction } from 'kysely';
import type { Schema } from './schema';
import { StoreClosedError } from './sqlite';

type Work<T> = (trx: Transaction<Schema>) => Promise<T>;

interface Job {
  /** Runs the work in a transaction and keeps its result for {@link Job.settle}. */
  readonly run: (trx: Transaction<Schema>) => Promise<void>;
  readonly settle: () => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Group commit: all writes asked for in one turn of the event loop share one transaction and so
 * one sync to disk. A write's promise resolves when its rows are durable, and a failing write
 * fails alone. Under load the cost of a sync is shared; at rest a write waits for nothing.
 */
export class WriteQueue {
  #jobs: Job[] = [];
  #running: Promise<void> = Promise.resolve();
  #scheduled = false;
  #closed = false;

  constructor(private readonly db: Kysely<Schema>) {}

  write<T>(work: Work<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new StoreClosedError());
    return new Promise<T>((resolve, reject) => {
      let result: { value: T } | null = null;
      this.#jobs.push({
        run: async (trx) => {
          result = { value: await work(trx) };
        },
        settle: () => {
          if (result !== null) resolve(result.value);
        },
        fail: reject,
      });
      this.#schedule();
    });
  }

  /** Writes what is waiting and refuses what comes after. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#flush();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      void this.#flush();
    });
  }

  #flush(): Promise<void> {
    this.#scheduled = false;
    const jobs = this.#jobs;
    this.#jobs = [];
    this.#running = this.#running.then(() => this.#commit(jobs));
    return this.#running;
  }

  /** Never rejects: every outcome goes to its job's promise. */
  async #commit(jobs: readonly Job[]): Promise<void> {
    if (jobs.length === 0) return;
    try {
      await this.db.transaction().execute(async (trx) => {
        for (const job of jobs) await job.run(trx);
      });
      for (const job of jobs) job.settle();
    } catch (error) {
      const [only] = jobs;
      if (jobs.length === 1 && only !== undefined) {
        only.fail(error);
        return;
      }
      // One of them failed and took the batch with it: each gets a transaction of its own.
      for (const job of jobs) await this.#commit([job]);
    }
  }
}
