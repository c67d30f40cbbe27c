import { compareCodePoints } from './code-points';
import type { Effort } from './routing-table';

/** A model that is in stays in until it is this share beyond a bound (ruling 10). */
export const HYSTERESIS = 0.05;

/** Models that the sync lets in at most: a router service alone lists hundreds. */
export const AUTO_LIMIT = 20;

export interface SyncModel {
  readonly model: string;
  readonly effort: Effort | null;
}

/** What one full benchmark run of a model costs in US dollars. */
export interface FeedEntry {
  readonly model: string;
  readonly runCostUsd: number;
}

export interface SyncInput {
  /** Models that the user's keys can call; null = they could not be read. */
  readonly feed: readonly FeedEntry[] | null;
  readonly manual: readonly SyncModel[];
  /** What the last sync let in, excluded ones included. */
  readonly auto: readonly SyncModel[];
  readonly excluded: readonly string[];
  /** The user's efforts by model, kept while models come and go (S3-3). */
  readonly efforts: readonly SyncModel[];
  readonly minCostUsd: number;
  readonly maxCostUsd: number;
}

export interface SyncOutcome {
  readonly auto: readonly SyncModel[];
  /** manual + (auto - excluded): what is measured (S3-4). */
  readonly effective: readonly SyncModel[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** The effective set is another, an effort included. */
  readonly changed: boolean;
  /** Why the previous set was kept; null = the feed was used (S3-14). */
  readonly kept: 'empty-feed' | 'feed-failed' | null;
}

/**
 * One sync: which models the bounds let in, and whether that changes what is measured. Bounds are
 * inclusive and compared with the unrounded cost: flooring it first let $25.99 pass a bound of $25
 * (S3-5). An empty or failed feed keeps what was (S3-14).
 */
export function syncCandidates(input: SyncInput): SyncOutcome {
  const before = effectiveModels(input.manual, input.auto, input.excluded);
  const kept = input.feed === null ? 'feed-failed' : input.feed.length === 0 ? 'empty-feed' : null;
  const auto = kept === null ? letIn(input, input.feed ?? []) : input.auto;
  const effective = effectiveModels(input.manual, auto, input.excluded);
  const ids = new Set(effective.map(({ model }) => model));
  const idsBefore = new Set(before.map(({ model }) => model));
  return {
    auto,
    effective,
    added: effective.map(({ model }) => model).filter((model) => !idsBefore.has(model)),
    removed: before.map(({ model }) => model).filter((model) => !ids.has(model)),
    changed: setKey(effective) !== setKey(before),
    kept,
  };
}

/** manual + (auto - excluded); a model that is in both counts as manual (S3-4). */
export function effectiveModels(
  manual: readonly SyncModel[],
  auto: readonly SyncModel[],
  excluded: readonly string[],
): SyncModel[] {
  const taken = new Set([...manual.map(({ model }) => model), ...excluded]);
  return [...manual, ...auto.filter(({ model }) => !taken.has(model))];
}

/** Whether a cost is within the bounds; one that is in gets the hysteresis. */
export function inBounds(
  costUsd: number,
  { minCostUsd, maxCostUsd }: Pick<SyncInput, 'minCostUsd' | 'maxCostUsd'>,
  isIn: boolean,
): boolean {
  const slack = isIn ? HYSTERESIS : 0;
  return costUsd >= minCostUsd * (1 - slack) && costUsd <= maxCostUsd * (1 + slack);
}

/** Dearest first, then by id (S3-6). */
export function byCostDescending(a: FeedEntry, b: FeedEntry): number {
  return b.runCostUsd - a.runCostUsd || compareCodePoints(a.model, b.model);
}

function letIn(input: SyncInput, feed: readonly FeedEntry[]): SyncModel[] {
  const wasIn = new Set(input.auto.map(({ model }) => model));
  const efforts = new Map(
    [...input.auto, ...input.manual, ...input.efforts].map(({ model, effort }) => [model, effort]),
  );
  return feed
    .filter(({ model, runCostUsd }) => inBounds(runCostUsd, input, wasIn.has(model)))
    .toSorted(
      (a, b) => Number(wasIn.has(b.model)) - Number(wasIn.has(a.model)) || byCostDescending(a, b),
    )
    .slice(0, AUTO_LIMIT)
    .toSorted(byCostDescending)
    .map(({ model }) => ({ model, effort: efforts.get(model) ?? null }));
}

/** Equal exactly when the sets are: change is detected on `id\0effort` (S3-4). */
function setKey(models: readonly SyncModel[]): string {
  return models
    .map(({ model, effort }) => `${model}\0${effort ?? ''}`)
    .sort(compareCodePoints)
    .join('\n');
}
