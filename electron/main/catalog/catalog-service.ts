import type { PickChangesResponse } from '@shared/api/models';
import type { SourceState } from '@shared/api/sources';
import type { SourceChangeInput } from '@shared/ipc/contract';
import type { BackendClient } from '../backend/backend-client';
import { noTimer, type Clock } from '../clock';
import { IpcFailure } from '../ipc/failure';
import type { SourceKeys } from './source-keys';

/** How often main looks whether a refresh of the backend's own changed a pick. */
const LOOK_EVERY_MS = 60_000;

export interface CatalogServiceDeps {
  readonly client: Pick<
    BackendClient,
    | 'models'
    | 'editModel'
    | 'removeEdit'
    | 'measureModel'
    | 'changeSource'
    | 'refreshSources'
    | 'refreshSource'
    | 'pickChanges'
    | 'decidePickChange'
  >;
  readonly keys: SourceKeys;
  /** Whether the backend is the app's own: only that one gets the keys of this machine. */
  readonly embedded: () => boolean;
  /** A key could not be written to disk and lasts until the app closes. */
  readonly keysLast: () => boolean;
  readonly onUnkeptKey: () => void;
  /** Figures moved: what was picked by the old ones is no longer sure. */
  readonly onFigures: () => void;
  readonly emit: (picks: PickChangesResponse) => void;
  readonly clock: Clock;
}

/** The catalog as the Models view uses it: figures, sources, edits, measurements, changes of picks. */
export function createCatalogService(deps: CatalogServiceDeps) {
  const { client, keys, embedded, keysLast, onUnkeptKey, onFigures, emit, clock } = deps;
  const measuring = new Map<string, AbortController>();
  let seen: string | null = null;
  let cancel = noTimer;

  /** Tells everybody, after something that was done here. */
  async function tell(): Promise<void> {
    onFigures();
    await look(true);
  }

  async function look(always: boolean): Promise<void> {
    const picks = await client.pickChanges().catch(() => null);
    // Without an answer there is no news; that the backend is away is told elsewhere.
    if (picks === null) return;
    const now = signature(picks);
    const first = seen === null;
    const moved = now !== seen;
    seen = now;
    if (moved && !first && !always) onFigures();
    if (moved || always) emit(picks);
  }

  function follow(): void {
    cancel();
    cancel = clock.after(LOOK_EVERY_MS, () => {
      void look(false).finally(follow);
    });
  }

  return {
    list: client.models,

    async refresh(id: string | null): Promise<void> {
      await (id === null ? client.refreshSources() : client.refreshSource(id));
      await tell();
    },

    /** Fails as `invalid_arguments` for a key that would go to somebody else's server. */
    async changeSource({ id, ...change }: SourceChangeInput): Promise<SourceState> {
      if (change.key !== undefined && !embedded()) {
        throw new IpcFailure(
          'invalid_arguments',
          'Keys of a team server’s sources are set on the server.',
        );
      }
      const state = await client.changeSource(id, change);
      if (embedded()) {
        if (change.key !== undefined) keys.set(id, change.key);
        // Another address was not given the old key: nor will it be at the next start.
        else if (change.baseUrl !== undefined && !state.hasKey) keys.set(id, null);
        if (typeof change.key === 'string' && !keysLast()) onUnkeptKey();
      }
      await tell();
      return state;
    },

    async edit(edit: Parameters<typeof client.editModel>[0]) {
      const answer = await client.editModel(edit);
      await tell();
      return answer.edit;
    },

    async resetEdit(model: string): Promise<void> {
      await client.removeEdit(model);
      await tell();
    },

    /** One probe of a model at a time; `cancelMeasure` ends it as `cancelled`. */
    async measure(model: string) {
      measuring.get(model)?.abort();
      const running = new AbortController();
      measuring.set(model, running);
      try {
        const measured = await client.measureModel(model, running.signal);
        await tell();
        return measured;
      } finally {
        if (measuring.get(model) === running) measuring.delete(model);
      }
    },

    cancelMeasure(model: string): void {
      measuring.get(model)?.abort();
    },

    pickChanges: client.pickChanges,

    async decideChange(id: string, action: 'hold' | 'take') {
      const { change } = await client.decidePickChange(id, action);
      await tell();
      return change;
    },

    /** The backend is there (again): looks now, and from then on. */
    watch(): void {
      seen = null;
      void look(false).finally(follow);
    },

    unwatch(): void {
      cancel();
      cancel = noTimer;
    },
  };
}
export type CatalogService = ReturnType<typeof createCatalogService>;

/** What the person would see as another state of their picks. */
function signature({ changes, holds }: PickChangesResponse): string {
  return JSON.stringify([changes.map(({ id, status }) => [id, status]), holds]);
}
