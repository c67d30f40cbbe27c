import type { ChatSink } from '../providers/provider';

/** Keeps an answer that is read once it is whole. */
export class WholeAnswer implements ChatSink {
  readonly #chunks: Uint8Array[] = [];

  head(): void {
    // Status and headers say nothing that the result doesn't.
  }

  async chunk(bytes: Uint8Array): Promise<void> {
    this.#chunks.push(bytes);
  }

  /** Undefined when it is no JSON. */
  json(): unknown {
    try {
      return JSON.parse(Buffer.concat(this.#chunks).toString('utf8')) as unknown;
    } catch {
      return undefined;
    }
  }
}
