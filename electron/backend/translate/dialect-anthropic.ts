import { AnthropicDecoder, decodeAnthropic } from './dialect-anthropic-decode';
import { writeAnthropic } from './dialect-anthropic-write';
import type { DialectCodec } from './ir';

/** Anthropic's Messages, as Anthropic and servers compatible with it speak them. */
export const anthropicDialect: DialectCodec = {
  write: writeAnthropic,
  decode: decodeAnthropic,
  decoder: () => new AnthropicDecoder(),
};
