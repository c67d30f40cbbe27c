import { unitVector } from '@shared/routing/neighbours';
import { clipText, type Embedder, EmbeddingError } from './embedder';

/** Texts of one request: every provider takes so many, and each request is a row of the history. */
const BATCH = 64;

/**
 * Asks a provider for the vectors of texts, one each, in their order. Whoever builds it counts and
 * pays the call.
 */
export type EmbedCall = (
  texts: readonly string[],
  signal: AbortSignal,
) => Promise<readonly ArrayLike<number>[]>;

/** A provider's embedding model in place of the local one; texts leave the machine. */
export function providerEmbedder(id: string, call: EmbedCall): Embedder {
  let dimensions: number | null = null;
  return {
    id,
    batch: BATCH,
    get dimensions() {
      return dimensions;
    },
    async embed(texts, signal) {
      const given = await ask(texts.map(clipText), signal);
      if (given.length !== texts.length) {
        throw wrong(`${given.length} vectors came back for ${texts.length} texts`);
      }
      return given.map((values) => {
        const vector = unitVector(values);
        if (vector === null) throw wrong('a vector is empty or holds no numbers');
        dimensions ??= vector.length;
        if (vector.length !== dimensions) {
          throw wrong(
            `a vector has ${vector.length} dimensions, the ones before had ${dimensions}`,
          );
        }
        return vector;
      });
    },
    close: () => Promise.resolve(),
  };

  async function ask(texts: readonly string[], signal: AbortSignal) {
    if (texts.includes('')) throw wrong('there is no text to embed');
    try {
      return await call(texts, signal);
    } catch (error) {
      if (error instanceof EmbeddingError) throw error;
      if (signal.aborted) {
        throw new EmbeddingError('embedding_timeout', 'the embedding took longer than it may');
      }
      throw wrong(error instanceof Error ? error.message : String(error));
    }
  }

  function wrong(reason: string): EmbeddingError {
    return new EmbeddingError('embedding_failed', `${id}: ${reason}`);
  }
}
