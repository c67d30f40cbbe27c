import type { ProviderStatus } from '@shared/api/providers';
import type { DetectedLocal, SecretsState } from '@shared/ipc/contract';
import { create } from 'zustand';
import { type Loadable, LOADING } from '../../app/api';

export const SECTIONS = ['providers', 'gateway', 'requests'] as const;
export type Section = (typeof SECTIONS)[number];

export interface ProvidersState {
  /** What is shown of the view. */
  readonly section: Section;
  readonly list: Loadable<readonly ProviderStatus[]>;
  readonly detected: Loadable<readonly DetectedLocal[]>;
  readonly secrets: SecretsState | null;
  /** Ids with a probe under way. */
  readonly probing: readonly string[];
}

export const useProvidersStore = create<ProvidersState>()(() => ({
  section: 'providers',
  list: LOADING,
  detected: LOADING,
  secrets: null,
  probing: [],
}));

const NONE: readonly ProviderStatus[] = [];

export const selectProviders = (state: ProvidersState): readonly ProviderStatus[] =>
  state.list.state === 'ready' ? state.list.value : NONE;

/** Whether anything but the practice provider is set up. */
export const selectHasReal = (state: ProvidersState): boolean =>
  selectProviders(state).some((provider) => provider.kind !== 'practice');

/** Local servers that were found and are not set up yet. */
export const selectMissingLocal = (state: ProvidersState): readonly DetectedLocal[] => {
  if (state.detected.state !== 'ready') return [];
  const known = selectProviders(state);
  return state.detected.value.filter(
    (server) =>
      !known.some((p) => p.id === server.id || originOf(p.baseUrl) === originOf(server.baseUrl)),
  );
};

/** The same server, with `/v1` behind it or without. */
function originOf(url: string | null): string | null {
  return url !== null && URL.canParse(url) ? new URL(url).origin : url;
}

export type Health = 'practice' | 'unchecked' | 'ok' | 'failed';

/** Green only after a live probe that succeeded; everything else is not green. */
export function healthOf(provider: ProviderStatus): Health {
  if (provider.kind === 'practice') return 'practice';
  if (provider.lastCheck === null) return 'unchecked';
  return provider.lastCheck.ok ? 'ok' : 'failed';
}
