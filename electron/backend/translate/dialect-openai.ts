import { decodeOpenai, OpenaiDecoder } from './dialect-openai-decode';
import { writeOpenai } from './dialect-openai-write';
import type { DialectCodec } from './ir';

/** Chat completions, as OpenAI and the many servers compatible with it speak them. */
export const openaiDialect: DialectCodec = {
  write: writeOpenai,
  decode: decodeOpenai,
  decoder: () => new OpenaiDecoder(),
};
