import { type ModelEdit, modelEditSchema, type TaskEdit } from '@shared/api/models';
import type { Modality } from '@shared/routing/candidate';
import { TASK_NEEDS } from '@shared/routing/resolve-setting';
import { TASK_NAMES, type TaskName } from '@shared/routing/tasks';
import type { StoredEdit } from '../store/catalog-store';
import type { CatalogFile, CatalogModel, Rates, TaskEntry } from './schema';

/** Source id of what a person set by hand. */
export const USER = 'user';
/** A person's own judgement of a model, 0..1. */
const USER_QUALITY = 'user_quality';

/** A stored edit as it is now; null when this version of the app cannot read it. */
export function readEdit({ model, doc, updatedAt }: StoredEdit): OwnEdit | null {
  const parsed = modelEditSchema.safeParse(doc);
  if (!parsed.success || parsed.data.model !== model) return null;
  return { ...parsed.data, updatedAt: new Date(updatedAt).toISOString() };
}

/** An edit before it is known whether any source has the model. */
export type OwnEdit = Omit<ModelEdit, 'added'>;

/**
 * Lays a person's own figures over all others: after every source, so that no refresh overwrites
 * them. A model that is not there is added, as a candidate of the tasks that the edit names.
 */
export function overlayEdits(
  file: CatalogFile,
  edits: readonly OwnEdit[],
  isLocal: (provider: string) => boolean,
): CatalogFile {
  if (edits.length === 0) return file;
  const byId = new Map(edits.map((edit) => [edit.model, edit]));
  const scaled = withOwnQuality(file);
  const models = scaled.models.map((model) => {
    const edit = byId.get(model.id);
    byId.delete(model.id);
    return edit ? editModel(scaled, model, edit) : model;
  });
  for (const edit of byId.values()) {
    models.push(editModel(scaled, blankModel(edit, isLocal), edit));
  }
  return { ...scaled, models };
}

function withOwnQuality(file: CatalogFile): CatalogFile {
  const tasks = { ...file.tasks };
  for (const task of TASK_NAMES) {
    const scale = file.tasks[task];
    const qualityAnchors = { ...scale.qualityAnchors, [USER_QUALITY]: { zero: 0, one: 1 } };
    tasks[task] = { ...scale, qualityAnchors };
  }
  const metric = { label: 'Your own judgement', unit: 'score', better: 'higher' as const };
  return { ...file, tasks, metrics: { ...file.metrics, [USER_QUALITY]: metric } };
}

function editModel(file: CatalogFile, model: CatalogModel, edit: OwnEdit): CatalogModel {
  const date = edit.updatedAt.slice(0, 10);
  const rates: Rates = { ...model.rates };
  // A model on this machine stays free: its price is not asked for anywhere.
  if (!model.local) {
    for (const [rate, value] of Object.entries(edit.rates) as [keyof Rates, number][]) {
      rates[rate] = { value, source: USER, date };
    }
  }
  const tasks = { ...model.tasks };
  for (const task of TASK_NAMES) {
    const own = edit.tasks[task];
    if (own) tasks[task] = editEntry(file, task, tasks[task] ?? BLANK_ENTRY, own, date);
  }
  const { realtime } = edit;
  const spoken = tasks.ptt_response;
  if (realtime !== null && spoken) {
    tasks.ptt_response = { ...spoken, mode: realtime ? 'speech_to_speech' : 'cascade' };
  }
  const changed = edit.tools !== null || edit.context !== null || realtime !== null;
  return {
    ...model,
    name: edit.name ?? model.name,
    rates,
    tasks,
    capabilities: {
      ...model.capabilities,
      ...(realtime === true && withSound(model.capabilities)),
      tools: edit.tools ?? model.capabilities.tools,
      realtime: realtime ?? model.capabilities.realtime,
      context: edit.context ?? model.capabilities.context,
      ...(changed && { source: USER, date }),
    },
  };
}

/** Sound both ways, beside what it takes and gives already. */
function withSound({
  input,
  output,
}: CatalogModel['capabilities']): Pick<CatalogModel['capabilities'], 'input' | 'output'> {
  return { input: union([input, ['audio']]), output: union([output, ['audio']]) };
}

const BLANK_ENTRY: TaskEntry = {
  tier: 'alternate',
  quality: null,
  qualityProxy: null,
  latency: null,
  latencyProxy: null,
  throughput: null,
  other: [],
};

function editEntry(
  file: CatalogFile,
  task: TaskName,
  entry: TaskEntry,
  own: TaskEdit,
  date: string,
): TaskEntry {
  const { quality, latencyMs } = own;
  const metric = entry.latency?.metric ?? Object.keys(file.tasks[task].latencyAnchors)[0];
  return {
    ...entry,
    ...(quality !== undefined && {
      quality: { metric: USER_QUALITY, value: quality, source: USER, date },
      other: entry.quality ? [...entry.other, entry.quality] : entry.other,
    }),
    ...(latencyMs !== undefined &&
      metric !== undefined && {
        latency: { metric, value: latencyMs, source: USER, date },
      }),
  };
}

/** A model added by hand can do what its tasks need, as far as the person says. */
function blankModel(edit: OwnEdit, isLocal: (provider: string) => boolean): CatalogModel {
  const slash = edit.model.indexOf('/');
  const provider = edit.model.slice(0, slash);
  const named = TASK_NAMES.filter((task) => edit.tasks[task] !== undefined);
  const tasks: readonly TaskName[] = named.length > 0 ? named : ['general_assistant'];
  const date = edit.updatedAt.slice(0, 10);
  return {
    id: edit.model,
    provider,
    model: edit.model.slice(slash + 1),
    name: edit.name ?? edit.model.slice(slash + 1),
    local: isLocal(provider),
    released: null,
    capabilities: {
      input: union(tasks.map((task) => TASK_NEEDS[task].input)),
      output: union(tasks.map((task) => TASK_NEEDS[task].output)),
      tools: edit.tools,
      streaming: null,
      realtime: false,
      context: edit.context,
      maxOutput: null,
      embeddingDims: null,
      source: USER,
      date,
    },
    rates: {},
    tasks: {},
  };
}

function union(lists: readonly (readonly Modality[])[]): Modality[] {
  return [...new Set(lists.flat())];
}
