import {
  HEADERS,
  metricsResponseSchema,
  pickResponseSchema,
  tasksResponseSchema,
  type CatalogResponse,
  type DecisionResponse,
  type PreviewRequest,
  type PreviewResponse,
  type ReplaySetResponse,
} from '@shared/api/auto-router';
import {
  messagePictureSchema,
  messageSchema,
  type Conversation,
  type ConversationSummary,
  type Message,
} from '@shared/api/conversations';
import type { ActivityResponse } from '@shared/api/activity';
import type {
  BenchmarkConfig,
  BenchmarkConfigResponse,
  CandidatesResponse,
  CaseQuery,
  CasesResponse,
  ClassifierWinnerResponse,
  DatasetsResponse,
  Estimate,
  PauseResponse,
  RoutingTableResponse,
  Run,
  RunEvent,
  StartRun,
  SyncResponse,
} from '@shared/api/benchmark';
import type {
  MeasureResponse,
  ModelEditRequest,
  ModelEditResponse,
  ModelsResponse,
  PickChangeResponse,
  PickChangesResponse,
} from '@shared/api/models';
import type { SourceChange, SourcesResponse, SourceState } from '@shared/api/sources';
import type { HistoryFilter, HistoryPage, HistorySummary, Rating } from '@shared/api/history';
import type { KeysResponse, NewKeyResponse, NewKeyWire } from '@shared/api/keys';
import type { UsageGroup, UsageResponse } from '@shared/api/outcomes';
import { prefsResponseSchema, type PrefsWire } from '@shared/api/prefs';
import type { ProviderConfig, ProvidersResponse } from '@shared/api/providers';
import type { SpendingResponse } from '@shared/api/spending';
import type { NewPicture } from '@shared/ipc/contract';
import type { TaskName } from '@shared/routing/tasks';
import type { Http } from './http';

const ROUTER = '/v1/auto-router';
const CONVERSATIONS = '/v1/conversations';
const BENCHMARK = '/v1/benchmark';
/** A pick gives up after this (S0-80). */
const PICK_TIMEOUT_MS = 15_000;
/** A probe waits for a foreign server. */
const PROBE_TIMEOUT_MS = 30_000;
/** The longest answer of a source, and the longest probe of a local model, with room. */
const SOURCE_TIMEOUT_MS = 200_000;

/** A part of a message, as the gateway takes it. */
export type ChatPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image_url'; readonly image_url: { readonly url: string } };

export interface ChatRequest {
  readonly task: TaskName;
  readonly model: string;
  readonly messages: readonly {
    readonly role: 'user' | 'assistant';
    readonly content: string | readonly ChatPart[];
  }[];
  readonly conversationId: string;
  readonly keepExcerpt: boolean;
  /** Only models on this machine may be chosen for it. */
  readonly localOnly: boolean;
}

function at(conversationId: string): string {
  return `${CONVERSATIONS}/${encodeURIComponent(conversationId)}`;
}

function runAt(id: string): string {
  return `${BENCHMARK}/runs/${encodeURIComponent(id)}`;
}

export type BackendClient = ReturnType<typeof createBackendClient>;

/** Every call that the app makes of the backend, typed (S0-56). */
export function createBackendClient(http: Http) {
  return {
    /** `live` false: without the models that take live sessions only. */
    pick: (task: TaskName, live = true, signal?: AbortSignal) =>
      http.json(`${ROUTER}/pick`, {
        query: { task, realtime: live ? null : 'off' },
        schema: pickResponseSchema,
        timeoutMs: PICK_TIMEOUT_MS,
        signal,
      }),
    /** Connects to the providers of these models; sends them nothing. */
    prepare: (models: readonly string[]) =>
      http.json<void>(`${ROUTER}/prepare`, { method: 'POST', body: { models } }),
    tasks: () => http.json(`${ROUTER}/tasks`, { schema: tasksResponseSchema }),
    metrics: () => http.json(`${ROUTER}/metrics`, { schema: metricsResponseSchema }),
    catalog: (task: TaskName, live = true) =>
      http.json<CatalogResponse>(`${ROUTER}/catalog`, {
        query: { task, realtime: live ? null : 'off' },
      }),
    preview: (body: PreviewRequest) =>
      http.json<PreviewResponse>(`${ROUTER}/preview`, { method: 'POST', body }),
    replaySet: (task: TaskName, limit: number) =>
      http.json<ReplaySetResponse>(`${ROUTER}/replay-set`, { query: { task, limit } }),
    getPrefs: () => http.json(`${ROUTER}/prefs`, { schema: prefsResponseSchema }),
    putPrefs: (prefs: PrefsWire) =>
      http.json(`${ROUTER}/prefs`, { method: 'PUT', body: { prefs }, schema: prefsResponseSchema }),
    decision: (id: string) =>
      http.json<DecisionResponse>(`${ROUTER}/decisions/${encodeURIComponent(id)}`),

    providers: () => http.json<ProvidersResponse>(`${ROUTER}/providers`),
    putProviders: (providers: readonly ProviderConfig[]) =>
      http.json<ProvidersResponse>(`${ROUTER}/providers`, { method: 'PUT', body: providers }),
    probeProvider: (id: string) =>
      http.json<ProvidersResponse>(`${ROUTER}/providers/${encodeURIComponent(id)}/probe`, {
        method: 'POST',
        timeoutMs: PROBE_TIMEOUT_MS,
      }),

    models: (task: TaskName) => http.json<ModelsResponse>(`${ROUTER}/models`, { query: { task } }),
    editModel: (body: ModelEditRequest) =>
      http.json<ModelEditResponse>(`${ROUTER}/models/edit`, { method: 'PUT', body }),
    removeEdit: (model: string) =>
      http.json<void>(`${ROUTER}/models/edit`, { method: 'DELETE', query: { model } }),
    measureModel: (model: string, signal: AbortSignal) =>
      http.json<MeasureResponse>(`${ROUTER}/models/measure`, {
        method: 'POST',
        body: { model },
        timeoutMs: SOURCE_TIMEOUT_MS,
        signal,
      }),
    changeSource: (id: string, body: SourceChange) =>
      http.json<SourceState>(`${ROUTER}/sources/${encodeURIComponent(id)}`, {
        method: 'PUT',
        body,
      }),
    refreshSources: () =>
      http.json<SourcesResponse>(`${ROUTER}/sources/refresh`, {
        method: 'POST',
        timeoutMs: SOURCE_TIMEOUT_MS,
      }),
    refreshSource: (id: string) =>
      http.json<SourceState>(`${ROUTER}/sources/${encodeURIComponent(id)}/refresh`, {
        method: 'POST',
        timeoutMs: SOURCE_TIMEOUT_MS,
      }),
    pickChanges: () => http.json<PickChangesResponse>(`${ROUTER}/pick-changes`),
    decidePickChange: (id: string, action: 'hold' | 'take') =>
      http.json<PickChangeResponse>(`${ROUTER}/pick-changes/${encodeURIComponent(id)}`, {
        method: 'POST',
        body: { action },
      }),

    historyPage: (filter: HistoryFilter, limit: number, offset: number) =>
      http.json<HistoryPage>(`${ROUTER}/history`, { query: { ...filter, limit, offset } }),
    /** Events that rows came or ended. */
    openHistoryEvents: (signal: AbortSignal) => http.open(`${ROUTER}/history/events`, { signal }),
    historySummary: (filter: HistoryFilter) =>
      http.json<HistorySummary>(`${ROUTER}/history/summary`, { query: filter }),
    openHistoryExport: (filter: HistoryFilter, format: 'csv' | 'json') =>
      http.open(`${ROUTER}/history/export`, { query: { ...filter, format } }),
    rate: (id: string, rating: Rating) =>
      http.json<void>(`${ROUTER}/outcomes/${encodeURIComponent(id)}/rating`, {
        method: 'POST',
        body: rating,
      }),

    keys: async () => (await http.json<KeysResponse>(`${ROUTER}/keys`)).keys,
    makeKey: (body: NewKeyWire) =>
      http.json<NewKeyResponse>(`${ROUTER}/keys`, { method: 'POST', body }),
    revokeKey: (id: string) =>
      http.json<void>(`${ROUTER}/keys/${encodeURIComponent(id)}`, { method: 'DELETE' }),
    usage: (group: UsageGroup, from?: number, to?: number) =>
      http.json<UsageResponse>(`${ROUTER}/usage`, { query: { group, from, to } }),
    spending: () => http.json<SpendingResponse>(`${ROUTER}/spending`),
    setDailyCap: (usd: number | null) =>
      http.json<SpendingResponse>(`${ROUTER}/spending`, {
        method: 'PUT',
        body: { daily_cap_usd: usd },
      }),
    activity: (signal: AbortSignal) =>
      http.json<ActivityResponse>(`${ROUTER}/activity`, { signal }),
    /** Server-sent events of the live request log: every state after `seq`. */
    openActivity: (seq: number, signal: AbortSignal) =>
      http.open(`${ROUTER}/activity/events`, { query: { after: seq }, signal }),

    benchmarkConfig: () => http.json<BenchmarkConfigResponse>(`${BENCHMARK}/config`),
    saveBenchmarkConfig: (body: BenchmarkConfig) =>
      http.json<BenchmarkConfigResponse>(`${BENCHMARK}/config`, { method: 'PUT', body }),
    estimateBenchmark: (body: StartRun) =>
      http.json<Estimate>(`${BENCHMARK}/estimate`, { method: 'POST', body }),
    benchmarkRuns: (limit: number) =>
      http.json<{ readonly runs: readonly Run[]; readonly activeId: string | null }>(
        `${BENCHMARK}/runs`,
        { query: { limit } },
      ),
    startBenchmark: async (body: StartRun) =>
      (await http.json<RunEvent>(`${BENCHMARK}/runs`, { method: 'POST', body })).run,
    benchmarkRun: async (id: string) => (await http.json<RunEvent>(runAt(id))).run,
    cancelBenchmark: async (id: string) =>
      (await http.json<RunEvent>(`${runAt(id)}/cancel`, { method: 'POST' })).run,
    /** Server-sent events of one run: as it is now, then after each change, until it ends. */
    openBenchmarkRun: (id: string, signal: AbortSignal) =>
      http.open(`${runAt(id)}/events`, { signal }),
    benchmarkCases: (id: string, query: CaseQuery) =>
      http.json<CasesResponse>(`${runAt(id)}/cases`, { query: { ...query } }),
    benchmarkPause: () => http.json<PauseResponse>(`${BENCHMARK}/pause`),
    setBenchmarkPause: (reason: string | null) =>
      http.json<PauseResponse>(`${BENCHMARK}/pause`, { method: 'PUT', body: { reason } }),
    routingTable: () => http.json<RoutingTableResponse>(`${BENCHMARK}/routing-table`),
    holdRoutingTable: () =>
      http.json<RoutingTableResponse>(`${BENCHMARK}/routing-table/hold`, { method: 'POST' }),
    restoreRoutingTable: (id: string) =>
      http.json<RoutingTableResponse>(`${BENCHMARK}/routing-table/restore`, {
        method: 'POST',
        body: { id },
      }),
    classifierWinner: () => http.json<ClassifierWinnerResponse>(`${BENCHMARK}/classifier-winner`),
    benchmarkCandidates: () => http.json<CandidatesResponse>(`${BENCHMARK}/candidates`),
    syncBenchmark: () =>
      http.json<SyncResponse>(`${BENCHMARK}/candidates/sync`, { method: 'POST' }),
    benchmarkDatasets: () => http.json<DatasetsResponse>(`${BENCHMARK}/datasets`),

    listConversations: async (q: string | null, limit: number, offset: number) => {
      const answer = await http.json<{ conversations: ConversationSummary[] }>(CONVERSATIONS, {
        query: { q, limit, offset },
      });
      return answer.conversations;
    },
    createConversation: (title: string) =>
      http.json<Conversation>(CONVERSATIONS, { method: 'POST', body: { title } }),
    getConversation: (id: string) => http.json<Conversation>(at(id)),
    patchConversation: (id: string, patch: { title?: string; leafId?: string | null }) =>
      http.json<ConversationSummary>(at(id), { method: 'PATCH', body: patch }),
    removeConversation: (id: string) => http.json<void>(at(id), { method: 'DELETE' }),
    putMessage: (id: string, message: Message) =>
      http.json(`${at(id)}/messages/${encodeURIComponent(message.id)}`, {
        method: 'PUT',
        body: message,
        schema: messageSchema,
      }),
    /** Stores a picture that the next message takes. */
    addPicture: (id: string, { name, bytes, localOnly = false }: NewPicture) =>
      http.json(`${at(id)}/pictures`, {
        method: 'POST',
        query: { name, local_only: String(localOnly) },
        body: bytes,
        schema: messagePictureSchema,
      }),
    async picture(id: string, pictureId: string): Promise<{ mime: string; bytes: Buffer }> {
      const response = await http.open(`${at(id)}/pictures/${encodeURIComponent(pictureId)}`);
      const bytes = Buffer.from(await response.arrayBuffer());
      return { mime: response.headers.get('content-type') ?? 'image/png', bytes };
    },

    /** A streaming answer; `signal` ends it. A refusal has headers too, and is thrown after `onHead`. */
    openChat: (
      { task, model, messages, conversationId, keepExcerpt, localOnly }: ChatRequest,
      signal: AbortSignal,
      onHead: (headers: Headers) => void,
    ) =>
      http.open('/v1/chat/completions', {
        method: 'POST',
        body: { model, messages, stream: true, stream_options: { include_usage: true } },
        headers: {
          [HEADERS.task]: task,
          [HEADERS.conversation]: conversationId,
          ...(keepExcerpt ? {} : { [HEADERS.excerpt]: 'off' }),
          ...(localOnly ? { [HEADERS.localOnly]: 'true' } : {}),
        },
        signal,
        onHead,
      }),
  };
}
