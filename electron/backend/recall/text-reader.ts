import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/** Finds the text in a picture, on this machine. */
export interface TextReader {
  /**
   * The text in reading order; empty when there is none.
   *
   * @param image PNG or JPEG
   * @param onProgress told how far it is, 0..1
   * @throws TextReadError
   */
  read(
    image: Uint8Array,
    signal: AbortSignal,
    onProgress?: (share: number) => void,
  ): Promise<string>;
  close(): Promise<void>;
}

export type TextReadErrorCode =
  /** The caller's signal ended it. */
  | 'ocr_cancelled'
  /** The picture cannot be decoded, or the recogniser ended or hung over it. */
  | 'ocr_failed';

export class TextReadError extends Error {
  constructor(
    readonly code: TextReadErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'TextReadError';
  }
}

/** The part of a worker thread that is used, so that a test can put a failing one in its place. */
export interface OcrThread {
  postMessage(message: { readonly id: number; readonly image: Uint8Array }, transfer: []): void;
  on(event: 'message', listener: (message: unknown) => void): void;
  on(event: 'error', listener: (error: Error) => void): void;
  on(event: 'exit', listener: (code: number) => void): void;
  terminate(): Promise<unknown>;
}

/** A 4K screen full of text takes some ten seconds on a slow machine; after this it hangs. */
const STUCK_MS = 120_000;
/** The recogniser keeps 200 MB: without work it goes. */
const IDLE_MS = 60_000;
const WORKER_FILE = 'ocr-worker.cjs';

interface Running {
  readonly id: number;
  readonly thread: OcrThread;
  readonly onProgress: (share: number) => void;
  readonly resolve: (text: string) => void;
  readonly reject: (error: TextReadError) => void;
}

/**
 * Tesseract in a thread that starts with the first picture and ends when there was none for a while.
 * One picture at a time. A thread that ends, hangs or is cancelled is replaced for the next picture.
 */
export class OcrReader implements TextReader {
  readonly #startThread: () => OcrThread;
  #thread: OcrThread | null = null;
  #running: Running | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #idle: NodeJS.Timeout | null = null;
  #nextId = 1;
  #closed = false;

  constructor(startThread: () => OcrThread = startWorker) {
    this.#startThread = startThread;
  }

  read(
    image: Uint8Array,
    signal: AbortSignal,
    onProgress: (share: number) => void = () => undefined,
  ): Promise<string> {
    const turn = this.#queue.then(() => this.#read(image, signal, onProgress));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#drop('ocr_cancelled', 'the app is closing');
  }

  async #read(
    image: Uint8Array,
    signal: AbortSignal,
    onProgress: (share: number) => void,
  ): Promise<string> {
    if (this.#closed || signal.aborted) throw cancelled();
    if (this.#idle !== null) clearTimeout(this.#idle);
    const abort = () => void this.#drop('ocr_cancelled', 'reading the text was cancelled');
    const stuck = setTimeout(() => {
      void this.#drop('ocr_failed', 'the text recogniser did not answer');
    }, STUCK_MS);
    stuck.unref();
    signal.addEventListener('abort', abort, { once: true });
    try {
      return await new Promise<string>((resolve, reject) => {
        const id = this.#nextId++;
        const thread = (this.#thread ??= this.#start());
        this.#running = { id, thread, onProgress, resolve, reject };
        thread.postMessage({ id, image }, []);
      });
    } finally {
      clearTimeout(stuck);
      signal.removeEventListener('abort', abort);
      this.#running = null;
      this.#idle = setTimeout(() => void this.#drop('ocr_cancelled', 'idle'), IDLE_MS);
      this.#idle.unref();
    }
  }

  #start(): OcrThread {
    const thread = this.#startThread();
    const lost = (reason: string) => {
      if (this.#thread === thread) void this.#drop('ocr_failed', reason);
    };
    thread.on('message', (message) => this.#answer(thread, message));
    thread.on('error', (error) => lost(error.message));
    thread.on('exit', (code) => lost(`the text recogniser ended (${code})`));
    return thread;
  }

  #answer(thread: OcrThread, message: unknown): void {
    const job = this.#running;
    if (job === null || job.thread !== thread) return;
    if (typeof message !== 'object' || message === null) return;
    if (!('id' in message) || message.id !== job.id) return;
    if ('progress' in message) {
      if (typeof message.progress === 'number') job.onProgress(message.progress);
    } else if ('text' in message && typeof message.text === 'string') {
      job.resolve(message.text);
    } else {
      const reason = 'error' in message ? String(message.error) : 'it gave no text';
      job.reject(new TextReadError('ocr_failed', `the text could not be read: ${reason}`));
    }
  }

  /** Gives the thread up; the picture it had fails. */
  async #drop(code: TextReadErrorCode, reason: string): Promise<void> {
    const thread = this.#thread;
    this.#thread = null;
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
    this.#running?.reject(new TextReadError(code, reason));
    await thread?.terminate();
  }
}

function cancelled(): TextReadError {
  return new TextReadError('ocr_cancelled', 'reading the text was cancelled');
}

/** @throws Error the worker's file is not where the bundle or the sources have it */
function startWorker(): OcrThread {
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
