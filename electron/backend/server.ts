import type { ProviderConfig } from '@shared/api/providers';
import type { Activity } from './activity/activity';
import { createAuthenticator, type TokenEntry } from './auth';
import { type BenchmarkOptions, createBenchmark } from './benchmark/benchmark';
import { createCatalog } from './catalog/catalog';
import { type CatalogService, createCatalogService } from './catalog/service';
import type { SourceDefaults, SourcesOption } from './catalog/settings';
import { sourceFetch } from './catalog/live/source-fetch';
import { benchmarkFileSource } from './catalog/sources/benchmark-file';
import { bundledSource } from './catalog/sources/bundled';
import type { BackendContext, Clock } from './context';
import type { CorsOrigins } from './cors';
import type { Embedder } from './embedding/embedder';
import { LocalEmbedder } from './embedding/local-embedder';
import { providerEmbedder } from './embedding/provider-embedder';
import { createHttpServer } from './http-server';
import type { RedactingLog } from './log';
import { LearnedService } from './memory/learned-service';
import { MemoryEmbedding } from './memory/memory-embedding';
import { loadPolicy } from './policy';
import { createProviderRegistry } from './providers/registry';
import { createMessagePictures } from './pictures/message-pictures';
import { embedWith } from './recall/embed-call';
import { createRecall, type Recall } from './recall/recall';
import type { TextReader } from './recall/text-reader';
import { createApp } from './routes/app';
import { createGateway } from './gateway/gateway';
import { type BodyLimits, DEFAULT_BODY_LIMITS } from './gateway/read-body';
import { HistoryFeed } from './history/history-feed';
import { createRealtime } from './realtime/gateway';
import { DEFAULT_LIMITS, type RealtimeLimits } from './realtime/limits';
import { hasKeptAside, openStore } from './store/open-store';
import type { Store } from './store/store';

export interface BackendOptions {
  /** Several users may share one server; each has a token of their own. */
  readonly tokens: readonly TokenEntry[];
  readonly dataDir: string;
  /** A catalog file that replaces the bundled one; null = bundled. */
  readonly catalogFile: string | null;
  readonly providers: readonly ProviderConfig[];
  /** Live sources of the catalog. Default `off`: nothing is asked that nobody named. */
  readonly sources?: SourcesOption;
  readonly sourceDefaults?: SourceDefaults;
  /** Read at call time; null = not configured (S0-78). */
  readonly adminKey: () => string | null;
  /** The dial's gate, read at each call (S2-10); left out = on. */
  readonly preferenceLive?: () => boolean;
  /** Cases and timers of the benchmark; left out = the app's own. */
  readonly benchmark?: BenchmarkOptions;
  /** Left out = the local model. */
  readonly embedder?: Embedder;
  /**
   * `provider/model` that embeds the prompts of the routing memory in place of the local model: they
   * leave the machine, and the owner pays. Null or left out = the local one.
   */
  readonly embeddingModel?: string | null;
  /** How long a caller may take to send a body; left out = as documented. */
  readonly bodyLimits?: BodyLimits;
  /** Left out = the recogniser on this machine. */
  readonly textReader?: TextReader;
  readonly version: string;
  /** Sizes and times of live sessions, where they differ from the usual ones. */
  readonly realtimeLimits?: Partial<RealtimeLimits>;
  /** Origins of web pages that may call the gateway; none unless given. */
  readonly corsOrigins?: CorsOrigins;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly log: RedactingLog;
}

export interface Backend {
  /** Port 0 = any free one. @returns the base URL. */
  listen(port: number, host?: string): Promise<string>;
  /** Resolves when the providers have listed their models or failed to, at most after `ms`. */
  listed(ms: number): Promise<void>;
  /** Ends within 2 s; what was running is written down as aborted, and nothing written is lost. */
  close(): Promise<void>;
  /** What it keeps; for tests and for jobs beside the requests. */
  readonly store: Store;
  /** The live request log; for tests and for what runs beside the requests. */
  readonly activity: Activity;
  /** Past screenshots; for tests. */
  readonly recall: Recall;
  /** Where a damaged database was kept when this start had to begin afresh; else null. */
  readonly keptAside: string | null;
}

/**
 * The whole server, ready to listen.
 *
 * @throws CatalogFileError the catalog file cannot be used
 * @throws DataDirInUseError, StoreOpenError the data folder cannot be used
 */
export async function createBackend(options: BackendOptions): Promise<Backend> {
  const { clock, newId, log, dataDir, bodyLimits = DEFAULT_BODY_LIMITS } = options;
  for (const { token } of options.tokens) log.secret(token);
  for (const { apiKey } of options.providers) if (apiKey !== undefined) log.secret(apiKey);

  const catalog = await createCatalog({
    sources: [
      options.catalogFile === null ? bundledSource() : benchmarkFileSource(options.catalogFile),
    ],
    clock,
    onFailure: (source, error, stale) => {
      log.warn('a catalog source could not be loaded', { source: source.id, stale, error });
    },
  });
  const { store: opened, keptAside } = await openStore({
    dir: dataDir,
    now: () => clock.now(),
    newId,
    log,
  });
  const embedder = options.embedder ?? new LocalEmbedder();
  const providers = createProviderRegistry({ configs: options.providers, clock, log, embedder });

  const network = sourceFetch();
  const live = await createCatalogService({
    catalog,
    sources: sourcesOf(options),
    ...(options.sourceDefaults && { sourceDefaults: options.sourceDefaults }),
    dataDir,
    store: opened,
    providers,
    uids: [...new Set(options.tokens.map(({ uid }) => uid))],
    clock,
    newId,
    log,
    secret: (value) => log.secret(value),
    fetch: network.fetch,
    random: Math.random,
    schedule: (run, ms) => {
      const timer = setTimeout(run, ms).unref();
      return () => clearTimeout(timer);
    },
  });
  live.takeProviderKeys(options.providers);
  const historyFeed = new HistoryFeed();
  const store = historyFeed.watched(watched(opened, live));

  const { memory, sticky } = store;
  const owner = options.tokens.find((entry) => entry.owner);
  const memoryEmbedding = await MemoryEmbedding.load({
    settings: store.settings,
    fixed: options.embeddingModel ?? null,
    local: embedder,
    remote: (model) =>
      providerEmbedder(model, (texts, signal) =>
        embedWith(ctx, owner?.uid ?? 'local', model, texts, signal),
      ),
  });
  const learned = new LearnedService({
    memory,
    sticky,
    embedder: memoryEmbedding.embedder,
    clock,
    log,
  });

  const ctx: BackendContext = {
    store,
    learned,
    embedder,
    catalog,
    providers,
    clock,
    newId,
    log,
    counters: { dispatchWithoutCapture: 0 },
    routers: { efficient: null },
    ...(await loadPolicy({ ...options, store })),
  };
  await markCatalog(ctx, options.tokens);
  const benchmark = createBenchmark(ctx, options.benchmark);
  ctx.routers.efficient = benchmark.router;
  const recall = createRecall(ctx, dataDir, options.textReader);
  const pictures = createMessagePictures(ctx, dataDir);
  const authenticate = createAuthenticator(options.tokens, (hash) => ctx.keys.find(hash));
  const app = createApp(
    {
      ctx,
      live,
      benchmark,
      memoryEmbedding,
      historyFeed,
      recall,
      pictures,
      adminKey: () => {
        const key = options.adminKey();
        if (key !== null) log.secret(key);
        return key;
      },
      version: options.version,
      bodyLimits,
      secret: (value) => log.secret(value),
    },
    authenticate,
  );
  const gateway = createGateway(ctx, { bodyLimits });
  const realtime = createRealtime(ctx, { ...DEFAULT_LIMITS, ...options.realtimeLimits });
  live.start();
  // A database that was kept aside may be mended: its pictures stay as long as it does.
  if (!hasKeptAside(dataDir)) {
    await recall.service.sweep();
    await pictures.sweep();
  }
  await recall.service.start();
  learned.catchUp();
  if (owner !== undefined) await benchmark.start(owner.uid);
  const http = createHttpServer({
    app,
    gateway: (request, response, identity) => gateway.handle(request, response, identity),
    realtime: (...asked) => realtime.handle(...asked),
    authenticate,
    corsOrigins: options.corsOrigins ?? [],
    log,
  });

  let closing: Promise<void> | null = null;
  return {
    store,
    activity: ctx.activity,
    recall,
    keptAside,
    listen: (port, host = '127.0.0.1') => http.listen(port, host),
    listed: (ms) => providers.listed(ms),
    close() {
      closing ??= closeAll();
      return closing;
    },
  };

  async function closeAll(): Promise<void> {
    await http.close(async () => {
      await Promise.all([gateway.close(), realtime.close()]);
    });
    await recall.close();
    await live.close();
    await benchmark.close();
    catalog.close();
    await network.close();
    await providers.close();
    learned.close();
    await embedder.close();
    await store.close();
  }
}

/** A mark on every user's timeline when the catalog is another than at the last start. */
async function markCatalog({ catalog, store }: BackendContext, tokens: readonly TokenEntry[]) {
  const { version, sourceId } = catalog.snapshot();
  for (const uid of new Set(tokens.map((entry) => entry.uid))) {
    await store.history.mark(uid, 'catalog', `${version} (${sourceId})`);
  }
}

/** The store with the holds in everybody's preferences, and every call measured as it is written. */
function watched(store: Store, live: CatalogService): Store {
  return {
    ...store,
    prefs: {
      ...store.prefs,
      get: async (uid) => {
        const prefs = await store.prefs.get(uid);
        const holds = live.picks.holdsOf(uid);
        return holds.length === 0 ? prefs : { ...prefs, holds };
      },
    },
    calls: {
      ...store.calls,
      record: async (call) => {
        await store.calls.record(call);
        if (call.status !== 'running') live.measured.observe(call);
      },
    },
  };
}

/** Beside an operator's catalog file only sources that were named are asked: it stands alone. */
function sourcesOf({ sources = 'off', catalogFile }: BackendOptions): SourcesOption {
  return sources === 'default' && catalogFile !== null ? 'off' : sources;
}
