/*
 * The contract of main <-> renderer: types and channel names only, so that neither the sandboxed
 * preload nor the renderer bundles zod. Inputs are parsed in main by shared/ipc/schemas.ts.
 */
import type {
  CatalogResponse,
  MetricsResponse,
  PreviewRequest,
  PreviewResponse,
  ReplaySetResponse,
  TasksResponse,
} from '../api/auto-router';
import type { AnswerMeta, Conversation, ConversationSummary, Message } from '../api/conversations';
import type { ActivityEntry } from '../api/activity';
import type {
  CompareEstimate,
  CompareResponse,
  FeedbackRequest,
  FeedbackResponse,
} from '../api/compare';
import type {
  EmbeddingChoice,
  ExplainRequest,
  ExplainResponse,
  MemoryExample,
  MemoryPage,
  MemoryPatch,
  MemoryReceipt,
  MemoryStatus,
  RankRequest,
} from '../api/memory';
import type { Run } from '../api/benchmark';
import type {
  HistoryFilter,
  HistoryPage,
  HistoryRow,
  HistorySummary,
  Rating,
} from '../api/history';
import type { KeyWire, NewKeyResponse, NewKeyWire } from '../api/keys';
import type { UsageGroup, UsageResponse } from '../api/outcomes';
import type {
  MeasureResponse,
  ModelEdit,
  ModelEditRequest,
  ModelsResponse,
  PickChange,
  PickChangesResponse,
} from '../api/models';
import type { PrefsWire } from '../api/prefs';
import type { ProviderConfig, ProviderStatus } from '../api/providers';
import type { SourceChange, SourceState } from '../api/sources';
import type { SpendingResponse } from '../api/spending';
import type { TaskName } from '../routing/tasks';
import type { Trace } from '../routing/trace';
import type { Settings } from '../settings/settings';
import type { IpcError } from './result';
import { BENCHMARK_METHODS, type BenchmarkRequests } from './benchmark';
import { CAPTURE_METHODS, type CaptureNotice, type CaptureRequests } from './capture';
import { RECALL_METHODS, type RecallRequests } from './recall';
import { VOICE_METHODS, type VoiceNotice, type VoiceRequests } from './voice';

export interface AppInfo {
  readonly version: string;
  readonly platform: string;
  readonly electron: string;
  readonly logFile: string;
}

export interface BackendStatus {
  readonly state: 'starting' | 'running' | 'stopped' | 'restarting';
  /** Gateway base address, e.g. `http://127.0.0.1:40123`; null until it is known. */
  readonly url: string | null;
  readonly attempts: number;
  readonly error: IpcError | null;
}

/** What a task's picker says (S0-79..S0-98, rulings 3 and 4). */
export interface PickState {
  readonly task: TaskName;
  /** The setting: `auto` or a model. */
  readonly selection: string;
  readonly decision: {
    readonly model: string;
    readonly reason: 'userSelected' | 'routerPick' | 'routerFallback';
    readonly routerPick: string | null;
  };
  /** When the cached pick was stored, epoch ms; null when there is none. */
  readonly pickedAt: number | null;
  /** True when the pick is older than 24 h or the last refresh failed. */
  readonly stale: boolean;
}

export interface PrefsView {
  readonly prefs: Required<PrefsWire>;
  readonly version: number;
  readonly updatedAt: string | null;
}

/** A provider as saved by the app; the key is written, never read back. */
export interface ProviderInput {
  readonly id: string;
  /** Absent = that of the stored one, else OpenAI-compatible. */
  readonly kind?: ProviderConfig['kind'];
  readonly name: string;
  readonly baseUrl: string;
  /** Absent = keep the stored one; null = remove it. */
  readonly apiKey?: string | null;
}

export interface DetectedLocal {
  readonly id: 'ollama' | 'lmstudio';
  readonly name: string;
  readonly baseUrl: string;
  readonly models: readonly string[];
}

/** How provider keys are kept on this machine. */
export interface SecretsState {
  /** `session` = no OS keychain: keys are kept only until the app closes. */
  readonly storage: 'encrypted' | 'session';
  readonly backend: string;
}

/** A picture on its way into a message; what kind it is, its bytes say. */
export interface NewPicture {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** No cloud provider gets it. */
  readonly localOnly?: boolean;
}

export interface ChatSendInput {
  readonly conversationId: string;
  /** The message answered to or null at the start; with `regenerate` the user message to answer again. */
  readonly parentId: string | null;
  /** Text of the new user message, '' beside pictures alone; null when regenerating. */
  readonly content: string | null;
  /** Of the new user message; absent = none. */
  readonly pictures?: readonly NewPicture[];
  /** `auto`, or a named model for this one answer. */
  readonly model: string;
}

export interface ChatStarted {
  readonly streamId: string;
  /** The stored user message (new or the one answered again). */
  readonly userMessage: Message;
  readonly answerId: string;
  /** The branch shows what must stay on this machine, and so must what is said about it. */
  readonly localOnly?: true;
}

export type ChatEvent =
  | {
      readonly kind: 'start';
      readonly streamId: string;
      readonly conversationId: string;
      readonly answerId: string;
      readonly meta: AnswerMeta;
    }
  | { readonly kind: 'delta'; readonly streamId: string; readonly text: string }
  | { readonly kind: 'end'; readonly streamId: string; readonly message: Message };

/** An API key as it is made here; it always acts as the user of the app. */
export type NewKeyInput = Omit<NewKeyWire, 'uid'>;

/**
 * The live request log: `snapshot` = all that the router remembers, on every new connection;
 * `entries` = new states, one or several of a request; `lost` = the connection broke and is sought.
 */
export type ActivityEvent =
  | { readonly kind: 'snapshot' | 'entries'; readonly entries: readonly ActivityEntry[] }
  | { readonly kind: 'lost' };

/** What a person changes of a catalog source; the key is written, never read back. */
export interface SourceChangeInput extends SourceChange {
  readonly id: string;
}

/**
 * The run under way: each of its states, the last one final; `lost` = the connection broke in the
 * middle and is sought. A run that ended meanwhile is told once as it ended.
 */
export type BenchmarkEvent =
  | { readonly kind: 'run'; readonly run: Run }
  | { readonly kind: 'lost' };

/** Something the user should know that no call of theirs caused. */
export interface Notice {
  readonly id: string;
  readonly tone: 'info' | 'warning' | 'error';
  readonly title: string;
  readonly body: string;
}

/** Input and output of every request, by domain and method. */
export interface Requests {
  app: {
    info: { in: void; out: AppInfo };
    openExternal: { in: { url: string }; out: void };
    notices: { in: void; out: readonly Notice[] };
    dismissNotice: { in: { id: string }; out: void };
    copyText: { in: { text: string }; out: void };
  };
  settings: {
    get: { in: void; out: Settings };
    set: { in: Partial<Settings>; out: Settings };
  };
  backend: {
    status: { in: void; out: BackendStatus };
    retry: { in: void; out: BackendStatus };
    /** Copies the gateway's token to the clipboard; the renderer never sees it. */
    copyToken: { in: void; out: void };
    /** Keeps the token of a team's server as a secret; null removes it. Never read back. */
    setRemoteToken: { in: { token: string | null }; out: BackendStatus };
  };
  providers: {
    list: { in: void; out: readonly ProviderStatus[] };
    save: { in: ProviderInput; out: readonly ProviderStatus[] };
    remove: { in: { id: string }; out: readonly ProviderStatus[] };
    probe: { in: { id: string }; out: ProviderStatus };
    detectLocal: { in: void; out: readonly DetectedLocal[] };
    secrets: { in: void; out: SecretsState };
  };
  router: {
    tasks: { in: void; out: TasksResponse };
    /** Cached pick at once; refreshes in the background when stale (event `pick`). */
    pick: { in: { task: TaskName }; out: PickState };
    select: { in: { task: TaskName; model: string }; out: PickState };
    preview: { in: PreviewRequest; out: PreviewResponse };
    catalog: { in: { task: TaskName }; out: CatalogResponse };
    replaySet: { in: { task: TaskName; limit: number }; out: ReplaySetResponse };
    getPrefs: { in: void; out: PrefsView };
    putPrefs: { in: { prefs: PrefsWire }; out: PrefsView };
    trace: { in: { decisionId: string }; out: Trace };
    metrics: { in: void; out: MetricsResponse };
  };
  /** The catalog: figures with their sources, the sources, own edits, changes of picks. */
  models: {
    list: { in: { task: TaskName }; out: ModelsResponse };
    /** Asks one source, or with null every one that is on; waits for their answers. */
    refresh: { in: { id: string | null }; out: void };
    changeSource: { in: SourceChangeInput; out: SourceState };
    edit: { in: ModelEditRequest; out: ModelEdit };
    /** Takes back what was set by hand. */
    resetEdit: { in: { model: string }; out: void };
    /** Probes a model on this machine; `cancelled` when it was stopped. */
    measure: { in: { model: string }; out: MeasureResponse };
    cancelMeasure: { in: { model: string }; out: void };
    pickChanges: { in: void; out: PickChangesResponse };
    decideChange: { in: { id: string; action: 'hold' | 'take' }; out: PickChange };
  };
  chat: {
    send: { in: ChatSendInput; out: ChatStarted };
    stop: { in: { streamId: string }; out: void };
  };
  voice: VoiceRequests;
  /** Taking screenshots. */
  capture: CaptureRequests;
  /** Search over the screenshots that were kept. */
  recall: RecallRequests;
  conversations: {
    list: {
      in: { q: string | null; limit: number; offset: number };
      out: readonly ConversationSummary[];
    };
    create: { in: { title: string }; out: Conversation };
    get: { in: { id: string }; out: Conversation };
    patch: { in: { id: string; title?: string; leafId?: string | null }; out: ConversationSummary };
    remove: { in: { id: string }; out: void };
    /** A picture of a message; `picture_not_found` when its file is gone. */
    picture: {
      in: { id: string; pictureId: string };
      out: { mime: string; bytes: Uint8Array };
    };
    /** Asks where to save; `cancelled` when the dialog was closed. */
    export: { in: { id: string; format: 'markdown' | 'json' }; out: { path: string } };
  };
  history: {
    page: { in: { filter: HistoryFilter; limit: number; offset: number }; out: HistoryPage };
    /** One row by its id; `outcome_not_found` when there is none. */
    row: { in: { id: string }; out: HistoryRow };
    summary: { in: { filter: HistoryFilter }; out: HistorySummary };
    /** Follows new rows or stops; that there are some comes as event `history`. */
    watch: { in: { on: boolean }; out: void };
    /** With its conversation the rating is kept on the message too, and so shown when it is reopened. */
    rate: { in: { id: string; conversationId?: string } & Rating; out: void };
    export: {
      in: { filter: HistoryFilter; format: 'csv' | 'json' };
      out: { path: string; rows: number };
    };
  };
  benchmark: BenchmarkRequests;
  /** The user's own ratings, by which `auto/learned` decides (S1). */
  memory: {
    status: { in: void; out: MemoryStatus };
    list: { in: { q: string; limit: number; offset: number }; out: MemoryPage };
    /** One example; `memory_example_not_found` when it was removed since. */
    get: { in: { id: string }; out: MemoryExample };
    rank: { in: RankRequest; out: MemoryReceipt };
    edit: { in: { id: string } & MemoryPatch; out: MemoryReceipt };
    remove: { in: { id: string }; out: MemoryReceipt };
    clear: { in: void; out: MemoryReceipt };
    undo: { in: { undoId: string }; out: MemoryStatus };
    /** Asks where to save; `cancelled` when the dialog was closed. */
    export: { in: void; out: { path: string; examples: number } };
    /** The text of an exported file; `invalid_memory_file` changes nothing. */
    import: { in: { text: string }; out: MemoryReceipt };
    explain: { in: ExplainRequest; out: ExplainResponse };
    /** What a comparison would cost; sends nothing. */
    estimate: { in: { prompt: string; models: readonly string[] }; out: CompareEstimate };
    /** Which model embeds the memory. */
    embedding: { in: void; out: EmbeddingChoice };
    /** In force at once; null = the model inside the app. */
    setEmbedding: { in: { model: string | null }; out: EmbeddingChoice };
    /** Asks all models; `maxCostUsd` is what the user was shown, null = no limit was known. */
    compare: {
      in: { id: string; prompt: string; models: readonly string[]; maxCostUsd: number | null };
      out: CompareResponse;
    };
    /** Ends a comparison; its `compare` then fails as `cancelled`. */
    stopCompare: { in: { id: string }; out: void };
    /** Null = nothing is learned by the way: the user keeps no prompts. */
    feedback: { in: FeedbackRequest; out: FeedbackResponse | null };
  };
  gateway: {
    keys: { in: void; out: readonly KeyWire[] };
    /** The key itself is in this answer and never again. */
    makeKey: { in: NewKeyInput; out: NewKeyResponse };
    revokeKey: { in: { id: string }; out: readonly KeyWire[] };
    /** Follows the live request log or stops; its states come as event `activity`. */
    watch: { in: { on: boolean }; out: void };
    /** Times in epoch milliseconds, `to` exclusive. */
    usage: { in: { group: UsageGroup; from?: number; to?: number }; out: UsageResponse };
    spending: { in: void; out: SpendingResponse };
    /** US dollars a UTC day; null = no cap. */
    setDailyCap: { in: { usd: number | null }; out: SpendingResponse };
  };
}

/** Events from main; typed only. */
export interface Events {
  chat: ChatEvent;
  voice: VoiceNotice;
  capture: CaptureNotice;
  settings: Settings;
  backend: BackendStatus;
  providers: readonly ProviderStatus[];
  pick: PickState;
  /** Preferences were saved (from anywhere): version. */
  prefs: { readonly version: number };
  notice: Notice;
  activity: ActivityEvent;
  /** Rows of the history came or ended, while it is watched. */
  history: undefined;
  benchmark: BenchmarkEvent;
  /** Figures, or what they did to the picks, may have changed: the changes as they are now. */
  catalog: PickChangesResponse;
  /** Menu, tray or shortcut asks the window to show a view or start something. */
  command: {
    readonly name:
      | 'chat'
      | 'new-chat'
      | 'preferences'
      | 'history'
      | 'teach'
      | 'routes'
      | 'benchmarks'
      | 'usage'
      | 'models'
      | 'providers'
      | 'settings'
      | 'palette';
  };
}

export type Domain = keyof Requests;

/** Every request channel is `<domain>:<method>`; the preload exposes exactly these. */
export const REQUEST_METHODS = {
  app: ['info', 'openExternal', 'notices', 'dismissNotice', 'copyText'],
  settings: ['get', 'set'],
  backend: ['status', 'retry', 'copyToken', 'setRemoteToken'],
  providers: ['list', 'save', 'remove', 'probe', 'detectLocal', 'secrets'],
  router: [
    'tasks',
    'pick',
    'select',
    'preview',
    'catalog',
    'replaySet',
    'getPrefs',
    'putPrefs',
    'trace',
    'metrics',
  ],
  models: [
    'list',
    'refresh',
    'changeSource',
    'edit',
    'resetEdit',
    'measure',
    'cancelMeasure',
    'pickChanges',
    'decideChange',
  ],
  chat: ['send', 'stop'],
  voice: VOICE_METHODS,
  capture: CAPTURE_METHODS,
  recall: RECALL_METHODS,
  conversations: ['list', 'create', 'get', 'patch', 'remove', 'picture', 'export'],
  history: ['page', 'row', 'summary', 'watch', 'rate', 'export'],
  benchmark: BENCHMARK_METHODS,
  memory: [
    'status',
    'list',
    'get',
    'rank',
    'edit',
    'remove',
    'clear',
    'undo',
    'export',
    'import',
    'embedding',
    'setEmbedding',
    'explain',
    'estimate',
    'compare',
    'stopCompare',
    'feedback',
  ],
  gateway: ['keys', 'makeKey', 'revokeKey', 'watch', 'usage', 'spending', 'setDailyCap'],
} as const satisfies { readonly [D in Domain]: readonly (keyof Requests[D])[] };

export const EVENT_NAMES = [
  'chat',
  'voice',
  'capture',
  'settings',
  'backend',
  'providers',
  'pick',
  'prefs',
  'notice',
  'activity',
  'history',
  'benchmark',
  'catalog',
  'command',
] as const satisfies readonly (keyof Events)[];
export type EventName = keyof Events;
