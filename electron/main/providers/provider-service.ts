import { DEFAULT_BASE_URLS, type ProviderConfig, type ProviderStatus } from '@shared/api/providers';
import type { ProviderInput } from '@shared/ipc/contract';
import type { BackendClient } from '../backend/backend-client';
import { IpcFailure } from '../ipc/failure';
import type { ProviderStore } from './provider-store';

export interface ProviderServiceDeps {
  readonly store: ProviderStore;
  readonly client: Pick<BackendClient, 'providers' | 'putProviders' | 'probeProvider'>;
  /** Whether the backend is the app's own: only that one gets the keys of this machine. */
  readonly embedded: () => boolean;
  /** Which models can be called may have changed. */
  readonly onChange: (providers: readonly ProviderStatus[]) => void;
}

/** Providers as the user sees them: kept here, used by the backend, keys written and never read back. */
export function createProviderService({ store, client, embedded, onChange }: ProviderServiceDeps) {
  /** A dead backend does not hide what is set up; it starts with these anyway. */
  async function unlessDown(
    call: Promise<{ readonly providers: readonly ProviderStatus[] }>,
  ): Promise<readonly ProviderStatus[]> {
    try {
      return (await call).providers;
    } catch (error) {
      if (!(error instanceof IpcFailure) || error.code !== 'backend_unavailable') throw error;
      return store.configs().map(unchecked);
    }
  }

  async function push(): Promise<readonly ProviderStatus[]> {
    const list = await unlessDown(client.putProviders(store.configs()));
    onChange(list);
    return list;
  }

  function requireEmbedded(): void {
    if (embedded()) return;
    throw new IpcFailure(
      'invalid_arguments',
      'Providers of a team server are set up on the server. Switch to the built-in router to add your own.',
    );
  }

  return {
    list: () => unlessDown(client.providers()),
    save({ id, kind, name, baseUrl, apiKey }: ProviderInput): Promise<readonly ProviderStatus[]> {
      requireEmbedded();
      const stored = store.configs().find((provider) => provider.id === id);
      const kept = kind ?? stored?.kind ?? 'openai-compatible';
      store.save({ id, kind: kept, name: name === '' ? id : name, baseUrl }, apiKey);
      return push();
    },
    remove(id: string): Promise<readonly ProviderStatus[]> {
      requireEmbedded();
      store.remove(id);
      return push();
    },
    async probe(id: string): Promise<ProviderStatus> {
      const { providers } = await client.probeProvider(id);
      const probed = providers.find((provider) => provider.id === id);
      if (probed === undefined) throw new IpcFailure('unknown_provider', 'No such provider.');
      onChange(providers);
      return probed;
    },
  };
}

function unchecked({ id, name, kind, apiKey, ...config }: ProviderConfig): ProviderStatus {
  const baseUrl = config.baseUrl ?? (kind === 'openai-compatible' ? null : DEFAULT_BASE_URLS[kind]);
  return {
    id,
    name: name ?? id,
    kind,
    baseUrl,
    local:
      baseUrl !== null && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(baseUrl).hostname),
    hasKey: apiKey !== undefined,
    keyHint: apiKey === undefined ? null : apiKey.slice(-4),
    lastCheck: null,
    models: null,
  };
}
