import type { Dialect } from '../providers/provider';
import { anthropicDialect } from './dialect-anthropic';
import { googleDialect } from './dialect-google';
import { openaiDialect } from './dialect-openai';
import type { DialectCodec, SurfaceCodec, SurfaceName } from './ir';
import { chatSurface } from './surface-chat';
import { messagesSurface } from './surface-messages';
import { responsesSurface } from './surface-responses';

export const SURFACE_NAMES: readonly SurfaceName[] = ['chat', 'responses', 'messages'];

export const SURFACES: Readonly<Record<SurfaceName, SurfaceCodec>> = {
  chat: chatSurface,
  responses: responsesSurface,
  messages: messagesSurface,
};

export const DIALECT_CODECS: Readonly<Record<Dialect, DialectCodec>> = {
  openai: openaiDialect,
  anthropic: anthropicDialect,
  google: googleDialect,
};

/** True where caller and provider speak the same protocol: bytes are relayed, nothing is lost. */
export function isNative(surface: SurfaceName, dialect: Dialect): boolean {
  return (
    (surface === 'chat' && dialect === 'openai') ||
    (surface === 'messages' && dialect === 'anthropic')
  );
}
