import type { Availability, Candidate, Constraints, DropReason, RequestNeeds } from './candidate';
import { clearsFloor, type Floor, relaxedFloor } from './quality-floor';

/** Models that failed a moment ago and must rest; a plain set of ids will do. */
export interface CoolingDown {
  has(id: string, provider: string): boolean;
  /** Epoch milliseconds at which it may be tried again; without it nobody is tried before. */
  freeAt?(id: string, provider: string): number;
}

export interface EligibilityContext {
  readonly needs: RequestNeeds;
  readonly constraints: Constraints;
  /** True on the request path; false where models are only compared: then `assumed` will do. */
  readonly requireCallable: boolean;
  /** What a model's protocol has no word for in this request; absent or empty = nothing. */
  readonly unsupported?: (candidate: Candidate) => readonly string[];
  /** Candidate ids that the API key may use; null = all. */
  readonly keyModels?: readonly string[] | null;
  /** US dollars that may still be spent today; null = no cap. */
  readonly spendingLeftUsd?: number | null;
  readonly floor?: Floor | null;
  /** Neither rest nor the dial's floor keep the user's own pin out: they guard the router's choices. */
  readonly pin?: string | null;
  readonly coolingDown?: CoolingDown;
}

export interface Dropped {
  readonly candidate: Candidate;
  readonly reason: DropReason;
}

export interface Eligibility {
  readonly eligible: Candidate[];
  readonly dropped: Dropped[];
  /** The floor that was applied in the end, lower than asked when it had to yield; null = none. */
  readonly floorValue: number | null;
  /** True when all that remained were resting and {@link eligible} holds the soonest free of them. */
  readonly lastResort: boolean;
}

/**
 * Splits the candidates of one task; each one that drops carries the first reason of a fixed order
 * (ruling 12): available, practice, modality, tools, context, realtime, what the protocol cannot
 * say, allowed, allowed to the key, excluded, local only, price cap, spending cap, wait cap, quality
 * floor, cooling down. Under a cap an unknown price fails; an unknown context size or latency is kept.
 * A model whose tool support is unknown is asked only when no model that declares it is left: most
 * servers take tools without saying so. Both lists keep the input's order.
 *
 * The dial's floor yields rather than leave nobody (S2-9); an explicit one does not. A model that is
 * cooling down is never taken while another is eligible; when all are, the soonest free one may be
 * tried: an attempt serves the user better than a refusal.
 */
export function splitEligible(
  candidates: readonly Candidate[],
  context: EligibilityContext,
): Eligibility {
  const declared = split(candidates, context, (tools) => tools === true);
  if (!context.needs.tools || (declared.eligible.length > 0 && !declared.lastResort)) {
    return declared;
  }
  const hopeful = split(candidates, context, (tools) => tools !== false);
  return hopeful.lastResort && declared.lastResort ? declared : hopeful;
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
  return (context.floor ?? null) === null && context.coolingDown === undefined
    ? { eligible, dropped, floorValue: null, lastResort: false }
    : settle(candidates, eligible, dropped, context);
}

/** The two gates that look at all that are left at once: the floor, then those that are resting. */
function settle(
  candidates: readonly Candidate[],
  open: readonly Candidate[],
  dropped: readonly Dropped[],
  { floor = null, coolingDown, pin = null }: EligibilityContext,
): Eligibility {
  const rests = (one: Candidate): boolean =>
    one.id !== pin && coolingDown?.has(one.id, one.provider) === true;
  const awake = open.filter((one) => !rests(one));
  const floorValue = floor === null ? null : floorIn(awake.length > 0 ? awake : open, floor, pin);
  const clears = (one: Candidate): boolean =>
    floor === null || floorValue === null || passes(one, floorValue, floor, pin);

  let eligible = awake.filter(clears);
  let lastResort = false;
  if (eligible.length === 0) {
    const soonest = soonestFree(open.filter(clears), coolingDown);
    eligible = soonest === null ? [] : [soonest];
    lastResort = soonest !== null;
  }
  if (eligible.length === open.length) {
    return { eligible, dropped: [...dropped], floorValue, lastResort };
  }
  const reasons = new Map(dropped.map(({ candidate, reason }) => [candidate, reason]));
  const taken = new Set(eligible);
  for (const one of open) {
    if (!taken.has(one)) reasons.set(one, clears(one) ? 'cooling_down' : 'below_quality_floor');
  }
  const inOrder = candidates.flatMap((candidate) => {
    const reason = reasons.get(candidate);
    return reason === undefined ? [] : [{ candidate, reason }];
  });
  return { eligible, dropped: inOrder, floorValue, lastResort };
}

/** The floor as asked, or where the dial's comes to rest when nobody clears it. */
function floorIn(pool: readonly Candidate[], floor: Floor, pin: string | null): number {
  if (!floor.soft || pool.some((one) => passes(one, floor.value, floor, pin))) return floor.value;
  return relaxedFloor(
    floor.value,
    pool.map(({ scores }) => scores.quality),
  );
}

/** A dial's floor of 0 has given way whole: it lets unknown quality through too. */
function passes(one: Candidate, value: number, { soft }: Floor, pin: string | null): boolean {
  return (soft && (one.id === pin || value === 0)) || clearsFloor(one.scores.quality, value);
}

/**
 * The one that may be tried first, ties in the given order; null when there is none, or nobody says
 * when they may be tried.
 */
function soonestFree(
  resting: readonly Candidate[],
  coolingDown: CoolingDown | undefined,
): Candidate | null {
  if (coolingDown?.freeAt === undefined) return null;
  let soonest: Candidate | null = null;
  let soonestAt = Infinity;
  for (const one of resting) {
    const at = coolingDown.freeAt(one.id, one.provider);
    if (soonest === null || at < soonestAt) {
      soonest = one;
      soonestAt = at;
    }
  }
  return soonest;
}

function createGate(
  candidates: readonly Candidate[],
  context: EligibilityContext,
  takesTools: TakesTools,
): (candidate: Candidate) => DropReason | null {
  const { needs, constraints, requireCallable, unsupported } = context;
  const allowed = constraints.allowed === null ? null : new Set(constraints.allowed);
  const excluded = new Set(constraints.excluded);
  const keyModels = context.keyModels ?? null;
  const ofKey = keyModels === null ? null : new Set(keyModels);
  const spendingLeft = context.spendingLeftUsd ?? null;
  const realOneAvailable = candidates.some(
    (candidate) => !candidate.practice && unavailable(candidate, requireCallable) === null,
  );
  return (candidate) => {
    const missing = unavailable(candidate, requireCallable);
    if (missing !== null) return missing;
    if (candidate.practice && realOneAvailable) return 'practice_only';
    const incapable = incapability(candidate, needs, takesTools);
    if (incapable !== null) return incapable;
    if ((unsupported?.(candidate).length ?? 0) > 0) return 'unsupported_feature';
    if (allowed !== null && !allowed.has(candidate.id)) return 'not_allowed';
    if (ofKey !== null && !ofKey.has(candidate.id)) return 'key_not_allowed';
    if (excluded.has(candidate.id)) return 'excluded';
    if (constraints.localOnly && !candidate.local) return 'not_local';
    return capExceeded(candidate, constraints, spendingLeft);
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
  if (needs.realtime === true && !capabilities.realtime) return 'not_realtime';
  return needs.realtime === false && capabilities.realtimeOnly === true ? 'realtime_only' : null;
}

function capExceeded(
  candidate: Candidate,
  constraints: Constraints,
  spendingLeft: number | null,
): DropReason | null {
  const { maxCostUsd, maxLatencyMs } = constraints;
  const cost = candidate.typicalCostUsd;
  const unpriced = cost === null || Number.isNaN(cost);
  if (maxCostUsd !== null) {
    if (unpriced) return 'price_unknown';
    if (cost > maxCostUsd) return 'over_price_cap';
  }
  // What is simulated or runs on this machine spends nothing.
  if (spendingLeft !== null && !candidate.local && !candidate.practice) {
    if (unpriced) return 'price_unknown';
    if (cost > Math.max(0, spendingLeft)) return 'over_spending_cap';
  }
  const latency = candidate.typicalLatencyMs;
  return maxLatencyMs !== null && latency !== null && latency > maxLatencyMs
    ? 'over_wait_cap'
    : null;
}
