import type { RefusedValue, SourceFailureCode, SourceState } from '@shared/api/sources';
import type { CacheClock } from '../daily-refresh-cache';
import { DEFAULT_FAILURE_COOLDOWN_SECONDS, DEFAULT_TTL_SECONDS } from '../daily-refresh-cache';
import type { LiveData } from './entry';
import type { GetJson } from './fetch-json';
import type { LastGood, LastGoodFiles } from './last-good';
import { type LiveSource, SourceError } from './source';

const DAY_MS = DEFAULT_TTL_SECONDS * 1000;
const COOLDOWN_MS = DEFAULT_FAILURE_COOLDOWN_SECONDS * 1000;
/** Spread over an hour, so that not every copy of the app asks at the same moment. */
const JITTER_MS = 3_600_000;
const LONGEST_COOLDOWN_MS = 4 * 3_600_000;
const LONGEST_LOAD_MS = 180_000;
const REFUSED_SHOWN = 50;

export interface FeedSettings {
  readonly enabled: boolean;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly key: string | null;
}

export interface FeedLog {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
}

export interface FeedDeps {
  readonly clock: CacheClock;
  /** 0..1. */
  readonly random: () => number;
  readonly files: LastGoodFiles;
  readonly get: GetJson;
  /** Ids of the catalog. */
  readonly known: () => ReadonlySet<string>;
  readonly log: FeedLog;
}

interface Failure {
  readonly at: number;
  readonly code: SourceFailureCode;
  readonly message: string;
  /** Not before this is it asked again. */
  readonly until: number;
  /** The source itself asked to wait: that holds for a forced refresh too. */
  readonly asked: boolean;
}

/**
 * One live source with its state: what it gave last, when, and when it is asked again. One load at a
 * time; a failed load keeps the last good data and its time (ruling 2), and is not tried again for
 * 300 s, longer each time that it answers wrongly, or as long as it asks to wait. Times are wall
 * times, since they outlive the process.
 */
export class Feed {
  #settings: FeedSettings;
  #good: LastGood | null = null;
  #failure: Failure | null = null;
  /** In a row. */
  #failures = 0;
  #loading: Promise<boolean> | null = null;
  #jitterMs: number;
  /** Counts changes of the settings: an answer to older settings is not taken. */
  #generation = 0;

  constructor(
    readonly source: LiveSource,
    settings: FeedSettings,
    private readonly deps: FeedDeps,
  ) {
    this.#settings = settings;
    this.#jitterMs = deps.random() * JITTER_MS;
  }

  get settings(): FeedSettings {
    return this.#settings;
  }

  /** Data in use; null when off or when there never was any from this address. */
  get data(): LiveData | null {
    return this.#good && this.#settings.enabled ? this.#good.data : null;
  }

  /** When the data in use was loaded, epoch milliseconds; null when there is none. */
  get loadedAt(): number | null {
    return this.data && this.#good ? this.#good.fetchedAt : null;
  }

  get failure(): { readonly code: SourceFailureCode; readonly message: string } | null {
    return this.#failure;
  }

  get isFresh(): boolean {
    const { loadedAt } = this;
    return loadedAt !== null && this.deps.clock.now() - loadedAt < DAY_MS;
  }

  /** Takes what an earlier run of the app kept. */
  async restore(): Promise<void> {
    const kept = await this.deps.files.read(this.source.id);
    if (kept?.baseUrl === this.#settings.baseUrl && this.#good === null) this.#good = kept;
  }

  /** Other settings: what another address gave is forgotten, what failed is tried again at once. */
  configure(settings: FeedSettings): void {
    if (settings.baseUrl !== this.#settings.baseUrl) this.#good = null;
    this.#settings = settings;
    this.#failure = null;
    this.#failures = 0;
    this.#generation += 1;
    this.#loading = null;
  }

  /** Wall time of the next load, epoch milliseconds; null = never, it is off or lacks its key. */
  dueAt(): number | null {
    if (!this.#canAsk) return null;
    const now = this.deps.clock.now();
    const good = this.#good?.fetchedAt ?? null;
    // A time in the future is a clock that was set back: such data is not waited for.
    const byAge = good === null || good > now + DAY_MS ? now : good + DAY_MS + this.#jitterMs;
    return Math.max(byAge, this.#failure?.until ?? 0);
  }

  /**
   * Asks the source now, unless it is off, or in its cooldown and not forced. Callers at the same time
   * share one load. Never rejects.
   *
   * @returns whether there is new data.
   */
  refresh(force: boolean): Promise<boolean> {
    if (this.#loading) return this.#loading;
    const waiting = this.#failure !== null && this.deps.clock.now() < this.#failure.until;
    if (!this.#canAsk || (waiting && (!force || this.#failure?.asked === true))) {
      return Promise.resolve(false);
    }
    const loading = this.#load(this.#generation).finally(() => {
      if (this.#loading === loading) this.#loading = null;
    });
    this.#loading = loading;
    return loading;
  }

  get #canAsk(): boolean {
    const { enabled, key } = this.#settings;
    return enabled && (this.source.key !== 'required' || key !== null);
  }

  async #load(generation: number): Promise<boolean> {
    const { clock, known, random } = this.deps;
    const { baseUrl, key } = this.#settings;
    const startedAt = clock.now();
    try {
      const today = new Date(startedAt).toISOString().slice(0, 10);
      const data = await this.source.load({
        get: this.#limitedGet(),
        baseUrl,
        key,
        today,
        known: known(),
      });
      if (generation !== this.#generation) return false;
      const good = { baseUrl, fetchedAt: clock.now(), data };
      this.#good = good;
      this.#failure = null;
      this.#failures = 0;
      this.#jitterMs = random() * JITTER_MS;
      await this.#keep(good);
      return true;
    } catch (error) {
      // Ended by a stop: that is no failure of the source.
      const stopped = error instanceof Error && error.name === 'AbortError';
      if (!stopped && generation === this.#generation) this.#fail(error);
      return false;
    }
  }

  /** A source of many slow pages must not hold up what the others gave. */
  #limitedGet(): GetJson {
    const { clock, get } = this.deps;
    const startedAt = clock.monotonic();
    return (url, request) =>
      clock.monotonic() - startedAt > LONGEST_LOAD_MS
        ? Promise.reject(new SourceError('timeout', 'took too long for all of its pages'))
        : get(url, request);
  }

  /** Data that could not be kept is used all the same; the next start asks again. */
  async #keep(good: LastGood): Promise<void> {
    try {
      await this.deps.files.write(this.source.id, good);
    } catch (error) {
      this.deps.log.warn('a source could not be kept on disk', { source: this.source.id, error });
    }
  }

  /** One line for a failure that is new; being without a network is no warning. */
  #fail(error: unknown): void {
    const failed =
      error instanceof SourceError ? error : new SourceError('bad_shape', messageOf(error));
    const { clock, log } = this.deps;
    const asked = failed.retryAfterMs !== null;
    const { code, message } = failed;
    const absent = code === 'unreachable' || code === 'timeout';
    this.#failures += 1;
    // A network comes back at any moment; a source that answers wrongly is not asked again and again.
    const cooldown = absent ? COOLDOWN_MS : COOLDOWN_MS * 2 ** (this.#failures - 1);
    const waitMs = Math.max(Math.min(cooldown, LONGEST_COOLDOWN_MS), failed.retryAfterMs ?? 0);
    if (this.#failure?.code !== code) {
      const fields = { source: this.source.id, code, message, stale: this.#good !== null };
      if (absent) log.info('a source is not there', fields);
      else log.warn('a source could not be used', fields);
    }
    const at = clock.now();
    this.#failure = { at, code, message, until: at + waitMs, asked };
  }

  state(): SourceState {
    const { source, data, loadedAt } = this;
    const now = this.deps.clock.now();
    const due = this.dueAt();
    const known = this.deps.known();
    return {
      id: source.id,
      name: source.name,
      gives: source.gives,
      url: source.url,
      licence: source.licence,
      attribution: source.attribution,
      baseUrl: this.#settings.baseUrl,
      enabled: this.#settings.enabled,
      switchable: true,
      key: source.key,
      hasKey: this.#settings.key !== null,
      terms: source.terms,
      lastSuccess: loadedAt === null ? null : iso(loadedAt),
      lastFailure: this.#failure && {
        at: iso(this.#failure.at),
        code: this.#failure.code,
        message: this.#failure.message,
      },
      ageSeconds: loadedAt === null ? null : Math.max(0, (now - loadedAt) / 1000),
      isFresh: this.isFresh,
      refreshing: this.#loading !== null,
      nextRefresh: due === null ? null : iso(Math.max(due, now)),
      entries: data?.entries.length ?? 0,
      matched: data?.entries.filter(({ id }) => known.has(id)).length ?? 0,
      refused: this.refused().slice(0, REFUSED_SHOWN),
      refusedCount: data?.refused.length ?? 0,
    };
  }

  /** What the last good load refused; those of catalog models first. */
  refused(): RefusedValue[] {
    const known = this.deps.known();
    return (this.data?.refused ?? [])
      .map(({ id, ...refusal }) => ({
        source: this.source.id,
        ...refusal,
        model: id !== null && known.has(id) ? id : null,
      }))
      .sort((a, b) => Number(b.model !== null) - Number(a.model !== null));
  }
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
