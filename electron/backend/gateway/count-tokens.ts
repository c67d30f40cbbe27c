import { HEADERS } from '@shared/api/auto-router';
import type { BackendContext } from '../context';
import type { Target } from '../decide/target';
import type { Caller } from './caller';
import type { GatewayRequest } from './request';

/**
 * Answers `count_tokens` with the gateway's own estimate when nobody can count: the model is not
 * decided yet (`auto`), or its provider has no such endpoint. Nothing reaches a provider, so it is
 * neither a call nor an outcome; the answer says that it is an estimate.
 *
 * @returns false when the named model's provider counts itself.
 */
export function answerCount(
  ctx: BackendContext,
  { facts }: GatewayRequest,
  target: Exclude<Target, { readonly kind: 'unknown' }>,
  caller: Caller,
): boolean {
  if (target.kind === 'direct') {
    const provider = ctx.providers.get(target.provider);
    // Unknown providers get their error where every other request does.
    if (provider === null) return false;
    const counts = provider.operations.has('count_tokens') && provider.dialect === 'anthropic';
    if (counts) return false;
  }
  caller.answer({ input_tokens: facts.needs.promptTokens ?? 0 }, { [HEADERS.estimate]: 'true' });
  return true;
}
