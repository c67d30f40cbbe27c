/** One model as the chart of quality against cost shows it; null = unknown. */
export interface ParetoInput {
  readonly id: string;
  /** Higher is better. */
  readonly quality: number | null;
  /** US dollars, lower is better. */
  readonly costUsd: number | null;
  /** Milliseconds, lower is better. */
  readonly latencyMs: number | null;
}

/** `unknown`: a figure is missing, so it neither dominates nor is dominated. */
export type ParetoStatus = 'front' | 'dominated' | 'unknown';

export interface ParetoMark {
  readonly id: string;
  readonly status: ParetoStatus;
  /** Id of the first candidate, in input order, that is at least as good on all three; else null. */
  readonly dominatedBy: string | null;
}

/**
 * Marks each candidate, in input order: `dominated` when another is at least as good on quality,
 * cost and latency and better on one; equals stay on the front together.
 */
export function paretoFront(candidates: readonly ParetoInput[]): ParetoMark[] {
  const known = candidates.filter(isKnown);
  return candidates.map((candidate) => {
    if (!isKnown(candidate)) return { id: candidate.id, status: 'unknown', dominatedBy: null };
    const by = known.find((other) => dominates(other, candidate));
    return by === undefined
      ? { id: candidate.id, status: 'front', dominatedBy: null }
      : { id: candidate.id, status: 'dominated', dominatedBy: by.id };
  });
}

interface Known extends ParetoInput {
  readonly quality: number;
  readonly costUsd: number;
  readonly latencyMs: number;
}

function isKnown(candidate: ParetoInput): candidate is Known {
  return [candidate.quality, candidate.costUsd, candidate.latencyMs].every(Number.isFinite);
}

function dominates(a: Known, b: Known): boolean {
  return (
    a.quality >= b.quality &&
    a.costUsd <= b.costUsd &&
    a.latencyMs <= b.latencyMs &&
    (a.quality > b.quality || a.costUsd < b.costUsd || a.latencyMs < b.latencyMs)
  );
}
