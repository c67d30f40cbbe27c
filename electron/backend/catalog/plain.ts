import type { Axis, Candidate, Figure } from '@shared/routing/candidate';
import { type ModelSpec, parseBenchmarks } from '@shared/routing/model-registry';
import { TASK_NEEDS } from '@shared/routing/resolve-setting';
import type { TaskName } from '@shared/routing/tasks';
import type { TaskScale } from './schema';
import { byTask } from './snapshot';
import type { CatalogSnapshot } from './source';

/** Source id of every score that comes from a file in S0's format. */
export const PLAIN_SOURCE = 'benchmarks file';

/**
 * A file in S0's format (S0-15, S0-20) as a catalog: its scores as they are, in its order. Tasks
 * that the app does not have are left out. Throws `ModelValidationError` on a malformed file.
 */
export function plainSnapshot(
  text: string,
  from: {
    readonly id: string;
    readonly name: string;
    readonly tasks: Readonly<Record<TaskName, TaskScale>>;
    /** Tells one content from another in decisions. */
    readonly version: string;
  },
): CatalogSnapshot {
  const { registry } = parseBenchmarks(text);
  return {
    version: from.version,
    source: 'file',
    sourceId: from.id,
    dataDate: null,
    plain: true,
    candidates: byTask((task) =>
      registry.candidatesFor(task).map((spec) => plainCandidate(spec, task)),
    ),
    models: new Map(),
    file: null,
    measured: new Map(),
    tasks: from.tasks,
    attribution: [`Scores as given by the operator in ${from.name}; not measured by Auto Router.`],
    sources: { [PLAIN_SOURCE]: { name: from.name, url: '', licence: 'given by the operator' } },
  };
}

/** What a row that takes live sessions can do, and nothing else can be asked of it. */
const LIVE = {
  input: ['text', 'audio'],
  output: ['text', 'audio'],
  realtime: true,
  realtimeOnly: true,
} as const;

/** In a row that does not say: OpenAI's live models are the ones that S0 knew by name (S0-94). */
const LIVE_NAME = /(?:^|\/)gpt[-_]realtime(?:[-_]|$)/iu;

function plainCandidate(spec: ModelSpec, task: TaskName): Candidate {
  return {
    id: spec.id,
    ...addressOf(spec),
    name: spec.id,
    task,
    local: false,
    practice: false,
    // The operator vouches that a model he lists for a task can do the task, tools included.
    capabilities: {
      ...((spec.realtime ?? LIVE_NAME.test(spec.id))
        ? LIVE
        : { input: TASK_NEEDS[task].input, output: TASK_NEEDS[task].output, realtime: false }),
      tools: true,
      streaming: true,
      context: null,
    },
    scores: spec.scores,
    figures: {
      quality: plainFigure(spec, 'quality'),
      latency: plainFigure(spec, 'latency'),
      cost: plainFigure(spec, 'cost'),
    },
    price: null,
    typicalCostUsd: null,
    typicalLatencyMs: null,
    availability: 'assumed',
  };
}

/** Whom to call: the id where it already starts with its provider, else provider and id. */
function addressOf({ id, provider }: ModelSpec): { provider: string; model: string } {
  if (provider === '') {
    const slash = id.indexOf('/');
    return { provider: id.slice(0, Math.max(slash, 0)), model: id.slice(slash + 1) };
  }
  const prefix = `${provider}/`;
  return { provider, model: id.startsWith(prefix) ? id.slice(prefix.length) : id };
}

function plainFigure(spec: ModelSpec, axis: Axis): Figure | null {
  const value = spec.scores[axis];
  if (value === null) return null;
  return {
    value,
    unit: 'score',
    metric: 'plain_score',
    source: PLAIN_SOURCE,
    date: null,
    estimate: true,
    note: 'a plain score, not a measurement',
  };
}
