import type { ProviderStatus } from '@shared/api/providers';
import type { SourceFailureCode, SourceState } from '@shared/api/sources';
import type { CatalogStatus } from './catalog';
import { PRACTICE_PROVIDER } from './practice';

/** What is always there beside the live sources: the loaded catalog, and each provider's own list. */
export function fixedStates(
  catalog: { readonly status: CatalogStatus; readonly attribution: readonly string[] },
  providers: readonly ProviderStatus[],
): SourceState[] {
  const lists = providers.filter(({ id }) => id !== PRACTICE_PROVIDER).map(listState);
  return [baseState(catalog.status, catalog.attribution), ...lists];
}

/** The catalog that the live figures are laid over. */
function baseState(status: CatalogStatus, attribution: readonly string[]): SourceState {
  const file = status.source === 'file';
  return {
    ...FIXED,
    id: file ? status.sourceId : 'bundled',
    name: file ? 'Catalog file of the operator' : 'Catalog that ships with the app',
    gives: 'every figure that no other source gives',
    url: '',
    licence: file ? 'given by the operator' : 'per figure, see the sources',
    attribution: attribution[0] ?? null,
    lastSuccess: file ? status.loadedAt : null,
  };
}

const CODES: Readonly<Record<string, SourceFailureCode>> = {
  provider_auth_failed: 'unauthorized',
  provider_rate_limited: 'rate_limited',
  provider_timeout: 'timeout',
  provider_unreachable: 'unreachable',
  provider_bad_answer: 'bad_shape',
};

/** Which models a connection can call, asked for whenever somebody looks. */
function listState({ id, name, baseUrl, hasKey, lastCheck, models }: ProviderStatus): SourceState {
  const at = lastCheck === null ? null : new Date(lastCheck.at).toISOString();
  return {
    ...FIXED,
    id: `list:${id}`,
    name: `Model list of ${name}`,
    gives: 'which models can be called',
    url: '',
    licence: 'n/a',
    attribution: null,
    baseUrl,
    hasKey,
    lastSuccess: lastCheck?.ok === true ? at : null,
    lastFailure:
      lastCheck === null || lastCheck.ok || at === null
        ? null
        : {
            at,
            code: CODES[lastCheck.code ?? ''] ?? 'bad_status',
            message: lastCheck.message ?? 'could not be asked',
          },
    isFresh: lastCheck?.ok === true,
    entries: models?.length ?? 0,
    matched: 0,
  };
}

const FIXED = {
  baseUrl: null,
  enabled: true,
  switchable: false,
  key: 'none',
  hasKey: false,
  terms: null,
  lastFailure: null,
  ageSeconds: null,
  isFresh: true,
  refreshing: false,
  nextRefresh: null,
  entries: 0,
  matched: 0,
  refused: [],
  refusedCount: 0,
} as const satisfies Partial<SourceState>;
