import { TASK_NAMES } from '@shared/routing/tasks';
import { unLogScore } from '../catalog/scales';
import type {
  CatalogFile,
  CatalogModel,
  Measurement,
  TaskEntry,
  TaskScale,
} from '../catalog/schema';
import { shrink, shrinkTime } from './decayed';
import { YOURS } from './yours';
import type { Estimate, Measured, MeasuredModel } from './measured';

/** Which time of a call is the metric of a task. */
const TIMED_BY: Readonly<Record<string, 'firstTokenMs' | 'totalMs'>> = {
  ttft_ms: 'firstTokenMs',
  ttfat_ms: 'firstTokenMs',
  ttfs_ms: 'totalMs',
  embed_ms: 'totalMs',
};

/**
 * Lays this machine's own times over the public ones, each shrunk towards the public figure by
 * `n / (n + k)`, where there is none towards what the task assumes.
 *
 * @returns the same file when nothing was measured.
 */
export function overlayMeasured(file: CatalogFile, measured: Measured): CatalogFile {
  let used = false;
  const models = file.models.map((model): CatalogModel => {
    const tasks: CatalogModel['tasks'] = {};
    let changed = false;
    for (const task of TASK_NAMES) {
      const entry = model.tasks[task];
      if (!entry) continue;
      const own = measured.of(task, model.id);
      tasks[task] = own ? measuredEntry(entry, own, file.tasks[task], model.local) : entry;
      changed ||= tasks[task] !== entry;
    }
    used ||= changed;
    return changed ? { ...model, tasks } : model;
  });
  return used ? { ...file, models } : file;
}

/** The entry with its times measured here; the same one when none of them fits the task's metrics. */
export function measuredEntry(
  entry: TaskEntry,
  own: MeasuredModel,
  scale: TaskScale,
  local: boolean,
): TaskEntry {
  if (entry.mode === 'speech_to_speech') return entry;
  const metric =
    [entry.latency?.metric, entry.latencyProxy?.metric, ...Object.keys(scale.latencyAnchors)].find(
      (name) => name !== undefined && Object.hasOwn(TIMED_BY, name),
    ) ?? null;
  const timed = metric === null ? undefined : TIMED_BY[metric];
  const time = timed === undefined ? null : own[timed];
  let next = entry;
  if (metric !== null && time !== null) {
    next = { ...next, latency: blended(entry, metric, time, own.date, scale, local) };
  }
  const speed = own.tokensPerSecond;
  if (speed !== null) {
    const known = entry.throughput?.value ?? null;
    const value = known === null ? speed.value : shrink(speed.value, known, speed.weight);
    next = { ...next, throughput: { value, source: YOURS, date: own.date } };
  }
  return next;
}

function blended(
  entry: TaskEntry,
  metric: string,
  time: Estimate,
  date: string,
  scale: TaskScale,
  local: boolean,
): Measurement {
  const published = [entry.latency, local ? null : entry.latencyProxy].find(
    (figure) => figure?.metric === metric,
  );
  // Another machine's speed says nothing of a local model, nor does a prior of this one's.
  const value = published
    ? shrinkTime(time.value, published.value, time.weight)
    : local
      ? time.value
      : shrinkTime(time.value, assumedMs(metric, scale), time.weight);
  const against = published
    ? `, weighed with ${Math.round(published.value)} ms (${published.source})`
    : '';
  return {
    metric,
    value: Math.round(value),
    variant: `${Math.round(time.value)} ms on this machine, n=${time.n}${against}`,
    samples: time.n,
    source: YOURS,
    date,
  };
}

/** The time that the task's prior score stands for. */
function assumedMs(metric: string, scale: TaskScale): number {
  const anchor = scale.latencyAnchors[metric];
  if (!anchor) return 1000;
  const ms = unLogScore(scale.prior.latency, anchor) - (anchor.addMs ?? 0);
  return Math.max(ms, 1);
}

const NOTHING_KNOWN: TaskEntry = {
  tier: 'alternate',
  quality: null,
  qualityProxy: null,
  latency: null,
  latencyProxy: null,
  throughput: null,
  other: [],
};

/** What was measured in chat of models that the catalog has no chat figures of, by id. */
export function measuredUnlisted(
  file: CatalogFile,
  measured: Measured,
  isLocal: (provider: string) => boolean,
): ReadonlyMap<string, TaskEntry> {
  const task = 'general_assistant';
  const listed = new Set(file.models.filter(({ tasks }) => tasks[task]).map(({ id }) => id));
  const entries = new Map<string, TaskEntry>();
  for (const id of measured.models(task)) {
    const own = listed.has(id) ? null : measured.of(task, id);
    if (own === null) continue;
    const local = isLocal(id.slice(0, Math.max(id.indexOf('/'), 0)));
    const entry = measuredEntry(NOTHING_KNOWN, own, file.tasks[task], local);
    if (entry.latency !== null) entries.set(id, entry);
  }
  return entries;
}
