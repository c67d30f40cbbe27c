import type { SurfaceCodec } from './ir';
import { encodeMessage } from './surface-messages-answer';
import { MessagesEncoder } from './surface-messages-encoder';
import { readMessages } from './surface-messages-read';

/** Anthropic's Messages, as callers speak them. */
export const messagesSurface: SurfaceCodec = {
  read: readMessages,
  encode: encodeMessage,
  encoder: (context) => new MessagesEncoder(context),
};
