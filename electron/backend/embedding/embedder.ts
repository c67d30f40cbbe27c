/** Turns texts into vectors. The router's memory, recall and the embeddings endpoint share it. */
export interface Embedder {
  /** `provider/model`: vectors of different ids are never compared (S1-18). */
  readonly id: string;
  /** Length of every vector; null until the first answer of a model that doesn't say. */
  readonly dimensions: number | null;
  /** Texts that are well embedded together, where many wait; left out = few. */
  readonly batch?: number;
  /**
   * One vector of unit length per text, in their order. Long texts are clipped.
   *
   * @throws EmbeddingError
   */
  embed(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]>;
  close(): Promise<void>;
}

export type EmbeddingErrorCode =
  /** The caller's signal ended it: a time limit or a closed connection. */
  | 'embedding_timeout'
  /** More is waiting than will be served in time. */
  | 'embedding_busy'
  /** The model gave no usable vector, or its process ended. */
  | 'embedding_failed';

export class EmbeddingError extends Error {
  constructor(
    readonly code: EmbeddingErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'EmbeddingError';
  }
}

/** Longest text that is embedded, in characters: the local tokeniser is quadratic in it. */
export const EMBEDDED_CHARACTERS = 1_600;

/**
 * The text as it is embedded: white space folded, and of a long one the first and the last half of
 * {@link EMBEDDED_CHARACTERS}, never half a character.
 */
export function clipText(text: string): string {
  const half = EMBEDDED_CHARACTERS / 2;
  // Folding a whole megabyte to keep 1,600 characters of it would be the slow part.
  const ends =
    text.length > 16 * half ? `${text.slice(0, 8 * half)} ${text.slice(-8 * half)}` : text;
  const folded = ends.replaceAll(/\s+/gu, ' ').trim();
  const clipped =
    folded.length <= EMBEDDED_CHARACTERS
      ? folded
      : `${folded.slice(0, half)} ${folded.slice(-half)}`;
  return clipped.replaceAll(/\p{Surrogate}/gu, '\ufffd');
}
