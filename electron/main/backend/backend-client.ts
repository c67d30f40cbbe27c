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
  messageSchema,
  type Conversation,
  type ConversationSummary,
  type Message,
} from '@shared/api/conversations';
import type { ActivityResponse } from '@shared/api/activity';
import type { HistoryFilter, HistoryPage, HistorySummary, Rating } from '@shared/api/history';
import type { KeysResponse, NewKeyResponse, NewKeyWire } from '@shared/api/keys';
import type { UsageGroup, UsageResponse } from '@shared/api/outcomes';
import { prefsResponseSchema, type PrefsWire } from '@shared/api/prefs';
import type { ProviderConfig, ProvidersResponse } from '@shared/api/providers';
import type { SpendingResponse } from '@shared/api/spending';
import type { TaskName } from '@shared/routing/tasks';
import type { Http } from './http';

const ROUTER = '/v1/auto-router';
const CONVERSATIONS = '/v1/conversations';
/** A pick gives up after this (S0-80). */
const PICK_TIMEOUT_MS = 15_000;
/** A probe waits for a foreign server. */
const PROBE_TIMEOUT_MS = 30_000;

export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly content: string }[];
  readonly conversationId: string;
  readonly keepExcerpt: boolean;
}

function at(conversationId: string): string {
  return `${CONVERSATIONS}/${encodeURIComponent(conversationId)}`;
}

export type BackendClient = ReturnType<typeof createBackendClient>;

/** Every call that the app makes of the backend, typed (S0-56). */
export function createBackendClient(http: Http) {
  return {
    pick: (task: TaskName, signal?: AbortSignal) =>
      http.json(`${ROUTER}/pick`, {
        query: { task },
        schema: pickResponseSchema,
        timeoutMs: PICK_TIMEOUT_MS,
        signal,
      }),
    tasks: () => http.json(`${ROUTER}/tasks`, { schema: tasksResponseSchema }),
    metrics: () => http.json(`${ROUTER}/metrics`, { schema: metricsResponseSchema }),
    catalog: (task: TaskName) =>
      http.json<CatalogResponse>(`${ROUTER}/catalog`, { query: { task } }),
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

    historyPage: (filter: HistoryFilter, limit: number, offset: number) =>
      http.json<HistoryPage>(`${ROUTER}/history`, { query: { ...filter, limit, offset } }),
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

    /** A streaming answer; `signal` ends it. A refusal has headers too, and is thrown after `onHead`. */
    openChat: (
      { model, messages, conversationId, keepExcerpt }: ChatRequest,
      signal: AbortSignal,
      onHead: (headers: Headers) => void,
    ) =>
      http.open('/v1/chat/completions', {
        method: 'POST',
        body: { model, messages, stream: true, stream_options: { include_usage: true } },
        headers: {
          [HEADERS.task]: 'general_assistant',
          [HEADERS.conversation]: conversationId,
          ...(keepExcerpt ? {} : { [HEADERS.excerpt]: 'off' }),
        },
        signal,
        onHead,
      }),
  };
}
