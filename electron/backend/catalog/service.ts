import { join } from 'node:path';
import type { ModelEditRequest, PricePoint } from '@shared/api/models';
import type { ProviderConfig } from '@shared/api/providers';
import type { SourceChange, SourceState } from '@shared/api/sources';
import { TASK_NAMES } from '@shared/routing/tasks';
import type { Clock, Log } from '../context';
import { createMeasured, type Measured } from '../measured/measured';
import type { Connection, ProviderRegistry } from '../providers/registry';
import type { PriceNow, SourceChoice } from '../store/catalog-store';
import type { Store } from '../store/store';
import type { Catalog } from './catalog';
import type { CandidatesByTask } from './digest';
import { type OwnEdit, readEdit } from './edits';
import { type Fetch, jsonGetter } from './live/fetch-json';
import { Feeds, type RefreshResult } from './live/feeds';
import { lastGoodFiles } from './live/last-good';
import { LayeredOverlay } from './overlay';
import { PickChanges } from './pick-changes';
import { feedSettings, type SourceDefaults, type SourcesOption } from './settings';
import { byTask } from './snapshot';
import { LIVE_SOURCES } from './sources/live-sources';
import { openRouter } from './sources/openrouter';

/** Calls that the measurements begin with: older or more say little of today. */
const MEASURED_DAYS = 60;
const MEASURED_CALLS = 5_000;
/** New measurements reach the figures this much later: once for many calls. */
const MEASURED_WAIT_MS = 30_000;

export interface CatalogServiceOptions {
  /** Loaded; gets its overlay here. */
  readonly catalog: Catalog;
  readonly sources: SourcesOption;
  readonly sourceDefaults?: SourceDefaults;
  readonly dataDir: string;
  readonly store: Store;
  readonly providers: ProviderRegistry;
  /** Users whose picks are watched. */
  readonly uids: readonly string[];
  readonly clock: Clock;
  readonly newId: () => string;
  readonly log: Log;
  /** Registers a value that logs must never show. */
  readonly secret: (value: string) => void;
  readonly fetch: Fetch;
  /** 0..1. */
  readonly random: () => number;
  /** Calls back later; @returns ends the wait. */
  readonly schedule: (run: () => void, ms: number) => () => void;
}

/** The catalog with everything that moves it: live sources, edits, measurements, holds. */
export interface CatalogService {
  readonly overlay: LayeredOverlay;
  readonly feeds: Feeds;
  readonly measured: Measured;
  readonly picks: PickChanges;
  /** Takes figures into account that were measured since the last time. */
  applyMeasured(): Promise<void>;
  /** Begins to refresh in the background. */
  start(): void;
  /**
   * Asks the live sources that are due, with `force` every one that is on, and the loaded catalog's own
   * source too: that one's error is thrown, the data in use stays in use.
   */
  refresh(force: boolean): Promise<RefreshResult>;
  /** Null when there is no such source. */
  configure(id: string, change: SourceChange): Promise<SourceState | null>;
  /** Asks one source now, as a forced {@link refresh} would. Null when there is no such source. */
  refreshSource(id: string): Promise<SourceState | null>;
  /** Lets OpenRouter's own key serve its source too, which then tells latencies. */
  takeProviderKeys(configs: readonly ProviderConfig[]): void;
  edits(): readonly OwnEdit[];
  saveEdit(edit: ModelEditRequest): Promise<OwnEdit>;
  removeEdit(model: string): Promise<boolean>;
  priceHistory(): ReadonlyMap<string, readonly PricePoint[]>;
  /** Ends what is being asked; what was begun to be written is written. */
  close(): Promise<void>;
}

/** Loads what is kept and lays it over the catalog; asks no source. */
export async function createCatalogService(
  options: CatalogServiceOptions,
): Promise<CatalogService> {
  const service = new Service(options);
  await service.open();
  return service;
}

class Service implements CatalogService {
  readonly measured: Measured;
  readonly feeds: Feeds;
  readonly overlay: LayeredOverlay;
  readonly picks: PickChanges;
  readonly #options: CatalogServiceOptions;
  readonly #abort = new AbortController();
  #edits: readonly OwnEdit[] = [];
  #choices = new Map<string, SourceChoice>();
  #prices: ReadonlyMap<string, readonly PricePoint[]> = new Map();
  #pricesKept = false;
  #measuredAt = 0;
  #cancelMeasured: (() => void) | null = null;
  /** One change of the data at a time: a digest compares before with after. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: CatalogServiceOptions) {
    this.#options = options;
    this.picks = new PickChanges(options);
    const { clock, random, schedule, log, dataDir, providers } = options;
    const now = (): number => clock.now();
    this.measured = createMeasured(now);
    this.feeds = new Feeds({
      sources: LIVE_SOURCES,
      settings: (source) =>
        feedSettings(source, options.sources, undefined, options.sourceDefaults),
      clock,
      random,
      schedule,
      log,
      files: lastGoodFiles(join(dataDir, 'catalog')),
      get: jsonGetter(options.fetch, this.#abort.signal, now),
      known: () => this.#known(),
    });
    this.overlay = new LayeredOverlay({
      feeds: this.feeds,
      measured: this.measured,
      edits: () => this.#edits,
      isLocal: (provider) =>
        providers.connections().some(({ id, local }) => id === provider && local),
      now,
    });
  }

  get #catalog(): Catalog {
    return this.#options.catalog;
  }

  async open(): Promise<void> {
    const { store, clock, sources, sourceDefaults, secret } = this.#options;
    const kept = store.catalog;
    const since = clock.now() - MEASURED_DAYS * 86_400_000;
    const [edits, choices, prices, calls] = await Promise.all([
      kept.edits(),
      kept.sourceChoices(),
      kept.priceHistory(),
      kept.recentCalls(since, MEASURED_CALLS),
      this.picks.load(),
    ]);
    this.#edits = edits.map(readEdit).filter((edit) => edit !== null);
    this.#prices = prices;
    this.#choices = new Map(choices);
    for (const call of calls) this.measured.observe(call);
    this.#measuredAt = this.measured.revision;
    for (const source of LIVE_SOURCES) {
      const settings = feedSettings(source, sources, choices.get(source.id), sourceDefaults);
      if (settings.key !== null) secret(settings.key);
      this.feeds.get(source.id)?.configure(settings);
    }
    await this.feeds.restore();
    this.#catalog.lay(this.overlay);
    this.#watchMeasured();
  }

  start(): void {
    this.feeds.start(() =>
      this.refresh(false).catch((error: unknown) => {
        this.#options.log.error('the catalog could not be refreshed', { error });
      }),
    );
  }

  async close(): Promise<void> {
    this.feeds.close();
    this.#cancelMeasured?.();
    this.#abort.abort();
    await this.#turn.catch(() => undefined);
  }

  /** Ids that prices and refusals are matched against. */
  #known(): ReadonlySet<string> {
    const file = this.#catalog.data().file;
    return new Set(
      (file?.models ?? []).filter(({ tasks }) => Object.keys(tasks).length > 0).map(({ id }) => id),
    );
  }

  async refresh(force: boolean): Promise<RefreshResult> {
    const result = await this.feeds.refresh({ force });
    if (this.#abort.signal.aborted) return result;
    await this.#change(async () => {
      if (force) await this.#catalog.refresh({ force });
      this.#catalog.rebuild();
    });
    return result;
  }

  async configure(id: string, change: SourceChange): Promise<SourceState | null> {
    const feed = this.feeds.get(id);
    if (feed === null) return null;
    const { sources, sourceDefaults, secret, store } = this.#options;
    const { settings } = feed;
    const chosen = this.#choices.get(id);
    const choice: SourceChoice = {
      enabled: change.enabled ?? settings.enabled,
      baseUrl: change.baseUrl === undefined ? (chosen?.baseUrl ?? null) : change.baseUrl,
    };
    const { baseUrl } = feedSettings(feed.source, sources, choice, sourceDefaults);
    // A key was given for one address: another never sees it.
    const kept = baseUrl === settings.baseUrl ? settings.key : null;
    const key = change.key === undefined ? kept : change.key;
    if (key !== null) secret(key);
    if (change.enabled !== undefined || change.baseUrl !== undefined) {
      await store.catalog.chooseSource(id, choice);
      this.#choices.set(id, choice);
    }
    feed.configure({ enabled: choice.enabled, baseUrl, key });
    await this.#change(async () => this.#catalog.rebuild());
    return feed.state();
  }

  async refreshSource(id: string): Promise<SourceState | null> {
    const feed = this.feeds.get(id);
    if (feed === null) return null;
    const news = await feed.refresh(true);
    if (news && !this.#abort.signal.aborted) {
      await this.#change(async () => this.#catalog.rebuild());
    }
    return feed.state();
  }

  takeProviderKeys(configs: readonly ProviderConfig[]): void {
    const feed = this.feeds.get(openRouter.id);
    // Another address than OpenRouter's own never sees the key.
    if (feed === null || feed.settings.baseUrl !== openRouter.defaultBaseUrl) return;
    const { hostname } = new URL(openRouter.defaultBaseUrl);
    const ofTheirs = configs.find(
      ({ baseUrl }) => baseUrl !== undefined && new URL(baseUrl).hostname === hostname,
    );
    const key = ofTheirs?.apiKey ?? null;
    if (key === null || key === feed.settings.key) return;
    feed.configure({ ...feed.settings, key });
  }

  edits(): readonly OwnEdit[] {
    return this.#edits;
  }

  async saveEdit(edit: ModelEditRequest): Promise<OwnEdit> {
    const { updatedAt } = await this.#options.store.catalog.saveEdit(edit.model, edit);
    const saved = { ...edit, updatedAt: new Date(updatedAt).toISOString() };
    this.#edits = [...this.#edits.filter(({ model }) => model !== edit.model), saved];
    await this.#own();
    return saved;
  }

  async removeEdit(model: string): Promise<boolean> {
    const removed = await this.#options.store.catalog.removeEdit(model);
    this.#edits = this.#edits.filter((edit) => edit.model !== model);
    if (removed) await this.#own();
    return removed;
  }

  /** A change of the person's own is in force at once: no digest tells them what they just did. */
  async #own(): Promise<void> {
    await this.#keepFirstPrices();
    this.#catalog.rebuild();
    await this.picks.dropNear();
    await this.#keepPrices();
  }

  async applyMeasured(): Promise<void> {
    if (this.measured.revision === this.#measuredAt) return;
    this.#measuredAt = this.measured.revision;
    await this.#change(async () => this.#catalog.rebuild());
  }

  #watchMeasured(): void {
    this.#cancelMeasured = this.#options.schedule(() => {
      this.applyMeasured().catch((error: unknown) => {
        this.#options.log.error('measurements could not be applied', { error });
      });
      this.#watchMeasured();
    }, MEASURED_WAIT_MS);
  }

  priceHistory(): ReadonlyMap<string, readonly PricePoint[]> {
    return this.#prices;
  }

  /** Changes the data and then says what that did to everybody's picks. */
  #change(change: () => Promise<void>): Promise<void> {
    const turn = this.#after(change);
    this.#turn = turn;
    return turn;
  }

  async #after(change: () => Promise<void>): Promise<void> {
    const previous = this.#turn;
    await previous.catch(() => undefined);
    await this.#keepFirstPrices();
    const users = await this.picks.users();
    // The same connections for both: a provider that comes or goes meanwhile is no change of data.
    const connections = this.#options.providers.connections();
    const before = this.#candidates(connections);
    const catalogFrom = this.#catalog.snapshot().version;
    await change();
    const after = this.#candidates(connections);
    if (TASK_NAMES.every((task) => before[task] === after[task])) return;
    const catalogTo = this.#catalog.snapshot().version;
    const record = this.picks.settle(users, { before, after, catalogFrom, catalogTo });
    if (catalogTo !== catalogFrom) {
      for (const { uid } of users) await this.#mark(uid);
      await this.#keepPrices();
    }
    await record();
  }

  #candidates(connections: readonly Connection[]): CandidatesByTask {
    return byTask((task) => this.#catalog.candidatesFor(task, connections));
  }

  async #mark(uid: string): Promise<void> {
    const { version, sourceId } = this.#catalog.snapshot();
    await this.#options.store.history.mark(uid, 'catalog', `${version} (${sourceId})`);
  }

  /** A history begins with the price before the first change that is seen. */
  async #keepFirstPrices(): Promise<void> {
    if (this.#pricesKept) return;
    await this.#keepPrices();
    this.#pricesKept = true;
  }

  /** Prices of candidates as they are now, written down where they moved. */
  async #keepPrices(): Promise<void> {
    const { store } = this.#options;
    const now = (this.#catalog.data().file?.models ?? []).flatMap((model): PriceNow[] =>
      model.local || Object.keys(model.tasks).length === 0
        ? []
        : Object.entries(model.rates).map(([rate, { value, source }]) => ({
            model: model.id,
            rate,
            value,
            source,
          })),
    );
    await store.catalog.recordPrices(now);
    this.#prices = await store.catalog.priceHistory();
  }
}
