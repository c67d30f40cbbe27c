import type { Candidate } from '@shared/routing/candidate';
import { type DecisionInput, type DecisionTrace, decideAuto } from '@shared/routing/decide';
import type { BackendContext } from '../context';
import { findCandidate } from '../gateway/attempt';
import { handedOver, NOBODY, PINNED, reordered } from './reorder';
import type { StrategyRequest } from './strategy';

const LEARNED = 'auto/learned';

/** `auto/learned`: the user's own ratings decide; without enough of them `auto` does (S1-11). */
export async function decideByMemory(
  input: DecisionInput,
  { identity, prompt, conversationId, learnedOff, preview }: StrategyRequest,
  ctx: BackendContext,
): Promise<DecisionTrace> {
  const auto = decideAuto(input);
  if (auto.model === null) return handedOver(auto, LEARNED, NOBODY);
  if (auto.reason === 'pinned') return handedOver(auto, LEARNED, PINNED);
  const { incumbent } = input;
  const answer = await ctx.learned.decide({
    uid: identity.uid,
    task: input.task,
    prompt: prompt(),
    hasTools: input.needs.tools,
    off: learnedOff,
    candidates: eligibleOf(auto, input.candidates).map(({ id, typicalCostUsd, price }) => ({
      id,
      costUsd: typicalCostUsd,
      price,
    })),
    conversationId,
    incumbent: incumbent && { model: incumbent.model, cachedTokens: incumbent.promptTokens ?? 0 },
    alpha: null,
    preview,
    // The embedder is somebody's model too: what must stay on this machine is not shown to it either.
    mayEmbed: (model) => !(preview || input.constraints.localOnly) || isHere(ctx, model),
  });
  if (answer.kind === 'declined') return handedOver(auto, LEARNED, answer.decline);
  return answer.kind === 'kept'
    ? reordered(auto, {
        ranked: [answer.model],
        reason: 'kept_in_conversation',
        detail: { strategy: LEARNED, trace: null },
      })
    : reordered(auto, {
        ranked: answer.ranked,
        reason: 'rated_best',
        detail: { strategy: LEARNED, trace: answer.trace },
      });
}

function isHere(ctx: BackendContext, model: string): boolean {
  if (model === ctx.embedder.id) return true;
  const provider = ctx.providers.get(model.slice(0, model.indexOf('/')));
  return findCandidate(ctx, model)?.local ?? provider?.status().local ?? false;
}

/** The candidates that passed the gates, in the order of the weights. */
export function eligibleOf(
  auto: DecisionTrace,
  candidates: readonly Candidate[],
): readonly Candidate[] {
  const byId = new Map(candidates.map((candidate) => [candidate.id, candidate]));
  return auto.candidates.flatMap(({ id, rank }) => {
    const candidate = rank === null ? undefined : byId.get(id);
    return candidate === undefined ? [] : [candidate];
  });
}
