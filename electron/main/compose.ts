import { randomBytes, randomUUID } from 'node:crypto';
import { app, dialog, globalShortcut, powerMonitor } from 'electron';
import { healthSchema, type StartupMessage } from '@shared/api/startup';
import type { Settings } from '@shared/settings/settings';
import { createChat } from './assistant/chat';
import { composeVoice } from './assistant/compose-voice';
import { createOutbox } from './assistant/outbox';
import { createActivityFeed } from './backend/activity-feed';
import { createBackend } from './backend/backend';
import { createBackendClient } from './backend/backend-client';
import { createBenchmarkFeed } from './backend/benchmark-feed';
import { createBenchmarkPause } from './backend/benchmark-pause';
import { createHistoryFeed } from './backend/history-feed';
import { superviseBackend } from './backend/embedded';
import { composeCapture } from './capture/compose-capture';
import { overlayUrl, overlayWindows } from './capture/overlay-windows';
import { registerOverlayIpc } from './capture/overlay-ipc';
import { systemCapture } from './capture/system-capture';
import { createCatalogService } from './catalog/catalog-service';
import { createSourceKeys } from './catalog/source-keys';
import { createMemoryClient } from './backend/memory-client';
import { createRecallClient } from './backend/recall-client';
import { createHttp, endpointUrl, type Fetch } from './backend/http';
import { watchRemote } from './backend/remote';
import { launchUtility } from './backend/utility-process';
import { systemClock as clock } from './clock';
import type { Env } from './env';
import { saveInto, type AskPath } from './export/save-file';
import { systemHold } from './hold/system-hold';
import type { Emit } from './ipc/events';
import type { Handlers } from './ipc/register';
import { appHandlers } from './ipc/app-handlers';
import { backendHandlers } from './ipc/backend-handlers';
import { benchmarkHandlers } from './ipc/benchmark-handlers';
import { conversationHandlers } from './ipc/conversation-handlers';
import { gatewayHandlers } from './ipc/gateway-handlers';
import { historyHandlers } from './ipc/history-handlers';
import { modelsHandlers } from './ipc/models-handlers';
import { memoryHandlers } from './ipc/memory-handlers';
import { recallHandlers } from './ipc/recall-handlers';
import { routerHandlers } from './ipc/router-handlers';
import { detectLocal } from './providers/detect-local';
import { createProviderService } from './providers/provider-service';
import { createProviderStore } from './providers/provider-store';
import { createLiveModels } from './router/live-models';
import { createPickCache } from './router/pick-cache';
import { createPickScope } from './router/pick-scope';
import { createPickers } from './router/pickers';
import { gatewayToken } from './secrets/gateway-token';
import type { Secrets } from './secrets/secrets';
import type { JsonFile } from './settings/json-file';
import type { SettingsStore } from './settings/settings-store';
import type { Log } from './shell/log';
import { databaseNotice, secretsNotice } from './shell/notice-texts';
import type { Notices } from './shell/notices';
import type { MainWindow } from './shell/window';

/** What exists before anything is wired: files read, secrets opened. */
export interface Base {
  readonly env: Env;
  readonly userData: string;
  /** The app's own page. */
  readonly pageUrl: string;
  readonly log: Log & { readonly file: string };
  readonly notices: Notices;
  readonly settings: SettingsStore;
  readonly secrets: Secrets;
  readonly openFile: (name: string) => JsonFile;
  readonly emit: Emit;
  readonly mainWindow: Pick<MainWindow, 'show' | 'isOpen' | 'isFocused' | 'attend'>;
}

const REMOTE_TOKEN = 'remote-token';
const HEALTH_MS = 2_000;
/** How long a call waits for a backend that is starting, and a person for it. */
const BACKEND_WAIT_MS = 10_000;

const fetch: Fetch = (url, init) => globalThis.fetch(url, init);

/** Wires the services of main to each other; everything below it gets what it needs passed in. */
export function compose(base: Base) {
  const { env, userData, pageUrl, log, notices, settings, secrets, openFile, emit } = base;
  const token = gatewayToken(secrets, env.gatewayToken, () =>
    randomBytes(32).toString('base64url'),
  );
  const remoteToken = (): string | null => secrets.get(REMOTE_TOKEN);
  const providerStore = createProviderStore(openFile('providers'), secrets, log);

  const sourceKeys = createSourceKeys(secrets);
  const startup = (): StartupMessage => ({
    token,
    dataDir: userData,
    port: settings.get().gatewayPort,
    providers: [...providerStore.configs()],
    catalogFile: env.catalogFile,
    adminKey: env.adminKey,
    sources: {
      option: env.sources,
      baseUrls: { ollama: env.ollamaUrl, lmstudio: env.lmStudioUrl },
      keys: sourceKeys.all(),
    },
    version: app.getVersion(),
  });
  const tokenOf = (mode: Settings['backend']['mode']): string | null =>
    mode === 'embedded' ? token : remoteToken();
  const backend = createBackend({
    embedded: (onStatus) =>
      superviseBackend({
        launch: launchUtility(log),
        startup,
        isHealthy,
        onStatus,
        onKeptAside: (file) => notices.add(databaseNotice(file)),
        clock,
        log,
      }),
    remote: (url, onStatus) => watchRemote({ url, isHealthy, onStatus, clock }),
    settings: settings.get,
    token: tokenOf,
    clock,
  });
  const http = createHttp({ endpoint: backend.endpoint, fetch, waitMs: BACKEND_WAIT_MS });
  const client = createBackendClient(http);
  const memory = createMemoryClient(http);

  const pickFile = openFile('picks');
  const scope = createPickScope({
    settings: settings.get,
    providers: providerStore.configs,
    remoteToken,
    file: pickFile,
    log,
  });
  const liveModels = createLiveModels(pickFile, log);
  const isLive = (): boolean => settings.get().voice.realtime === 'auto';
  const pickers = createPickers({
    cache: createPickCache(pickFile, clock.now, log),
    scope,
    fetchPick: async (task) => {
      const { model, prefs_version, realtime_only = [] } = await client.pick(task, isLive());
      if (task === 'ptt_response') liveModels.store(realtime_only);
      return { model, prefsVersion: prefs_version };
    },
    selection: (task) => settings.get().selections[task],
    now: clock.now,
    onChange: (state) => emit('pick', state),
    log,
  });
  const providers = createProviderService({
    store: providerStore,
    client,
    embedded: () => settings.get().backend.mode === 'embedded',
    onChange: (list) => {
      emit('providers', list);
      pickers.invalidateAll();
    },
  });
  const catalog = createCatalogService({
    client,
    keys: sourceKeys,
    embedded: () => settings.get().backend.mode === 'embedded',
    keysLast: () => secrets.state().storage === 'encrypted',
    onUnkeptKey: () => notices.add(secretsNotice()),
    onFigures: () => pickers.invalidateAll(),
    emit: (picks) => emit('catalog', picks),
    clock,
  });
  const outbox = createOutbox(client, log);
  const chat = createChat({
    client,
    outbox,
    clock,
    log,
    newId: randomUUID,
    task: 'general_assistant',
    pictureTask: 'screenshot_understanding',
    emit: (event) => emit('chat', event),
    selection: (task) => settings.get().selections[task],
    refreshPick: (task) => void pickers.of(task).refreshIfStale(),
    isOwnRouter: () => settings.get().backend.mode === 'embedded',
    keepExcerpts: () => settings.get().keepExcerpts,
  });

  const activity = createActivityFeed({
    client,
    emit: (event) => emit('activity', event),
    clock,
    log,
  });

  const history = createHistoryFeed({
    client,
    emit: () => emit('history', undefined),
    clock,
    log,
  });

  const benchmark = createBenchmarkFeed({
    client,
    emit: (event) => emit('benchmark', event),
    clock,
    log,
  });
  const benchmarkPause = createBenchmarkPause({
    client,
    power: powerMonitor,
    embedded: () => settings.get().backend.mode === 'embedded',
    log,
  });

  let wasRunning = false;
  backend.onStatus((status) => {
    emit('backend', status);
    const running = status.state === 'running';
    if (running && !wasRunning) {
      pickers.retryAll();
      activity.wake();
      history.wake();
      benchmark.wake();
      benchmarkPause.backendStarted();
      catalog.watch();
      void outbox.flush();
    }
    if (!running) catalog.unwatch();
    wasRunning = running;
  });
  settings.onChange((now, before) => {
    const moved =
      JSON.stringify(now.backend) !== JSON.stringify(before.backend) ||
      now.gatewayPort !== before.gatewayPort;
    if (now.voice.realtime !== before.voice.realtime) pickers.invalidateAll();
    if (moved) reconnect().catch((error: unknown) => log.error('backend: no restart', { error }));
  });

  async function reconnect(): Promise<void> {
    await backend.restart();
    pickers.invalidateAll();
  }

  function onPrefsVersion(version: number): void {
    if (version === scope.get().prefsVersion) return;
    scope.setPrefsVersion(version);
    pickers.invalidateAll();
    emit('prefs', { version });
  }

  const askPath = env.saveDir === null ? askWithDialog : saveInto(env.saveDir);
  const voice = composeVoice({
    http,
    client,
    outbox,
    pickers,
    liveModels,
    endpoint: backend.endpoint,
    settings,
    shortcuts: globalShortcut,
    holdSystem: systemHold(log, env.holdModule),
    window: base.mainWindow,
    emit,
    askPath,
    clock,
    log,
  });
  const capture = composeCapture({
    system: systemCapture,
    host: overlayWindows(pageUrl, log),
    settings,
    shortcuts: globalShortcut,
    emit,
    clock,
    log,
  });
  registerOverlayIpc(capture.overlays, overlayUrl(pageUrl), log);
  const handlers: Handlers = {
    app: appHandlers(notices, log.file),
    settings: { get: () => settings.get(), set: (patch) => settings.set(patch) },
    backend: backendHandlers({
      backend,
      // The one that opens the address that is shown: the team's server has its own.
      token: () => tokenOf(settings.get().backend.mode),
      setRemoteToken: async (remote) => {
        secrets.set(REMOTE_TOKEN, remote);
        if (settings.get().backend.mode === 'remote') await reconnect();
      },
    }),
    providers: {
      list: () => providers.list(),
      save(input) {
        const unkept = typeof input.apiKey === 'string' && secrets.state().storage === 'session';
        if (unkept) notices.add(secretsNotice());
        return providers.save(input);
      },
      remove: ({ id }) => providers.remove(id),
      probe: ({ id }) => providers.probe(id),
      detectLocal: () => detectLocal({ ollama: env.ollamaUrl, lmstudio: env.lmStudioUrl }, fetch),
      secrets: () => secrets.state(),
    },
    router: routerHandlers({ client, pickers, settings, onPrefsVersion, emit, clock }),
    chat: {
      send: (input) => chat.send(input),
      // Each ignores the streams of the other.
      stop({ streamId }) {
        chat.stop(streamId);
        voice.chat.stop(streamId);
      },
    },
    voice: voice.handlers,
    capture: capture.handlers,
    recall: recallHandlers(
      createRecallClient(http),
      () => settings.get().backend.mode === 'embedded',
    ),
    conversations: conversationHandlers(client, outbox, askPath),
    history: historyHandlers(client, history, askPath),
    models: modelsHandlers(catalog),
    benchmark: benchmarkHandlers(client, benchmark, benchmarkPause),
    memory: memoryHandlers({
      client: memory,
      askPath,
      keepExcerpts: () => settings.get().keepExcerpts,
      learnsFromFeedback: () => {
        const { keepExcerpts, learnFromFeedback } = settings.get();
        return keepExcerpts && learnFromFeedback;
      },
    }),
    gateway: gatewayHandlers(client, activity),
  };
  const stopChats = async (): Promise<void> => {
    await Promise.allSettled([chat.stopAll(), voice.stopAll()]);
  };
  return { backend, stopChats, capture, handlers };
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    const response = await fetch(endpointUrl(url, '/health'), {
      signal: AbortSignal.timeout(HEALTH_MS),
    });
    return response.ok && healthSchema.safeParse(await response.json()).success;
  } catch {
    return false; // no answer is the answer
  }
}

const askWithDialog: AskPath = async (suggestedName) => {
  const { canceled, filePath } = await dialog.showSaveDialog({ defaultPath: suggestedName });
  return canceled || filePath === '' ? null : filePath;
};
