/** Takes a piece of a body; a promise holds the next one back until it resolves. */
export type Take = (chunk: Buffer) => Promise<void> | undefined;

/** An answer whose head is there and whose body is on its way. */
export interface UpstreamAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The one value of a header, the first of several. */
  header(name: string): string | undefined;
  /**
   * Gives the body piece by piece, without its content coding; to be called once. Resolves at its end
   * or after {@link stop}, rejects when it breaks (undici's errors).
   */
  read(take: Take): Promise<void>;
  /** The rest is not wanted: breaks the connection unless the answer has ended. */
  stop(): void;
}

/** Thrown by {@link readAll} when the body is larger than its limit. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

/** The whole body, at most `limit` bytes, else {@link BodyTooLargeError}. */
export async function readAll(answer: UpstreamAnswer, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  await answer.read((chunk) => {
    size += chunk.length;
    if (size > limit) answer.stop();
    else chunks.push(chunk);
    return undefined;
  });
  if (size > limit) throw new BodyTooLargeError(`more than ${limit} bytes`);
  const [only] = chunks;
  return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks);
}

/** The start of an error body, at most `limit` bytes; what cannot be read is left out. */
export async function readStart(answer: UpstreamAnswer, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    await answer.read((chunk) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= limit) answer.stop();
      return undefined;
    });
  } catch {
    // The status alone says what happened; the rest of the body would only have been quoted.
    return Buffer.concat(chunks).toString('utf8');
  }
  return Buffer.concat(chunks).subarray(0, limit).toString('utf8');
}
