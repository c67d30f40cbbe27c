import type { Kysely, Transaction } from 'kysely';
import type { Schema } from './schema';
import { type Statements, StoreClosedError } from './sqlite';

/** Longest wait of a write that may wait, in milliseconds. */
const SOON_MS = 50;
/** Waiting writes that are not added to any longer: a batch must not hold up the requests beside it. */
const SOON_JOBS = 16;

type Work<T> = (trx: Transaction<Schema>) => Promise<T>;

interface Settled {
  readonly settle: () => void;
  readonly fail: (error: unknown) => void;
}

/** Runs in a transaction of Kysely's and keeps its result for `settle`. */
interface QueryJob extends Settled {
  readonly query: (trx: Transaction<Schema>) => Promise<void>;
}

/** Prepared statements: done when `run` returns. */
interface PreparedJob extends Settled {
  readonly run: () => void;
}

/**
 * Group commit: all writes asked for in one turn of the event loop share one transaction, and a
 * failing write fails alone. What a person made or set ({@link write}) is done when its rows are on
 * the disk. What a request writes about itself ({@link writeAtOnce}) is done when it is committed: a
 * kill does not lose it, and a power cut at most the last {@link SOON_MS} of it. Waiting for the disk
 * would be the longest part of every request.
 */
export class WriteQueue {
  #jobs: QueryJob[] = [];
  #running: Promise<void> = Promise.resolve();
  #immediate: NodeJS.Immediate | null = null;
  /** Of {@link writeAtOnce}: waiting for the end of this turn. */
  #atOnce: PreparedJob[] = [];
  /** Commits were made that no sync has covered yet. */
  #owesSync = false;
  /** A transaction of Kysely's is open, which spans turns of the loop; null = none. */
  #open: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(
    private readonly db: Kysely<Schema>,
    private readonly statements: Pick<Statements, 'transaction'>,
    /** Makes what was committed durable. */
    private readonly sync: () => Promise<void>,
  ) {}

  /** Durable as soon as this turn of the event loop is over. */
  write<T>(work: Work<T>): Promise<T> {
    return this.#query(work, false);
  }

  /**
   * Within {@link SOON_MS}, together with what else comes by then: for rows whose loss in a power
   * cut costs nobody anything. A reader of such rows calls {@link flush} first.
   */
  writeSoon<T>(work: Work<T>): Promise<T> {
    return this.#query(work, true);
  }

  /**
   * For prepared statements alone: committed as soon as this turn of the event loop is over, whatever
   * else is on its way to the disk. What it wrote outlives this process at once, and a power cut from
   * the next sync on, which begins within {@link SOON_MS}. `run` is called again when another write of
   * its turn fails: what it did was undone.
   */
  writeAtOnce(run: () => void): Promise<void> {
    return new Promise((settle, fail) => {
      if (this.#closed) {
        fail(new StoreClosedError());
        return;
      }
      if (this.#atOnce.length === 0) setImmediate(() => this.#commitAtOnce());
      this.#atOnce.push({ run, settle, fail });
    });
  }

  /** Writes what is waiting; resolves when it is durable, and all that was written before. */
  flush(): Promise<void> {
    this.#running = this.#running.then(() => this.#writeWaiting());
    return this.#running;
  }

  /** Writes what is waiting and refuses what comes after. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#commitAtOnce();
    await this.flush();
  }

  #query<T>(work: Work<T>, soon: boolean): Promise<T> {
    return new Promise<T>((resolve, fail) => {
      let result: { value: T } | null = null;
      const query = async (trx: Transaction<Schema>): Promise<void> => {
        result = { value: await work(trx) };
      };
      const settle = (): void => {
        if (result !== null) resolve(result.value);
      };
      this.#add({ query, settle, fail }, soon);
    });
  }

  #add(job: QueryJob, soon: boolean): void {
    if (this.#closed) {
      job.fail(new StoreClosedError());
      return;
    }
    this.#jobs.push(job);
    // It is on its way with the others.
    if (this.#immediate === null) this.#schedule(soon);
  }

  #schedule(soon: boolean): void {
    if (!soon || this.#jobs.length > SOON_JOBS) {
      this.#immediate = setImmediate(() => void this.flush());
    } else this.#timer ??= setTimeout(() => void this.flush(), SOON_MS);
  }

  #commitAtOnce(): void {
    if (this.#open !== null) {
      void this.#open.then(() => this.#commitAtOnce());
      return;
    }
    const jobs = this.#atOnce;
    this.#atOnce = [];
    if (jobs.length === 0) return;
    this.#runAtOnce(jobs);
    this.#owesSync = true;
    if (this.#immediate === null) this.#schedule(true);
  }

  /** Every outcome goes to its job's promise. */
  #runAtOnce(jobs: readonly PreparedJob[]): void {
    try {
      // Without a turn of the loop: no query of anybody else gets in between.
      this.statements.transaction(() => {
        for (const job of jobs) job.run();
      });
      for (const job of jobs) job.settle();
    } catch (error) {
      const [only] = jobs;
      if (jobs.length === 1 && only !== undefined) only.fail(error);
      // One of them failed and took the others with it: each gets a transaction of its own.
      else for (const job of jobs) this.#runAtOnce([job]);
    }
  }

  /** All that gathered while the batch before was on its way to the disk. */
  async #writeWaiting(): Promise<void> {
    if (this.#immediate !== null) clearImmediate(this.#immediate);
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#immediate = null;
    this.#timer = null;
    const jobs = this.#jobs;
    this.#jobs = [];
    if (jobs.length === 0 && !this.#owesSync) return;
    await this.#commit(jobs);
  }

  /** Never rejects: every outcome goes to its job's promise. */
  async #commit(jobs: readonly QueryJob[]): Promise<void> {
    try {
      if (jobs.length > 0) await this.#runInKysely(jobs);
    } catch (error) {
      const [only] = jobs;
      if (jobs.length === 1 && only !== undefined) {
        only.fail(error);
        return;
      }
      // One of them failed and took the batch with it: each gets a transaction of its own.
      for (const job of jobs) await this.#commit([job]);
      return;
    }
    this.#owesSync = false;
    try {
      await this.sync();
      for (const job of jobs) job.settle();
    } catch (error) {
      for (const job of jobs) job.fail(error);
    }
  }

  async #runInKysely(jobs: readonly QueryJob[]): Promise<void> {
    const done = this.db.transaction().execute(async (trx) => {
      for (const { query } of jobs) await query(trx);
    });
    const close = (): void => {
      this.#open = null;
    };
    this.#open = done.then(close, close);
    await done;
  }
}
