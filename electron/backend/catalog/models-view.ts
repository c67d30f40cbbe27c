import type { FigureName, ModelEdit, ModelRow, PricePoint, Unlock } from '@shared/api/models';
import type { RefusedValue } from '@shared/api/sources';
import type { Candidate, Figure } from '@shared/routing/candidate';
import type { TaskName } from '@shared/routing/tasks';
import type { Estimate, Measured } from '../measured/measured';
import { SHRINK_K, shrink } from '../measured/decayed';
import { YOURS } from '../measured/yours';
import { aliasesOf } from './aliases';
import { type OwnEdit, USER } from './edits';
import { figureOf, toCandidate } from './normalise';
import type { CatalogFile, CatalogModel, Rates, TaskEntry } from './schema';

export interface ViewInput {
  readonly task: TaskName;
  readonly candidates: readonly Candidate[];
  /** What is in use; null for a plain file, which has scores only. */
  readonly file: CatalogFile | null;
  /** The same without the person's own edits and measurements. */
  readonly publicFile: CatalogFile | null;
  readonly measured: Measured;
  readonly edits: readonly OwnEdit[];
  readonly refused: readonly RefusedValue[];
  readonly prices: ReadonlyMap<string, readonly PricePoint[]>;
}

/** Rates shown, with the unit of each. */
const RATES = {
  inputPerMTok: 'usd_per_mtok',
  outputPerMTok: 'usd_per_mtok',
  cacheReadPerMTok: 'usd_per_mtok',
  perMinute: 'usd_per_minute',
  perImage: 'usd_per_image',
  imageInputPerMTok: 'usd_per_mtok',
} as const satisfies Partial<Record<keyof Rates & FigureName, string>>;

/** Every candidate of a task with every figure, where it is from, and what is not in use and why. */
export function modelRows(input: ViewInput): ModelRow[] {
  const models = new Map(input.file?.models.map((model) => [model.id, model]));
  const published = new Map(input.publicFile?.models.map((model) => [model.id, model]));
  const edits = new Map(input.edits.map((edit) => [edit.model, edit]));
  return input.candidates.map((candidate) => {
    const model = models.get(candidate.id) ?? null;
    const known = published.get(candidate.id) ?? null;
    const edit = edits.get(candidate.id) ?? null;
    const { id, provider, name, local, practice, availability, capabilities, scores } = candidate;
    return {
      id,
      provider,
      model: candidate.model,
      name,
      local,
      practice,
      released: model?.released ?? null,
      origin: originOf(candidate, model, known, input),
      availability,
      unlock: unlockOf(candidate),
      capabilities,
      scores,
      figures: figuresOf(candidate, model, input),
      publicFigures: publicFigures(candidate, model, known, input),
      others: othersOf(model, input),
      aliases: aliasesOf(id),
      refused: input.refused.filter((refusal) => refusal.model === id),
      priceHistory: input.prices.get(id) ?? [],
      edit: edit && withAdded(edit, known),
    };
  });
}

/** An edit, told apart: does it change a model of the catalog, or is the model the person's own? */
export function withAdded(edit: OwnEdit, known: CatalogModel | null): ModelEdit {
  return { ...edit, added: known === null };
}

function originOf(
  { practice }: Candidate,
  model: CatalogModel | null,
  known: CatalogModel | null,
  { task, file }: ViewInput,
): ModelRow['origin'] {
  if (practice) return 'practice';
  if (file === null) return 'plain';
  if (model === null) return 'unlisted';
  if (known === null) return 'user';
  return model.tasks[task] ? 'catalog' : 'unlisted';
}

function unlockOf({ availability, provider, local }: Candidate): Unlock {
  if (availability === 'not_connected') return { kind: local ? 'connect' : 'key', provider };
  if (availability === 'not_installed') return { kind: 'install', provider };
  if (availability === 'not_listed') return { kind: 'not_listed', provider };
  return { kind: 'nothing' };
}

function figuresOf(
  candidate: Candidate,
  model: CatalogModel | null,
  input: ViewInput,
): Record<FigureName, Figure | null> {
  const entry = model?.tasks[input.task] ?? null;
  return {
    ...candidate.figures,
    ...ratesOf(model),
    throughput: throughputOf(entry),
    context: contextOf(model),
    ...measuredOf(candidate, input),
  };
}

function ratesOf(model: CatalogModel | null): Record<keyof typeof RATES, Figure | null> {
  const figure = (rate: keyof typeof RATES): Figure | null => {
    const known = model?.local === true ? undefined : model?.rates[rate];
    return known ? { ...known, unit: RATES[rate], metric: rate, estimate: false } : null;
  };
  return {
    inputPerMTok: figure('inputPerMTok'),
    outputPerMTok: figure('outputPerMTok'),
    cacheReadPerMTok: figure('cacheReadPerMTok'),
    perMinute: figure('perMinute'),
    perImage: figure('perImage'),
    imageInputPerMTok: figure('imageInputPerMTok'),
  };
}

function throughputOf(entry: TaskEntry | null): Figure | null {
  const known = entry?.throughput;
  return known
    ? { ...known, unit: 'tokens_per_second', metric: 'throughput', estimate: false }
    : null;
}

function contextOf(model: CatalogModel | null): Figure | null {
  if (!model || model.capabilities.context === null) return null;
  const { context: value, source, date } = model.capabilities;
  return { value, unit: 'tokens', metric: 'context', source, date, estimate: false };
}

/** What this machine saw by itself, not blended with anything but the real cost. */
function measuredOf(
  { id, typicalCostUsd, figures }: Candidate,
  { task, measured }: ViewInput,
): Record<'firstToken' | 'total' | 'failureRate' | 'realCost', Figure | null> {
  const own = measured.of(task, id);
  const figure = (estimate: Estimate | null, metric: string, unit: string): Figure | null =>
    own && estimate
      ? {
          value: estimate.value,
          unit,
          metric,
          source: YOURS,
          date: own.date,
          estimate: estimate.n < SHRINK_K,
          n: estimate.n,
        }
      : null;
  const cost = figure(own?.costUsd ?? null, 'real_cost', figures.cost?.unit ?? 'usd_per_request');
  return {
    firstToken: figure(own?.firstTokenMs ?? null, 'first_token', 'ms'),
    total: figure(own?.totalMs ?? null, 'total', 'ms'),
    failureRate: figure(own?.failureRate ?? null, 'failure_rate', 'fraction'),
    realCost:
      cost && own?.costUsd && typicalCostUsd !== null && typicalCostUsd > 0
        ? {
            ...cost,
            value: shrink(cost.value, typicalCostUsd, own.costUsd.weight),
            note: `${cost.value} on average here, weighed with the typical cost`,
          }
        : cost,
  };
}

/** Public figures behind those that are the person's own or measured here. */
function publicFigures(
  candidate: Candidate,
  model: CatalogModel | null,
  known: CatalogModel | null,
  input: ViewInput,
): Partial<Record<FigureName, Figure>> {
  const entry = known?.tasks[input.task];
  if (!known || !model || !input.publicFile) return {};
  const before = entry
    ? toCandidate(input.publicFile, known, input.task, entry).figures
    : { quality: null, latency: null, cost: null };
  const own = figuresOf(candidate, model, input);
  const open: Partial<Record<FigureName, Figure | null>> = {
    ...before,
    ...ratesOf(known),
    throughput: throughputOf(entry ?? null),
    context: contextOf(known),
  };
  const found: Partial<Record<FigureName, Figure>> = {};
  for (const [name, figure] of Object.entries(open) as [FigureName, Figure | null][]) {
    const source = own[name]?.source;
    const replaced = source === YOURS || source === USER || name === 'cost';
    if (figure && replaced && figure.value !== own[name]?.value) found[name] = figure;
  }
  return found;
}

/** Known and not scored: further metrics, and the second speed of a model with two. */
function othersOf(model: CatalogModel | null, { task, file }: ViewInput): Figure[] {
  const entry = model?.tasks[task];
  if (!entry || !file) return [];
  return entry.other.map((measured) => figureOf(measured, null, file, undefined));
}
