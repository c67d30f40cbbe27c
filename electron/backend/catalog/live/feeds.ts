import type { RefusedValue, SourceState } from '@shared/api/sources';
import { Feed, type FeedDeps, type FeedSettings } from './feed';
import type { LiveLayer } from './overlay';
import type { LiveSource } from './source';

/** How often the schedule looks at the wall clock: a laptop may have slept over a due time. */
const LOOK_EVERY_MS = 15 * 60_000;
/** The first look after a start waits, so that the start itself stays quick. */
const FIRST_LOOK_MS = { least: 20_000, jitter: 40_000 };

export interface RefreshResult {
  /** Sources that are on. */
  readonly asked: readonly string[];
  readonly succeeded: readonly string[];
  readonly failed: readonly {
    readonly id: string;
    readonly code: string;
    readonly message: string;
  }[];
}

export interface FeedsOptions extends FeedDeps {
  readonly sources: readonly LiveSource[];
  readonly settings: (source: LiveSource) => FeedSettings;
  /** Calls back later; @returns ends the wait. */
  readonly schedule: (run: () => void, ms: number) => () => void;
}

/** All live sources of one backend, refreshed in the background, each on its own day. */
export class Feeds {
  readonly #feeds: ReadonlyMap<string, Feed>;
  readonly #schedule: FeedsOptions['schedule'];
  readonly #random: () => number;
  readonly #clock: FeedDeps['clock'];
  #cancel: (() => void) | null = null;
  #refreshing: { readonly force: boolean; readonly result: Promise<RefreshResult> } | null = null;

  constructor(options: FeedsOptions) {
    const { sources, settings, schedule, random, clock } = options;
    this.#schedule = schedule;
    this.#random = random;
    this.#clock = clock;
    this.#feeds = new Map(
      sources.map((source) => [source.id, new Feed(source, settings(source), options)]),
    );
  }

  get(id: string): Feed | null {
    return this.#feeds.get(id) ?? null;
  }

  /** Takes what was kept on disk. */
  async restore(): Promise<void> {
    await Promise.all([...this.#feeds.values()].map((feed) => feed.restore()));
  }

  /** Looks now and then whether a source is due, and then calls `refresh`. */
  start(refresh: () => Promise<unknown>): void {
    const look = (ms: number): void => {
      this.#cancel = this.#schedule(() => {
        if (this.#due()) void refresh();
        look(LOOK_EVERY_MS);
      }, ms);
    };
    look(FIRST_LOOK_MS.least + this.#random() * FIRST_LOOK_MS.jitter);
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  /** Asks every source that is due, with `force` every one that is on. Never rejects. */
  refresh({ force }: { readonly force: boolean }): Promise<RefreshResult> {
    if (this.#refreshing && (this.#refreshing.force || !force)) return this.#refreshing.result;
    const result = this.#refresh(force).finally(() => {
      if (this.#refreshing?.result === result) this.#refreshing = null;
    });
    this.#refreshing = { force, result };
    return result;
  }

  async #refresh(force: boolean): Promise<RefreshResult> {
    const now = this.#clock.now();
    const wanted = [...this.#feeds.values()].filter((feed) => {
      const due = feed.dueAt();
      return due !== null && (force || due <= now);
    });
    const news = await Promise.all(wanted.map((feed) => feed.refresh(force)));
    return {
      asked: wanted.map(({ source }) => source.id),
      succeeded: wanted.flatMap(({ source }, at) => (news[at] === true ? [source.id] : [])),
      failed: wanted.flatMap(({ source, failure }, at) =>
        news[at] === true || failure === null
          ? []
          : [{ id: source.id, code: failure.code, message: failure.message }],
      ),
    };
  }

  #due(): boolean {
    const now = this.#clock.now();
    return [...this.#feeds.values()].some((feed) => (feed.dueAt() ?? Infinity) <= now);
  }

  /** What is in use, in the order of the sources. */
  layers(): readonly LiveLayer[] {
    return [...this.#feeds.values()].flatMap(({ source, data, loadedAt }) =>
      data === null || loadedAt === null
        ? []
        : [{ source, entries: data.entries, date: new Date(loadedAt).toISOString().slice(0, 10) }],
    );
  }

  states(): readonly SourceState[] {
    return [...this.#feeds.values()].map((feed) => feed.state());
  }

  refused(): readonly RefusedValue[] {
    return [...this.#feeds.values()].flatMap((feed) => feed.refused());
  }

  /** The oldest load among these sources, epoch milliseconds, and whether all of them are fresh. */
  ageOf(ids: ReadonlySet<string>): { readonly loadedAt: number | null; readonly isFresh: boolean } {
    const feeds = [...this.#feeds.values()].filter(({ source }) => ids.has(source.id));
    const times = feeds.flatMap(({ loadedAt }) => (loadedAt === null ? [] : [loadedAt]));
    return {
      loadedAt: times.length === 0 ? null : Math.min(...times),
      isFresh: feeds.every(({ isFresh }) => isFresh),
    };
  }

  /** Messages of the sources that failed last. */
  errors(): readonly string[] {
    return [...this.#feeds.values()].flatMap(({ source, settings, failure }) =>
      settings.enabled && failure ? [`${source.name} ${failure.message}`] : [],
    );
  }
}
