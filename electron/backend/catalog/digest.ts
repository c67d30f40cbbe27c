import type { FigureChange, PickChange } from '@shared/api/models';
import { AXES, type Candidate } from '@shared/routing/candidate';
import { decideAuto, type DecisionTrace } from '@shared/routing/decide';
import { TASK_NEEDS } from '@shared/routing/resolve-setting';
import { SWITCH_MARGIN } from '@shared/routing/session';
import { TASK_NAMES, type TaskName } from '@shared/routing/tasks';
import type { TraceCandidate } from '@shared/routing/trace';
import { effectiveFor } from '../decide/effective';
import type { Hold } from '../store/catalog-store';
import type { StoredPrefs } from '../store/store';

/** The candidates of every task at one moment, under the same connections. */
export type CandidatesByTask = Readonly<Record<TaskName, readonly Candidate[]>>;

export interface DigestInput {
  readonly prefs: StoredPrefs;
  readonly holds: readonly Hold[];
  readonly before: CandidatesByTask;
  readonly after: CandidatesByTask;
  readonly catalogFrom: string;
  readonly catalogTo: string;
  readonly newId: () => string;
  /** Epoch milliseconds. */
  readonly now: number;
}

export interface Digest {
  readonly holds: readonly Hold[];
  readonly changes: readonly PickChange[];
}

/** Changing the model means indexing every screenshot again: never without being asked. */
const STICKY: TaskName = 'screenshot_embedding';
/** 0.80 - 0.77 is 0.030000000000000027 in doubles; it counts as 0.03. */
const ROUNDING = 1e-9;

/**
 * What new data does to one user's picks. A winner that leads by 0.03 or less does not unseat the
 * pick; a clear one does and is told of; the embedding pick waits for the person; what the person
 * holds stays.
 */
export function digestOf(input: DigestInput): Digest {
  const holds: Hold[] = [];
  const changes: PickChange[] = [];
  for (const task of TASK_NAMES) {
    const settled = settle(task, input);
    if (settled.hold) holds.push(settled.hold);
    if (settled.change) changes.push(settled.change);
  }
  return { holds, changes };
}

function settle(
  task: TaskName,
  input: DigestInput,
): { readonly hold: Hold | null; readonly change: PickChange | null } {
  const { prefs, holds, before, after } = input;
  const old = pick(task, prefs, before[task], holds);
  const next = pick(task, prefs, after[task], []);
  const held = holds.find((hold) => hold.task === task && sameWeights(hold, old)) ?? null;
  const nothing = { hold: held, change: null };
  if (old.model === null || next.model === null || next.reason === 'pinned') return nothing;
  if (held?.kind === 'user') return nothing;
  if (old.model === next.model) return { hold: null, change: null };
  const from = row(next, old.model);
  const to = row(next, next.model);
  if (to === null || to.practice || row(old, old.model)?.practice === true) {
    return { hold: null, change: null };
  }
  const eligible = from?.drop === null;
  const gap = eligible ? (to.total ?? 0) - (from.total ?? 0) : (to.total ?? 0);
  const keep = (kind: Hold['kind']): Hold => ({
    task,
    model: old.model ?? '',
    kind,
    weights: old.weights,
  });
  if (eligible && gap <= SWITCH_MARGIN + ROUNDING) return { hold: keep('near'), change: null };
  const sticky = task === STICKY && eligible;
  // It waits already, for the same one: said once is enough.
  const waits = sticky && held?.kind === 'sticky';
  if (waits && pick(task, prefs, before[task], []).model === next.model) {
    return { hold: held, change: null };
  }
  return {
    hold: sticky ? keep('sticky') : null,
    change: describe(input, task, old, next, sticky ? 'waiting' : 'applied', gap),
  };
}

/** A hold ends when the weights move. */
function sameWeights({ weights }: Hold, trace: DecisionTrace): boolean {
  return AXES.every((axis) => weights[axis] === trace.weights[axis]);
}

/** As `/pick` would answer this user, without a conversation. */
function pick(
  task: TaskName,
  prefs: StoredPrefs,
  candidates: readonly Candidate[],
  holds: readonly Hold[],
): DecisionTrace {
  return decideAuto({
    task,
    requestedModel: `auto/${task}`,
    candidates,
    needs: TASK_NEEDS[task],
    requireCallable: false,
    incumbent: null,
    catalog: '',
    ...effectiveFor({ ...prefs, holds }, task),
  });
}

function describe(
  { catalogFrom, catalogTo, newId, now }: DigestInput,
  task: TaskName,
  old: DecisionTrace,
  next: DecisionTrace,
  status: PickChange['status'],
  gap: number,
): PickChange {
  const [from, to] = [old.model ?? '', next.model ?? ''];
  return {
    id: newId(),
    task,
    from,
    to,
    fromName: row(old, from)?.name ?? from,
    toName: row(next, to)?.name ?? to,
    status,
    gap,
    why: [...moved(to, old, next), ...moved(from, old, next)],
    catalogFrom,
    catalogTo,
    at: new Date(now).toISOString(),
    decidedAt: null,
  };
}

/** Which figures of a model moved, and from what to what. */
function moved(model: string, old: DecisionTrace, next: DecisionTrace): FigureChange[] {
  const [was, is] = [row(old, model), row(next, model)];
  const gone = { model, from: null, to: null, scoreFrom: null, scoreTo: null };
  if (was === null || was.drop !== null) {
    if (is?.drop === null) return [{ ...gone, figure: 'added', scoreTo: is.total }];
    return [];
  }
  if (is === null || is.drop !== null)
    return [{ ...gone, figure: 'removed', scoreFrom: was.total }];
  return AXES.filter((axis) => was.scores[axis] !== is.scores[axis]).map((axis) => ({
    model,
    figure: axis,
    from: was.figures[axis],
    to: is.figures[axis],
    scoreFrom: was.scores[axis],
    scoreTo: is.scores[axis],
  }));
}

function row(trace: DecisionTrace, id: string): TraceCandidate | null {
  return trace.candidates.find((candidate) => candidate.id === id) ?? null;
}
