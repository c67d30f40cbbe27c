import type { Kysely, Transaction } from 'kysely';
import type { Schema } from './schema';
import { StoreClosedError } from './sqlite';

/** Longest wait of a write that may wait, in milliseconds. */
const SOON_MS = 50;
/** Waiting writes that are not added to any longer: a batch must not hold up the requests beside it. */
const SOON_JOBS = 16;

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
  #immediate: NodeJS.Immediate | null = null;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(private readonly db: Kysely<Schema>) {}

  /** Durable as soon as this turn of the event loop is over. */
  write<T>(work: Work<T>): Promise<T> {
    return this.#add(work, () => {
      this.#immediate ??= setImmediate(() => void this.flush());
    });
  }

  /**
   * Within {@link SOON_MS}, together with what else comes by then: for rows whose loss in a power
   * cut costs nobody anything. A reader of such rows calls {@link flush} first.
   */
  writeSoon<T>(work: Work<T>): Promise<T> {
    return this.#add(work, () => {
      if (this.#jobs.length >= SOON_JOBS) this.#immediate ??= setImmediate(() => void this.flush());
      this.#timer ??= setTimeout(() => void this.flush(), SOON_MS);
    });
  }

  /** Writes what is waiting; resolves when it is durable. */
  flush(): Promise<void> {
    if (this.#immediate !== null) clearImmediate(this.#immediate);
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#immediate = null;
    this.#timer = null;
    const jobs = this.#jobs;
    this.#jobs = [];
    this.#running = this.#running.then(() => this.#commit(jobs));
    return this.#running;
  }

  /** Writes what is waiting and refuses what comes after. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.flush();
  }

  #add<T>(work: Work<T>, schedule: () => void): Promise<T> {
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
      schedule();
    });
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
