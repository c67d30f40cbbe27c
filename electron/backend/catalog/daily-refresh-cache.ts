/** Time as the cache needs it; the backend's `Clock` is one. */
export interface CacheClock {
  /** Wall time, epoch milliseconds. */
  now(): number;
  /** Monotonic milliseconds; never goes back when the wall clock is set. */
  monotonic(): number;
}

export interface DailyRefreshCacheOptions<T> {
  readonly load: () => Promise<T>;
  readonly clock: CacheClock;
  /** Default 24 h (S0-22). */
  readonly ttlSeconds?: number;
  /** Pause after a failed load; never longer than the TTL. Default 300 s (ruling 2). */
  readonly failureCooldownSeconds?: number;
  /** Told of every failed load, also when an older value covers it. */
  readonly onFailure?: (error: unknown, servedStale: boolean) => void;
}

export const DEFAULT_TTL_SECONDS = 86_400;
export const DEFAULT_FAILURE_COOLDOWN_SECONDS = 300;

/**
 * Holds one value and loads it again when it is older than the TTL (S0-22 to S0-30, ruling 2).
 * Any value counts as loaded, null and undefined too (S0-28). Concurrent callers share one load
 * (S0-23). A failed load leaves the old value and its load time alone (S0-26) and is not tried
 * again until a cooldown has passed, also when there never was a value (S0-27).
 */
export class DailyRefreshCache<T> {
  readonly #load: () => Promise<T>;
  readonly #clock: CacheClock;
  readonly #ttlMs: number;
  readonly #cooldownMs: number;
  readonly #onFailure: (error: unknown, servedStale: boolean) => void;
  #held: { readonly value: T; readonly atMs: number; readonly wallMs: number } | null = null;
  #invalidated = false;
  #failure: { readonly error: unknown; readonly atMs: number } | null = null;
  #inFlight: Promise<T> | null = null;
  #generation = 0;
  #loads = 0;

  constructor(options: DailyRefreshCacheOptions<T>) {
    const ttl = options.ttlSeconds ?? DEFAULT_TTL_SECONDS;
    const cooldown = options.failureCooldownSeconds ?? DEFAULT_FAILURE_COOLDOWN_SECONDS;
    if (!(Number.isFinite(ttl) && ttl > 0)) {
      throw new RangeError(`ttlSeconds must be a finite number above 0, got ${ttl}`);
    }
    if (!(Number.isFinite(cooldown) && cooldown >= 0)) {
      throw new RangeError(
        `failureCooldownSeconds must be a finite number of 0 or more, got ${cooldown}`,
      );
    }
    this.#load = options.load;
    this.#clock = options.clock;
    this.#ttlMs = ttl * 1000;
    this.#cooldownMs = Math.min(cooldown, ttl) * 1000;
    this.#onFailure = options.onFailure ?? (() => undefined);
  }

  /**
   * The value, loaded first when it is missing, too old or invalidated. A failed load gives the
   * last good value; without one it throws the loader's error, as do calls in the cooldown.
   */
  async get(): Promise<T> {
    if (this.#held && this.isFresh) return this.#held.value;
    if (this.#inFlight) return this.#inFlight;
    if (this.#failure && this.#clock.monotonic() - this.#failure.atMs < this.#cooldownMs) {
      if (this.#held) return this.#held.value;
      throw this.#failure.error;
    }
    const generation = this.#generation;
    this.#inFlight = this.#run(generation).finally(() => {
      if (generation === this.#generation) this.#inFlight = null;
    });
    return this.#inFlight;
  }

  /** The next call loads, whatever the age or cooldown; the old value stays as the fallback. */
  invalidate(): void {
    this.#invalidated = true;
    this.#failure = null;
    // A load that began before this call may bring what was true before it: don't join it.
    this.#generation += 1;
    this.#inFlight = null;
  }

  /** True from the first successful load on, whatever the value. */
  get hasValue(): boolean {
    return this.#held !== null;
  }

  get isFresh(): boolean {
    const age = this.ageSeconds;
    return !this.#invalidated && age !== null && age * 1000 < this.#ttlMs;
  }

  /** Seconds since the value was loaded; null before the first load. */
  get ageSeconds(): number | null {
    return this.#held && (this.#clock.monotonic() - this.#held.atMs) / 1000;
  }

  /** Monotonic milliseconds of the last successful load; null before the first. */
  get lastLoadedAt(): number | null {
    return this.#held?.atMs ?? null;
  }

  /** Wall time of the last successful load, epoch milliseconds; null before the first (S0-29). */
  get lastLoadedWallTime(): number | null {
    return this.#held?.wallMs ?? null;
  }

  /** Calls of the loader so far, failed ones included. */
  get loaderCallCount(): number {
    return this.#loads;
  }

  /** The error of the last load; null when it succeeded or was never tried. */
  get lastError(): unknown {
    return this.#failure?.error ?? null;
  }

  async #run(generation: number): Promise<T> {
    this.#loads += 1;
    try {
      const value = await this.#load();
      const current = generation === this.#generation;
      // Overtaken by invalidate(): good enough as a first value, never over another one.
      if (current || !this.#held) {
        this.#held = { value, atMs: this.#clock.monotonic(), wallMs: this.#clock.now() };
      }
      if (current) {
        this.#invalidated = false;
        this.#failure = null;
      }
      return value;
    } catch (error) {
      this.#onFailure(error, this.#held !== null);
      if (generation === this.#generation) {
        this.#failure = { error, atMs: this.#clock.monotonic() };
      }
      if (this.#held) return this.#held.value;
      throw error;
    }
  }
}
