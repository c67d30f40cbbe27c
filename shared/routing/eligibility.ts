import type { Availability, Candidate, Constraints, DropReason, RequestNeeds } from './candidate';

export interface EligibilityContext {
  readonly needs: RequestNeeds;
  readonly constraints: Constraints;
  /** True on the request path; false where models are only compared: then `assumed` will do. */
  readonly requireCallable: boolean;
  /** Ids that failed a moment ago and must rest. */
  readonly coolingDown?: ReadonlySet<string>;
}

export interface Dropped {
  readonly candidate: Candidate;
  readonly reason: DropReason;
}

export interface Eligibility {
  readonly eligible: Candidate[];
  readonly dropped: Dropped[];
}

/**
 * Splits the candidates of one task; each one that drops carries the first reason of a fixed order
 * (ruling 12): available, practice, modality, tools, context, realtime, allowed, excluded, local
 * only, price cap, wait cap, cooling down. Under a cap an unknown price fails; an unknown context size
 * or latency is kept. A model whose tool support is unknown is asked only when no model that
 * declares it is left: most servers take tools without saying so. Both lists keep the input's order.
 */
export function splitEligible(
  candidates: readonly Candidate[],
  context: EligibilityContext,
): Eligibility {
  const declared = split(candidates, context, (tools) => tools === true);
  return context.needs.tools && declared.eligible.length === 0
    ? split(candidates, context, (tools) => tools !== false)
    : declared;
}

/** Whether declared tool support will do for a request with tools. */
type TakesTools = (tools: boolean | null) => boolean;

function split(
  candidates: readonly Candidate[],
  context: EligibilityContext,
  takesTools: TakesTools,
): Eligibility {
  const gate = createGate(candidates, context, takesTools);
  const eligible: Candidate[] = [];
  const dropped: Dropped[] = [];
  for (const candidate of candidates) {
    const reason = gate(candidate);
    if (reason === null) eligible.push(candidate);
    else dropped.push({ candidate, reason });
  }
  return { eligible, dropped };
}

function createGate(
  candidates: readonly Candidate[],
  { needs, constraints, requireCallable, coolingDown }: EligibilityContext,
  takesTools: TakesTools,
): (candidate: Candidate) => DropReason | null {
  const allowed = constraints.allowed === null ? null : new Set(constraints.allowed);
  const excluded = new Set(constraints.excluded);
  const realOneAvailable = candidates.some(
    (candidate) => !candidate.practice && unavailable(candidate, requireCallable) === null,
  );
  return (candidate) => {
    const missing = unavailable(candidate, requireCallable);
    if (missing !== null) return missing;
    if (candidate.practice && realOneAvailable) return 'practice_only';
    const incapable = incapability(candidate, needs, takesTools);
    if (incapable !== null) return incapable;
    if (allowed !== null && !allowed.has(candidate.id)) return 'not_allowed';
    if (excluded.has(candidate.id)) return 'excluded';
    if (constraints.localOnly && !candidate.local) return 'not_local';
    const overCap = capExceeded(candidate, constraints);
    if (overCap !== null) return overCap;
    return coolingDown?.has(candidate.id) === true ? 'cooling_down' : null;
  };
}

function unavailable(candidate: Candidate, requireCallable: boolean): DropReason | null {
  const availability: Availability = candidate.availability;
  if (availability === 'callable') return null;
  if (availability !== 'assumed') return availability;
  if (!requireCallable) return null;
  return candidate.local ? 'not_installed' : 'not_connected';
}

function incapability(
  { capabilities }: Candidate,
  needs: RequestNeeds,
  takesTools: TakesTools,
): DropReason | null {
  const modalities =
    needs.input.every((modality) => capabilities.input.includes(modality)) &&
    needs.output.every((modality) => capabilities.output.includes(modality));
  if (!modalities) return 'missing_modality';
  if (needs.tools && !takesTools(capabilities.tools)) return 'no_tools';
  const { context } = capabilities;
  if (needs.promptTokens !== null && context !== null && needs.promptTokens > context) {
    return 'context_too_small';
  }
  return needs.realtime && !capabilities.realtime ? 'not_realtime' : null;
}

function capExceeded(candidate: Candidate, constraints: Constraints): DropReason | null {
  const { maxCostUsd, maxLatencyMs } = constraints;
  if (maxCostUsd !== null) {
    const cost = candidate.typicalCostUsd;
    if (cost === null || Number.isNaN(cost)) return 'price_unknown';
    if (cost > maxCostUsd) return 'over_price_cap';
  }
  const latency = candidate.typicalLatencyMs;
  return maxLatencyMs !== null && latency !== null && latency > maxLatencyMs
    ? 'over_wait_cap'
    : null;
}
