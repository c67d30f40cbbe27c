import type { Candidate, Modality, RequestNeeds } from './candidate';
import type { ClassifierOutput } from './classifier-output';
import type { ClassifierSource } from './classifier-grade';
import { compareCodePoints } from './code-points';
import { deriveTier, type Tier } from './difficulty';
import type { Effort, RoutingTable, TableRow } from './routing-table';
import { type Route, routeOf } from './taxonomy';

/**
 * How far below the floor the conversation's model may lie and be kept (S4-37): with ten cases a
 * route, a difference of a tenth is chance.
 */
export const STICKY_ACCURACY_TOLERANCE = 0.1;

/** 0.8 - 0.1 is 0.7000000000000001 in doubles; 0.7 counts as within the tolerance. */
const ROUNDING = 1e-9;

/**
 * Turns over which a switch must earn back what it throws away. Measured: on mixed conversations
 * (test/bench/efficient.bench.ts) more turns switch too often for the caches they lose, fewer keep a
 * dear model too long; at this value three switches of four go and nothing gets dearer.
 */
export const SWITCH_HORIZON_TURNS = 1.85;

/** A model that doesn't declare its window is trusted with this many tokens and no more. */
export const ASSUMED_CONTEXT_TOKENS = 8_192;

const MTOK = 1_000_000;

export const EFFICIENT_MODES = ['cost_per_accuracy', 'best_accuracy'] as const;
/** `cost_per_accuracy`: the cheapest that is accurate enough (S4-27); `best_accuracy`: the most accurate. */
export type EfficientMode = (typeof EFFICIENT_MODES)[number];

/** A classification with where it came from. */
export interface Classification {
  readonly source: ClassifierSource;
  readonly output: ClassifierOutput;
  /** Model that made it; null = the heuristic. */
  readonly model: string | null;
  /** True = it was known from an earlier, equal request. */
  readonly cached: boolean;
  /** US dollars of the classifier's call; 0 when cached or made here; null = unknown. */
  readonly costUsd: number | null;
  /** Milliseconds it took. */
  readonly ms: number;
  /** Why a model didn't make it, e.g. `timeout`; null when one did. */
  readonly fallbackReason: string | null;
}

/** The model of the conversation so far. */
export interface EfficientIncumbent {
  readonly model: string;
}

export interface EfficientInput {
  /** Candidates that passed the gates of eligibility, in any order. */
  readonly candidates: readonly Candidate[];
  readonly needs: RequestNeeds;
  /** Null = nothing is published: declines. */
  readonly table: RoutingTable | null;
  /** Null = the request could not be classified at all: declines. */
  readonly classification: Classification | null;
  readonly incumbent: EfficientIncumbent | null;
  /** The last message is a tool's result or an assistant's tool call: see efficient-tool-loop.ts. */
  readonly inToolLoop: boolean;
  /** Accuracy floor set by the dial or the caller, 0..1; null = the table's own. */
  readonly dialFloor: number | null;
  readonly mode: EfficientMode;
}

export type EfficientDrop = 'not_eligible' | 'no_tools' | 'missing_modality' | 'context_too_small';

/** A row of the table as this decision saw it. */
export interface EfficientRow {
  readonly model: string;
  readonly effort: Effort | null;
  /** Measured on the tier, 0..1. */
  readonly accuracy: number;
  /** Measured on the route; null = too few cases, the tier alone counts (ruling 9). */
  readonly routeAccuracy: number | null;
  readonly avgCostUsd: number;
  readonly graded: number;
  /** Good enough for this request. */
  readonly meetsFloor: boolean;
  /** 1 = first; null when dropped. */
  readonly rank: number | null;
  readonly drop: EfficientDrop | null;
}

export type SwitchReason = 'cost' | 'threshold' | 'capability';

export type EfficientReason =
  | 'cheapest_above_floor'
  | 'most_accurate'
  /** Nothing proven good enough can be called: the most accurate of the measured ones. */
  | 'none_above_floor'
  | 'kept_in_conversation'
  | 'kept_in_tool_loop'
  /** A heuristic label moves no conversation (S4-28). */
  | 'kept_on_heuristic';

/** What the decision saw; recorded, never recomputed. */
export interface EfficientTrace {
  readonly tableId: string;
  readonly tier: Tier;
  readonly route: Route | null;
  readonly classification: Classification;
  readonly mode: EfficientMode;
  /** The accuracy that counted as good enough. */
  readonly floor: number;
  readonly rows: readonly EfficientRow[];
  readonly incumbent: string | null;
  readonly sticky: boolean;
  /** Why the conversation changes its model; null when it doesn't. */
  readonly switchReason: SwitchReason | null;
  /** What a switch would throw away in prompt caches; null = unknown, or no switch was weighed. */
  readonly switchCostUsd: number | null;
  readonly reason: EfficientReason;
  /** Whether the conversation is held to this model from now on; never after a heuristic (S4-28). */
  readonly anchors: boolean;
}

export type EfficientDecision =
  | {
      readonly ok: true;
      readonly model: string;
      /** The effort it was measured with and is served with (S4-11). */
      readonly effort: Effort | null;
      /** All that can be called, the chosen one first: the order of a fallback. */
      readonly ranked: readonly string[];
      readonly trace: EfficientTrace;
    }
  | {
      readonly ok: false;
      readonly decline: {
        readonly code: 'no_table' | 'no_classification' | 'no_candidate';
        readonly reason: string;
      };
    };

/**
 * The strategy `auto/efficient` behind the gates: the cheapest model that is measured to be good
 * enough for the request's tier, kept within a conversation while switching doesn't pay. Pure; the
 * caller falls back to `auto` when it declines (S4-31).
 */
export function decideEfficient(input: EfficientInput): EfficientDecision {
  const { table, classification } = input;
  if (table === null) return decline('no_table', 'no routing table has been published');
  if (classification === null) return decline('no_classification', 'the request has no label');
  const { output } = classification;
  const tier = deriveTier(output);
  const route = routeOf(output.taskType, output.subtaskType);
  const floor = input.dialFloor ?? table.minAccuracy;
  const rows = rankRows(input, table, tier, route, floor);
  const open = rows.filter(({ drop }) => drop === null);
  const fresh = open[0];
  const held = keepInLoop(input);
  if (fresh === undefined && held === null) {
    return decline('no_candidate', 'no model of the routing table can take this request');
  }
  const choice = fresh === undefined ? null : choose(input, table, open, fresh, floor);
  const model = held ?? choice?.model ?? null;
  if (model === null) return decline('no_candidate', 'no model of the routing table is left');
  const sticky = held !== null || choice?.sticky === true;
  return {
    ok: true,
    model,
    effort: rows.find((row) => row.model === model)?.effort ?? null,
    ranked: [model, ...open.map((row) => row.model).filter((id) => id !== model)],
    trace: {
      tableId: table.id,
      tier,
      route,
      classification,
      mode: input.mode,
      floor,
      rows,
      incumbent: input.incumbent?.model ?? null,
      sticky,
      switchReason: held === null ? (choice?.switchReason ?? null) : null,
      switchCostUsd: held === null ? (choice?.switchCostUsd ?? null) : null,
      reason: held === null ? (choice?.reason ?? 'none_above_floor') : 'kept_in_tool_loop',
      anchors: classification.source === 'model',
    },
  };
}

function decline(
  code: 'no_table' | 'no_classification' | 'no_candidate',
  reason: string,
): EfficientDecision {
  return { ok: false, decline: { code, reason } };
}

/** Between a tool call and its answer the model stays, whatever it costs, while it can be called at all. */
function keepInLoop({ inToolLoop, incumbent, candidates, needs }: EfficientInput): string | null {
  if (!inToolLoop || incumbent === null) return null;
  const candidate = candidates.find(({ id }) => id === incumbent.model);
  return candidate !== undefined && unfit(candidate, needs) === null ? incumbent.model : null;
}

function rankRows(
  { candidates, needs, mode }: EfficientInput,
  table: RoutingTable,
  tier: Tier,
  route: Route | null,
  floor: number,
): EfficientRow[] {
  const byId = new Map(candidates.map((candidate) => [candidate.id, candidate]));
  const routeRows = route === null ? undefined : table.routes[route];
  const rows = table.tiers[tier].map((row) => {
    const routeAccuracy = routeRows?.find(({ model }) => model === row.model)?.accuracy ?? null;
    const candidate = byId.get(row.model);
    const drop = candidate === undefined ? ('not_eligible' as const) : unfit(candidate, needs);
    return readRow(row, routeAccuracy, floor, drop);
  });
  const open = rows
    .filter(({ drop }) => drop === null)
    .sort((a, b) => compareForMode(a, b, mode))
    .map((row, index) => ({ ...row, rank: index + 1 }));
  const dropped = rows
    .filter(({ drop }) => drop !== null)
    .sort((a, b) => compareCodePoints(a.model, b.model));
  return [...open, ...dropped];
}

function readRow(
  row: TableRow,
  routeAccuracy: number | null,
  floor: number,
  drop: EfficientDrop | null,
): EfficientRow {
  return {
    model: row.model,
    effort: row.effort,
    accuracy: row.accuracy,
    routeAccuracy,
    avgCostUsd: row.avgCostUsd,
    graded: row.graded,
    // A route has a tenth of a tier's cases: it speaks against a model only beyond chance.
    meetsFloor:
      row.accuracy >= floor && (routeAccuracy === null || withinTolerance(routeAccuracy, floor)),
    rank: null,
    drop,
  };
}

function withinTolerance(accuracy: number, floor: number): boolean {
  return accuracy >= floor - STICKY_ACCURACY_TOLERANCE - ROUNDING;
}

/** Good enough ones first; among the others accuracy leads in both modes (S4-20). */
function compareForMode(a: EfficientRow, b: EfficientRow, mode: EfficientMode): number {
  if (a.meetsFloor !== b.meetsFloor) return a.meetsFloor ? -1 : 1;
  const byCost = a.avgCostUsd - b.avgCostUsd;
  const byAccuracy = b.accuracy - a.accuracy;
  const costLeads = a.meetsFloor && mode === 'cost_per_accuracy';
  return (
    (costLeads ? byCost || byAccuracy : byAccuracy || byCost) || compareCodePoints(a.model, b.model)
  );
}

/** Fails closed: what a model doesn't declare it can't do (S4-37). */
function unfit({ capabilities }: Candidate, needs: RequestNeeds): EfficientDrop | null {
  if (misses(needs.input, capabilities.input) || misses(needs.output, capabilities.output)) {
    return 'missing_modality';
  }
  if (needs.tools && capabilities.tools !== true) return 'no_tools';
  const window = capabilities.context ?? ASSUMED_CONTEXT_TOKENS;
  return needs.promptTokens !== null && needs.promptTokens > window ? 'context_too_small' : null;
}

function misses(wanted: readonly Modality[], has: readonly Modality[]): boolean {
  return wanted.some((modality) => !has.includes(modality));
}

interface Choice {
  readonly model: string;
  readonly sticky: boolean;
  readonly reason: EfficientReason;
  readonly switchReason: SwitchReason | null;
  readonly switchCostUsd: number | null;
}

function choose(
  input: EfficientInput,
  table: RoutingTable,
  open: readonly EfficientRow[],
  fresh: EfficientRow,
  floor: number,
): Choice {
  const { incumbent } = input;
  const go = (switchReason: SwitchReason | null, switchCostUsd: number | null = null): Choice => ({
    model: fresh.model,
    sticky: false,
    reason: freshReason(fresh, input.mode),
    switchReason,
    switchCostUsd,
  });
  if (incumbent === null) return go(null);
  const callable = input.candidates.find(({ id }) => id === incumbent.model);
  if (callable === undefined || unfit(callable, input.needs) !== null) return go('capability');
  const stay = (reason: EfficientReason, switchCostUsd: number | null = null): Choice => ({
    model: incumbent.model,
    sticky: true,
    reason,
    switchReason: null,
    switchCostUsd,
  });
  if (input.classification?.source === 'heuristic') return stay('kept_on_heuristic');
  if (incumbent.model === fresh.model) return { ...stay(freshReason(fresh, input.mode)) };
  const current = open.find(({ model }) => model === incumbent.model);
  const accuracy = Math.min(current?.accuracy ?? 0, current?.routeAccuracy ?? 1);
  // Moving to a model that is itself too weak would trade one doubt for another.
  if (current === undefined || (!withinTolerance(accuracy, floor) && fresh.meetsFloor)) {
    return go('threshold');
  }
  if (input.mode === 'best_accuracy' || !fresh.meetsFloor) return stay('kept_in_conversation');
  const switchCostUsd = switchCost(input, incumbent.model, fresh.model);
  const saving = current.avgCostUsd - fresh.avgCostUsd;
  const pays =
    fresh.avgCostUsd * table.switchCostFactor < current.avgCostUsd &&
    saving * SWITCH_HORIZON_TURNS > (switchCostUsd ?? 0);
  return pays ? go('cost', switchCostUsd) : stay('kept_in_conversation', switchCostUsd);
}

function freshReason(fresh: EfficientRow, mode: EfficientMode): EfficientReason {
  if (!fresh.meetsFloor) return 'none_above_floor';
  return mode === 'best_accuracy' ? 'most_accurate' : 'cheapest_above_floor';
}

/**
 * What a switch throws away, in US dollars (S4-27): the fresh model reads the conversation anew, and so
 * does the incumbent when a harder question calls it back, as it was called in the first place.
 * Null when nothing of it is known.
 */
function switchCost(input: EfficientInput, incumbent: string, fresh: string): number | null {
  const there = costOfReadingAnew(input, fresh);
  const back = costOfReadingAnew(input, incumbent);
  return there === null && back === null ? null : (there ?? 0) + (back ?? 0);
}

/**
 * What reading the conversation anew costs, in US dollars: all of it at the full price once, instead
 * of from the model's prompt cache. Null when a price or the length is unknown.
 */
function costOfReadingAnew({ candidates, needs }: EfficientInput, model: string): number | null {
  const candidate = candidates.find(({ id }) => id === model);
  if (candidate?.local === true) return 0;
  const price = candidate?.price;
  if (!price || price.inputPerMTok === null || needs.promptTokens === null) return null;
  const cached = price.cacheReadPerMTok ?? 0;
  return (Math.max(0, price.inputPerMTok - cached) * needs.promptTokens) / MTOK;
}
