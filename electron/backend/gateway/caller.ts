import type { ServerResponse } from 'node:http';
import type { ChatSink } from '../providers/provider';
import { errorJson, type GatewayError, headerValue, sendGatewayError } from './errors';

/** The program that asked: where its answer goes, and whether it is still there. */
export class Caller {
  /** Aborted at once when the caller hangs up or the gateway closes. */
  readonly signal: AbortSignal;
  readonly #abort = new AbortController();
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
    this.#response = response;
    this.signal = this.#abort.signal;
    response.on('close', () => {
      if (!response.writableFinished) this.#abort.abort();
    });
    // A broken pipe is seen as `close`; without a listener it would end the process.
    response.on('error', () => this.#abort.abort());
  }

  /** True when a part of an answer is on its way: no other model may answer any more. */
  get started(): boolean {
    return this.#response.headersSent;
  }

  /** Takes a provider's answer; `headers` are added to the upstream's own. */
  sink(headers: () => Readonly<Record<string, string>>): ChatSink {
    return {
      head: (status, upstream) => {
        if (this.signal.aborted) return;
        const all = Object.entries({ ...upstream, ...headers() });
        const clean = all.map(([name, value]) => [name, headerValue(value)]);
        this.#response.writeHead(status, {
          ...Object.fromEntries(clean),
          'cache-control': 'no-cache',
        });
      },
      chunk: (bytes) => this.#write(bytes),
    };
  }

  /** The answer is whole. */
  end(): void {
    this.#response.end();
  }

  /** Refuses with an error, when nothing was sent yet. */
  refuse(error: GatewayError, headers: Readonly<Record<string, string>> = {}): void {
    const clean = Object.entries(headers).map(([name, value]) => [name, headerValue(value)]);
    sendGatewayError(this.#response, error, Object.fromEntries(clean));
  }

  /**
   * The stream broke after its first byte: says why in a last event, which clients raise as a typed
   * error, and then breaks the connection, so that no client takes what came for the whole answer.
   */
  cut(error: GatewayError): void {
    if (this.#response.destroyed) return;
    const event = `data: ${errorJson(error)}\n\n`;
    this.#response.write(event, () => this.#response.destroy());
  }

  /** Nobody is listening any more, or the gateway closes. */
  drop(): void {
    this.#abort.abort();
    this.#response.destroy();
  }

  /** Resolves when the caller can take more, or is gone. */
  #write(bytes: Uint8Array): Promise<void> {
    const response = this.#response;
    if (this.signal.aborted || response.destroyed) return Promise.resolve();
    if (response.write(bytes)) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        response.off('drain', done);
        response.off('close', done);
        resolve();
      };
      response.on('drain', done);
      response.on('close', done);
    });
  }
}
