import type { ModelRow, ModelsResponse, PickChange, PickChangesResponse } from '@shared/api/models';
import type { SourceState } from '@shared/api/sources';
import type { IpcError } from '@shared/ipc/result';
import type { TaskName } from '@shared/routing/tasks';
import { create } from 'zustand';
import { NO_FILTERS, type RowFilters, type Sort } from './rows';

export type ModelsTab = 'models' | 'sources' | 'changes';

export interface ModelsState {
  readonly tab: ModelsTab;
  readonly task: TaskName;
  /** What was read last, by task; kept while it is read anew. */
  readonly data: Readonly<Partial<Record<TaskName, ModelsResponse>>>;
  /** Of the last read. */
  readonly error: IpcError | null;
  readonly filters: RowFilters;
  readonly sort: Sort;
  /** Id of the model in the panel. */
  readonly openId: string | null;
  readonly picks: PickChangesResponse;
  /** Ids of sources that are asked now; `*` = every one that is on. */
  readonly refreshing: readonly string[];
  /** Model -> when its probe began, epoch ms. */
  readonly measuring: Readonly<Record<string, number>>;
  /** Ids of pick changes whose notice was put away; the changes stay in the view. */
  readonly putAway: readonly string[];
}

export const useModelsStore = create<ModelsState>()(() => ({
  tab: 'models',
  task: 'general_assistant',
  data: {},
  error: null,
  filters: NO_FILTERS,
  sort: { by: 'quality', direction: 'down' },
  openId: null,
  picks: { changes: [], holds: {} },
  refreshing: [],
  measuring: {},
  putAway: [],
}));

const NO_ROWS: readonly ModelRow[] = [];
const NO_SOURCES: readonly SourceState[] = [];

export const selectData = (state: ModelsState): ModelsResponse | null =>
  state.data[state.task] ?? null;

export const selectRows = (state: ModelsState): readonly ModelRow[] =>
  selectData(state)?.candidates ?? NO_ROWS;

export const selectSources = (state: ModelsState): readonly SourceState[] =>
  selectData(state)?.sources ?? NO_SOURCES;

export const selectOpen = (state: ModelsState): ModelRow | null =>
  selectRows(state).find(({ id }) => id === state.openId) ?? null;

/** The person has not said anything about it, and nothing newer has settled it. */
export function isOpen({ status }: PickChange): boolean {
  return status === 'applied' || status === 'waiting';
}

/** As it is now: what was held and is not any more, since the weights moved, is settled. */
export function statusNow(change: PickChange, picks: PickChangesResponse): PickChange['status'] {
  const { status, task, from } = change;
  return status === 'held' && picks.holds[task] !== from ? 'passed' : status;
}

/** The change by which a task's model is held now, and by which it can be released. */
export function holdingChange(picks: PickChangesResponse, task: TaskName): PickChange | null {
  const held = picks.holds[task];
  if (held === undefined) return null;
  return picks.changes.find((change) => change.task === task && change.from === held) ?? null;
}
