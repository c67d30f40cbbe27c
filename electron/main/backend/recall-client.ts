import type {
  RecallAdd,
  RecallPage,
  RecallSettingsPatch,
  RecallShotDetail,
  RecallStatus,
} from '@shared/api/recall';
import type { RecallRequests } from '@shared/ipc/recall';
import type { Http } from './http';

const RECALL = '/v1/recall';
/** The first search loads the index and the embedding model. */
const SEARCH_TIMEOUT_MS = 45_000;

function at(id: string): string {
  return `${RECALL}/shots/${encodeURIComponent(id)}`;
}

export type RecallClient = ReturnType<typeof createRecallClient>;

/** Past screenshots, over HTTP. */
export function createRecallClient(http: Http) {
  return {
    status: () => http.json<RecallStatus>(RECALL),
    change: (body: RecallSettingsPatch) => http.json<RecallStatus>(RECALL, { method: 'PUT', body }),
    search: ({ q, ...query }: RecallRequests['search']['in']) =>
      http.json<RecallPage>(`${RECALL}/shots`, {
        query: { ...query, q: q === '' ? null : q },
        timeoutMs: SEARCH_TIMEOUT_MS,
      }),
    add: (body: RecallAdd) =>
      http.json<RecallShotDetail>(`${RECALL}/shots`, { method: 'POST', body }),
    shot: (id: string) => http.json<RecallShotDetail>(at(id)),
    async image(id: string): Promise<{ readonly bytes: Buffer; readonly type: string }> {
      const response = await http.open(`${at(id)}/image`);
      return {
        bytes: Buffer.from(await response.arrayBuffer()),
        type: response.headers.get('content-type') ?? 'image/png',
      };
    },
    remove: (id: string) => http.json<void>(at(id), { method: 'DELETE' }),
    clear: () => http.json<{ removed: number }>(`${RECALL}/shots`, { method: 'DELETE' }),
    reindex: (model: string | null) =>
      http.json<RecallStatus>(`${RECALL}/reindex`, { method: 'POST', body: { model } }),
    stopReindex: () => http.json<RecallStatus>(`${RECALL}/reindex`, { method: 'DELETE' }),
  };
}
