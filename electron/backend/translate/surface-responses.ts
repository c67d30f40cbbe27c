import type { SurfaceCodec } from './ir';
import { ItemMemory } from './surface-responses-memory';
import { encodeResponse } from './surface-responses-object';
import { readResponses } from './surface-responses-read';
import { ResponsesEncoder } from './surface-responses-stream';

/**
 * The surface `POST /v1/responses` (OpenAI): text, images, files, function tools, structured output and
 * streaming. No answer is stored, so `store: true` is accepted and answered with `store: false`, and
 * what needs a stored answer (`previous_response_id`, `conversation`, `background`, `prompt`) or a tool
 * that runs at OpenAI (`web_search`, `mcp`, ...) is reported as inexpressible. The newest items can be
 * referred to (`item_reference`) as long as `memory` has them, unless they came with `store: false`.
 */
export function responsesSurfaceWith(memory: ItemMemory) {
  return {
    read: (body) => readResponses(body, memory),
    encode: (answer, context) => encodeResponse(answer, context, memory),
    encoder: (context) => new ResponsesEncoder(context, memory),
  } satisfies SurfaceCodec;
}

/** The one that the gateway serves. */
export const responsesSurface = responsesSurfaceWith(new ItemMemory());
