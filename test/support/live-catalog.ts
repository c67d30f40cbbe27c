import type { BackendOptions } from '../../electron/backend/server';
import type { ModelRow, ModelsResponse, PickChangesResponse } from '../../shared/api/models';
import type { SourceState } from '../../shared/api/sources';
import { testBackend, type TestBackend } from './backend';
import { onTestFinished } from 'vitest';
import { openSourceServers, type SourceServers } from './source-servers';
import { startUpstream } from './upstream';

const ADMIN = 'admin-key-for-tests';
export const DAY = 86_400_000;

/** Every source from the fixtures, closed after the test. */
export async function sourceServers(): Promise<SourceServers> {
  const opened = await openSourceServers();
  onTestFinished(opened.close);
  return opened;
}

export interface Live extends TestBackend {
  readonly time: { now: number };
  readonly servers: SourceServers['servers'];
  models(task?: string): Promise<ModelsResponse>;
  row(id: string, task?: string): Promise<ModelRow>;
  source(id: string): Promise<SourceState>;
  refresh(): Promise<{ status: number; json: Record<string, unknown> }>;
  pick(task?: string): Promise<string | null>;
  /** Ann wants the best chat model whatever it costs: 6.1 Sol before a refresh, Luna after it. */
  qualityOnly(): Promise<void>;
  changes(): Promise<PickChangesResponse>;
}

/** The bundled catalog, every source served here, OpenAI connected, the clock in the test's hand. */
export async function live(
  options: Partial<BackendOptions> = {},
  given?: SourceServers,
): Promise<Live> {
  const upstream = await startUpstream([
    'gpt-6-luna',
    'gpt-6.1-sol',
    'gpt-6.1-terra',
    'gpt-7-nova',
  ]);
  const { servers, sources } = given ?? (await sourceServers());
  const time = { now: Date.UTC(2026, 10, 21, 12) };
  const backend = await testBackend({
    catalogFile: null,
    sources,
    providers: [{ id: 'openai', kind: 'openai-compatible', baseUrl: upstream.url }],
    adminKey: () => ADMIN,
    clock: { now: () => time.now, monotonic: () => time.now },
    ...options,
  });
  await backend.backend.listed(5_000);
  const models = async (task = 'general_assistant'): Promise<ModelsResponse> =>
    (await backend.ask('GET', `/v1/auto-router/models?task=${task}`))
      .json as unknown as ModelsResponse;
  return {
    ...backend,
    time,
    servers,
    models,
    async row(id, task) {
      const row = (await models(task)).candidates.find((one) => one.id === id);
      if (!row) throw new Error(`${id} is no candidate`);
      return row;
    },
    async source(id) {
      const state = (await models()).sources.find((one) => one.id === id);
      if (!state) throw new Error(`${id} is no source`);
      return state;
    },
    refresh: () =>
      backend.ask('POST', '/v1/auto-router/refresh-benchmarks', {
        headers: { 'x-admin-key': ADMIN },
      }),
    async pick(task = 'general_assistant') {
      return (await backend.ask('GET', `/v1/auto-router/pick?task=${task}`)).json[
        'model'
      ] as string;
    },
    async qualityOnly() {
      const general_assistant = { quality: 1, latency: 0, cost: 0 };
      const prefs = { overrides: { general_assistant }, model_overrides: {} };
      await backend.ask('PUT', '/v1/auto-router/prefs', { body: { prefs } });
    },
    changes: async () =>
      (await backend.ask('GET', '/v1/auto-router/pick-changes'))
        .json as unknown as PickChangesResponse,
  };
}

/** A row of an LMArena board as the dataset server wraps it. */
export function arenaRow(rating: number): { readonly row: object } {
  return {
    row: {
      model_name: 'gpt-6-luna-max',
      category: 'overall',
      rating,
      leaderboard_publish_date: '2026-11-20',
    },
  };
}
