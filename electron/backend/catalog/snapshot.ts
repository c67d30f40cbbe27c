import { TASK_NAMES, type TaskName } from '@shared/routing/tasks';
import { toCandidate } from './normalise';
import type { CatalogFile } from './schema';
import type { CatalogSnapshot, SourceInfo, SourceKind } from './source';

/** Figures that no outside source gave name one of these. */
const OWN_SOURCES: Readonly<Record<string, SourceInfo>> = {
  prior: { name: 'Assumed for the task: nothing was measured', url: '', licence: 'none' },
  yours: { name: 'Measured on this machine', url: '', licence: 'yours' },
  user: { name: 'Set by you', url: '', licence: 'yours' },
  practice: { name: 'Invented for the practice models', url: '', licence: 'none' },
};

/** A validated file in the app's own schema, scored and ready. */
export function snapshotOf(
  file: CatalogFile,
  from: { readonly kind: SourceKind; readonly id: string },
): CatalogSnapshot {
  return {
    version: file.version,
    source: from.kind,
    sourceId: from.id,
    dataDate: file.date,
    plain: false,
    candidates: byTask((task) =>
      file.models.flatMap((model) => {
        const entry = model.tasks[task];
        return entry ? [toCandidate(file, model, task, entry)] : [];
      }),
    ),
    models: new Map(file.models.map((model) => [model.id, model])),
    file,
    measured: new Map(),
    tasks: file.tasks,
    attribution: file.attribution,
    sources: { ...file.sources, ...OWN_SOURCES },
  };
}

export function byTask<T>(make: (task: TaskName) => T): Record<TaskName, T> {
  return Object.fromEntries(TASK_NAMES.map((task) => [task, make(task)])) as Record<TaskName, T>;
}
