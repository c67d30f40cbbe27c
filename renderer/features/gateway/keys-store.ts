import type { KeyWire, NewKeyResponse } from '@shared/api/keys';
import type { NewKeyInput } from '@shared/ipc/contract';
import type { Result } from '@shared/ipc/result';
import { t } from 'i18next';
import { create } from 'zustand';
import { api, type Loadable, LOADING } from '../../app/api';
import { toast, toastError } from '../../components/toaster';

export interface KeysState {
  readonly list: Loadable<readonly KeyWire[]>;
  /** When it was read, epoch milliseconds: "last used" counts back from then. */
  readonly readAt: number;
}

/** The keys as they are listed; a key itself is never kept here. */
export const useKeysStore = create<KeysState>()(() => ({ list: LOADING, readAt: 0 }));

const set = useKeysStore.setState;

function take(keys: readonly KeyWire[]): void {
  set({ list: { state: 'ready', value: keys }, readAt: Date.now() });
}

export async function loadKeys(): Promise<void> {
  const result = await api().gateway.keys();
  if (result.ok) take(result.data);
  // What is shown stays while the router is away for a moment.
  else if (useKeysStore.getState().list.state !== 'ready') {
    set({ list: { state: 'error', error: result.error } });
  }
}

/** The answer holds the key: it is shown once and kept nowhere. */
export async function makeKey(input: NewKeyInput): Promise<Result<NewKeyResponse>> {
  const result = await api().gateway.makeKey(input);
  if (result.ok) await loadKeys();
  return result;
}

export async function revokeKey({ id, name }: KeyWire): Promise<void> {
  const result = await api().gateway.revokeKey({ id });
  if (!result.ok) return toastError(result.error);
  take(result.data);
  toast({ title: t('gateway.keys.revoked', { name }) });
}
