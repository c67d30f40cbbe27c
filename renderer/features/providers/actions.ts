import type { ProviderStatus } from '@shared/api/providers';
import type { DetectedLocal, ProviderInput } from '@shared/ipc/contract';
import type { IpcError, Result } from '@shared/ipc/result';
import { t } from 'i18next';
import { api } from '../../app/api';
import { toast, toastError } from '../../components/toaster';
import { type Section, useProvidersStore } from './store';

const set = useProvidersStore.setState;

export function showSection(section: Section): void {
  set({ section });
}

function take(result: Result<readonly ProviderStatus[]>): IpcError | null {
  if (!result.ok) return result.error;
  set({ list: { state: 'ready', value: result.data } });
  return null;
}

export async function loadProviders(): Promise<void> {
  const [list, secrets] = await Promise.all([api().providers.list(), api().providers.secrets()]);
  const error = take(list);
  if (error !== null && useProvidersStore.getState().list.state !== 'ready') {
    set({ list: { state: 'error', error } });
  }
  if (secrets.ok) set({ secrets: secrets.data });
}

export function followProviders(): () => void {
  return api().on('providers', (list) => set({ list: { state: 'ready', value: list } }));
}

export async function detectLocal(): Promise<void> {
  set({ detected: { state: 'loading' } });
  const result = await api().providers.detectLocal();
  set({ detected: { state: 'ready', value: result.ok ? result.data : [] } });
}

/** Saves and probes; the error of the save when there was one. */
export async function saveProvider(input: ProviderInput): Promise<IpcError | null> {
  const error = take(await api().providers.save(input));
  if (error === null) void probeProvider(input.id);
  return error;
}

export async function addDetected(server: DetectedLocal): Promise<void> {
  const { id, name, baseUrl } = server;
  const kind = id === 'ollama' ? 'ollama' : 'openai-compatible';
  const error = await saveProvider({ id, kind, name, baseUrl });
  if (error === null) toast({ title: t('chat.first.added', { name }) });
  else toastError(error);
}

export async function removeProvider(id: string, name: string): Promise<void> {
  const error = take(await api().providers.remove({ id }));
  if (error === null) toast({ title: t('providers.removed', { name }) });
  else toastError(error);
}

/** Asks the provider now. A failed probe is a state of the card, not an error of the call. */
export async function probeProvider(id: string): Promise<void> {
  set((state) => ({ probing: [...state.probing, id] }));
  const result = await api().providers.probe({ id });
  set((state) => ({ probing: state.probing.filter((other) => other !== id) }));
  if (!result.ok) {
    toastError(result.error);
    return;
  }
  set((state) =>
    state.list.state === 'ready'
      ? {
          list: {
            state: 'ready',
            value: state.list.value.map((known) => (known.id === id ? result.data : known)),
          },
        }
      : state,
  );
}
