import type { CoolingDown } from '@shared/routing/eligibility';
import type { Clock } from '../context';
import type { ProviderFailure } from '../providers/provider';
import { classOf, type ErrorClass, POLICIES, RETRY_AFTER_CAP_MS, waitMs } from './policy';
import { NetworkWatch } from './network';

/** A model as the cooldown knows it; a candidate will do. */
export interface CooldownModel {
  /** `provider/model`, or the plain id of an operator's catalog. */
  readonly id: string;
  readonly provider: string;
  /** On this machine: its failures say nothing about the network. */
  readonly local: boolean;
}

/** A probe that nobody reports on is given up after this. */
const PROBE_MS = 60_000;
/** Failures in a row are forgotten when nothing has failed for this long after the wait. */
const FORGET_MS = 10 * 60_000;
/** Models and providers remembered at most, of each. */
export const MAX_RESTING = 2_000;

interface Rest {
  failures: number;
  freeAt: number;
  /** When the one request that may try it was let through; null = none is under way. */
  probeAt: number | null;
}

type Rests = Map<ErrorClass, Rest>;

/**
 * Which models rest after a failure (architecture, Fallback). Keyed by provider, model and kind of
 * error: a short first wait, doubled by each failure in a row up to a cap, never shorter than
 * Retry-After. When the wait is over exactly one request may try (half-open): its success clears the
 * model, its failure doubles the wait. It guards the router's own choices only: a model that the user
 * or the caller names is called whatever stands here, and how that went counts all the same.
 */
export class Cooldown implements CoolingDown {
  readonly #clock: Clock;
  readonly #models = new Map<string, Rests>();
  readonly #providers = new Map<string, Rests>();
  readonly #network = new NetworkWatch();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** True when nothing rests. */
  get idle(): boolean {
    return this.#models.size === 0 && this.#providers.size === 0;
  }

  /** True while it must rest, or while another request is trying it. */
  has(id: string, provider: string): boolean {
    if (this.idle) return false;
    const now = this.#clock.now();
    return this.#rests(id, provider).some((rest) => isClosed(rest, now));
  }

  /** Epoch milliseconds at which it may be tried; in the past when it may be tried now. */
  freeAt(id: string, provider: string): number {
    return Math.max(0, ...this.#rests(id, provider).map(openAt));
  }

  /** True when no connection can be made anywhere: the network, not the providers, is at fault. */
  get networkDown(): boolean {
    return this.#network.down;
  }

  /**
   * Asks for leave to call it now, right before the call; after the wait one caller gets it. `must`
   * = an explicit choice or a last resort, which goes whatever stands here. Whoever was given leave
   * reports back: {@link succeeded}, {@link failed}, or {@link released} when the caller hung up.
   */
  claim({ id, provider }: CooldownModel, must = false): boolean {
    const now = this.#clock.now();
    const rests = this.#rests(id, provider);
    if (!must && rests.some((rest) => isClosed(rest, now))) return false;
    for (const rest of rests) rest.probeAt = now;
    return true;
  }

  /** It answered: neither it nor its provider rests any more. */
  succeeded({ id, provider, local }: CooldownModel): void {
    if (!local) this.#network.answered(provider, this.#clock.now());
    this.#models.delete(modelKey(id, provider));
    this.#providers.delete(provider);
  }

  /** The claim ended without a verdict: the next request may try. */
  released({ id, provider }: CooldownModel): void {
    for (const rest of this.#rests(id, provider)) rest.probeAt = null;
  }

  failed(model: CooldownModel, failure: ProviderFailure): void {
    const now = this.#clock.now();
    const errorClass = classOf(failure);
    this.released(model);
    if (errorClass !== 'network') {
      if (!model.local) this.#network.answered(model.provider, now);
      // Somebody answers at this address.
      this.#forget(this.#providers, model.provider, 'network');
    } else if (!model.local && this.#network.unreachable(model.provider, now)) {
      for (const id of this.#providers.keys()) this.#forget(this.#providers, id, 'network');
      return;
    }
    if (errorClass === null) return;
    const policy = POLICIES[errorClass];
    const [map, key] =
      policy.scope === 'model'
        ? [this.#models, modelKey(model.id, model.provider)]
        : [this.#providers, model.provider];
    const rests = map.get(key) ?? new Map<ErrorClass, Rest>();
    const before = rests.get(errorClass);
    const failures =
      before === undefined || now - before.freeAt > FORGET_MS ? 1 : before.failures + 1;
    const freeAt = now + waitMs(policy, failures, failure.retryAfterMs);
    // Requests that were under way together are one failure, not one each.
    const together = before !== undefined && now < before.freeAt;
    rests.set(errorClass, {
      failures: together ? before.failures : failures,
      freeAt: together ? Math.max(before.freeAt, retryAt(now, failure)) : freeAt,
      probeAt: null,
    });
    // Last in the order again: what is forgotten when there are too many is the oldest.
    map.delete(key);
    map.set(key, rests);
    if (map.size > MAX_RESTING) {
      const [oldest] = map.keys();
      if (oldest !== undefined) map.delete(oldest);
    }
  }

  /** The provider was set up anew: what was known of its key and address is old. Null = all. */
  reset(provider: string | null): void {
    if (provider === null) {
      this.#models.clear();
      this.#providers.clear();
      return;
    }
    this.#providers.delete(provider);
    for (const id of this.#models.keys()) {
      if (id.startsWith(`${provider}/`)) this.#models.delete(id);
    }
  }

  #rests(id: string, provider: string): Rest[] {
    const found: Rest[] = [];
    const model = this.#models.get(modelKey(id, provider));
    const whole = this.#providers.get(provider);
    if (model !== undefined) found.push(...model.values());
    if (whole !== undefined) found.push(...whole.values());
    return found;
  }

  #forget(map: Map<string, Rests>, key: string, errorClass: ErrorClass): void {
    const rests = map.get(key);
    if (rests?.delete(errorClass) === true && rests.size === 0) map.delete(key);
  }
}

/** One model is one entry, whether it is asked for by its plain id or as `provider/model`. */
function modelKey(id: string, provider: string): string {
  return id.startsWith(`${provider}/`) ? id : `${provider}/${id}`;
}

function openAt({ freeAt, probeAt }: Rest): number {
  return probeAt === null ? freeAt : Math.max(freeAt, probeAt + PROBE_MS);
}

function isClosed(rest: Rest, now: number): boolean {
  return now < openAt(rest);
}

function retryAt(now: number, { retryAfterMs }: ProviderFailure): number {
  return now + Math.min(retryAfterMs ?? 0, RETRY_AFTER_CAP_MS);
}
