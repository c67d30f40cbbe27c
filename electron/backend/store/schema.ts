import type { Generated } from 'kysely';
import type { BenchmarkSchema } from './benchmark-schema';
import type { CatalogTables } from './catalog-schema';
import type { MemorySchema } from './memory-schema';
import type { PictureType } from '@shared/pictures/limits';
import type { RecallSchema } from './recall-schema';

/*
 * One schema for both engines: booleans are smallint 0/1, JSON is text, times are epoch
 * milliseconds, money is integer micro-dollars, ids are text.
 */

export interface PrefsTable {
  uid: string;
  /** JSON `{overrides, modelOverrides, constraints}`. */
  doc: string;
  shape: 'flat' | 'full';
  version: number;
  updated_at: number;
}

export interface DecisionsTable {
  id: string;
  uid: string;
  at: number;
  task: string;
  /** 1 = belongs to an outcome and is kept with it; 0 = a pick's, trimmed to the newest. */
  has_outcome: number;
  /** JSON of the eligible candidates for replay (shared/routing/replay.ts); '' where a set has them. */
  replay: string;
  /** The trace, packed (see trace-pack.ts): whole, or without what its set has. */
  trace: Uint8Array;
  /** What it shares with other decisions; null = the trace is whole. */
  set_id: string | null;
}

/** The candidates of decisions that saw the same, kept once; the id is made of the content. */
export interface CandidateSetsTable {
  id: string;
  /** See trace-pack.ts. */
  data: Uint8Array;
}

/** A routed request that has begun, whole, until it is in `decisions` and `outcomes` (begun.ts). */
export interface BegunTable {
  /** Counted anew at each start. */
  seq: number;
  /** JSON of its row in `outcomes`, running. */
  outcome: string;
  /** These as in `decisions`. */
  replay: string;
  trace: Uint8Array;
  set_id: string | null;
}

/** Columns that a row of the history has, whichever table it is in. */
interface RequestColumns {
  id: string;
  uid: string;
  at: number;
  task: string;
  requested_model: string;
  status: string;
  error_code: string | null;
  model: string | null;
  provider: string | null;
  first_token_ms: number | null;
  total_ms: number | null;
  prompt_tokens: number | null;
  completion_tokens: number | null;
  cost_micro: number | null;
  rating: number | null;
  rating_tag: string | null;
  excerpt: string | null;
  /** Lower-case excerpt, model and asked-for model, for the text filter. */
  search: string;
  conversation_id: string | null;
  /** The API key it came with; null = a token of the app. */
  key_id: string | null;
  /** Of the prompt: read from the provider's cache. */
  cached_tokens: number | null;
}

export interface OutcomesTable extends RequestColumns {
  strategy: string;
  decision_id: string;
  reason: string;
  prefs_version: number;
  score: number | null;
  margin: number | null;
  runner_up: string | null;
  estimated_cost_micro: number | null;
  best_quality_cost_micro: number | null;
  estimated_latency_ms: number | null;
}

export interface CallsTable extends RequestColumns {
  outcome_id: string | null;
  router: 'routed' | 'direct';
  /** Set aside for it under the caps; null = its price is unknown, or nobody asked. */
  estimated_cost_micro: number | null;
}

export interface ApiKeysTable {
  id: string;
  /** SHA-256 of the key, hexadecimal; the key itself is nowhere. */
  hash: string;
  /** Start of the key, to tell it from others. */
  hint: string;
  name: string;
  /** The user it acts as. */
  uid: string;
  /** JSON arrays; null = all. */
  strategies: string | null;
  models: string | null;
  daily_cap_micro: number | null;
  created_at: number;
  last_used_at: number | null;
  revoked_at: number | null;
}

export interface LimitsTable {
  uid: string;
  /** Null = no cap. */
  daily_cap_micro: number | null;
  updated_at: number;
}

export interface RouterSettingsTable {
  name: string;
  value: string;
  updated_at: number;
}

export interface PicksTable {
  id: Generated<number>;
  uid: string;
  at: number;
  task: string;
  model: string;
  score: number;
  quality: number;
  latency: number;
  cost: number;
}

export interface MarksTable {
  id: Generated<number>;
  uid: string;
  at: number;
  kind: 'prefs' | 'catalog';
  label: string;
}

export interface ConversationsTable {
  id: string;
  uid: string;
  title: string;
  created_at: number;
  updated_at: number;
  leaf_id: string | null;
}

export interface MessagesTable {
  conversation_id: string;
  id: string;
  /** Order of arrival inside the conversation. */
  seq: number;
  parent_id: string | null;
  role: 'user' | 'assistant';
  content: string;
  created_at: number;
  /** JSON of AnswerMeta, or null. */
  meta: string | null;
}

/** A picture of a message. Its bytes are a file beside the database. */
export interface MessagePicturesTable {
  conversation_id: string;
  id: string;
  /** Null until a message takes it. */
  message_id: string | null;
  /** Its place in the message. */
  seq: number;
  mime: PictureType;
  width: number;
  height: number;
  bytes: number;
  name: string;
  /** Name of the file in the pictures folder. */
  file: string;
  /** 1 = only models on this machine may be shown it. */
  local_only: number;
  created_at: number;
}

export interface Schema extends CatalogTables, BenchmarkSchema, MemorySchema, RecallSchema {
  prefs: PrefsTable;
  decisions: DecisionsTable;
  candidate_sets: CandidateSetsTable;
  begun: BegunTable;
  outcomes: OutcomesTable;
  calls: CallsTable;
  api_keys: ApiKeysTable;
  limits: LimitsTable;
  router_settings: RouterSettingsTable;
  picks: PicksTable;
  marks: MarksTable;
  conversations: ConversationsTable;
  messages: MessagesTable;
  message_pictures: MessagePicturesTable;
}
