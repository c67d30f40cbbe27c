import type { Embedder } from './embedding/embedder';
import type { LearnedService } from './memory/learned-service';
import type { Activity } from './activity/activity';
import type { EfficientRouter } from './benchmark/efficient-router';
import type { Catalog } from './catalog/catalog';
import type { Cooldown } from './cooldown/cooldown';
import type { KeyRing } from './keys/key-ring';
import type { ProviderRegistry } from './providers/registry';
import type { Spending } from './spending/spending';
import type { Store } from './store/store';

/** Time and ids are given, so that tests need neither sleep nor guess. */
export interface Clock {
  /** Wall time, epoch milliseconds. */
  now(): number;
  /** Monotonic milliseconds, for durations. */
  monotonic(): number;
}

export interface Log {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/** What every route and the gateway share; built once in server.ts. */
export interface BackendContext {
  readonly store: Store;
  /** `auto/learned`: the routing memory. */
  readonly learned: LearnedService;
  /** Vectors of texts, made on this machine unless another is chosen; recall's too. */
  readonly embedder: Embedder;
  readonly catalog: Catalog;
  readonly providers: ProviderRegistry;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly log: Log;
  /** Routed dispatches that wrote no outcome row; must stay 0 (S2-18). */
  readonly counters: { dispatchWithoutCapture: number };
  /** Models that rest after a failure. */
  readonly cooldown: Cooldown;
  /** Caps of the day. */
  readonly spending: Spending;
  readonly keys: KeyRing;
  /** The live request log. */
  readonly activity: Activity;
  /** The dial's gate (S2-10), read at each call; false = every position acts as balanced. */
  readonly preferenceLive: () => boolean;
  /** Strategies that are built upon this context and bound right after it; null = not there. */
  readonly routers: { efficient: EfficientRouter | null };
}
