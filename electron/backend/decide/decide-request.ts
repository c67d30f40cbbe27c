import type { Hints } from '@shared/api/hints';
import type { Candidate } from '@shared/routing/candidate';
import type { EligibilityContext } from '@shared/routing/eligibility';
import type { TaskName } from '@shared/routing/tasks';
import type { DecisionInput } from '@shared/routing/decide';
import type { Trace, TraceCandidate } from '@shared/routing/trace';
import type { Identity } from '../auth';
import type { BackendContext } from '../context';
import { catalogLabel, effectiveFor } from './effective';
import { withRequestCost } from './estimate';
import type { RequestFacts } from './needs';
import type { StrategyRequest, StrategyRow } from './strategy';

export interface DecideRequest extends Pick<
  StrategyRequest,
  'messages' | 'prompt' | 'learnedOff' | 'preview' | 'signal'
> {
  readonly identity: Identity;
  readonly requestedModel: string;
  readonly strategy: StrategyRow;
  readonly task: TaskName;
  readonly facts: RequestFacts;
  /** Read by shared/api/hints.ts readHints. */
  readonly hints: Hints;
  /** What a model's protocol has no word for in this request; null = all can express it. */
  readonly unsupported: EligibilityContext['unsupported'] | null;
  /** The conversation whose model is kept while it is nearly best; null = none named. */
  readonly conversationId: string | null;
}

/** A decision with what is needed to act on it. `trace.model` null = nothing is eligible. */
export interface Decision {
  readonly trace: Trace;
  /** Every candidate of the task, eligible or not. */
  readonly candidates: readonly Candidate[];
}

/**
 * Decides which model serves a request, from what is in memory and the database: no network call
 * (architecture, rule 6). Nothing is recorded here.
 */
export async function decideRequest(
  ctx: BackendContext,
  request: DecideRequest,
): Promise<Decision> {
  const { identity, task, facts, hints, conversationId } = request;
  const { uid } = identity;
  const [prefs, incumbent] = await Promise.all([
    ctx.store.prefs.get(uid),
    conversationId === null ? null : ctx.store.outcomes.incumbent(uid, conversationId, task),
  ]);
  const candidates = candidatesOf(ctx, request);
  const effective = effectiveFor(prefs, task, null, { hints, live: ctx.preferenceLive() });
  // Written out, not spread, which takes as long as the decision; the caller's two rare parts excepted.
  const usual: DecisionInput = {
    task,
    requestedModel: request.requestedModel,
    candidates,
    needs: facts.needs,
    requireCallable: true,
    incumbent,
    catalog: catalogLabel(ctx),
    weights: effective.weights,
    weightsSource: effective.weightsSource,
    constraints: effective.constraints,
    floor: effective.floor,
    pin: effective.pin,
    hold: effective.hold,
    prefsVersion: effective.prefsVersion,
    keyModels: identity.key?.models ?? null,
    spendingLeftUsd: ctx.spending.leftUsd(identity),
  };
  const coolingDown = ctx.cooldown.idle ? undefined : ctx.cooldown;
  const { unsupported } = request;
  const input: DecisionInput =
    coolingDown === undefined && unsupported === null
      ? usual
      : { ...usual, ...(coolingDown && { coolingDown }), ...(unsupported && { unsupported }) };
  const decided = await request.strategy.decide(input, request, ctx);
  return {
    trace: { ...decided, id: ctx.newId(), createdAt: ctx.clock.now() },
    candidates,
  };
}

/** What the caller may use and spend, and which models rest; the preview's too. */
export function policyFor(
  ctx: BackendContext,
  identity: Identity,
): Pick<EligibilityContext, 'keyModels' | 'spendingLeftUsd' | 'coolingDown'> {
  return {
    keyModels: identity.key?.models ?? null,
    spendingLeftUsd: ctx.spending.leftUsd(identity),
    ...(!ctx.cooldown.idle && { coolingDown: ctx.cooldown }),
  };
}

/** Says why nobody could take the request, counted by reason, and what to do. */
export function refusalMessage({ task, candidates, floor }: Trace): string {
  if (candidates.length === 0) return `There is no model for the task ${task}.`;
  const counts = new Map<string, number>();
  for (const { drop } of candidates) {
    if (drop !== null) counts.set(drop, (counts.get(drop) ?? 0) + 1);
  }
  const reasons = [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([reason, count]) => `${count} ${reason}`)
    .join(', ');
  const above =
    floor === undefined || !counts.has('below_quality_floor')
      ? ''
      : ` No candidate clears the quality floor of ${floor.value}.`;
  // Preferences say nothing of what a day may cost.
  const way = counts.has('over_spending_cap')
    ? 'The daily cap begins anew at midnight UTC: wait, raise it, or use a model on this machine.'
    : `Connect a provider, or loosen what is allowed for ${task} in Preferences.`;
  return `No model can take this request now: ${reasons}.${above} Nothing was sent. ${way}`;
}

/** The row of a candidate in the trace; null when it is not there. */
export function traceRow(trace: Trace, id: string): TraceCandidate | null {
  return trace.candidates.find((candidate) => candidate.id === id) ?? null;
}

/** The candidates of a request, each with its estimate for this very request; the preview's too. */
export function candidatesOf(
  ctx: BackendContext,
  {
    task,
    facts,
  }: {
    readonly task: TaskName;
    readonly facts: Pick<RequestFacts, 'needs' | 'maxOutputTokens'>;
  },
): readonly Candidate[] {
  const candidates = callableOnes(ctx, task);
  const { promptTokens } = facts.needs;
  // An embedding has no output, and its typical figure is for 1,000 screenshots, not for this text.
  const typicalOutput =
    task === 'screenshot_embedding'
      ? 0
      : ctx.catalog.tasks.find(({ name }) => name === task)?.profile.outputTokens;
  if (promptTokens === null || typicalOutput === undefined) return candidates;
  const output = Math.min(typicalOutput, facts.maxOutputTokens ?? typicalOutput);
  return candidates.map((candidate) =>
    withRequestCost(candidate, { prompt: promptTokens, output }),
  );
}

/** An operator's plain file has no practice models: they serve it while no provider is connected. */
function callableOnes(ctx: BackendContext, task: TaskName): readonly Candidate[] {
  const connections = ctx.providers.connections();
  const candidates = ctx.catalog.candidatesFor(task, connections);
  if (!ctx.catalog.data().plain || connections.some(({ id }) => id !== 'practice')) {
    return candidates;
  }
  return [...candidates, ...ctx.catalog.practiceFor(task)];
}
