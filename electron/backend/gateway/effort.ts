import type { Effort } from '@shared/routing/routing-table';
import type { BackendContext } from '../context';
import { isNative } from '../translate/codecs';
import { translateRequest } from '../translate/translate';
import type { GatewayRequest } from './request';
import { type Destination, prepare, type Prepared } from './send';

/**
 * {@link prepare}, with the reasoning effort that the model was proven with (S4-11, S4-31) unless the
 * caller says himself how it shall think. What forbids thinking in this request, such as a temperature
 * beside it on some models, is the caller's own choice too: then it goes without.
 */
export function prepareProven(
  ctx: BackendContext,
  request: GatewayRequest,
  effort: Effort | null,
  destination: Destination,
): Prepared {
  if (effort !== null) {
    const proven = prepare(ctx, withEffort(request, effort, destination), destination);
    if (proven.ok) return proven;
  }
  return prepare(ctx, request, destination);
}

/** The request with an effort in the words of its own surface. */
export function withEffort(
  request: GatewayRequest,
  effort: Effort,
  { provider: { dialect }, model }: Destination,
): GatewayRequest {
  const { surface, body } = request;
  switch (surface.chat) {
    case 'chat':
      return body['reasoning_effort'] === undefined
        ? { ...request, body: { ...body, reasoning_effort: effort } }
        : request;
    case 'responses':
      return body['reasoning'] === undefined
        ? { ...request, body: { ...body, reasoning: { effort } } }
        : request;
    case 'messages': {
      if (body['thinking'] !== undefined || body['output_config'] !== undefined) return request;
      const asked = { ...body, output_config: { effort } };
      if (!isNative('messages', dialect)) return { ...request, body: asked };
      return { ...request, body: { ...body, ...thinkingFields(asked, model) } };
    }
    case null:
    default:
      return request;
  }
}

/** Which fields ask one of Anthropic's models to think is its own matter; none where it cannot here. */
function thinkingFields(
  asked: Readonly<Record<string, unknown>>,
  model: string,
): Readonly<Record<string, unknown>> {
  const written = translateRequest('messages', asked, 'anthropic', model);
  if (!written.ok) return {};
  const { thinking, output_config: config } = written.body;
  return {
    ...(thinking !== undefined && { thinking }),
    ...(config !== undefined && { output_config: config }),
  };
}
