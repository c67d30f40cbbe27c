import type { ServerResponse } from 'node:http';
import type { ActivityChange, ActivityHandle } from '../activity/activity';
import type { ChatSink } from '../providers/provider';
import {
  errorEvent,
  type ErrorProtocol,
  type GatewayError,
  headerValue,
  sendGatewayError,
} from './errors';

/** The program that asked: where its answer goes, and whether it is still there. */
export class Caller {
  /** Aborted at once when the caller hangs up or the gateway closes. */
  readonly signal: AbortSignal;
  readonly #abort = new AbortController();
  readonly #response: ServerResponse;
  readonly #protocol: ErrorProtocol;
  #activity: ActivityHandle | null = null;
  /** The answer that began is a stream of events. */
  #streams = false;
  /** An answer that is whole as it is: sent in one piece once all about it is written down. */
  #whole: { status: number; headers: string[]; body: Uint8Array | null } | null = null;

  constructor(response: ServerResponse, protocol: ErrorProtocol) {
    this.#response = response;
    this.#protocol = protocol;
    this.signal = this.#abort.signal;
    response.on('close', () => {
      if (!response.writableFinished) this.#abort.abort();
    });
    // A broken pipe is seen as `close`; without a listener it would end the process.
    response.on('error', () => this.#abort.abort());
  }

  /** True when a part of an answer is on its way: no other model may answer any more. */
  get started(): boolean {
    return this.#whole !== null || this.#response.headersSent;
  }

  /** Takes a provider's answer; `headers` are added to the upstream's own. */
  sink(headers: () => Readonly<Record<string, string>>): ChatSink {
    return {
      head: (status, upstream) => {
        if (this.signal.aborted) return;
        this.#streams = upstream['content-type']?.startsWith('text/event-stream') === true;
        // One list of names and values: an object would be made only to be read off again.
        const clean: string[] = ['cache-control', 'no-cache'];
        for (const name of Object.keys(upstream)) {
          clean.push(name, headerValue(upstream[name] ?? ''));
        }
        const own = headers();
        for (const name of Object.keys(own)) clean.push(name, headerValue(own[name] ?? ''));
        if ('content-length' in upstream) this.#whole = { status, headers: clean, body: null };
        else this.#response.writeHead(status, clean);
      },
      chunk: (bytes) => this.#write(bytes),
    };
  }

  /** From now on the live log is told how it goes. */
  watchedBy(activity: ActivityHandle): void {
    this.#activity = activity;
  }

  note(change: ActivityChange): void {
    this.#activity?.update(change);
  }

  /** The answer is whole. */
  end(): void {
    const whole = this.#whole;
    if (whole === null) {
      this.#response.end();
    } else {
      this.#response.writeHead(whole.status, whole.headers);
      this.#response.end(whole.body);
    }
    this.note({ status: 'succeeded' });
  }

  /** Answers at once with a JSON body of the gateway's own. */
  answer(body: unknown, headers: Readonly<Record<string, string>>): void {
    this.#response.writeHead(200, { ...headers, 'content-type': 'application/json' });
    this.#response.end(JSON.stringify(body));
    this.note({ status: 'succeeded' });
  }

  /** Refuses with an error, when nothing was sent yet. */
  refuse(error: GatewayError, headers: Readonly<Record<string, string>> = {}): void {
    this.note({ status: this.#refusedAs(error), errorCode: error.code });
    const clean = Object.entries(headers).map(([name, value]) => [name, headerValue(value)]);
    sendGatewayError(this.#response, error, this.#protocol, Object.fromEntries(clean));
  }

  /**
   * The answer broke after its first byte: a stream says why in a last event, which clients raise as
   * a typed error; then the connection breaks, so that no client takes what came for the whole.
   */
  cut(error: GatewayError): void {
    this.note({ status: 'failed', errorCode: error.code });
    const response = this.#response;
    if (response.destroyed) return;
    if (!this.#streams) {
      response.destroy();
      return;
    }
    response.write(errorEvent(error, this.#protocol), () => response.destroy());
  }

  /** Nobody is listening any more, or the gateway closes. */
  drop(): void {
    this.note({ status: 'aborted' });
    this.#abort.abort();
    this.#response.destroy();
  }

  /** What a provider could not do has failed; what the gateway did not send was refused. */
  #refusedAs({ code }: GatewayError): 'failed' | 'refused' {
    return code.startsWith('provider_') || code === 'internal_error' ? 'failed' : 'refused';
  }

  /** A promise when the caller must be waited for: it resolves when he can take more, or is gone. */
  #write(bytes: Uint8Array): Promise<void> | undefined {
    const response = this.#response;
    if (this.signal.aborted || response.destroyed) return undefined;
    if (this.#whole !== null) {
      const { body } = this.#whole;
      this.#whole.body = body === null ? bytes : Buffer.concat([body, bytes]);
      return undefined;
    }
    if (response.write(bytes)) return undefined;
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
