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
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
}

/** A chat request on its way to one model: the caller's body with `model` replaced. */
export interface ChatCall {
  /** The provider's own model id. */
  readonly model: string;
  /** The caller's JSON object, unknown fields included. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly stream: boolean;
  readonly signal: AbortSignal;
}

/** What the gateway writes as bytes arrive. The provider never buffers a stream. */
export interface ChatSink {
  /** Called once, before any chunk, when the upstream has accepted the request. */
  head(status: number, headers: Readonly<Record<string, string>>): void;
  /** Bytes to relay to the caller, in order; resolves when it may send more (back-pressure). */
  chunk(bytes: Uint8Array): Promise<void>;
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

/** One configured provider. One file per wire protocol implements it. */
export interface Provider {
  readonly id: string;
  status(): ProviderStatus;
  /** Known models without asking again; null = unknown. */
  models(): readonly string[] | null;
  /** Lists models live: proves address and key. */
  probe(signal: AbortSignal): Promise<ProviderStatus>;
  chat(call: ChatCall, sink: ChatSink): Promise<ChatResult>;
  close(): Promise<void>;
}
