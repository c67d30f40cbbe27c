import type { Price } from '@shared/routing/candidate';
import type { Effort } from '@shared/routing/routing-table';
import type { Identity } from '../auth';

/** A tool call as a model made it. */
export interface BenchmarkToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON as the model wrote it. */
  readonly argumentsText: string;
}

/** A message in the neutral form that every protocol can be given. */
export type BenchmarkMessage =
  | { readonly role: 'system' | 'user'; readonly content: string }
  | {
      readonly role: 'assistant';
      readonly content: string;
      readonly toolCalls: readonly BenchmarkToolCall[];
    }
  | { readonly role: 'tool'; readonly toolCallId: string; readonly content: string };

/** A tool as the chat-completions protocol describes it. */
export interface BenchmarkTool {
  readonly type: 'function';
  readonly function: {
    readonly name: string;
    readonly description: string;
    readonly parameters: Readonly<Record<string, unknown>>;
  };
}

export interface ModelCall {
  /** `provider/model`. */
  readonly model: string;
  /** Sent as it will be served (S4-11); null = as the provider has it. */
  readonly effort: Effort | null;
  readonly messages: readonly BenchmarkMessage[];
  readonly tools: readonly BenchmarkTool[];
  readonly maxTokens: number;
  /** Who pays: the call is recorded under this user. */
  readonly uid: string;
  /** The API key on whose behalf: its own cap counts the call too; null = none. */
  readonly key: Identity['key'];
  /** What it is for: `classifier` = it labels a request of `auto/efficient` (S4-32). */
  readonly purpose: 'benchmark' | 'classifier';
  readonly signal: AbortSignal;
}

export interface CallFailure {
  readonly code: string;
  readonly message: string;
  readonly retryAfterMs: number | null;
}

export interface ModelAnswer {
  readonly text: string;
  readonly toolCalls: readonly BenchmarkToolCall[];
  readonly costUsd: number | null;
  readonly ms: number;
  /** Null = it answered. */
  readonly error: CallFailure | null;
}

/** One call to one model, by whatever protocol its provider speaks. Never throws. */
export type CallModel = (call: ModelCall) => Promise<ModelAnswer>;

/** What a model is billed by; null = nothing is known of it. */
export type BillingOf = (
  model: string,
) => { readonly local: boolean; readonly price: Price | null } | null;

/** Timers are given, so that tests need neither wait nor guess. */
export interface Timers {
  /** Calls `run` once after `ms`; the result stops it. */
  after(ms: number, run: () => void): () => void;
}

export const systemTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Resolves after `ms`, or at once when the signal is aborted. */
export function pause(timers: Timers, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const stop = timers.after(ms, done);
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      stop();
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}

/** Sum of two costs; unknown when either is (ruling 1). */
export function addCost(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}
