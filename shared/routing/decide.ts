import type { Candidate, DropReason, Weights } from './candidate';
import { compareCodePoints } from './code-points';
import {
  type Dropped,
  type Eligibility,
  type EligibilityContext,
  splitEligible,
} from './eligibility';
import { type Ranked, rank } from './rank';
import { contributions } from './score';
import { type Incumbent, keptIncumbent } from './session';
import type { TaskName } from './tasks';
import type { DecisionReason, FloorTrace, Trace, TraceCandidate, WeightsSource } from './trace';

export interface DecisionInput extends EligibilityContext {
  readonly task: TaskName;
  /** As the caller spelled it: `auto` or `auto/<task>`. */
  readonly requestedModel: string;
  /** Every known candidate of the task, eligible or not, in any order. */
  readonly candidates: readonly Candidate[];
  /** The effective weights, and where they came from (S0-37, S0-39). */
  readonly weights: Weights;
  readonly weightsSource: WeightsSource;
  /** Candidate id the user pinned for this task; obeyed when eligible, else passed over (S0-108). */
  readonly pin: string | null;
  /** Candidate id that is kept for this task although new data ranks another first; see Hold. */
  readonly hold?: string | null;
  /** The conversation's model so far. */
  readonly incumbent: Incumbent | null;
  /** Version of the user's preferences; 0 = never set. */
  readonly prefsVersion: number;
  /** Catalog version and source, for the record. */
  readonly catalog: string;
}

/** A decision before it has an id and a time: those are given by whoever records it. */
export type DecisionTrace = Omit<Trace, 'id' | 'createdAt'>;

/**
 * The strategy `auto`, whole: eligible, then the pin, then the ranking, then the session, with a
 * trace of everything seen. The preview, the app and the gateway all decide with this function.
 * `model` is null only when nothing is eligible.
 */
export function decideAuto(input: DecisionInput): DecisionTrace {
  const { weights } = input;
  const split = splitEligible(input.candidates, input);
  const { eligible, dropped } = split;
  const ranked = rank(eligible, weights);
  const chosen = choose(ranked, input);
  const { model } = chosen;
  const decided: DecisionTrace = {
    task: input.task,
    strategy: 'auto',
    requestedModel: input.requestedModel,
    model,
    reason: model === null ? refusalReason(dropped) : chosen.reason,
    weights: { ...weights },
    weightsSource: input.weightsSource,
    candidates: [
      ...ranked.map(({ candidate, total }, index) =>
        traceRow(candidate, weights, index + 1, total, null),
      ),
      ...dropped
        .sort(byId)
        .map(({ candidate, reason: drop }) => traceRow(candidate, weights, null, null, drop)),
    ],
    incumbent: input.incumbent?.model ?? null,
    prefsVersion: input.prefsVersion,
    catalog: input.catalog,
  };
  const policy = policyOf(input, split, model);
  return policy === null ? decided : { ...decided, ...policy };
}

function refusalReason(dropped: readonly Dropped[]): DecisionReason {
  return dropped.some(({ reason }) => reason === 'below_quality_floor')
    ? 'no_candidate_clears_floor'
    : 'no_eligible_candidate';
}

/** What the floor and the cooldown did; null where neither is in force. */
function policyOf(
  input: DecisionInput,
  split: Eligibility,
  model: string | null,
): Pick<Trace, 'floor' | 'lastResort'> | null {
  const floor = floorTrace(input, split, model);
  if (floor === null && !split.lastResort) return null;
  return {
    ...(floor !== null && { floor }),
    ...(split.lastResort && { lastResort: true as const }),
  };
}

function floorTrace(
  input: DecisionInput,
  { floorValue, dropped }: Eligibility,
  model: string | null,
): FloorTrace | null {
  const { floor = null } = input;
  if (floor === null || floorValue === null) return null;
  const cut = dropped.some(({ reason }) => reason === 'below_quality_floor');
  return {
    value: floorValue,
    source: floor.source,
    preference: floor.preference,
    normalisedFrom: floor.normalisedFrom,
    relaxed: floorValue < floor.value,
    changedPick: cut && withoutFloor(input) !== model,
  };
}

function withoutFloor(input: DecisionInput): string | null {
  const { eligible } = splitEligible(input.candidates, { ...input, floor: null });
  return choose(rank(eligible, input.weights), input).model;
}

/**
 * Ids to try, in order, when the chosen model fails before its first byte: the other eligible ones
 * by rank. Empty after a pin or a named model: an explicit choice is never swapped (ruling 12).
 */
export function fallbackOrder(trace: DecisionTrace): string[] {
  if (trace.reason === 'pinned' || trace.reason === 'direct') return [];
  return trace.candidates
    .filter((candidate) => candidate.rank !== null && candidate.id !== trace.model)
    .map((candidate) => candidate.id);
}

function choose(
  ranked: readonly Ranked<Candidate>[],
  { pin, hold = null, incumbent, prefsVersion }: DecisionInput,
): { model: string | null; reason: DecisionReason } {
  const best = ranked[0];
  if (best === undefined) return { model: null, reason: 'no_eligible_candidate' };
  if (pin !== null && ranked.some((row) => row.candidate.id === pin)) {
    return { model: pin, reason: 'pinned' };
  }
  const kept = keptIncumbent(ranked, incumbent, prefsVersion);
  if (kept !== null) return { model: kept.candidate.id, reason: 'kept_in_conversation' };
  // A soft pin: it lapses where the model is not eligible, and a failure falls back as ever.
  const held = hold !== null && hold !== best.candidate.id;
  return held && ranked.some((row) => row.candidate.id === hold)
    ? { model: hold, reason: 'held' }
    : { model: best.candidate.id, reason: 'highest_score' };
}

/** One literal and no spread: this runs for every candidate of every decision. */
function traceRow(
  candidate: Candidate,
  weights: Weights,
  rank: number | null,
  total: number | null,
  drop: DropReason | null,
): TraceCandidate {
  return {
    id: candidate.id,
    provider: candidate.provider,
    name: candidate.name,
    local: candidate.local,
    practice: candidate.practice,
    rank,
    total,
    scores: candidate.scores,
    contributions: contributions(candidate.scores, weights),
    figures: candidate.figures,
    drop,
    estimatedCostUsd: candidate.typicalCostUsd,
    estimatedLatencyMs: candidate.typicalLatencyMs,
  };
}

function byId(a: Dropped, b: Dropped): number {
  return compareCodePoints(a.candidate.id, b.candidate.id);
}
