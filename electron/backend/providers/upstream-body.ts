import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** The parts of undici's answer that are used here. */
export interface UpstreamResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readable;
}

/** The one value of a response header; the first of several. */
export function headerOf(response: UpstreamResponse, name: string): string | undefined {
  const value = response.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** The body without its content coding; what has arrived is given on at once, also inside gzip. */
export function decodedBody(response: UpstreamResponse): Readable {
  const decoder = decoderFor(headerOf(response, 'content-encoding'));
  if (decoder === null) return response.body;
  // Errors of either side surface on the decoder, which is what the caller reads.
  return pipeline(response.body, decoder, () => undefined);
}

/** Thrown by {@link readAll} when the body is larger than its limit. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

/** The whole body, at most `limit` bytes, else {@link BodyTooLargeError}. */
export async function readAll(response: UpstreamResponse, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of decodedBody(response) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new BodyTooLargeError(`more than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The start of an error body, at most `limit` bytes; what cannot be read is left out. */
export async function readStart(response: UpstreamResponse, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of decodedBody(response) as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= limit) break;
    }
  } catch {
    // The status alone says what happened; the rest of the body would only have been quoted.
    return Buffer.concat(chunks).toString('utf8');
  }
  return Buffer.concat(chunks).subarray(0, limit).toString('utf8');
}

function decoderFor(
  encoding: string | undefined,
): ReturnType<typeof createGunzip | typeof createInflate | typeof createBrotliDecompress> | null {
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
