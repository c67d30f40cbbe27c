import type { Constraints, Weights } from '@shared/routing/candidate';
import type { ReplayRow } from '@shared/routing/replay';
import type { TaskName } from '@shared/routing/tasks';
import type { Trace } from '@shared/routing/trace';
import type {
  HistoryFilter,
  HistoryPage,
  HistorySummary,
  OutcomeStatus,
  Rating,
} from '@shared/api/history';
import type { OutcomesQuery, OutcomesResponse } from '@shared/api/outcomes';
import type { ApiKeysStore } from './api-keys';
import type { LimitsStore } from './limits';
import type { RouterSettingsStore } from './router-settings';
import type { UsageStore } from './usage';
import type { Conversation, ConversationSummary, Message } from '@shared/api/conversations';
import type { BenchmarkStore } from './benchmark';
import type { MemoryStore } from './memory';
import type { PicturesStore } from './message-pictures';
import type { StickyStore } from './memory-sticky';
import type { RecallStore } from './recall';
import type { CatalogStore, Hold } from './catalog-store';

/** A user's preferences as stored; `version` counts saves, 0 = never set. */
export interface StoredPrefs {
  readonly overrides: Readonly<Record<string, Weights>>;
  readonly modelOverrides: Readonly<Record<string, string>>;
  readonly constraints: Readonly<Record<string, Constraints>>;
  /** The shape of the last write, so that a client reads back what it wrote (S0-55, S0-108). */
  readonly shape: 'flat' | 'full';
  readonly version: number;
  /** Epoch milliseconds; null = never set. */
  readonly updatedAt: number | null;
  /** Picks kept against newer data; laid in by the catalog's digest, not stored with the rest. */
  readonly holds?: readonly Hold[];
}

export type PrefsInput = Pick<
  StoredPrefs,
  'overrides' | 'modelOverrides' | 'constraints' | 'shape'
>;

export interface PrefsStore {
  /** Never-set users get empty preferences with version 0. A fresh copy each time (S0-53). */
  get(uid: string): Promise<StoredPrefs>;
  /**
   * Replaces everything (never merges) and returns what is now stored. With `expectedVersion` it
   * answers null, and stores nothing, when somebody else has saved since.
   */
  set(uid: string, prefs: PrefsInput): Promise<StoredPrefs>;
  set(uid: string, prefs: PrefsInput, expectedVersion: number | null): Promise<StoredPrefs | null>;
  clear(uid: string): Promise<void>;
}

/** What is known when a routed request begins; written before the provider is called. */
export interface OutcomeBegin {
  readonly id: string;
  readonly uid: string;
  readonly trace: Trace;
  readonly excerpt: string | null;
  readonly conversationId: string | null;
  readonly status: Extract<OutcomeStatus, 'running' | 'refused'>;
  readonly errorCode: string | null;
  /** The API key it came with; null or absent = a token of the app. */
  readonly keyId?: string | null;
}

export interface OutcomeEnd {
  readonly status: Exclude<OutcomeStatus, 'running'>;
  readonly errorCode: string | null;
  /** The model that served it: differs from the trace's after a fallback. */
  readonly model: string | null;
  readonly firstTokenMs: number | null;
  readonly totalMs: number | null;
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  /** Of the prompt: read from the provider's cache; null or absent = not reported. */
  readonly cachedTokens?: number | null;
  readonly costUsd: number | null;
}

/** One request that reached a provider, routed or pinned (`router: direct`). */
export interface CallRecord {
  readonly id: string;
  readonly uid: string;
  /** Null for a pinned request: it has no outcome row (S2-17). */
  readonly outcomeId: string | null;
  readonly router: 'routed' | 'direct';
  readonly task: TaskName;
  /** The asked-for spelling. */
  readonly requestedModel: string;
  readonly provider: string;
  /** `provider/model`. */
  readonly model: string;
  readonly at: number;
  readonly status: Exclude<OutcomeStatus, 'refused'>;
  readonly errorCode: string | null;
  readonly firstTokenMs: number | null;
  readonly totalMs: number | null;
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  readonly costUsd: number | null;
  readonly excerpt: string | null;
  readonly conversationId: string | null;
  /** The API key it came with; null or absent = a token of the app. */
  readonly keyId?: string | null;
  readonly cachedTokens?: number | null;
  /** US dollars set aside for it: what it counts against the caps while `costUsd` is unknown. */
  readonly estimatedUsd?: number | null;
}

export interface PickRow {
  readonly at: number;
  readonly task: string;
  readonly model: string;
  readonly score: number;
  readonly weights: Weights;
}

export interface Store {
  readonly prefs: PrefsStore;
  readonly outcomes: {
    /**
     * Keeps the trace and begins the outcome. When it resolves a kill of this process loses neither;
     * a power cut may, for the tenth of a second until the next sync. So it is with ends and calls.
     */
    begin(row: OutcomeBegin): Promise<void>;
    /** Ends it exactly once; a second end is an error. */
    end(id: string, end: OutcomeEnd): Promise<void>;
    /** Closes outcomes and direct calls that a crash left running as `interrupted`; returns how many. */
    closeInterrupted(): Promise<number>;
    /** False when there is no such outcome or direct call of this user. */
    rate(uid: string, id: string, rating: Rating): Promise<boolean>;
    /** Model and preferences version of the conversation's last succeeded outcome. */
    incumbent(
      uid: string,
      conversationId: string,
      task: TaskName,
    ): Promise<{ model: string; prefsVersion: number; promptTokens: number | null } | null>;
    /** A page, newest first; of one API key when `keyId` is given. Null = no such `before`. */
    list(uid: string, query: OutcomesQuery, keyId: string | null): Promise<OutcomesResponse | null>;
  };
  readonly calls: {
    /**
     * Writes a call, or ends the one of the same id that was recorded as `running`. A call of
     * an outcome that has just begun is kept, and written with it.
     */
    record(call: CallRecord): Promise<void>;
  };
  readonly decisions: {
    save(uid: string, trace: Trace): Promise<void>;
    get(uid: string, id: string): Promise<Trace | null>;
  };
  readonly apiKeys: ApiKeysStore;
  readonly limits: LimitsStore;
  readonly settings: RouterSettingsStore;
  readonly usage: UsageStore;
  readonly picks: {
    record(uid: string, pick: PickRow): Promise<void>;
    /** Newest `limit`, oldest first (S0-57). */
    snapshot(uid: string, limit: number): Promise<readonly PickRow[]>;
  };
  readonly history: {
    page(uid: string, filter: HistoryFilter, limit: number, offset: number): Promise<HistoryPage>;
    summary(uid: string, filter: HistoryFilter): Promise<HistorySummary>;
    replaySet(uid: string, task: TaskName, limit: number): Promise<readonly ReplayRow[]>;
    /** A mark on the timeline: weights or prices changed. */
    mark(uid: string, kind: 'prefs' | 'catalog', label: string): Promise<void>;
  };
  readonly benchmark: BenchmarkStore;
  readonly memory: MemoryStore;
  readonly sticky: StickyStore;
  readonly recall: RecallStore;
  readonly conversations: {
    list(
      uid: string,
      q: string | null,
      limit: number,
      offset: number,
    ): Promise<readonly ConversationSummary[]>;
    create(uid: string, title: string): Promise<Conversation>;
    get(uid: string, id: string): Promise<Conversation | null>;
    patch(
      uid: string,
      id: string,
      patch: { title?: string; leafId?: string | null },
    ): Promise<ConversationSummary | null>;
    /** The files of its pictures, which no row holds any more; null = there was no such conversation. */
    remove(uid: string, id: string): Promise<{ readonly files: readonly string[] } | null>;
    putMessage(uid: string, id: string, message: Message): Promise<boolean>;
  };
  readonly pictures: PicturesStore;
  readonly catalog: CatalogStore;
  /** Flushes what is batched and closes the file. */
  close(): Promise<void>;
}
