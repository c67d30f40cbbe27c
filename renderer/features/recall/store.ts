import type { RecallPage, RecallShotDetail, RecallStatus } from '@shared/api/recall';
import { type ReadQuery, readQuery } from '@shared/recall/read-query';
import { create } from 'zustand';
import { api, type Loadable, LOADING } from '../../app/api';
import { toastError } from '../../components/toaster';

/** Screenshots that are asked for at a time. */
export const PAGE = 48;

export interface RecallState {
  readonly status: Loadable<RecallStatus>;
  readonly query: string;
  /** What was read out of the query when `page` was asked for. */
  readonly read: ReadQuery;
  readonly page: Loadable<RecallPage>;
  readonly open: RecallShotDetail | null;
}

export const useRecallStore = create<RecallState>()(() => ({
  status: LOADING,
  query: '',
  read: { q: '', from: null, to: null },
  page: LOADING,
  open: null,
}));

const set = useRecallStore.setState;
const get = useRecallStore.getState;
let asked = 0;

export async function loadStatus(): Promise<void> {
  const result = await api().recall.status();
  if (result.ok) set({ status: { state: 'ready', value: result.data } });
  // What is shown stays when a later look fails: the banner of the backend says why.
  else if (get().status.state !== 'ready') set({ status: { state: 'error', error: result.error } });
}

/** Looks for what is typed now; an answer to an older question is dropped. */
export async function search(now: Date): Promise<void> {
  const mine = (asked += 1);
  const read = readQuery(get().query, now);
  const result = await api().recall.search({ ...read, limit: PAGE, offset: 0 });
  if (mine !== asked) return;
  set({
    read,
    page: result.ok
      ? { state: 'ready', value: result.data }
      : { state: 'error', error: result.error },
  });
}

/** A search waits until typing has paused: its text may be sent to a provider for its vector. */
const TYPING_MS = 250;
let typing: ReturnType<typeof setTimeout> | undefined;

export function setQuery(query: string): void {
  set({ query });
  clearTimeout(typing);
  typing = setTimeout(() => void search(new Date()), TYPING_MS);
}

export async function showMore(): Promise<void> {
  const { page, read } = get();
  if (page.state !== 'ready') return;
  const mine = (asked += 1);
  const { shots } = page.value;
  const result = await api().recall.search({ ...read, limit: PAGE, offset: shots.length });
  if (mine !== asked) return;
  if (!result.ok) {
    toastError(result.error);
    return;
  }
  set({
    page: { state: 'ready', value: { ...result.data, shots: [...shots, ...result.data.shots] } },
  });
}

export async function openShot(id: string): Promise<void> {
  const result = await api().recall.shot({ id });
  if (result.ok) set({ open: result.data });
  else toastError(result.error);
}

/** Something changed: the numbers and the list as they are now. */
export async function reload(now: Date): Promise<void> {
  await Promise.all([loadStatus(), search(now)]);
}

/** Whether something goes on behind the list that changes what it shows. */
export function isWorking(status: RecallStatus): boolean {
  return status.unread > 0 || status.index.pending > 0 || status.building !== null;
}
