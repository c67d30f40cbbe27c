import type { Transform } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Dispatcher } from 'undici';
import type { Take, UpstreamAnswer } from './upstream-answer';

/** Bytes that may wait for a reader who is slower before the upstream is held back. */
const HIGH_WATER_BYTES = 64 * 1024;

/**
 * One request to a provider as undici's handler. {@link head} resolves when the answer's head is there
 * and rejects when none comes; an abort rejects it at once, also while the connection is being made.
 * Pieces go to the reader as they arrive, without a promise each; a reader who returns one is waited
 * for.
 */
export class UpstreamExchange implements Dispatcher.DispatchHandler, UpstreamAnswer {
  readonly head: Promise<UpstreamAnswer>;
  status = 0;
  headers: UpstreamAnswer['headers'] = {};

  readonly #signal: AbortSignal;
  readonly #onAbort = (): void => this.#abort(this.#signal.reason);
  #settleHead: { resolve: (answer: UpstreamAnswer) => void; reject: (error: unknown) => void };
  #controller: Dispatcher.DispatchController | null = null;
  #decoder: Transform | null = null;
  #take: Take | null = null;
  #settleBody: { resolve: () => void; reject: (error: unknown) => void } | null = null;
  readonly #queue: Buffer[] = [];
  #queuedBytes = 0;
  /** The reader has not finished with a piece yet. */
  #busy = false;
  /** No piece will come any more; `error` when the body broke. */
  #end: { readonly error?: unknown } | null = null;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    this.#settleHead = { resolve: () => undefined, reject: () => undefined };
    this.head = new Promise((resolve, reject) => {
      this.#settleHead = { resolve, reject };
    });
    if (signal.aborted) this.#settleHead.reject(signal.reason);
    else signal.addEventListener('abort', this.#onAbort);
  }

  header(name: string): string | undefined {
    const value = this.headers[name];
    return Array.isArray(value) ? value[0] : value;
  }

  read(take: Take): Promise<void> {
    this.#take = take;
    return new Promise((resolve, reject) => {
      this.#settleBody = { resolve, reject };
      this.#pump();
    });
  }

  stop(): void {
    this.#queue.length = 0;
    this.#finish({});
    this.#controller?.abort(new Error('The rest of the answer is not wanted.'));
    this.#decoder?.destroy();
  }

  // What follows is called by undici.

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#signal.aborted) controller.abort(reasonOf(this.#signal));
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    // 103 Early Hints and the like: the answer is still to come.
    if (status < 200) return;
    this.status = status;
    this.headers = headers;
    this.#decoder = decoderFor(this.header('content-encoding'));
    if (this.#decoder !== null) this.#follow(this.#decoder);
    this.#settleHead.resolve(this);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#decoder === null) this.#accept(chunk);
    else if (!this.#decoder.write(chunk)) controller.pause();
  }

  onResponseEnd(): void {
    if (this.#decoder === null) this.#finish({});
    else this.#decoder.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#settleHead.reject(error);
    this.#finish({ error });
    this.#decoder?.destroy();
  }

  /** What has arrived is given on at once, also inside gzip. */
  #follow(decoder: Transform): void {
    decoder.on('data', (chunk: Buffer) => this.#accept(chunk));
    decoder.on('drain', () => this.#controller?.resume());
    decoder.on('end', () => this.#finish({}));
    decoder.on('error', (error) => {
      this.#finish({ error });
      this.#controller?.abort(error);
    });
  }

  #accept(chunk: Buffer): void {
    if (this.#end !== null) return;
    if (this.#take !== null && !this.#busy) {
      this.#give(this.#take, chunk);
      return;
    }
    this.#queue.push(chunk);
    this.#queuedBytes += chunk.length;
    if (this.#queuedBytes < HIGH_WATER_BYTES) return;
    if (this.#decoder === null) this.#controller?.pause();
    else this.#decoder.pause();
  }

  #give(take: Take, chunk: Buffer): void {
    const waiting = take(chunk);
    if (waiting === undefined) return;
    this.#busy = true;
    void this.#waitFor(waiting);
  }

  async #waitFor(reader: Promise<void>): Promise<void> {
    try {
      await reader;
      this.#busy = false;
      this.#pump();
    } catch (error) {
      this.#busy = false;
      this.#settleBody?.reject(error);
      this.stop();
    }
  }

  /** Gives what waits, then lets more come, or tells that nothing will. */
  #pump(): void {
    const take = this.#take;
    if (take === null) return;
    while (!this.#busy) {
      const chunk = this.#queue.shift();
      if (chunk === undefined) break;
      this.#queuedBytes -= chunk.length;
      this.#give(take, chunk);
    }
    if (this.#busy) return;
    if (this.#end === null) {
      if (this.#decoder === null) this.#controller?.resume();
      else if (this.#decoder.isPaused()) this.#decoder.resume();
    } else if ('error' in this.#end) this.#settleBody?.reject(this.#end.error);
    else this.#settleBody?.resolve();
  }

  /** The first end counts: what is broken off after it says nothing about the answer. */
  #finish(end: { readonly error?: unknown }): void {
    this.#signal.removeEventListener('abort', this.#onAbort);
    this.#end ??= end;
    if (!this.#busy) this.#pump();
  }

  #abort(reason: unknown): void {
    this.#queue.length = 0;
    this.#settleHead.reject(reason);
    // Not after a reader who is still busy: he may wait for a caller who is gone.
    this.#settleBody?.reject(reason);
    this.#finish({ error: reason });
    this.#controller?.abort(reasonOf(this.#signal));
    this.#decoder?.destroy();
  }
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('aborted');
}

function decoderFor(encoding: string | undefined): Transform | null {
  const flush = constants.Z_SYNC_FLUSH;
  switch (encoding?.trim().toLowerCase() ?? '') {
    case 'gzip':
    case 'x-gzip':
      return createGunzip({ flush });
    case 'deflate':
      return createInflate({ flush });
    case 'br':
      return createBrotliDecompress({ flush: constants.BROTLI_OPERATION_FLUSH });
    default:
      return null;
  }
}
