import type { Kysely, Transaction } from 'kysely';
import type { Schema } from './schema';
import { type Statements, StoreClosedError } from './sqlite';

/** Longest wait of a write that may wait, in milliseconds. */
const SOON_MS = 50;
/** Waiting writes that are not added to any longer: a batch must not hold up the requests beside it. */
const SOON_JOBS = 16;
/** Under load commits begin at least this far apart, in milliseconds. */
const APART_MS = 2;
/** A batch of more than one request can fill: an end, its call and its pick are three. */
const LOAD_JOBS = 4;
/** Writes that wait no longer for the next commit's time. */
const FULL_JOBS = 96;

type Work<T> = (trx: Transaction<Schema>) => Promise<T>;

interface Settled {
  readonly settle: () => void;
  readonly fail: (error: unknown) => void;
}

/** Runs in a transaction of Kysely's and keeps its result for `settle`. */
interface QueryJob extends Settled {
  readonly query: (trx: Transaction<Schema>) => Promise<void>;
}

/** Prepared statements: done when `run` returns, in whichever transaction is open. */
interface PreparedJob extends Settled {
  readonly query: null;
  readonly run: () => void;
}

type Job = QueryJob | PreparedJob;

/**
 * Group commit: all writes asked for in one turn of the event loop share one transaction and so
 * one sync to disk. A write's promise resolves when its rows are durable, and a failing write
 * fails alone. At rest a write waits for nothing. Under load, which shows by a batch with more than
 * one request in it, the next commit keeps its distance from the last, so that many requests share one:
 * a commit of sixteen costs each a third of what a commit of its own does.
 */
export class WriteQueue {
  #jobs: Job[] = [];
  #running: Promise<void> = Promise.resolve();
  #immediate: NodeJS.Immediate | null = null;
  /** Of {@link writeAtOnce}: waiting for the end of this turn. */
  #atOnce: PreparedJob[] = [];
  /** Commits were made that no sync has covered yet. */
  #owesSync = false;
  /** A transaction of Kysely's is open, which spans turns of the loop; null = none. */
  #open: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  /** When {@link #timer} fires. */
  #dueAt = Infinity;
  /** When the last batch began, and whether it showed load. */
  #committedAt = -Infinity;
  #loaded = false;
  #closed = false;

  constructor(
    private readonly db: Kysely<Schema>,
    private readonly statements: Pick<Statements, 'transaction'>,
    /** Makes what was committed durable. */
    private readonly sync: () => Promise<void>,
    /** Monotonic milliseconds. */
    private readonly now: () => number = () => performance.now(),
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
   * Like {@link write}, for prepared statements alone. `run` is called again when another write of its
   * batch fails: what it did was undone.
   */
  writePrepared(run: () => void): Promise<void> {
    return new Promise((settle, fail) => this.#add({ query: null, run, settle, fail }, false));
  }

  /**
   * For prepared statements alone: committed as soon as this turn of the event loop is over, whatever
   * else is on its way to the disk. What it wrote outlives this process at once, and a power cut from
   * the next sync on, which begins within {@link SOON_MS}.
   */
  writeAtOnce(run: () => void): Promise<void> {
    return new Promise((settle, fail) => {
      if (this.#closed) {
        fail(new StoreClosedError());
        return;
      }
      if (this.#atOnce.length === 0) setImmediate(() => this.#commitAtOnce());
      this.#atOnce.push({ query: null, run, settle, fail });
    });
  }

  /** Like {@link writeSoon}, for prepared statements alone. */
  writePreparedSoon(run: () => void): Promise<void> {
    return new Promise((settle, fail) => this.#add({ query: null, run, settle, fail }, true));
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

  #add(job: Job, soon: boolean): void {
    if (this.#closed) {
      job.fail(new StoreClosedError());
      return;
    }
    this.#jobs.push(job);
    // It is on its way with the others.
    if (this.#immediate === null) this.#schedule(soon);
  }

  #schedule(soon: boolean): void {
    const now = this.now();
    const dueAt = soon ? now + SOON_MS : this.#loaded ? this.#committedAt + APART_MS : now;
    if (dueAt <= now || this.#jobs.length > (this.#loaded ? FULL_JOBS : SOON_JOBS)) {
      this.#immediate = setImmediate(() => void this.flush());
    } else if (dueAt < this.#dueAt) {
      if (this.#timer !== null) clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.flush(), dueAt - now);
      this.#dueAt = dueAt;
    }
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
      this.#runPrepared(jobs);
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
    this.#dueAt = Infinity;
    const jobs = this.#jobs;
    this.#jobs = [];
    if (jobs.length === 0 && !this.#owesSync) return;
    this.#loaded = jobs.length > LOAD_JOBS;
    this.#committedAt = this.now();
    await this.#commit(jobs);
  }

  /** Never rejects: every outcome goes to its job's promise. */
  async #commit(jobs: readonly Job[]): Promise<void> {
    try {
      if (allPrepared(jobs)) {
        if (jobs.length > 0) this.#runPrepared(jobs);
      } else await this.#runInKysely(jobs);
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

  /** Without a turn of the loop: no query of anybody else gets in between. */
  #runPrepared(jobs: readonly PreparedJob[]): void {
    this.statements.transaction(() => {
      for (const job of jobs) job.run();
    });
  }

  /** Prepared statements see the same transaction: there is one connection. */
  async #runInKysely(jobs: readonly Job[]): Promise<void> {
    const done = this.db.transaction().execute(async (trx) => {
      for (const job of jobs) {
        if (job.query === null) job.run();
        else await job.query(trx);
      }
    });
    const close = (): void => {
      this.#open = null;
    };
    this.#open = done.then(close, close);
    await done;
  }
}

function allPrepared(jobs: readonly Job[]): jobs is readonly PreparedJob[] {
  return jobs.every(({ query }) => query === null);
}
