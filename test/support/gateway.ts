import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import OpenAI from 'openai';
import { onTestFinished } from 'vitest';
import { createCatalog } from '../../electron/backend/catalog/catalog';
import { benchmarkFileSource } from '../../electron/backend/catalog/sources/benchmark-file';
import { bundledSource } from '../../electron/backend/catalog/sources/bundled';
import type { BackendContext } from '../../electron/backend/context';
import { createProviderRegistry } from '../../electron/backend/providers/registry';
import type { ProviderTimeouts } from '../../electron/backend/providers/http-transport';
import { LocalEmbedder } from '../../electron/backend/embedding/local-embedder';
import { LearnedService } from '../../electron/backend/memory/learned-service';
import { loadPolicy } from '../../electron/backend/policy';
import { createGateway, type Gateway } from '../../electron/backend/gateway/gateway';
import type { BodyLimits } from '../../electron/backend/gateway/read-body';
import type { HistoryRow } from '../../shared/api/history';
import type { ProviderConfig } from '../../shared/api/providers';
import { sequentialIds, silentLog, testStore } from './store';

export const USER = 'user-1';

export interface TestGateway {
  readonly ctx: BackendContext;
  readonly gateway: Gateway;
  /** Base URL of the OpenAI surface, with `/v1`. */
  readonly url: string;
  /** The same without it: what Anthropic's clients take. */
  readonly origin: string;
  /** The official client with its base URL changed and nothing else; it never retries. */
  readonly client: OpenAI;
  /** Outcomes and direct calls of the user, newest first. */
  readonly history: () => Promise<readonly HistoryRow[]>;
}

/** The real gateway on a real port: real store on a file, real catalog, real providers. */
export async function startGateway(options: {
  readonly providers?: readonly ProviderConfig[];
  readonly timeouts?: Partial<ProviderTimeouts>;
  readonly catalogFile?: string;
  readonly bodyLimits?: BodyLimits;
  readonly change?: (ctx: BackendContext) => BackendContext;
}): Promise<TestGateway> {
  const { store } = await testStore();
  const clock = { now: () => Date.now(), monotonic: () => performance.now() };
  const embedder = new LocalEmbedder();
  const providers = createProviderRegistry({
    configs: options.providers ?? [],
    embedder,
    clock,
    log: silentLog,
    practice: { pause: () => Promise.resolve() },
    ...(options.timeouts && { timeouts: options.timeouts }),
  });
  const { catalogFile } = options;
  const source = catalogFile === undefined ? bundledSource() : benchmarkFileSource(catalogFile);
  const catalog = await createCatalog({ sources: [source], clock });
  const { memory, sticky } = store;
  const real: BackendContext = {
    store,
    learned: new LearnedService({ memory, sticky, embedder, clock, log: silentLog }),
    embedder,
    catalog,
    providers,
    clock,
    newId: sequentialIds(),
    log: silentLog,
    counters: { dispatchWithoutCapture: 0 },
    routers: { efficient: null },
    ...(await loadPolicy({ store, clock, newId: sequentialIds('policy'), log: silentLog })),
  };
  const ctx = options.change?.(real) ?? real;
  const gateway = createGateway(ctx, {
    ...(options.bodyLimits && { bodyLimits: options.bodyLimits }),
  });
  const server = createServer((request, response) => {
    void answer(gateway, request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(async () => {
    await gateway.close();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
    catalog.close();
    await providers.close();
    real.learned.close();
    await embedder.close();
  });
  // The lists are asked for in the background; a test starts when they are there.
  const { signal } = new AbortController();
  for (const { id } of options.providers ?? []) await providers.get(id)?.probe(signal);
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const url = `${origin}/v1`;
  return {
    ctx,
    gateway,
    url,
    origin,
    client: new OpenAI({ baseURL: url, apiKey: 'test', maxRetries: 0 }),
    history: async () => (await store.history.page(USER, {}, 100, 0)).rows,
  };
}

async function answer(
  gateway: Gateway,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const taken = await gateway.handle(request, response, { uid: USER, owner: true, key: null });
  if (!taken) response.writeHead(404).end();
}

export function provider(id: string, baseUrl: string, apiKey?: string): ProviderConfig {
  return { id, kind: 'openai-compatible', baseUrl, ...(apiKey !== undefined && { apiKey }) };
}
