import { compareCodePoints } from './code-points';
import { deriveTier, type Tier } from './difficulty';
import { unfit, withinTolerance } from './efficient-fit';
import { choose } from './efficient-session';
import type {
  EfficientDecision,
  EfficientDrop,
  EfficientInput,
  EfficientMode,
  EfficientRow,
} from './efficient-types';
import type { RoutingTable, TableRow } from './routing-table';
import { type Route, routeOf } from './taxonomy';

export type { EfficientTrace } from './efficient-types';

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
