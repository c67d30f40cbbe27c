import type { ErrorCode } from '@shared/api/errors';
import type { Identity } from '../auth';
import type { Target } from '../decide/target';

/** What a key may be limited to, beside `direct` for named models. */
export const DIRECT = 'direct';

/** The virtual model of a strategy: `auto`, or `auto/<name>`. */
export function virtualModel(strategy: string): string {
  return strategy === 'auto' ? strategy : `auto/${strategy}`;
}

/** Why the API key of a request may not ask for this; null = it may. Checked before anything is sent. */
export function keyRefusal(
  { key }: Identity,
  target: Target,
): { readonly code: ErrorCode; readonly message: string } | null {
  if (key === null || target.kind === 'unknown') return null;
  const strategy = target.kind === 'direct' ? DIRECT : virtualModel(target.strategy.name);
  if (key.strategies !== null && !key.strategies.includes(strategy)) {
    const message = `The API key "${key.name}" may not use ${strategy === DIRECT ? 'named models' : strategy}: it may use ${key.strategies.join(', ') || 'nothing'}. Nothing was sent.`;
    return { code: 'strategy_not_allowed', message };
  }
  if (target.kind === 'direct' && key.models !== null) {
    const id = `${target.provider}/${target.model}`;
    if (!key.models.includes(id)) {
      const message = `The API key "${key.name}" may not use ${JSON.stringify(id.slice(0, 100))}. Nothing was sent.`;
      return { code: 'model_not_allowed', message };
    }
  }
  return null;
}
