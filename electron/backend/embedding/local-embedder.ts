import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { unitVector } from '@shared/routing/neighbours';
import { clipText, type Embedder, EmbeddingError } from './embedder';

/** Model id of the embedder on this machine. */
export const LOCAL_EMBEDDING_MODEL = 'local/use-lite';
const DIMENSIONS = 512;
/** Texts that may wait; at 30 ms each the last one waits two seconds. */
const MOST_WAITING = 64;
/** A text takes a quarter of a second, and loading one; after this the thread is given up. */
const STUCK_MS = 20_000;
const WORKER_FILE = 'embedding-worker.cjs';

/** The part of a worker thread that is used, so that a test can put a failing one in its place. */
export interface EmbeddingThread {
  postMessage(message: { readonly id: number; readonly text: string }, transfer: []): void;
  on(event: 'message', listener: (message: unknown) => void): void;
  on(event: 'error', listener: (error: Error) => void): void;
  on(event: 'exit', listener: (code: number) => void): void;
  terminate(): Promise<unknown>;
}

interface Job {
  readonly id: number;
  readonly text: string;
  readonly signal: AbortSignal;
  readonly resolve: (vector: Float32Array) => void;
  readonly reject: (error: EmbeddingError) => void;
}

/**
 * The local model behind a queue, in a thread that starts with the first text. A thread that ends or
 * hangs fails the text it had and is replaced for the next one.
 */
export class LocalEmbedder implements Embedder {
  readonly id = LOCAL_EMBEDDING_MODEL;
  readonly dimensions = DIMENSIONS;
  readonly #startThread: () => EmbeddingThread;
  #waiting: Job[] = [];
  #running: Job | null = null;
  #watch: NodeJS.Timeout | null = null;
  #thread: EmbeddingThread | null = null;
  #nextId = 1;
  #closed = false;

  constructor(startThread: () => EmbeddingThread = startWorker) {
    this.#startThread = startThread;
  }

  async embed(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]> {
    if (this.#closed) throw new EmbeddingError('embedding_failed', 'the embedder is closed');
    if (this.#waiting.length + texts.length > MOST_WAITING) {
      throw new EmbeddingError(
        'embedding_busy',
        `${this.#waiting.length} texts are waiting to be embedded; try again soon`,
      );
    }
    if (signal.aborted) throw timedOut();
    const aborted = withResolvers<never>();
    const abort = () => aborted.reject(timedOut());
    signal.addEventListener('abort', abort, { once: true });
    const vectors = Promise.all(texts.map((text) => this.#add(clipText(text), signal)));
    return Promise.race([vectors, aborted.promise]).finally(() =>
      signal.removeEventListener('abort', abort),
    );
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#waiting.splice(0)) job.reject(failed('the embedder is closed'));
    this.#settle((job) => job.reject(failed('the embedder is closed')));
    const thread = this.#thread;
    this.#thread = null;
    await thread?.terminate();
  }

  async #add(text: string, signal: AbortSignal): Promise<Float32Array> {
    if (text === '') throw failed('there is no text to embed');
    const { promise, resolve, reject } = withResolvers<Float32Array>();
    this.#waiting.push({ id: this.#nextId++, text, signal, resolve, reject });
    this.#next();
    return promise;
  }

  #next(): void {
    if (this.#running !== null) return;
    let job = this.#waiting.shift();
    // What its caller gave up on while it waited is not worth the thread's time.
    while (job?.signal.aborted === true) {
      job.reject(timedOut());
      job = this.#waiting.shift();
    }
    if (job === undefined) return;
    this.#running = job;
    this.#watch = setTimeout(() => this.#lose('the embedding model did not answer'), STUCK_MS);
    this.#watch.unref();
    try {
      this.#thread ??= this.#start();
      this.#thread.postMessage({ id: job.id, text: job.text }, []);
    } catch (error) {
      this.#lose(String(error));
    }
  }

  #start(): EmbeddingThread {
    const thread = this.#startThread();
    const lost = (reason: string) => {
      if (this.#thread === thread) this.#lose(reason);
    };
    thread.on('message', (message) => {
      if (this.#thread === thread) this.#answer(message);
    });
    thread.on('error', (error) => lost(error.message));
    thread.on('exit', (code) => lost(`the embedding model's thread ended (${code})`));
    return thread;
  }

  #answer(message: unknown): void {
    const job = this.#running;
    if (job === null || typeof message !== 'object' || message === null) return;
    if (!('id' in message) || message.id !== job.id) return;
    const vector =
      'vector' in message && message.vector instanceof Float32Array
        ? unitVector(message.vector)
        : null;
    const reason = 'error' in message ? String(message.error) : 'it gave no usable vector';
    this.#settle(() => {
      if (vector?.length === DIMENSIONS) job.resolve(vector);
      else job.reject(failed(`the embedding model failed: ${reason}`));
    });
    this.#next();
  }

  /** Gives the thread up; its text fails, the others go on with a new one. */
  #lose(reason: string): void {
    const thread = this.#thread;
    this.#thread = null;
    this.#settle((job) => job.reject(failed(reason)));
    void thread?.terminate();
    if (!this.#closed) this.#next();
  }

  #settle(settle: (job: Job) => void): void {
    const job = this.#running;
    this.#running = null;
    if (this.#watch !== null) clearTimeout(this.#watch);
    this.#watch = null;
    if (job !== null) settle(job);
  }
}

function failed(message: string): EmbeddingError {
  return new EmbeddingError('embedding_failed', message);
}

function timedOut(): EmbeddingError {
  return new EmbeddingError('embedding_timeout', 'the embedding took longer than it may');
}

function withResolvers<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: EmbeddingError) => void;
  const promise = new Promise<T>((ok, no) => {
    resolve = ok;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** @throws Error the worker's file is not where the bundle or the sources have it */
function startWorker(): EmbeddingThread {
  const here = dirname(fileURLToPath(import.meta.url));
  // Beside this file in the sources; beside the entries in the bundle, whose parts are a folder lower.
  const file = [here, dirname(here)]
    .map((folder) => join(folder, WORKER_FILE))
    .find((path) => existsSync(path));
  if (file === undefined) throw new Error(`${WORKER_FILE} is missing`);
  const worker = new Worker(file);
  worker.unref();
  return worker;
}
