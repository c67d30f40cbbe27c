import type { RefusedValue } from '@shared/api/sources';
import type { Modality } from '@shared/routing/candidate';
import { TASK_NAMES, type TaskName } from '@shared/routing/tasks';
import type { CatalogFile, CatalogModel, Measurement, Rates, TaskEntry } from '../schema';
import { ARTIFICIAL_ANALYSIS_METRIC } from '../sources/artificial-analysis';
import { LIVE_RATES, type LiveEntry, type LiveQuality } from './entry';
import { choosePrice, type Witness } from './rates';
import type { LiveSource } from './source';

/** What one source gave, and when it was asked. */
export interface LiveLayer {
  readonly source: LiveSource;
  readonly entries: readonly LiveEntry[];
  /** ISO date of the load. */
  readonly date: string;
}

export interface LiveOverlay {
  readonly file: CatalogFile;
  /** Ids of the sources of which at least one figure is in the file. */
  readonly used: ReadonlySet<string>;
  readonly refused: readonly RefusedValue[];
}

interface Given {
  readonly layer: LiveLayer;
  readonly entry: LiveEntry;
}

/** The index of Artificial Analysis on the scale of the task; there only while the source is used. */
const INDEX_ANCHOR = { zero: 20, one: 90 };

/**
 * Lays live prices, limits, capabilities, ratings and times over the bundled catalog, figure by
 * figure, each with its own source and date. A figure of the bundled catalog that is of a later date
 * stays: an app that is newer than its last refresh knows better.
 */
export function overlayLive(file: CatalogFile, layers: readonly LiveLayer[]): LiveOverlay {
  if (layers.length === 0) return { file, used: new Set(), refused: [] };
  const byId = new Map<string, Given[]>();
  for (const layer of layers) {
    for (const entry of layer.entries) {
      byId.set(entry.id, [...(byId.get(entry.id) ?? []), { layer, entry }]);
    }
  }
  const used = new Set<string>();
  const refused: RefusedValue[] = [];
  const indexed = layers.some(({ source }) => source.id === 'artificial-analysis');
  const scaled = indexed ? withIndex(file) : file;
  const models = scaled.models.map((model) => {
    const given = byId.get(model.id);
    byId.delete(model.id);
    return given ? overlayModel(scaled, model, given, used, refused) : model;
  });
  for (const [id, given] of byId) {
    const model = newModel(id, given);
    if (model) models.push(overlayModel(scaled, model, given, used, refused));
  }
  const sources = { ...scaled.sources };
  for (const { source, date } of layers) {
    if (used.has(source.id)) {
      const { name, url, licence } = source;
      sources[source.id] = { name, url, licence, date };
    }
  }
  const attribution = [
    ...scaled.attribution,
    ...layers.flatMap(({ source }) =>
      used.has(source.id) && source.attribution !== null ? [source.attribution] : [],
    ),
  ];
  return {
    file: { ...scaled, models, sources, attribution: [...new Set(attribution)] },
    used,
    refused,
  };
}

function withIndex(file: CatalogFile): CatalogFile {
  const { general_assistant: chat } = file.tasks;
  const label = 'Artificial Analysis intelligence index';
  return {
    ...file,
    metrics: {
      ...file.metrics,
      [ARTIFICIAL_ANALYSIS_METRIC]: { label, unit: 'points', better: 'higher' },
    },
    tasks: {
      ...file.tasks,
      general_assistant: {
        ...chat,
        qualityAnchors: { ...chat.qualityAnchors, [ARTIFICIAL_ANALYSIS_METRIC]: INDEX_ANCHOR },
      },
    },
  };
}

function overlayModel(
  file: CatalogFile,
  model: CatalogModel,
  given: readonly Given[],
  used: Set<string>,
  refused: RefusedValue[],
): CatalogModel {
  const rates = model.local ? model.rates : ratesOf(model, given, used, refused);
  const tasks: CatalogModel['tasks'] = {};
  for (const task of TASK_NAMES) {
    const entry = model.tasks[task];
    if (entry) tasks[task] = overlayEntry(file, task, entry, given, used);
  }
  return { ...model, rates, tasks, capabilities: capabilitiesOf(model, given, used) };
}

function ratesOf(
  model: CatalogModel,
  given: readonly Given[],
  used: Set<string>,
  refused: RefusedValue[],
): Rates {
  const rates: Rates = { ...model.rates };
  for (const name of LIVE_RATES) {
    const witnesses = given.flatMap(({ layer, entry }): Witness[] => {
      const value = entry.rates?.[name];
      const { source, date } = layer;
      return value === undefined
        ? []
        : [{ source: source.id, subject: entry.subject, value, date }];
    });
    const chosen = choosePrice(model.id, name, model.rates[name], witnesses);
    refused.push(...chosen.refused);
    if (chosen.rate && chosen.rate !== model.rates[name]) {
      rates[name] = chosen.rate;
      used.add(chosen.rate.source);
    }
  }
  return rates;
}

/**
 * Limits follow the first source that gives them. Modalities are only added and `tools` only filled
 * in, so that a gap in a list takes no ability away; of a model on this machine its own server knows.
 */
function capabilitiesOf(
  model: CatalogModel,
  given: readonly Given[],
  used: Set<string>,
): CatalogModel['capabilities'] {
  let capabilities = model.capabilities;
  const change = ({ layer }: Given, changes: Partial<CatalogModel['capabilities']>): void => {
    capabilities = { ...capabilities, ...changes, source: layer.source.id, date: layer.date };
    used.add(layer.source.id);
  };
  const first = (key: 'context' | 'maxOutput' | 'tools'): Given | undefined =>
    given.find(({ entry }) => entry[key] !== undefined);
  const context = first('context');
  if (context?.entry.context !== undefined && context.entry.context !== capabilities.context) {
    change(context, { context: context.entry.context });
  }
  const maxOutput = first('maxOutput');
  if (maxOutput?.entry.maxOutput !== undefined && capabilities.maxOutput === null) {
    change(maxOutput, { maxOutput: maxOutput.entry.maxOutput });
  }
  const tools = first('tools');
  if (tools?.entry.tools !== undefined) {
    const settled = capabilities.tools !== null && tools.entry.local !== true;
    if (!settled && tools.entry.tools !== capabilities.tools) {
      change(tools, { tools: tools.entry.tools });
    }
  }
  for (const from of given) {
    const missing = (from.entry.input ?? []).filter((m) => !capabilities.input.includes(m));
    if (missing.length > 0) change(from, { input: [...capabilities.input, ...missing] });
  }
  return capabilities;
}

function overlayEntry(
  file: CatalogFile,
  task: TaskName,
  entry: TaskEntry,
  given: readonly Given[],
  used: Set<string>,
): TaskEntry {
  let next = entry;
  for (const { layer, entry: live } of given) {
    const source = layer.source.id;
    for (const quality of live.quality ?? []) {
      if (quality.task !== task) continue;
      const rated = withQuality(file, task, next, measurement(quality, source));
      if (rated !== next) used.add(source);
      next = rated;
    }
    if (live.latency && 'ttft_ms' in file.tasks[task].latencyAnchors) {
      const timed = withLatency(next, live, source, layer.date);
      if (timed !== next) used.add(source);
      next = timed;
    }
  }
  return next;
}

function measurement({ task: _task, ...quality }: LiveQuality, source: string): Measurement {
  return { ...quality, source };
}

/** On the task's main metric it becomes the quality; on another anchored one it stands beside it. */
function withQuality(
  file: CatalogFile,
  task: TaskName,
  entry: TaskEntry,
  live: Measurement,
): TaskEntry {
  const anchors = Object.keys(file.tasks[task].qualityAnchors);
  if (!anchors.includes(live.metric)) return entry;
  const same = [entry.quality, ...entry.other].find((m) => m?.metric === live.metric);
  if (same && same.date > live.date) return entry;
  const other = entry.other.filter(({ metric }) => metric !== live.metric);
  const { quality } = entry;
  if (quality?.metric === live.metric) return { ...entry, quality: live };
  if (live.metric !== anchors[0]) return { ...entry, other: [...other, live] };
  return { ...entry, quality: live, other: quality ? [...other, quality] : other };
}

/** The model's own times replace public ones; those of another route to it stand in as a proxy. */
function withLatency(
  entry: TaskEntry,
  { id, latency }: LiveEntry,
  source: string,
  date: string,
): TaskEntry {
  if (!latency) return entry;
  const { ttftMs, tokensPerSecond, exact, variant } = latency;
  let next = entry;
  if (ttftMs !== undefined) {
    const measured = { metric: 'ttft_ms', value: ttftMs, variant, source, date };
    if (exact) next = { ...next, latency: measured };
    else if (entry.latency === null && entry.latencyProxy?.fromModel !== id) {
      const proxy = { ...measured, fromModel: id, relation: 'the same model elsewhere' };
      next = { ...next, latencyProxy: proxy };
    }
  }
  if (tokensPerSecond !== undefined && (exact || entry.throughput === null)) {
    next = { ...next, throughput: { value: tokensPerSecond, source, date } };
  }
  return next;
}

/**
 * A model that the catalog does not have: known by its price and abilities once a provider lists it,
 * a candidate of no task by itself. Null when too little is said of it.
 */
function newModel(id: string, given: readonly Given[]): CatalogModel | null {
  const described = given.find(({ entry }) => entry.input?.length && entry.output?.length);
  if (!described) return null;
  const { entry, layer } = described;
  const slash = id.indexOf('/');
  const [input, output]: [Modality[], Modality[]] = [entry.input ?? [], entry.output ?? []];
  return {
    id,
    provider: id.slice(0, slash),
    model: id.slice(slash + 1),
    name: entry.name ?? id.slice(slash + 1),
    local: entry.local ?? false,
    released: entry.released ?? null,
    capabilities: {
      input,
      output,
      tools: entry.tools ?? null,
      streaming: null,
      realtime: false,
      context: entry.context ?? null,
      maxOutput: entry.maxOutput ?? null,
      embeddingDims: entry.embeddingDims ?? null,
      source: layer.source.id,
      date: layer.date,
    },
    rates: {},
    tasks: {},
  };
}
