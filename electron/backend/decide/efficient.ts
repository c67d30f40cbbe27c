import { type DecisionInput, type DecisionTrace, decideAuto } from '@shared/routing/decide';
import type { BackendContext } from '../context';
import { efficientFloor } from '../benchmark/efficient-router';
import { efficientFacts } from '../benchmark/read-request';
import { eligibleOf } from './learned';
import { handedOver, NOBODY, PINNED, reordered } from './reorder';
import type { StrategyRequest } from './strategy';

const EFFICIENT = 'auto/efficient';
const NO_ROUTER = { code: 'no_table', reason: 'no routing table has been published' } as const;

/**
 * `auto/efficient`: the cheapest model that the routing table proves good enough for the request's
 * difficulty; without a table, or in doubt, `auto` decides (S4-31). The dial moves the table's own
 * floor here, so it is not a gate on the catalog's quality figures.
 */
export async function decideByTable(
  input: DecisionInput,
  { identity, messages, conversationId, preview, signal }: StrategyRequest,
  ctx: BackendContext,
): Promise<DecisionTrace> {
  const auto = decideAuto(input);
  const open = input.floor === null ? auto : decideAuto({ ...input, floor: null });
  if (open.model === null) return handedOver(auto, EFFICIENT, NOBODY);
  if (open.reason === 'pinned') return handedOver(auto, EFFICIENT, PINNED);
  const router = ctx.routers.efficient;
  if (router === null) return handedOver(auto, EFFICIENT, NO_ROUTER);
  const { needs, constraints, floor = null } = input;
  const decision = await router.decide({
    uid: identity.uid,
    key: identity.key,
    conversationId,
    candidates: eligibleOf(open, input.candidates),
    needs,
    constraints,
    ...efficientFacts(messages(), needs),
    incumbent: input.incumbent?.model ?? null,
    floor: efficientFloor(floor, ctx.preferenceLive()),
    mode: null,
    preview,
    signal,
  });
  if (!decision.ok) return handedOver(auto, EFFICIENT, decision.decline);
  const { trace, ranked, effort } = decision;
  return reordered(open, {
    ranked,
    reason: trace.sticky ? 'kept_in_conversation' : 'proven',
    detail: { strategy: EFFICIENT, trace, effort },
  });
}
