import type {
  CompareEstimate,
  CompareRequest,
  CompareResponse,
  FeedbackRequest,
  FeedbackResponse,
} from '@shared/api/compare';
import type {
  EmbeddingChoice,
  ExplainRequest,
  ExplainResponse,
  MemoryFile,
  MemoryExample,
  MemoryPage,
  MemoryPatch,
  MemoryReceipt,
  MemoryStatus,
  RankRequest,
} from '@shared/api/memory';
import type { Http } from './http';

const MEMORY = '/v1/router/memory';
const PREFERENCES = '/v1/router/preferences';
/** Slow models write long answers; the providers have their own limits. */
const COMPARE_TIMEOUT_MS = 300_000;
/** Examples are embedded on this machine, a hundred at a time. */
const RANK_TIMEOUT_MS = 60_000;
/** The first decision loads the embedding model. */
const EXPLAIN_TIMEOUT_MS = 45_000;

function at(id: string): string {
  return `${MEMORY}/${encodeURIComponent(id)}`;
}

export type MemoryClient = ReturnType<typeof createMemoryClient>;

/** The routing memory of the user, over HTTP. */
export function createMemoryClient(http: Http) {
  return {
    status: () => http.json<MemoryStatus>('/v1/router/status'),
    list: (q: string, limit: number, offset: number) =>
      http.json<MemoryPage>(MEMORY, { query: { q: q === '' ? null : q, limit, offset } }),
    get: (id: string) => http.json<MemoryExample>(at(id)),
    rank: (body: RankRequest) =>
      http.json<MemoryReceipt>(`${PREFERENCES}/rank`, {
        method: 'POST',
        body,
        timeoutMs: RANK_TIMEOUT_MS,
      }),
    edit: (id: string, body: MemoryPatch) =>
      http.json<MemoryReceipt>(at(id), { method: 'PATCH', body }),
    remove: (id: string) => http.json<MemoryReceipt>(at(id), { method: 'DELETE' }),
    clear: () => http.json<MemoryReceipt>(MEMORY, { method: 'DELETE' }),
    undo: (undoId: string) =>
      http.json<MemoryStatus>(`${MEMORY}/undo`, { method: 'POST', body: { undo_id: undoId } }),
    export: () => http.json<MemoryFile>(`${MEMORY}/export`),
    import: (body: unknown) =>
      http.json<MemoryReceipt>(`${MEMORY}/import`, {
        method: 'POST',
        body,
        timeoutMs: RANK_TIMEOUT_MS,
      }),
    embedding: () => http.json<EmbeddingChoice>('/v1/router/embedding'),
    setEmbedding: (model: string | null) =>
      http.json<EmbeddingChoice>('/v1/router/embedding', {
        method: 'PUT',
        body: { model },
        timeoutMs: EXPLAIN_TIMEOUT_MS,
      }),
    explain: (body: ExplainRequest) =>
      http.json<ExplainResponse>('/v1/router/explain', {
        method: 'POST',
        body,
        timeoutMs: EXPLAIN_TIMEOUT_MS,
      }),
    estimate: (body: CompareRequest) =>
      http.json<CompareEstimate>(`${PREFERENCES}/compare`, {
        method: 'POST',
        body: { ...body, dry_run: true },
      }),
    compare: (body: CompareRequest, signal: AbortSignal) =>
      http.json<CompareResponse>(`${PREFERENCES}/compare`, {
        method: 'POST',
        body,
        signal,
        timeoutMs: COMPARE_TIMEOUT_MS,
      }),
    feedback: (body: FeedbackRequest) =>
      http.json<FeedbackResponse>(`${PREFERENCES}/feedback`, {
        method: 'POST',
        body,
        timeoutMs: RANK_TIMEOUT_MS,
      }),
  };
}
