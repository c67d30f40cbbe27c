import type { ErrorCode } from '@shared/api/errors';
import type { ProviderStatus } from '@shared/api/providers';

/** The codes that a provider's failure can have. */
export type ProviderErrorCode = Extract<ErrorCode, `provider_${string}`>;

/** A failure of a provider as a value the gateway can act on. */
export interface ProviderFailure {
  readonly code: ProviderErrorCode;
  /** Readable, without secrets; keeps the upstream's own message. */
  readonly message: string;
  /** The upstream's HTTP status, when there was an answer. */
  readonly status: number | null;
  /** Milliseconds to wait, from Retry-After (seconds or date); null when absent. */
  readonly retryAfterMs: number | null;
}

export interface Usage {
  /** Every token read, cached ones included; null = not reported. */
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  /** Of the prompt: read from the provider's cache, billed apart; null = not reported, 0 = none. */
  readonly cachedTokens: number | null;
  /** Length of the sound that was billed, in seconds; null where no sound is billed. */
  readonly audioSeconds: number | null;
}

/** Nothing was reported. */
export const UNKNOWN_USAGE: Usage = {
  promptTokens: null,
  completionTokens: null,
  cachedTokens: null,
  audioSeconds: null,
};

/** The chat protocol that a provider speaks on its wire; a request in another one is translated. */
export const DIALECTS = ['openai', 'anthropic', 'google'] as const;
export type Dialect = (typeof DIALECTS)[number];

/** What can be asked of a provider. */
export const OPERATIONS = [
  'chat',
  'count_tokens',
  'embeddings',
  'transcription',
  'speech',
] as const;
export type Operation = (typeof OPERATIONS)[number];

/** A file of a multipart request, as it came. */
export interface FormFile {
  readonly field: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** A request on its way to one model, in the provider's own dialect, with `model` replaced. */
export interface ProviderCall {
  readonly operation: Operation;
  /** The provider's own model id. */
  readonly model: string;
  /** JSON object, unknown fields included; for `transcription` the text fields of the form. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Files of a multipart request (`transcription`); empty for all others. */
  readonly files: readonly FormFile[];
  /** Request headers of the caller that the provider's protocol defines, such as `anthropic-beta`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly stream: boolean;
  readonly signal: AbortSignal;
}

/** What the gateway writes as bytes arrive. The provider never buffers a stream. */
export interface ChatSink {
  /** Called once, before any chunk, when the upstream has accepted the request. */
  head(status: number, headers: Readonly<Record<string, string>>): void;
  /**
   * Bytes to relay to the caller, in order. A promise holds the next ones back until it resolves
   * (back-pressure); nothing in its place = more may come at once, without a turn of the loop.
   */
  chunk(bytes: Uint8Array): Promise<void> | undefined;
}

export type ChatResult =
  | { readonly ok: true; readonly usage: Usage; readonly firstTokenMs: number | null }
  | {
      readonly ok: false;
      readonly failure: ProviderFailure;
      /** True when bytes were already relayed: no fallback any more. */
      readonly started: boolean;
      readonly usage: Usage;
      readonly firstTokenMs: number | null;
    };

/** Where a live session with one model is opened (OpenAI Realtime over WebSocket). */
export interface LiveAddress {
  readonly url: string;
  /** The provider's key among them: sent, never shown. */
  readonly headers: Readonly<Record<string, string>>;
  /** What went wrong there, as a failure without secrets. */
  readonly failed: {
    readonly status: (answer: {
      readonly status: number;
      readonly retryAfter: string | undefined;
      readonly body: string;
    }) => ProviderFailure;
    readonly error: (error: unknown) => ProviderFailure;
    readonly code: (code: ProviderErrorCode, detail: string | null) => ProviderFailure;
  };
}

/** One configured provider. One file per wire protocol implements it. */
export interface Provider {
  readonly id: string;
  readonly dialect: Dialect;
  /** What it can be asked for; the gateway asks for nothing else. */
  readonly operations: ReadonlySet<Operation>;
  status(): ProviderStatus;
  /** Known models without asking again; null = unknown. */
  models(): readonly string[] | null;
  /** Lists models live: proves address and key. */
  probe(signal: AbortSignal): Promise<ProviderStatus>;
  /** Connects for a request that is about to come, without sending anything. Never fails. */
  prepare(): Promise<void>;
  /** Sends one request and relays the answer in the provider's own dialect. Never throws. */
  send(call: ProviderCall, sink: ChatSink): Promise<ChatResult>;
  /** Null = it takes no live sessions in a protocol that is spoken here. */
  readonly live: ((model: string) => LiveAddress) | null;
  close(): Promise<void>;
}
