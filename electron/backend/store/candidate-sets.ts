import { createHash } from 'node:crypto';
import type { TaskName } from '@shared/routing/tasks';
import type { TraceCandidate } from '@shared/routing/trace';
import { packSet, setText } from './trace-pack';

/** The rows that decisions have in common: all of a trace's candidates but what each would cost. */
export interface CandidateSet {
  /** Made of the content: the same rows have the same id, whoever saved them. */
  readonly id: string;
  readonly data: Uint8Array;
  /** True once a transaction with it is committed. */
  saved: boolean;
}

interface Known extends CandidateSet {
  readonly rows: readonly TraceCandidate[];
}

/** Sets remembered of each task: its needs (tools, images) and who is resting make a few at a time. */
const KNOWN_PER_TASK = 16;

/**
 * Finds the set of a decision's rows. Those of the last few sets are known again by what the rows are
 * made of (the scores and figures of a catalog are the same objects until it changes), which takes a
 * microsecond; only rows that are new are written out and hashed.
 */
export class CandidateSets {
  readonly #known = new Map<TaskName, Known[]>();

  of(task: TaskName, rows: readonly TraceCandidate[]): CandidateSet {
    const known = this.#known.get(task) ?? [];
    const index = known.findIndex((set) => sameRows(set.rows, rows));
    const found = known[index];
    if (found !== undefined) {
      if (index > 0) {
        known.splice(index, 1);
        known.unshift(found);
      }
      return found;
    }
    const text = setText(rows);
    const made = { id: idOf(text), data: packSet(text), saved: false, rows };
    known.unshift(made);
    if (known.length > KNOWN_PER_TASK) known.pop();
    this.#known.set(task, known);
    return made;
  }
}

function idOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 24);
}

function sameRows(a: readonly TraceCandidate[], b: readonly TraceCandidate[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) {
    const [one, other] = [a[index], b[index]];
    if (one === undefined || other === undefined || !sameRow(one, other)) return false;
  }
  return true;
}

/** Every field but the cost; a test fails when a new field of the row is missing here. */
function sameRow(a: TraceCandidate, b: TraceCandidate): boolean {
  return (
    a.id === b.id &&
    a.scores === b.scores &&
    a.figures === b.figures &&
    a.rank === b.rank &&
    a.total === b.total &&
    a.drop === b.drop &&
    a.estimatedLatencyMs === b.estimatedLatencyMs &&
    a.provider === b.provider &&
    a.name === b.name &&
    a.local === b.local &&
    a.practice === b.practice &&
    a.contributions.quality === b.contributions.quality &&
    a.contributions.latency === b.contributions.latency &&
    a.contributions.cost === b.contributions.cost
  );
}
