import type { EncodeContext, SurfaceCodec } from './ir';
import { encodeResponse } from './surface-responses-object';
import { readResponses } from './surface-responses-read';
import { ResponsesEncoder } from './surface-responses-stream';

/**
 * The surface `POST /v1/responses` (OpenAI): text, images, files, function tools, structured output and
 * streaming. It is stateless: nothing is stored, so `store: true` is accepted and answered with
 * `store: false`, and what needs a stored answer (`previous_response_id`, `conversation`, `background`,
 * `prompt`) or a tool that runs at OpenAI (`web_search`, `mcp`, ...) is reported as inexpressible.
 */
export const responsesSurface = {
  read: readResponses,
  encode: encodeResponse,
  encoder: (context: EncodeContext) => new ResponsesEncoder(context),
} satisfies SurfaceCodec;
