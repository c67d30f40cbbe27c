import { unfit, withinTolerance } from './efficient-fit';
import type {
  EfficientInput,
  EfficientMode,
  EfficientReason,
  EfficientRow,
  SwitchReason,
} from './efficient-types';
import type { RoutingTable } from './routing-table';

/**
 * Turns over which a switch must earn back what it throws away. Measured: on mixed conversations
 * (test/bench/efficient.bench.ts) more turns switch too often for the caches they lose, fewer keep a
 * dear model too long; at this value three switches of four go and nothing gets dearer.
 */
export const SWITCH_HORIZON_TURNS = 1.85;

const MTOK = 1_000_000;

/** What the session decided. */
export interface Choice {
  readonly model: string;
  readonly sticky: boolean;
  readonly reason: EfficientReason;
  readonly switchReason: SwitchReason | null;
  readonly switchCostUsd: number | null;
}

/**
 * The fresh pick or the conversation's own model: it is kept while it can take the request, is accurate
 * enough and a switch doesn't pay (S4-27), and whatever a heuristic says (S4-28).
 */
export function choose(
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
