import { randomUUID } from 'node:crypto';
import { decodeGoogle, GoogleDecoder, type NewId } from './dialect-google-answer';
import { writeGoogle } from './dialect-google-request';
import type { DialectCodec } from './ir';

/** The dialect with ids from `newId`, for calls that Gemini sends without one. */
export function googleDialectWith(newId: NewId): DialectCodec {
  return {
    write: writeGoogle,
    decode: (json) => decodeGoogle(json, newId),
    decoder: () => new GoogleDecoder(newId),
  };
}

/**
 * Gemini's own protocol: `models/{model}:generateContent` and
 * `models/{model}:streamGenerateContent?alt=sse` of the API v1beta.
 */
export const googleDialect: DialectCodec = googleDialectWith(() =>
  randomUUID().replaceAll('-', ''),
);
