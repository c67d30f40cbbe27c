import type { MemoryExample, MemoryPage, MemoryReceipt } from '@shared/api/memory';
import type { Result } from '@shared/ipc/result';
import { t } from 'i18next';
import { create } from 'zustand';
import { api, type Loadable, LOADING } from '../../app/api';
import { toast, toastError } from '../../components/toaster';
import { loadStatus, offerUndo } from './actions';

/** Rows of one page; a whole memory has 5,000. */
export const PAGE_SIZE = 50;
const SEARCH_DELAY_MS = 200;

export interface MemoryListState {
  readonly query: string;
  readonly offset: number;
  readonly page: Loadable<MemoryPage>;
}

export const useMemoryStore = create<MemoryListState>()(() => ({
  query: '',
  offset: 0,
  page: LOADING,
}));

const set = useMemoryStore.setState;
const get = useMemoryStore.getState;
let asked = 0;
let searchTimer: ReturnType<typeof setTimeout> | undefined;

/** Reads the page that is shown; the newest question wins. */
export async function loadPage(): Promise<void> {
  const mine = (asked += 1);
  const { query, offset } = get();
  const result = await api().memory.list({ q: query.trim(), limit: PAGE_SIZE, offset });
  if (mine !== asked) return;
  if (!result.ok) {
    set({ page: { state: 'error', error: result.error } });
    return;
  }
  const { examples, total } = result.data;
  // The last row of the last page was deleted.
  if (examples.length === 0 && total > 0 && offset > 0) {
    await turnTo(Math.max(0, offset - PAGE_SIZE));
    return;
  }
  set({ page: { state: 'ready', value: result.data } });
}

export function search(query: string): void {
  set({ query, offset: 0 });
  clearTimeout(searchTimer);
  searchTimer = setTimeout(() => void loadPage(), SEARCH_DELAY_MS);
}

export async function turnTo(offset: number): Promise<void> {
  set({ offset });
  await loadPage();
}

/** Shows what a change left, and offers to take it back. */
async function changed(result: Result<MemoryReceipt>, title: string): Promise<boolean> {
  if (!result.ok) {
    toastError(result.error);
    return false;
  }
  await Promise.all([loadPage(), loadStatus()]);
  offerUndo(title, result.data.undo_id, () => void loadPage());
  return true;
}

export async function removeExample(id: string): Promise<void> {
  await changed(await api().memory.remove({ id }), t('teach.memory.removed'));
}

/** New scores; with a new prompt it is another example, and the old one goes. */
export async function editExample(
  { id, prompt: before, label_source: source, task }: MemoryExample,
  prompt: string,
  scores: Readonly<Record<string, number>>,
): Promise<boolean> {
  const title = t('teach.memory.edited');
  if (prompt === before) return changed(await api().memory.edit({ id, scores }), title);
  const added = await api().memory.rank({
    task,
    label_source: source,
    examples: [{ prompt, scores }],
  });
  if (!added.ok) return changed(added, title);
  const removed = await api().memory.remove({ id });
  if (!removed.ok) return changed(removed, title);
  await Promise.all([loadPage(), loadStatus()]);
  offerUndo(title, removed.data.undo_id, () => {
    void api()
      .memory.undo({ undoId: added.data.undo_id })
      .then(() => Promise.all([loadPage(), loadStatus()]));
  });
  return true;
}

export async function clearMemory(total: number): Promise<void> {
  await changed(await api().memory.clear(), t('teach.memory.cleared', { count: total }));
}

export async function exportMemory(): Promise<void> {
  const result = await api().memory.export();
  if (result.ok) {
    const { path, examples: count } = result.data;
    toast({ title: t('teach.memory.exported', { count, path }) });
  } else if (result.error.code !== 'cancelled') {
    toastError(result.error);
  }
}

export async function importMemory(file: Blob): Promise<void> {
  const result = await api().memory.import({ text: await file.text() });
  const count = result.ok ? result.data.added + result.data.updated : 0;
  await changed(result, t('teach.memory.imported', { count }));
}
