import type { Embedder } from '../../electron/backend/embedding/embedder';
import { EmbeddingError } from '../../electron/backend/embedding/embedder';
import { unitVector } from '../../shared/routing/neighbours';

export interface FakeEmbedder extends Embedder {
  /** Every text that was embedded. */
  readonly texts: string[];
  /** What the next calls do instead of answering. */
  mode: 'answer' | 'fail' | 'hang';
}

/** Vectors by the letters of a text: texts of the same letters are near. Deterministic, instant. */
export function fakeEmbedder(id = 'local/fake', dimensions = 26): FakeEmbedder {
  const texts: string[] = [];
  return {
    id,
    dimensions,
    texts,
    mode: 'answer',
    async embed(given, signal) {
      if (this.mode === 'fail') throw new EmbeddingError('embedding_failed', 'it is broken');
      if (this.mode === 'hang') {
        await new Promise((resolve) => {
          signal.addEventListener('abort', resolve, { once: true });
        });
        throw new EmbeddingError('embedding_timeout', 'too slow');
      }
      if (given.some((text) => text.includes('unembeddable'))) {
        throw new EmbeddingError('embedding_failed', 'this text cannot be embedded');
      }
      texts.push(...given);
      return given.map((text) => {
        const counts = new Float32Array(dimensions).fill(0.01);
        for (const letter of text.toLowerCase()) {
          const at = (letter.codePointAt(0) ?? 0) % dimensions;
          counts[at] = (counts[at] ?? 0) + 1;
        }
        return unitVector(counts) ?? counts;
      });
    },
    close: () => Promise.resolve(),
  };
}
