import { NO_HINTS } from '@shared/api/hints';
import { decideAuto } from '@shared/routing/decide';
import type { LearnedCandidate } from '@shared/routing/learned';
import { TASK_NEEDS } from '@shared/routing/resolve-setting';
import type { TaskName } from '@shared/routing/tasks';
import type { Identity } from '../auth';
import type { BackendContext } from '../context';
import { candidatesOf, policyFor } from '../decide/decide-request';
import { catalogLabel, effectiveFor } from '../decide/effective';

/** Characters of a token, roughly: for an estimate of cost. */
const CHARACTERS_PER_TOKEN = 4;

/** The candidates that a request with this prompt would have, as the memory's vote needs them. */
export async function learnedCandidates(
  ctx: BackendContext,
  identity: Identity,
  task: TaskName,
  prompt: string,
): Promise<readonly LearnedCandidate[]> {
  const needs = {
    ...TASK_NEEDS[task],
    // A prompt is compared in writing.
    realtime: false,
    promptTokens: Math.ceil(prompt.length / CHARACTERS_PER_TOKEN),
  };
  const candidates = candidatesOf(ctx, { task, facts: { needs, maxOutputTokens: null } });
  const trace = decideAuto({
    task,
    requestedModel: `auto/${task}`,
    candidates,
    needs,
    requireCallable: true,
    incumbent: null,
    catalog: catalogLabel(ctx),
    ...effectiveFor(await ctx.store.prefs.get(identity.uid), task, null, {
      hints: NO_HINTS,
      live: ctx.preferenceLive(),
    }),
    ...policyFor(ctx, identity),
  });
  const priceOf = new Map(candidates.map(({ id, price }) => [id, price]));
  return trace.candidates.flatMap(({ id, drop, estimatedCostUsd }) =>
    drop === null ? [{ id, costUsd: estimatedCostUsd, price: priceOf.get(id) ?? null }] : [],
  );
}
