import type { DropReason } from '@shared/routing/candidate';
import { type Decision, refusalMessage } from '../decide/decide-request';
import { type GatewayError, gatewayError } from './errors';
import type { unsupportedByModel } from './send';

/** Models that could not be called whatever is asked. */
const UNAVAILABLE: ReadonlySet<DropReason | null> = new Set<DropReason>([
  'not_connected',
  'not_listed',
  'not_installed',
  'realtime_unreachable',
  'practice_only',
]);

/**
 * Why no model serves it. A cap or the request's own features are named as such. It lasts unless a
 * model rests only for now, or a provider has not said yet what it has (`listing`).
 */
export function refusalOf(
  { trace, candidates }: Decision,
  unsupported: ReturnType<typeof unsupportedByModel>,
  listing = false,
): GatewayError {
  const callable = trace.candidates.filter(({ drop }) => !UNAVAILABLE.has(drop));
  if (callable.length > 0 && callable.every(({ drop }) => drop === 'unsupported_feature')) {
    const named = callable.flatMap(({ id }) => {
      const candidate = candidates.find((one) => one.id === id);
      return candidate === undefined ? [] : (unsupported?.(candidate) ?? []);
    });
    const message = `No connected model can express: ${[...new Set(named)].join(', ')}. Nothing was sent. Leave that out, or connect a provider that has it.`;
    return gatewayError('unsupported_feature', message);
  }
  const capped = trace.candidates.some(({ drop }) => drop === 'over_spending_cap');
  const code = capped ? 'spending_cap_reached' : 'no_eligible_candidate';
  const lasting = !listing && !trace.candidates.some(({ drop }) => drop === 'cooling_down');
  return { ...gatewayError(code, refusalMessage(trace)), lasting };
}
