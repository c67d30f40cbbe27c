import { t } from 'i18next';
import { api } from '../../app/api';
import { toast, toastError } from '../../components/toaster';
import { dropAttachments } from './attachment-store';
import { useChatStore } from './store';

const PAGE = 200;
/** As long as the toast with its Undo shows. */
const UNDO_MS = 10_000;
const set = useChatStore.setState;
const get = useChatStore.getState;

export async function refreshList(): Promise<void> {
  const { query } = get();
  const result = await api().conversations.list({
    q: query.trim() === '' ? null : query.trim(),
    limit: PAGE,
    offset: 0,
  });
  // A slower answer to an older query must not replace the newer one's.
  if (get().query !== query) return;
  if (result.ok) set({ list: { state: 'ready', value: result.data } });
  else if (get().list.state !== 'ready') set({ list: { state: 'error', error: result.error } });
}

export async function searchList(query: string): Promise<void> {
  set({ query });
  await refreshList();
}

export async function renameConversation(id: string, title: string): Promise<void> {
  const result = await api().conversations.patch({ id, title });
  if (!result.ok) {
    toastError(result.error);
    return;
  }
  set((state) =>
    state.conversation?.state === 'ready' && state.conversation.value.id === id
      ? { conversation: { state: 'ready', value: { ...state.conversation.value, title } } }
      : state,
  );
  await refreshList();
}

/** Hidden, but not deleted yet: the timer of each. */
const pending = new Map<string, ReturnType<typeof setTimeout>>();

/** Sends what still waits for its Undo to go, because the window goes first. */
export function flushRemovals(): void {
  for (const id of pending.keys()) void removeNow(id);
}

/** Hides it now and deletes it when Undo has gone. */
export function removeConversation(id: string): void {
  const wasShown = get().currentId === id;
  set((state) => ({
    hidden: [...state.hidden, id],
    ...(wasShown ? { currentId: null, conversation: null } : {}),
  }));
  pending.set(
    id,
    setTimeout(() => void removeNow(id), UNDO_MS),
  );
  toast({
    title: t('chat.deleted'),
    action: {
      label: t('common.undo'),
      run: () => {
        if (settle(id)) unhide(id);
      },
    },
  });
}

/** Takes it off the list of what is to be deleted; false = it was not on it any more. */
function settle(id: string): boolean {
  clearTimeout(pending.get(id));
  return pending.delete(id);
}

async function removeNow(id: string): Promise<void> {
  settle(id);
  const result = await api().conversations.remove({ id });
  if (result.ok) dropAttachments(id);
  else toastError(result.error);
  await refreshList();
  unhide(id);
}

function unhide(id: string): void {
  set((state) => ({ hidden: state.hidden.filter((other) => other !== id) }));
}

export async function exportConversation(id: string, format: 'markdown' | 'json'): Promise<void> {
  const result = await api().conversations.export({ id, format });
  if (result.ok) toast({ title: t('chat.exported', { path: result.data.path }) });
  else toastError(result.error);
}
