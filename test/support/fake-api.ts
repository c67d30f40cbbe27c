import type { Conversation, Message } from '@shared/api/conversations';
import type { ProviderStatus } from '@shared/api/providers';
import type { Api } from '@shared/ipc/api';
import type {
  BackendStatus,
  DetectedLocal,
  EventName,
  Events,
  PickState,
  PrefsView,
} from '@shared/ipc/contract';
import type { Result } from '@shared/ipc/result';
import { decideAuto, type DecisionTrace } from '@shared/routing/decide';
import { type Candidate, NO_CONSTRAINTS } from '@shared/routing/candidate';
import { TASK_NEEDS } from '@shared/routing/resolve-setting';
import type { Trace } from '@shared/routing/trace';
import { DEFAULT_SETTINGS, type Settings } from '@shared/settings/settings';
import { emptyBenchmark, type FakeBenchmark, fakeBenchmark } from './fake-benchmark';
import { FAKE_CANDIDATES } from './fake-candidates';
import { type FakeGatewayState, fakeGateway, NO_SPENDING, NO_USAGE } from './fake-gateway';
import { type FakeCatalogState, fakeCatalog } from './fake-models';
import { fakeMemory } from './fake-memory';
import { fail, ok } from './fake-result';

import { CAPTURE, CAPTURE_SOURCES, fakeCapture, type FakeCaptureState } from './fake-capture';
import { fakeRecall, type FakeRecallState, RECALL_STATUS } from './fake-recall';
export { fail, ok } from './fake-result';

/** What main knows; a test sets it, calls change it. */
export interface FakeState extends FakeGatewayState, FakeCatalogState, FakeRecallState {
  settings: Settings;
  backend: BackendStatus;
  candidates: readonly Candidate[];
  providers: readonly ProviderStatus[];
  detected: readonly DetectedLocal[];
  conversations: readonly Conversation[];
  prefs: PrefsView;
  traces: Record<string, Trace>;
  benchmark: FakeBenchmark;
  readonly capture: FakeCaptureState;
}

export interface FakeApi {
  readonly api: Api;
  readonly state: FakeState;
  /** Every call, `domain.method` with its input. */
  readonly calls: { readonly name: string; readonly input: unknown }[];
  readonly emit: <E extends EventName>(event: E, payload: Events[E]) => void;
  /** Answers a method otherwise, e.g. `override('chat.send', () => fail('backend_unavailable'))`. */
  readonly override: (name: string, answer: (input: never) => Promise<Result<unknown>>) => void;
}

const RUNNING: BackendStatus = {
  state: 'running',
  url: 'http://127.0.0.1:40123',
  attempts: 0,
  error: null,
};

export const PRACTICE_PROVIDER: ProviderStatus = {
  id: 'practice',
  name: 'Practice',
  kind: 'practice',
  baseUrl: null,
  local: true,
  hasKey: false,
  keyHint: null,
  lastCheck: null,
  models: ['sage', 'swift', 'thrift'],
};

export function fakeTrace(candidates: readonly Candidate[] = FAKE_CANDIDATES): DecisionTrace {
  return decideAuto({
    task: 'general_assistant',
    requestedModel: 'auto',
    candidates,
    weights: { quality: 0.4, latency: 0.3, cost: 0.3 },
    weightsSource: 'user_prefs',
    pin: null,
    incumbent: null,
    prefsVersion: 3,
    catalog: 'fake',
    needs: TASK_NEEDS.general_assistant,
    constraints: NO_CONSTRAINTS,
    requireCallable: true,
  });
}

function fakePick(task: PickState['task'], model: string): PickState {
  return {
    task,
    selection: 'auto',
    decision: { model, reason: 'routerPick', routerPick: model },
    pickedAt: Date.now(),
    stale: false,
  };
}

/** A typed `window.api` that lives in memory: nothing is simulated beyond what main promises. */
export function createFakeApi(change: Partial<FakeState> = {}): FakeApi {
  const state: FakeState = {
    settings: DEFAULT_SETTINGS,
    backend: RUNNING,
    candidates: FAKE_CANDIDATES,
    providers: [PRACTICE_PROVIDER],
    detected: [],
    conversations: [],
    prefs: {
      prefs: { overrides: {}, model_overrides: {}, constraints: {} },
      version: 0,
      updatedAt: null,
    },
    traces: {},
    benchmark: emptyBenchmark(),
    keys: [],
    models: [],
    sources: [],
    picks: { changes: [], holds: {} },
    usage: { group: 'day', rows: [], total: NO_USAGE },
    spending: NO_SPENDING,
    recall: RECALL_STATUS,
    shots: [],
    capture: { capture: CAPTURE, sources: CAPTURE_SOURCES, shortcut: 'off', waiting: [] },
    ...change,
  };
  const calls: FakeApi['calls'] = [];
  const overrides = new Map<string, (input: never) => Promise<Result<unknown>>>();
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  const emit: FakeApi['emit'] = (event, payload) => {
    for (const listener of listeners.get(event) ?? []) listener(payload as never);
  };
  let made = 0;
  const nextId = (prefix: string): string => `${prefix}-${(made += 1)}`;

  const putMessage = (id: string, message: Message): void => {
    state.conversations = state.conversations.map((c) =>
      c.id === id ? { ...c, messages: [...c.messages, message], leafId: message.id } : c,
    );
  };
  const find = (id: string): Conversation | undefined =>
    state.conversations.find((conversation) => conversation.id === id);
  const setProviders = (
    providers: readonly ProviderStatus[],
  ): Promise<Result<typeof providers>> => {
    state.providers = providers;
    emit('providers', providers);
    return ok(providers);
  };

  const methods: Omit<Api, 'on'> = {
    app: {
      info: () =>
        ok({
          version: '0.1.0',
          platform: 'linux x64',
          electron: '45.4.1',
          logFile: '/home/me/.config/auto-router/logs/main.log',
        }),
      openExternal: () => ok(undefined),
      notices: () => ok([]),
      dismissNotice: () => ok(undefined),
      copyText: () => ok(undefined),
    },
    settings: {
      get: () => ok(state.settings),
      set: (input) => {
        state.settings = { ...state.settings, ...input };
        emit('settings', state.settings);
        return ok(state.settings);
      },
    },
    backend: {
      status: () => ok(state.backend),
      retry: () => ok(state.backend),
      copyToken: () => ok(undefined),
      setRemoteToken: () => ok(state.backend),
    },
    providers: {
      list: () => ok(state.providers),
      save: ({ id, kind, name, baseUrl, apiKey }) =>
        setProviders([
          ...state.providers.filter((p) => p.id !== id),
          {
            id,
            name,
            kind: kind ?? 'openai-compatible',
            baseUrl,
            local: baseUrl.includes('127.0.0.1'),
            hasKey: typeof apiKey === 'string',
            keyHint: typeof apiKey === 'string' ? apiKey.slice(-4) : null,
            lastCheck: null,
            models: null,
          },
        ]),
      remove: ({ id }) => setProviders(state.providers.filter((p) => p.id !== id)),
      probe: ({ id }) => {
        const provider = state.providers.find((p) => p.id === id);
        if (provider === undefined) return fail('unknown_provider');
        const checked: ProviderStatus = {
          ...provider,
          lastCheck: { at: Date.now(), ok: true, code: null, message: null, ms: 84 },
          models: ['llama3.2:3b', 'qwen3:8b'],
        };
        state.providers = state.providers.map((p) => (p.id === id ? checked : p));
        return ok(checked);
      },
      detectLocal: () => ok(state.detected),
      secrets: () => ok({ storage: 'encrypted', backend: 'gnome_libsecret' }),
    },
    router: {
      tasks: () => ok({ tasks: [] }),
      pick: ({ task }) =>
        ok({
          task,
          selection: 'auto',
          decision: {
            model: 'anthropic/claude-haiku-4.5',
            reason: 'routerPick',
            routerPick: 'anthropic/claude-haiku-4.5',
          },
          pickedAt: Date.now(),
          stale: false,
        }),
      select: ({ task, model }) =>
        ok({
          task,
          selection: model,
          decision: { model, reason: 'userSelected', routerPick: null },
          pickedAt: null,
          stale: false,
        }),
      preview: () => ok({ trace: fakeTrace(state.candidates) }),
      catalog: ({ task }) =>
        ok({
          task,
          candidates: state.candidates,
          needs: TASK_NEEDS[task],
          defaultWeights: { quality: 0.4, latency: 0.3, cost: 0.3 },
          weights: { quality: 0.4, latency: 0.3, cost: 0.3 },
          weightsSource: 'task_default',
          constraints: NO_CONSTRAINTS,
          pin: null,
          prefsVersion: state.prefs.version,
          catalog: 'fake',
          plain: false,
          attribution: [],
          sources: {
            arena: { name: 'LMArena', url: 'https://lmarena.ai', licence: 'CC-BY-4.0' },
          },
        }),
      replaySet: ({ task }) => ok({ task, rows: [] }),
      getPrefs: () => ok(state.prefs),
      putPrefs: ({ prefs }) => {
        state.prefs = {
          prefs: { ...prefs, constraints: prefs.constraints ?? {} },
          version: state.prefs.version + 1,
          updatedAt: new Date(0).toISOString(),
        };
        emit('prefs', { version: state.prefs.version });
        return ok(state.prefs);
      },
      trace: ({ decisionId }) => {
        const trace = state.traces[decisionId];
        return trace === undefined ? fail('decision_not_found') : ok(trace);
      },
      metrics: () => fail('not_found'),
    },
    chat: {
      send: ({ conversationId, parentId, content, pictures = [] }) => {
        const conversation = find(conversationId);
        if (conversation === undefined) return fail('conversation_not_found');
        const userMessage =
          content === null
            ? conversation.messages.find((message) => message.id === parentId)
            : ({
                id: nextId('user'),
                parentId,
                role: 'user',
                content,
                createdAt: Date.now(),
                meta: null,
                ...(pictures.length > 0 && {
                  pictures: pictures.map(({ name, bytes, localOnly }) => ({
                    id: nextId('picture'),
                    mime: 'image/png' as const,
                    width: 4,
                    height: 3,
                    bytes: bytes.byteLength,
                    name,
                    ...(localOnly === true && { localOnly }),
                  })),
                }),
              } satisfies Message);
        if (userMessage === undefined) return fail('invalid_request');
        if (content !== null) putMessage(conversationId, userMessage);
        return ok({ streamId: nextId('stream'), userMessage, answerId: nextId('answer') });
      },
      stop: () => ok(undefined),
    },
    capture: fakeCapture(state),
    recall: fakeRecall(state),
    voice: {
      status: () => ok({ globalToggle: 'off', globalHold: { state: 'off' } }),
      retryHold: () => ok(undefined),
      attend: () => ok(undefined),
      begin: ({ purpose }) =>
        ok({
          transcription: fakePick('transcription', 'openai/whisper-1'),
          response: purpose === 'talk' ? fakePick('ptt_response', 'anthropic/haiku') : null,
          live: false,
          decidedMs: 0.02,
        }),
      chunk: () => ok(undefined),
      finish: () => ok(undefined),
      retry: () => ok(undefined),
      discard: () => ok(undefined),
      stopAnswer: () => ok(undefined),
      speak: () => ok({ type: 'audio/mpeg', bytes: Uint8Array.of(1) }),
      transcribeFile: () => ok({ text: 'Hello.', segments: null, model: 'openai/whisper-1' }),
      cancelFile: () => ok(undefined),
      saveTranscript: ({ name }) => ok({ path: `/home/me/${name}` }),
    },
    conversations: {
      list: ({ q }) =>
        ok(
          state.conversations
            .filter((c) => q === null || c.title.toLowerCase().includes(q.toLowerCase()))
            .map(({ messages: _m, leafId: _l, ...summary }) => summary),
        ),
      create: ({ title }) => {
        const conversation: Conversation = {
          id: nextId('conversation'),
          title,
          createdAt: Date.now(),
          updatedAt: Date.now(),
          match: null,
          messages: [],
          leafId: null,
        };
        state.conversations = [conversation, ...state.conversations];
        return ok(conversation);
      },
      get: ({ id }) => {
        const conversation = find(id);
        return conversation === undefined ? fail('conversation_not_found') : ok(conversation);
      },
      patch: ({ id, ...patch }) => {
        state.conversations = state.conversations.map((c) =>
          c.id === id ? { ...c, ...patch } : c,
        );
        const conversation = find(id);
        return conversation === undefined ? fail('conversation_not_found') : ok(conversation);
      },
      remove: ({ id }) => {
        state.conversations = state.conversations.filter((c) => c.id !== id);
        return ok(undefined);
      },
      picture: () => ok({ mime: 'image/png', bytes: Uint8Array.of(1) }),
      export: () => ok({ path: '/home/me/conversation.md' }),
    },
    history: {
      page: () => ok({ rows: [], total: 0 }),
      row: () => fail('outcome_not_found'),
      summary: () =>
        ok({
          total: 0,
          spentUsd: 0,
          unknownCostCount: 0,
          savedUsd: 0,
          savedCount: 0,
          days: [],
          marks: [],
          models: [],
          strategies: [],
        }),
      watch: () => ok(undefined),
      rate: () => ok(undefined),
      export: () => ok({ path: '/home/me/history.csv', rows: 0 }),
    },
    benchmark: fakeBenchmark(state.benchmark),
    models: fakeCatalog(state),
    memory: fakeMemory(),
    gateway: fakeGateway(state, () => nextId('key')),
  };

  const recorded = Object.fromEntries(
    Object.entries(methods).map(([domain, group]) => [
      domain,
      Object.fromEntries(
        Object.entries(group).map(([method, answer]) => [
          method,
          (input: never) => {
            const name = `${domain}.${method}`;
            calls.push({ name, input });
            const other = overrides.get(name);
            return (other ?? (answer as (input: never) => Promise<Result<unknown>>))(input);
          },
        ]),
      ),
    ]),
  );
  const on: Api['on'] = (event, listener) => {
    const set = listeners.get(event) ?? new Set();
    set.add(listener);
    listeners.set(event, set);
    return () => set.delete(listener);
  };
  return {
    api: { ...(recorded as unknown as Omit<Api, 'on'>), on },
    state,
    calls,
    emit,
    override: (name, answer) => overrides.set(name, answer),
  };
}
