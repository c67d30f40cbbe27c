import {
  FIGURE_NAMES,
  type FigureName,
  type ModelRow,
  type ModelsResponse,
  type PickChangesResponse,
} from '@shared/api/models';
import type { SourceState } from '@shared/api/sources';
import type { Figure } from '@shared/routing/candidate';
import type { Api } from '@shared/ipc/api';
import type { TaskName } from '@shared/routing/tasks';
import { fail, ok } from './fake-result';

export function fakeFigure(value: number, change: Partial<Figure> = {}): Figure {
  return {
    value,
    unit: 'ms',
    metric: 'ttft_ms',
    source: 'arena',
    date: '2026-11-01',
    estimate: false,
    ...change,
  };
}

/** A callable cloud model of which nothing is known but what `figures` says. */
export function fakeRow(
  id: string,
  change: Partial<Omit<ModelRow, 'figures'>> & {
    readonly figures?: Partial<Record<FigureName, Figure>>;
  } = {},
): ModelRow {
  const { figures = {}, ...rest } = change;
  const slash = id.indexOf('/');
  const none = Object.fromEntries(FIGURE_NAMES.map((name) => [name, null]));
  return {
    id,
    provider: id.slice(0, slash),
    model: id.slice(slash + 1),
    name: id.slice(slash + 1),
    local: false,
    practice: false,
    released: null,
    origin: 'catalog',
    availability: 'callable',
    unlock: { kind: 'nothing' },
    capabilities: {
      input: ['text'],
      output: ['text'],
      tools: true,
      streaming: true,
      realtime: false,
      context: null,
    },
    scores: { quality: null, latency: null, cost: null },
    publicFigures: {},
    others: [],
    aliases: [],
    refused: [],
    priceHistory: [],
    edit: null,
    ...rest,
    figures: { ...none, ...figures } as ModelRow['figures'],
  };
}

export function fakeSource(id: string, change: Partial<SourceState> = {}): SourceState {
  return {
    id,
    name: id,
    gives: 'prices',
    url: `https://${id}`,
    licence: 'MIT',
    attribution: null,
    baseUrl: `https://${id}`,
    enabled: true,
    switchable: true,
    key: 'none',
    hasKey: false,
    terms: null,
    lastSuccess: '2026-11-20T12:00:00.000Z',
    lastFailure: null,
    ageSeconds: 86_400,
    isFresh: true,
    refreshing: false,
    nextRefresh: null,
    entries: 2,
    matched: 1,
    refused: [],
    refusedCount: 0,
    ...change,
  };
}

export function fakeModels(
  task: TaskName,
  candidates: readonly ModelRow[] = [],
  sources: readonly SourceState[] = [],
): ModelsResponse {
  return {
    task,
    candidates,
    sources,
    sourceNames: {
      arena: { name: 'LMArena', url: 'https://lmarena.ai', licence: 'CC-BY-4.0' },
    },
    metricNames: { ttft_ms: 'Time to first token' },
    attribution: ['Ratings: LMArena, CC BY 4.0.'],
    catalog: {
      version: '2026-11-21',
      source: 'bundled',
      plain: false,
      loadedAt: '2026-11-21T12:00:00.000Z',
      ageSeconds: 0,
      isFresh: true,
    },
    generatedAt: '2026-11-21T12:00:00.000Z',
  };
}

export interface FakeCatalogState {
  models: readonly ModelRow[];
  sources: readonly SourceState[];
  picks: PickChangesResponse;
}

/** Models, sources and pick changes as main would answer them, out of the fake's state. */
export function fakeCatalog(state: FakeCatalogState): Api['models'] {
  return {
    list: ({ task }) => ok(fakeModels(task, state.models, state.sources)),
    refresh: () => ok(undefined),
    changeSource: ({ id, enabled, key, baseUrl }) => {
      state.sources = state.sources.map((source) =>
        source.id === id
          ? {
              ...source,
              enabled: enabled ?? source.enabled,
              hasKey: key === undefined ? source.hasKey : key !== null,
              baseUrl: baseUrl ?? source.baseUrl,
            }
          : source,
      );
      const changed = state.sources.find((source) => source.id === id);
      return changed === undefined ? fail('unknown_source') : ok(changed);
    },
    edit: (edit) => ok({ ...edit, added: false, updatedAt: new Date(0).toISOString() }),
    resetEdit: () => ok(undefined),
    measure: ({ model }) =>
      ok({ model, firstTokenMs: 84, totalMs: 900, tokensPerSecond: 40, n: 2 }),
    cancelMeasure: () => ok(undefined),
    pickChanges: () => ok(state.picks),
    decideChange: ({ id, action }) => {
      const status = action === 'hold' ? ('held' as const) : ('taken' as const);
      const changes = state.picks.changes.map((change) =>
        change.id === id ? { ...change, status } : change,
      );
      state.picks = { ...state.picks, changes };
      const changed = changes.find((change) => change.id === id);
      return changed === undefined ? fail('pick_change_not_found') : ok(changed);
    },
  };
}
