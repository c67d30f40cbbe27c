import type { AxisScores, Weights } from './candidate';
import { compareCodePoints } from './code-points';
import { winner } from './rank';
import type { TaskName } from './tasks';

/** An eligible candidate as it was recorded with a past decision. */
export interface ReplayCandidate {
  readonly id: string;
  readonly scores: AxisScores;
  /** Estimated cost of the request in US dollars; null = unknown. */
  readonly costUsd: number | null;
  /** Estimated time of the request in milliseconds; null = unknown. */
  readonly latencyMs: number | null;
}

/** One past decision, compact enough to send a few hundred at once. */
export interface ReplayRow {
  /** Id of the decision. */
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly task: TaskName;
  /** The model it was served by; null when there was none. */
  readonly chosen: string | null;
  /** The eligible ones of that time, with that time's scores. */
  readonly candidates: readonly ReplayCandidate[];
}

/** Compares what was with what would have been, over the rows where both sides are known. */
export interface ReplayCost {
  readonly beforeUsd: number;
  readonly afterUsd: number;
  /** Rows in both sums. */
  readonly knownRows: number;
  /** Rows left out of both sums, because a price on one side or both is unknown. */
  readonly unknownRows: number;
}

export interface Replay {
  /** Picks per model under the new weights, most first, ties by id. */
  readonly counts: readonly { readonly id: string; readonly count: number }[];
  /** Rows that had somebody to choose; the others are in {@link undecided}. */
  readonly decided: number;
  readonly undecided: number;
  /** Decided rows whose model would have been another. */
  readonly changed: number;
  readonly cost: ReplayCost;
  /** Mean change of the quality score (-1..1); null when no row knows both sides. */
  readonly meanQualityDelta: number | null;
  /** Mean change of the estimated time in milliseconds; null when no row knows both sides. */
  readonly meanLatencyDeltaMs: number | null;
}

/**
 * What the plain ranking would have picked on past requests under other weights, and what that
 * changes (pins and conversation stickiness are not replayed). An unknown figure is never counted
 * as 0: its row is left out of that comparison.
 */
export function replay(rows: readonly ReplayRow[], weights: Weights): Replay {
  const counts = new Map<string, number>();
  const cost = new Comparison();
  const quality = new Comparison();
  const latency = new Comparison();
  let decided = 0;
  let changed = 0;
  for (const row of rows) {
    const after = winner(row.candidates, weights)?.candidate;
    if (after === undefined) continue;
    decided += 1;
    counts.set(after.id, (counts.get(after.id) ?? 0) + 1);
    if (after.id !== row.chosen) changed += 1;
    const before = row.candidates.find((candidate) => candidate.id === row.chosen);
    cost.add(before?.costUsd, after.costUsd);
    quality.add(before?.scores.quality, after.scores.quality);
    latency.add(before?.latencyMs, after.latencyMs);
  }
  return {
    counts: [...counts]
      .map(([id, count]) => ({ id, count }))
      .sort((a, b) => b.count - a.count || compareCodePoints(a.id, b.id)),
    decided,
    undecided: rows.length - decided,
    changed,
    cost: {
      beforeUsd: cost.before,
      afterUsd: cost.after,
      knownRows: cost.known,
      unknownRows: decided - cost.known,
    },
    meanQualityDelta: quality.meanDelta(),
    meanLatencyDeltaMs: latency.meanDelta(),
  };
}

class Comparison {
  before = 0;
  after = 0;
  known = 0;

  add(before: number | null | undefined, after: number | null): void {
    if (before === null || before === undefined || after === null) return;
    if (!Number.isFinite(before) || !Number.isFinite(after)) return;
    this.before += before;
    this.after += after;
    this.known += 1;
  }

  meanDelta(): number | null {
    return this.known === 0 ? null : (this.after - this.before) / this.known;
  }
}
