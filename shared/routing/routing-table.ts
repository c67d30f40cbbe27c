import { z } from 'zod';
import { compareCodePoints } from './code-points';
import { type Tier, TIERS } from './difficulty';
import { isRoute, type Route, ROUTES } from './taxonomy';

/** Reasoning efforts a model can be pinned to; null everywhere = as the provider has it. */
export const EFFORTS = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh'] as const;
export type Effort = (typeof EFFORTS)[number];

/** A route is published for a model that has at least this many graded cases in it (ruling 9). */
export const MIN_ROUTE_CASES = 10;

/** One measured model under a tier or a route. */
export const tableRowSchema = z.strictObject({
  /** `provider/model`. */
  model: z.string().min(1).max(300),
  effort: z.enum(EFFORTS).nullable(),
  /** Share of graded cases that passed, 0..1. */
  accuracy: z.number().min(0).max(1),
  /** US dollars per case, measured; 0 only for a model on this machine. */
  avgCostUsd: z.number().min(0).max(10_000),
  /** Nearest-rank 95th percentile in milliseconds; null = none measured. */
  p95Ms: z.number().min(0).nullable(),
  graded: z.number().int().min(1),
});
export type TableRow = Readonly<z.infer<typeof tableRowSchema>>;

const rowsSchema = z
  .array(tableRowSchema)
  .min(1)
  .max(200)
  .refine((rows) => new Set(rows.map(({ model }) => model)).size === rows.length, {
    message: 'a model is listed twice',
  });

/**
 * What a benchmark publishes: measured models per tier, at least one each, and per route where
 * there are enough cases. Read through this schema before it is served (S4-20, S4-23).
 */
export const routingTableSchema = z
  .strictObject({
    id: z.string().min(1),
    runId: z.string().min(1),
    /** Epoch milliseconds. */
    publishedAt: z.number().int().min(0),
    datasetVersion: z.string().min(1),
    minAccuracy: z.number().min(0).max(1),
    switchCostFactor: z.number().min(1).max(100),
    tiers: z.strictObject({ low: rowsSchema, medium: rowsSchema, high: rowsSchema }),
    routes: z.partialRecord(z.enum(ROUTES as readonly [Route, ...Route[]]), rowsSchema),
  })
  .superRefine((table, context) => {
    for (const rows of [...Object.values(table.tiers), ...Object.values(table.routes)]) {
      if (!inOrder(rows, table.minAccuracy)) {
        context.addIssue({ code: 'custom', message: 'the rows are not in their published order' });
      }
    }
  });
export type RoutingTable = Readonly<z.infer<typeof routingTableSchema>>;

/** A tier or a route: what results are summed up by. */
export type Scope = Tier | Route;

export const SCOPES: readonly Scope[] = [...TIERS, ...ROUTES];

export function isScope(value: unknown): value is Scope {
  return (
    (typeof value === 'string' && (TIERS as readonly string[]).includes(value)) || isRoute(value)
  );
}

/** The results of one model in one scope of a run. */
export interface ScopeSummary {
  readonly model: string;
  readonly effort: Effort | null;
  readonly scope: Scope;
  /** Cases with a verdict: passed, failed or timed out. */
  readonly graded: number;
  readonly passed: number;
  readonly timeouts: number;
  /** Cases without a verdict, since the provider failed. */
  readonly errors: number;
  /** Sum over the cases whose cost is known. */
  readonly costUsd: number;
  /** How many those are; 0 = there is no cost signal. */
  readonly costKnown: number;
  readonly p95Ms: number | null;
}

export const EXCLUSION_REASONS = ['no_graded_cases', 'no_cost', 'too_many_errors'] as const;
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number];

export interface TableExclusion {
  readonly model: string;
  readonly scope: Scope;
  readonly reason: ExclusionReason;
}

/** The ranked rows of a table. */
export interface TableLists {
  readonly tiers: Readonly<Record<Tier, readonly TableRow[]>>;
  readonly routes: Readonly<Partial<Record<Route, readonly TableRow[]>>>;
}

export type BuiltTable =
  | ({ readonly ok: true; readonly excluded: readonly TableExclusion[] } & TableLists)
  | {
      readonly ok: false;
      readonly code: 'tier_empty';
      readonly tier: Tier;
      readonly reason: string;
      readonly excluded: readonly TableExclusion[];
    };

/**
 * The rows that a run's results publish (S4-20): per scope the models above the threshold, cheapest
 * first, then the others, most accurate first. A model is left out where it has no graded case, where
 * no cost of it is known (unknown is not free), or where more cases failed to be answered than were
 * graded. A tier without a row publishes nothing at all.
 */
export function buildTable(summaries: readonly ScopeSummary[], minAccuracy: number): BuiltTable {
  const excluded: TableExclusion[] = [];
  const rowsOf = (scope: Scope, least: number): TableRow[] => {
    const rows: TableRow[] = [];
    for (const summary of summaries) {
      if (summary.scope !== scope) continue;
      const reason = exclusion(summary);
      if (reason !== null) excluded.push({ model: summary.model, scope, reason });
      else if (summary.graded >= least) rows.push(rowOf(summary));
    }
    return sortRows(rows, minAccuracy);
  };
  const tiers = { low: rowsOf('low', 1), medium: rowsOf('medium', 1), high: rowsOf('high', 1) };
  for (const tier of TIERS) {
    if (tiers[tier].length > 0) continue;
    const reason = `no model has a graded result with a known cost in the tier ${tier}`;
    return { ok: false, code: 'tier_empty', tier, reason, excluded };
  }
  const routes: Partial<Record<Route, readonly TableRow[]>> = {};
  for (const route of ROUTES) {
    const rows = rowsOf(route, MIN_ROUTE_CASES);
    if (rows.length > 0) routes[route] = rows;
  }
  return { ok: true, tiers, routes, excluded };
}

function exclusion({ graded, costKnown, errors }: ScopeSummary): ExclusionReason | null {
  if (graded === 0) return 'no_graded_cases';
  if (costKnown === 0) return 'no_cost';
  return errors > graded ? 'too_many_errors' : null;
}

function rowOf(summary: ScopeSummary): TableRow {
  const { model, effort, graded, passed, costUsd, costKnown, p95Ms } = summary;
  return {
    model,
    effort,
    accuracy: passed / graded,
    avgCostUsd: costUsd / costKnown,
    p95Ms,
    graded,
  };
}

/** A new array in published order; equal rows by id, so that the order never depends on chance. */
export function sortRows<R extends Pick<TableRow, 'model' | 'accuracy' | 'avgCostUsd'>>(
  rows: readonly R[],
  minAccuracy: number,
): R[] {
  return rows.toSorted((a, b) => compareRows(a, b, minAccuracy));
}

function compareRows(
  a: Pick<TableRow, 'model' | 'accuracy' | 'avgCostUsd'>,
  b: Pick<TableRow, 'model' | 'accuracy' | 'avgCostUsd'>,
  minAccuracy: number,
): number {
  const above = a.accuracy >= minAccuracy;
  if (above !== b.accuracy >= minAccuracy) return above ? -1 : 1;
  const byCost = a.avgCostUsd - b.avgCostUsd;
  const byAccuracy = b.accuracy - a.accuracy;
  return (
    (above ? byCost || byAccuracy : byAccuracy || byCost) || compareCodePoints(a.model, b.model)
  );
}

function inOrder(rows: readonly TableRow[], minAccuracy: number): boolean {
  return rows.every((row, index) => {
    const before = rows[index - 1];
    return before === undefined || compareRows(before, row, minAccuracy) <= 0;
  });
}

/** Nearest-rank percentile (S4-7): the smallest value that at least `share` of all are no greater than; null of none. */
export function nearestRank(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

/** A change that a new table would make to what is served first. */
export interface TableChange {
  readonly scope: Scope;
  /** Model at the head before; null = the scope had no list. */
  readonly before: string | null;
  readonly after: string | null;
}

/** Scopes whose first model differs, in a fixed order; `before` null = nothing was published yet. */
export function diffTables(before: TableLists | null, after: TableLists): TableChange[] {
  const changes: TableChange[] = [];
  for (const scope of SCOPES) {
    const was = before === null ? null : headOf(before, scope);
    const is = headOf(after, scope);
    if (was !== is) changes.push({ scope, before: was, after: is });
  }
  return changes;
}

function headOf(table: TableLists, scope: Scope): string | null {
  const rows = isRoute(scope) ? table.routes[scope] : table.tiers[scope];
  return rows?.[0]?.model ?? null;
}
