import type { ModelEditRequest, ModelsResponse, PickChange } from '@shared/api/models';
import type { SourceChangeInput } from '@shared/ipc/contract';
import type { IpcError } from '@shared/ipc/result';
import { TASK_NAMES, type TaskName } from '@shared/routing/tasks';
import { t } from 'i18next';
import { api } from '../../app/api';
import { formatDuration } from '../../components/format';
import { toast, toastError } from '../../components/toaster';
import { isOpen, type ModelsTab, useModelsStore } from './store';

const set = useModelsStore.setState;
const get = useModelsStore.getState;
const PUT_AWAY = 'models.put-away';
const PUT_AWAY_KEPT = 50;
let latest = 0;

/**
 * Reads the task that is shown; what is there stays until the answer has come. An answer that a later
 * one overtook is given back all the same, and not shown; null = there was none.
 */
export async function loadModels(): Promise<ModelsResponse | null> {
  latest += 1;
  const turn = latest;
  const { task } = get();
  const result = await api().models.list({ task });
  if (turn === latest) {
    if (result.ok) set(({ data }) => ({ error: null, data: { ...data, [task]: result.data } }));
    else set({ error: result.error });
  }
  return result.ok ? result.data : null;
}

export function showTask(task: TaskName): void {
  set({ task, openId: null, error: null });
  void loadModels();
}

export function showTab(tab: ModelsTab): void {
  set({ tab });
}

/** Follows main's news of the picks. Call what is returned to stop. */
export function followPicks(): () => void {
  set({ putAway: readPutAway() });
  return api().on('catalog', (picks) => set({ picks }));
}

/** Without an answer what is known stays: the notice is not worth an error of its own. */
export async function loadPicks(): Promise<void> {
  const result = await api().models.pickChanges();
  if (result.ok) set({ picks: result.data });
}

/** The notice goes; the change waits in the Models view. */
export function putAway(id: string): void {
  const ids = [id, ...get().putAway.filter((other) => other !== id)].slice(0, PUT_AWAY_KEPT);
  set({ putAway: ids });
  localStorage.setItem(PUT_AWAY, JSON.stringify(ids));
}

function readPutAway(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(PUT_AWAY) ?? '[]');
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : [];
  } catch {
    return []; // damaged: at worst a notice is shown once more
  }
}

/** Keeps the old model or takes the new one; also how a hold is released. */
export async function decideChange(change: PickChange, action: 'hold' | 'take'): Promise<void> {
  const result = await api().models.decideChange({ id: change.id, action });
  if (!result.ok) return toastError(result.error);
  const task = t(`common.tasks.${change.task}`);
  toast({
    title:
      action === 'hold'
        ? t('models.changes.nowHeld', { model: change.fromName, task })
        : t('models.changes.nowTaken', { model: change.toName, task }),
  });
  await loadPicks();
}

/** Asks one source, or with `*` every one that is on, and says how it went. */
export async function refreshSources(id: string): Promise<void> {
  const { refreshing } = get();
  if (refreshing.includes(id)) return;
  set({ refreshing: [...refreshing, id] });
  const result = await api().models.refresh({ id: id === '*' ? null : id });
  set((state) => ({ refreshing: state.refreshing.filter((other) => other !== id) }));
  if (!result.ok) return toastError(result.error);
  const fresh = await loadModels();
  if (fresh !== null) sayResult(id, fresh);
}

/** By the answer that came after the refresh: what is shown may still be an older one. */
function sayResult(id: string, { sources }: ModelsResponse): void {
  const asked = sources.filter(
    (source) => source.switchable && source.enabled && (id === '*' || source.id === id),
  );
  const failed = asked.filter((source) => source.lastFailure !== null);
  if (asked.length === 0) return toast({ title: t('models.sources.noneOn') });
  if (failed.length === 0) {
    return toast({ title: t('models.sources.allFine', { count: asked.length }) });
  }
  toast({
    title: t('models.sources.someFailed', { failed: failed.length, count: asked.length }),
    body: t('models.sources.failedStay', { names: failed.map(({ name }) => name).join(', ') }),
  });
}

/** Saves, and asks a source that is then on. The error, when there was one. */
export async function changeSource(change: SourceChangeInput): Promise<IpcError | null> {
  const result = await api().models.changeSource(change);
  if (!result.ok) return result.error;
  await loadModels();
  const { enabled, key, hasKey } = result.data;
  const ready = enabled && (key !== 'required' || hasKey);
  if (ready) void refreshSources(change.id);
  return null;
}

export async function saveEdit(edit: ModelEditRequest): Promise<IpcError | null> {
  const result = await api().models.edit(edit);
  if (!result.ok) return result.error;
  toast({ title: t('models.edit.saved', { model: edit.name ?? edit.model }) });
  await loadModels();
  return null;
}

export async function resetEdit(model: string, name: string, added: boolean): Promise<void> {
  const result = await api().models.resetEdit({ model });
  if (!result.ok) return toastError(result.error);
  if (added) set({ openId: null });
  toast({ title: t(added ? 'models.edit.removed' : 'models.edit.wasReset', { model: name }) });
  await loadModels();
}

export async function measure(model: string, name: string): Promise<void> {
  set(({ measuring }) => ({ measuring: { ...measuring, [model]: Date.now() } }));
  const result = await api().models.measure({ model });
  set(({ measuring: { [model]: _done, ...measuring } }) => ({ measuring }));
  if (!result.ok) return toastError(result.error);
  const { firstTokenMs, totalMs, n } = result.data;
  toast({
    title: t('models.measure.done', { model: name }),
    body: t('models.measure.doneBody', { time: formatDuration(firstTokenMs ?? totalMs), n }),
  });
  await loadModels();
}

export async function cancelMeasure(model: string): Promise<void> {
  const result = await api().models.cancelMeasure({ model });
  if (!result.ok) toastError(result.error);
}

/** Changes that want an answer and whose notice was not put away; newest first, one a task. */
export function noticesOf(
  changes: readonly PickChange[],
  away: readonly string[],
): readonly PickChange[] {
  return TASK_NAMES.flatMap((task) => {
    const newest = changes.find((change) => change.task === task && isOpen(change));
    return newest === undefined || away.includes(newest.id) ? [] : [newest];
  });
}
