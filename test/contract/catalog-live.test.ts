import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../electron/backend/system';
import type { BackendOptions } from '../../electron/backend/server';
import type { ModelRow, ModelsResponse, PickChangesResponse } from '../../shared/api/models';
import type { SourceState } from '../../shared/api/sources';
import type { MetricsResponse } from '../../shared/api/auto-router';
import { BOB, codeOf, testBackend, type TestBackend } from '../support/backend';
import { sourceServers, type SourceFault, type SourceServers } from '../support/source-servers';
import { tempDir } from '../support/store';
import { startUpstream } from '../support/upstream';

const ADMIN = 'admin-key-for-tests';
const DAY = 86_400_000;

interface Live extends TestBackend {
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
async function live(options: Partial<BackendOptions> = {}, given?: SourceServers): Promise<Live> {
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

describe('a refresh from every source', () => {
  it('changes figures and the pick, each figure with source and date', async () => {
    const app = await live();
    await app.qualityOnly();
    const before = await app.row('openai/gpt-6-luna');
    expect(await app.pick()).toBe('openai/gpt-6.1-sol');
    expect(before.figures.inputPerMTok).toMatchObject({ value: 0.1, source: 'pi_ai' });

    const refreshed = await app.refresh();
    expect(refreshed.json).toMatchObject({ status: 'ok', failed: [] });

    const after = await app.row('openai/gpt-6-luna');
    expect(after.figures.inputPerMTok).toEqual({
      value: 0.2,
      unit: 'usd_per_mtok',
      metric: 'inputPerMTok',
      source: 'models.dev',
      date: '2026-11-21',
      estimate: false,
    });
    expect(after.figures.quality).toMatchObject({
      value: 1521.4,
      metric: 'arena_text_sc',
      source: 'lmarena',
      date: '2026-11-20',
      estimate: false,
    });
    expect(after.figures.context).toMatchObject({ value: 1_200_000, source: 'models.dev' });
    expect(after.figures.throughput).toMatchObject({ value: 130, source: 'openrouter' });
    expect(await app.pick()).toBe('openai/gpt-6-luna');
  });

  it('reads the other tasks too: embedding and transcription prices, vision ratings', async () => {
    const app = await live();
    await app.refresh();
    const embedding = await app.row('openai/text-embedding-3-small', 'screenshot_embedding');
    expect(embedding.figures.inputPerMTok).toMatchObject({ value: 0.015, source: 'litellm' });
    const speech = await app.row('deepgram/nova-3', 'transcription');
    expect(speech.figures.perMinute).toMatchObject({ value: 0.006, source: 'litellm' });
    const vision = await app.row('openai/gpt-6-luna', 'screenshot_understanding');
    expect(vision.figures.quality).toMatchObject({ value: 1301.2, metric: 'arena_vision_sc_ocr' });
    expect(vision.others).toContainEqual(
      expect.objectContaining({ value: 1280, metric: 'arena_vision_sc_overall' }),
    );
  });

  it('S1-17: another spelling of a model gives its figures to the one identity', async () => {
    const app = await live();
    await app.refresh();
    const { figures, aliases } = await app.row('anthropic/claude-haiku-4-5', 'ptt_response');
    expect(figures.inputPerMTok).toMatchObject({ value: 1.1, source: 'models.dev' });
    expect(aliases).toContain('anthropic/claude-haiku-4-5-20251001');
    const { candidates } = await app.models('ptt_response');
    expect(candidates.map(({ id }) => id)).not.toContain('anthropic/claude-haiku-4-5-20251001');
  });

  it('a price far off the bundled one waits for a second source, and the view says so', async () => {
    const app = await live();
    const { figures } = await app.row('openai/gpt-6.1-sol');
    await app.refresh();
    const guarded = await app.row('openai/gpt-6.1-sol');
    expect(guarded.figures.inputPerMTok).toEqual(figures.inputPerMTok);
    expect(guarded.refused).toContainEqual(
      expect.objectContaining({
        source: 'models.dev',
        figure: 'inputPerMTok',
        value: 0.0001,
        reason: 'awaits_second_source',
      }),
    );

    app.servers['litellm']?.answers.set(
      '/BerriAI/litellm/main/model_prices_and_context_window.json',
      () => ({
        'gpt-6.1-sol': { litellm_provider: 'openai', mode: 'chat', input_cost_per_token: 1e-10 },
      }),
    );
    await app.refresh();
    const confirmed = await app.row('openai/gpt-6.1-sol');
    expect(confirmed.figures.inputPerMTok).toMatchObject({ value: 0.0001, source: 'models.dev' });
  });

  it('a model that only a provider lists gets its price and abilities from the sources', async () => {
    const app = await live();
    expect((await app.row('openai/gpt-7-nova')).figures.inputPerMTok).toBeNull();
    await app.refresh();
    const nova = await app.row('openai/gpt-7-nova');
    expect(nova).toMatchObject({ origin: 'unlisted', name: 'GPT-7 Nova' });
    expect(nova.figures.inputPerMTok).toMatchObject({ value: 2, source: 'models.dev' });
    expect(nova.figures.cost).toMatchObject({ estimate: false });
    expect(nova.capabilities).toMatchObject({ tools: true, context: 500_000 });
  });

  it('no figure of Artificial Analysis comes in through another source', async () => {
    const app = await live();
    await app.ask('PUT', '/v1/auto-router/sources/artificial-analysis', {
      body: { enabled: false },
    });
    await app.refresh();
    for (const task of ['general_assistant', 'screenshot_understanding']) {
      const { candidates, attribution } = await app.models(task);
      const figures = candidates.map((row) => [row.figures, row.others, row.publicFigures]);
      expect(JSON.stringify(figures)).not.toMatch(/99\.99|artificial/iu);
      expect(attribution.join()).not.toMatch(/artificial/iu);
    }
  });

  it('Artificial Analysis is asked page by page with x-api-key, and named where its figures are', async () => {
    const app = await live();
    await app.refresh();
    const requests = app.servers['artificial-analysis']?.requests ?? [];
    expect(requests.map(({ url }) => url)).toEqual([
      '/language/models/free?page=1',
      '/language/models/free?page=2',
    ]);
    expect(requests[0]?.headers['x-api-key']).toBe('artificial-analysis-key');
    const terra = await app.row('openai/gpt-6.1-terra');
    expect(terra.figures.quality).toMatchObject({ value: 71.5, source: 'artificial-analysis' });
    expect(terra.figures.latency).toMatchObject({ value: 750, estimate: true });
    const { attribution, sourceNames } = await app.models();
    expect(attribution.join()).toContain('Source: Artificial Analysis');
    expect(sourceNames['artificial-analysis']).toMatchObject({
      url: 'https://artificialanalysis.ai',
    });
    expect(app.logs.join()).not.toContain('artificial-analysis-key');
  });

  it('says of local servers what is installed there', async () => {
    const app = await live();
    await app.refresh();
    expect(await app.source('ollama')).toMatchObject({ entries: 2, matched: 1, refused: [] });
    const gemma = await app.row('ollama/gemma4:31b');
    expect(gemma.figures.context).toMatchObject({ value: 131_072, source: 'ollama' });
    expect(gemma.unlock).toEqual({ kind: 'connect', provider: 'ollama' });
    expect(gemma.figures.inputPerMTok).toBeNull();
    expect(gemma.figures.cost).toMatchObject({ value: 0 });
  });

  it('S0-59, S0-64: metrics name the sources in use and the oldest of their ages', async () => {
    const app = await live();
    const metrics = async () =>
      (await app.ask('GET', '/v1/auto-router/metrics')).json as unknown as MetricsResponse;
    expect(await metrics()).toMatchObject({
      benchmarks_source: 'bundled',
      benchmarks_last_refresh: null,
    });
    await app.refresh();
    const refreshed = new Date(app.time.now).toISOString();
    app.time.now += DAY / 2;
    const fresh = await metrics();
    expect(fresh.benchmarks_source.split('+')).toContain('models.dev');
    expect(fresh.benchmarks_last_refresh).toBe(refreshed);
    expect(fresh.cache).toEqual({
      last_loaded_at: refreshed,
      age_seconds: 43_200,
      is_fresh: true,
    });
    app.time.now += DAY;
    expect((await metrics()).cache).toMatchObject({ age_seconds: 129_600, is_fresh: false });
    expect((await metrics()).benchmarks_sources).toContainEqual({
      id: 'lmarena',
      in_use: true,
      last_success: refreshed,
      age_seconds: 129_600,
      is_fresh: false,
      last_failure: null,
    });
  });
});

const FAULTS: readonly [SourceFault, string][] = [
  ['html', 'not_json'],
  ['401', 'unauthorized'],
  ['403', 'forbidden'],
  ['429', 'rate_limited'],
  ['429 in 7 seconds', 'rate_limited'],
  ['429 at a date', 'rate_limited'],
  ['500', 'bad_status'],
  ['truncated', 'not_json'],
  ['huge', 'too_large'],
  ['types', 'bad_shape'],
  ['empty', 'empty bad_shape'],
  ['reset', 'unreachable'],
  ['redirect to this machine', 'bad_status'],
];

describe('when every source fails', () => {
  it.each(FAULTS)('%s: picks and figures stay and say how old they are', async (fault, code) => {
    const app = await live();
    await app.refresh();
    const [pick, row] = [await app.pick(), await app.row('openai/gpt-6-luna')];
    const loadedAt = new Date(app.time.now).toISOString();
    for (const server of Object.values(app.servers)) server.fault = fault;
    app.time.now += 2 * DAY;

    const failed = await app.refresh();
    expect([failed.status, codeOf(failed as never)]).toEqual([503, 'refresh_failed']);
    expect(await app.pick()).toBe(pick);
    const now = await app.row('openai/gpt-6-luna');
    expect(now.figures).toEqual(row.figures);
    const { catalog, sources } = await app.models();
    expect(catalog).toMatchObject({ loadedAt, ageSeconds: 172_800, isFresh: false });
    for (const source of sources) {
      expect([source.id, code.split(' ')]).toEqual([
        source.id,
        expect.arrayContaining([source.lastFailure?.code]),
      ]);
      expect(source).toMatchObject({ lastSuccess: loadedAt, ageSeconds: 172_800, isFresh: false });
    }

    for (const server of Object.values(app.servers)) server.fault = null;
    app.time.now += DAY;
    expect((await app.refresh()).status).toBe(200);
    expect((await app.models()).catalog.isFresh).toBe(true);
  });

  it('with nothing ever loaded the bundled figures serve and say so', async () => {
    const given = await sourceServers();
    for (const server of Object.values(given.servers)) server.fault = 'reset';
    const app = await live({}, given);
    expect((await app.refresh()).status).toBe(503);
    const { catalog, sources } = await app.models();
    expect(catalog.source).toBe('bundled');
    expect(sources.every(({ lastSuccess }) => lastSuccess === null)).toBe(true);
    expect(await app.pick()).not.toBeNull();
    // Not being on a network is one line, not a warning for each.
    expect(app.logs.filter((line) => line.includes('source'))).toSatisfy((lines: string[]) =>
      lines.every((line) => line.includes(' INFO ')),
    );
  });

  it('one that fails does not take the others with it', async () => {
    const app = await live();
    const { lmarena } = app.servers;
    if (lmarena) lmarena.fault = '500';
    const { status, json } = await app.refresh();
    expect(status).toBe(200);
    expect(json['failed']).toEqual([
      expect.objectContaining({ id: 'lmarena', code: 'bad_status' }),
    ]);
    expect((await app.row('openai/gpt-6-luna')).figures.inputPerMTok?.source).toBe('models.dev');
  });

  it('429 with Retry-After is waited for, even when a refresh is forced', async () => {
    const app = await live();
    const server = app.servers['models.dev'];
    if (!server) throw new Error('no server');
    server.fault = '429 in 7 seconds';
    await app.refresh();
    server.fault = null;
    const asked = server.requests.length;
    app.time.now += 6_000;
    await app.refresh();
    expect(server.requests).toHaveLength(asked);
    // Never shorter than the ordinary cooldown (ruling 2).
    app.time.now += 300_000;
    await app.refresh();
    expect(server.requests).toHaveLength(asked + 1);
    expect((await app.source('models.dev')).lastFailure).toBeNull();
  });
});

describe('bad entries', () => {
  const path = '/api.json';
  const models = (entries: string): string => `{"openai": {"models": ${entries}}}`;

  it.each([
    ['a negative price', '{"gpt-6-luna": {"cost": {"input": -3, "output": 1}}}', 'not_positive'],
    ['an absurd price', '{"gpt-6-luna": {"cost": {"input": 1e9, "output": 1}}}', 'absurd'],
    [
      'a free cloud model',
      '{"gpt-6-luna": {"cost": {"input": 0, "output": 0}}}',
      'free_cloud_model',
    ],
    [
      'a price that is a text',
      '{"gpt-6-luna": {"cost": {"input": "0.1"}}, "a": {}, "b": {}}',
      'unreadable',
    ],
    ['a prototype as id', '{"__proto__": {"cost": {"input": 1}}, "a": {}, "b": {}}', 'bad_id'],
    ['a model called constructor', '{"constructor": {"cost": {"input": 1}}, "a": {}}', 'bad_id'],
  ])('%s does not enter, and the view says why', async (_name, entries, reason) => {
    const app = await live();
    const { figures } = await app.row('openai/gpt-6-luna');
    const body = JSON.parse(models(entries)) as unknown;
    for (const [id, server] of Object.entries(app.servers)) {
      if (id === 'models.dev') server.answers.set(path, () => body);
      else server.fault = '500';
    }
    await app.refresh();
    expect((await app.row('openai/gpt-6-luna')).figures.inputPerMTok).toEqual(figures.inputPerMTok);
    const { refused } = await app.source('models.dev');
    expect(refused.map((one) => one.reason)).toContain(reason);
    expect(({} as { cost?: unknown }).cost).toBeUndefined();
  });

  it('a model called 4 is a model like any other', async () => {
    const app = await live();
    const body = { openai: { models: { '4': { cost: { input: 1, output: 1 } } } } };
    app.servers['models.dev']?.answers.set(path, () => body);
    await app.refresh();
    expect(await app.source('models.dev')).toMatchObject({ entries: 1, refusedCount: 0 });
  });

  it('ids listed twice with different figures: neither is used', async () => {
    const app = await live();
    const entry = (prompt: string) => ({
      id: 'qwen/qwen3.8-max-0902',
      pricing: { prompt, completion: '0.000006' },
    });
    app.servers['openrouter']?.answers.set('/models', () => ({
      data: [entry('0.0000011'), entry('0.0000013')],
    }));
    const { figures } = await app.row('openrouter/qwen/qwen3.8-max-0902');
    await app.refresh();
    const row = await app.row('openrouter/qwen/qwen3.8-max-0902');
    expect(row.figures.inputPerMTok).toEqual(figures.inputPerMTok);
    expect(row.refused).toContainEqual(expect.objectContaining({ reason: 'duplicate' }));
  });

  it('ratings of one model that contradict each other: neither is used', async () => {
    const app = await live();
    const { figures } = await app.row('openai/gpt-6-luna');
    const row = (rating: number) => ({
      row: {
        model_name: 'gpt-6-luna-max',
        category: 'overall',
        rating,
        leaderboard_publish_date: '2026-11-20',
      },
    });
    app.servers['lmarena']?.answers.set('/rows', () => ({
      rows: [row(1500), row(1300), row(-5), row(1e9)],
      num_rows_total: 4,
    }));
    await app.refresh();
    expect((await app.row('openai/gpt-6-luna')).figures.quality).toEqual(figures.quality);
    const { refused } = await app.source('lmarena');
    expect(new Set(refused.map(({ reason }) => reason))).toEqual(
      new Set(['duplicate', 'not_positive', 'absurd']),
    );
  });
});

describe('what is kept', () => {
  it('the last good answers serve after a restart without a network, with their age', async () => {
    const dir = tempDir();
    const given = await sourceServers();
    const first = await live({ dataDir: dir }, given);
    await first.refresh();
    const loadedAt = new Date(first.time.now).toISOString();
    const pick = await first.pick();
    await first.backend.close();

    for (const server of Object.values(given.servers)) server.fault = 'reset';
    const second = await live({ dataDir: dir }, given);
    second.time.now += 3 * DAY;
    expect(await second.pick()).toBe(pick);
    expect((await second.models()).catalog).toMatchObject({ loadedAt, isFresh: false });
    expect((await second.row('openai/gpt-6-luna')).figures.inputPerMTok?.value).toBe(0.2);
  });

  it('a damaged kept answer is a miss, not a crash (S0-68)', async () => {
    const dir = tempDir();
    const given = await sourceServers();
    const first = await live({ dataDir: dir }, given);
    await first.refresh();
    await first.backend.close();
    const file = join(dir, 'catalog', 'models.dev.json');
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replaceAll('"inputPerMTok":', '"inputPerMTok":-'),
    );
    const second = await live({ dataDir: dir }, given);
    expect((await second.source('models.dev')).lastSuccess).toBeNull();
    expect((await second.source('litellm')).lastSuccess).not.toBeNull();
  });

  it('prices are written down when they move, once', async () => {
    const app = await live();
    await app.refresh();
    app.time.now += DAY;
    await app.refresh();
    const history = (await app.row('openai/gpt-6-luna')).priceHistory;
    const inputs = history.filter(({ rate }) => rate === 'inputPerMTok');
    expect(inputs.map(({ value, source }) => [value, source])).toEqual([
      [0.1, 'pi_ai'],
      [0.2, 'models.dev'],
    ]);
  });
});

describe('edits by hand', () => {
  const put = (app: Live, body: unknown) => app.ask('PUT', '/v1/auto-router/models/edit', { body });

  it('a price stands over every source until it is taken back', async () => {
    const app = await live();
    const edited = await put(app, { model: 'openai/gpt-6-luna', rates: { inputPerMTok: 0.5 } });
    expect(edited.json['edit']).toMatchObject({ added: false, rates: { inputPerMTok: 0.5 } });
    await app.refresh();
    const row = await app.row('openai/gpt-6-luna');
    expect(row.figures.inputPerMTok).toMatchObject({ value: 0.5, source: 'user' });
    expect(row.publicFigures.inputPerMTok).toMatchObject({ value: 0.2, source: 'models.dev' });
    expect(row.figures.outputPerMTok).toMatchObject({ value: 1, source: 'models.dev' });

    const gone = await app.ask('DELETE', '/v1/auto-router/models/edit?model=openai%2Fgpt-6-luna');
    expect(gone.status).toBe(204);
    expect((await app.row('openai/gpt-6-luna')).figures.inputPerMTok?.value).toBe(0.2);
    const again = await app.ask('DELETE', '/v1/auto-router/models/edit?model=openai%2Fgpt-6-luna');
    expect(codeOf(again)).toBe('edit_not_found');
  });

  it('a model is added as a candidate and survives a restart', async () => {
    const dir = tempDir();
    const given = await sourceServers();
    const app = await live({ dataDir: dir }, given);
    const added = await put(app, {
      model: 'acme/our-own-tune',
      name: 'Our tune',
      rates: { inputPerMTok: 1, outputPerMTok: 2 },
      tasks: { general_assistant: { quality: 0.99, latencyMs: 300 } },
    });
    expect(added.json['edit']).toMatchObject({ added: true });
    await app.refresh();
    await app.backend.close();
    const again = await live({ dataDir: dir }, given);
    const row = await again.row('acme/our-own-tune');
    expect(row).toMatchObject({ origin: 'user', name: 'Our tune', availability: 'not_connected' });
    expect(row.scores.quality).toBeCloseTo(0.99);
    expect(row.figures.quality).toMatchObject({ source: 'user', value: 0.99 });
  });

  it.each([
    ['a price of 0', { model: 'openai/gpt-6-luna', rates: { inputPerMTok: 0 } }],
    ['a price of a local model', { model: 'ollama/gemma4:31b', rates: { inputPerMTok: 1 } }],
    ['an unknown rate', { model: 'openai/gpt-6-luna', rates: { perMoon: 1 } }],
    ['an id that is none', { model: 'gpt-6-luna', rates: {} }],
  ])('%s is refused', async (_name, body) => {
    const app = await live();
    expect(codeOf(await put(app, body))).toBe('invalid_request');
  });

  it('are for the owner alone', async () => {
    const app = await live();
    for (const [method, path] of [
      ['PUT', '/v1/auto-router/models/edit'],
      ['GET', '/v1/auto-router/sources'],
      ['PUT', '/v1/auto-router/sources/litellm'],
      ['POST', '/v1/auto-router/sources/refresh'],
      ['POST', '/v1/auto-router/models/measure'],
    ] as const) {
      const body = method === 'GET' ? {} : { body: {} };
      expect(codeOf(await app.ask(method, path, { token: BOB, ...body }))).toBe('forbidden');
    }
  });
});

describe('source settings', () => {
  it('a source that is off gives nothing and is not asked; the choice survives a restart', async () => {
    const dir = tempDir();
    const given = await sourceServers();
    const app = await live({ dataDir: dir }, given);
    await app.refresh();
    const off = await app.ask('PUT', '/v1/auto-router/sources/models.dev', {
      body: { enabled: false },
    });
    expect(off.json).toMatchObject({ enabled: false, nextRefresh: null });
    // The next witness takes over where there is one.
    expect((await app.row('openai/gpt-6-luna')).figures.inputPerMTok?.source).toBe('litellm');
    const asked = given.servers['models.dev']?.requests.length;
    await app.backend.close();
    const again = await live({ dataDir: dir }, given);
    await again.refresh();
    expect(given.servers['models.dev']?.requests).toHaveLength(asked ?? -1);
  });

  it('Artificial Analysis is off until its terms are accepted, and needs a key', async () => {
    const given = await sourceServers();
    const { 'artificial-analysis': analysis, ...others } = given.sources;
    const { baseUrl } = analysis ?? {};
    const sources = { ...others, 'artificial-analysis': { baseUrl, enabled: false } };
    const app = await live({ sources }, given);
    const put = (body: unknown) =>
      app.ask('PUT', '/v1/auto-router/sources/artificial-analysis', { body });
    expect((await app.source('artificial-analysis')).terms?.text).toContain('without its written');
    expect(codeOf(await put({ enabled: true }))).toBe('terms_not_accepted');
    await put({ enabled: true, acceptTerms: true });
    await app.refresh();
    expect(given.servers['artificial-analysis']?.requests).toHaveLength(0);
    const keyed = await put({ key: 'my-own-secret-key' });
    expect(keyed.json).toMatchObject({ hasKey: true });
    expect(keyed.text).not.toContain('my-own-secret-key');
    await app.refresh();
    expect(given.servers['artificial-analysis']?.requests).toHaveLength(2);
  });

  it('an unknown source is said to be one', async () => {
    const app = await live();
    const answer = await app.ask('PUT', '/v1/auto-router/sources/nope', { body: {} });
    expect(codeOf(answer)).toBe('unknown_source');
  });
});

describe('pick changes', () => {
  it('a refresh that changes the winner says what changed and why; hold and take obey', async () => {
    const app = await live();
    await app.qualityOnly();
    const from = await app.pick();
    await app.refresh();
    const to = await app.pick();
    expect(to).not.toBe(from);
    const { changes } = await app.changes();
    const change = changes.find(({ task }) => task === 'general_assistant');
    if (!change) throw new Error('no change was recorded');
    expect(change).toMatchObject({ from, to, status: 'applied', decidedAt: null });
    expect(change.gap).toBeGreaterThan(0.03);
    expect(change.catalogTo).not.toBe(change.catalogFrom);
    expect(change.why).toContainEqual(
      expect.objectContaining({
        model: to,
        figure: 'quality',
        from: expect.objectContaining({ value: 1444, source: 'arena_0930' }),
        to: expect.objectContaining({ value: 1521.4, source: 'lmarena' }),
      }),
    );

    const decide = (action: string) =>
      app.ask('POST', `/v1/auto-router/pick-changes/${change.id}`, { body: { action } });
    expect((await decide('hold')).json['change']).toMatchObject({ status: 'held' });
    expect(await app.pick()).toBe(from);
    expect((await app.changes()).holds).toEqual({ general_assistant: from });
    // Bob holds nothing: his pick is the new one.
    const bob = await app.ask('GET', '/v1/auto-router/pick?task=general_assistant', { token: BOB });
    expect(bob.json['model']).toBe(to);

    await decide('take');
    expect(await app.pick()).toBe(to);
    expect((await app.changes()).holds).toEqual({});
  });

  it('a hold survives a restart and ends when the weights of the task move', async () => {
    const dir = tempDir();
    const given = await sourceServers();
    const app = await live({ dataDir: dir }, given);
    await app.qualityOnly();
    const from = await app.pick();
    await app.refresh();
    const [change] = (await app.changes()).changes.filter((c) => c.task === 'general_assistant');
    await app.ask('POST', `/v1/auto-router/pick-changes/${change?.id}`, {
      body: { action: 'hold' },
    });
    await app.backend.close();
    const again = await live({ dataDir: dir }, given);
    expect(await again.pick()).toBe(from);
    const weights = encodeURIComponent('{"quality":0.6,"latency":0.2,"cost":0.2}');
    const moved = await again.ask(
      'GET',
      `/v1/auto-router/pick?task=general_assistant&weights=${weights}`,
    );
    expect(moved.json['model']).not.toBe(from);
  });

  it('nobody decides about the change of another', async () => {
    const app = await live();
    await app.qualityOnly();
    await app.refresh();
    const [change] = (await app.changes()).changes;
    expect(change).toBeDefined();
    const answer = await app.ask('POST', `/v1/auto-router/pick-changes/${change?.id}`, {
      body: { action: 'hold' },
      token: BOB,
    });
    expect(codeOf(answer)).toBe('pick_change_not_found');
  });

  it('a lead of 0.03 or less does not unseat a pick; a later clear one does, from the pick', async () => {
    const app = await live();
    await app.qualityOnly();
    const rated = (rating: number): void => {
      app.servers['lmarena']?.answers.set('/rows', () => ({
        rows: [
          {
            row: {
              model_name: 'gpt-6-luna-max',
              category: 'overall',
              rating,
              leaderboard_publish_date: '2026-11-20',
            },
          },
        ],
        num_rows_total: 1,
      }));
    };
    rated(1488);
    await app.refresh();
    expect(await app.pick()).toBe('openai/gpt-6.1-sol');
    expect((await app.changes()).changes).toEqual([]);
    rated(1510);
    await app.refresh();
    expect(await app.pick()).toBe('openai/gpt-6-luna');
    expect((await app.changes()).changes).toMatchObject([
      { from: 'openai/gpt-6.1-sol', to: 'openai/gpt-6-luna', status: 'applied' },
    ]);
  });
});

describe('yours', () => {
  it('what this machine measures is laid over the public latency, with n and the public figure', async () => {
    const app = await live({ clock: systemClock });
    const before = await app.row('openai/gpt-6-luna');
    expect(before.figures.latency).toMatchObject({ estimate: true, source: 'aiwf' });
    for (let n = 0; n < 3; n += 1) {
      const answer = await app.ask('POST', '/v1/chat/completions', {
        body: {
          model: 'openai/gpt-6-luna',
          messages: [{ role: 'user', content: 'Hi' }],
          stream: true,
        },
      });
      expect(answer.status).toBe(200);
    }
    const probed = await app.ask('POST', '/v1/auto-router/models/measure', {
      body: { model: 'openai/gpt-6-luna' },
    });
    expect(probed.json).toMatchObject({ model: 'openai/gpt-6-luna', n: 5 });
    const after = await app.row('openai/gpt-6-luna');
    expect(after.figures.total).toMatchObject({ source: 'yours', n: 5, estimate: false });
    expect(after.figures.failureRate).toMatchObject({ value: 0, source: 'yours', n: 5 });
  });

  it('a model elsewhere is not probed: that would cost money', async () => {
    const app = await live({
      providers: [
        { id: 'far', kind: 'openai-compatible', baseUrl: 'http://192.0.2.1:9', apiKey: 'k' },
      ],
    });
    const measure = (model: string) =>
      app.ask('POST', '/v1/auto-router/models/measure', { body: { model } });
    expect(codeOf(await measure('far/model'))).toBe('invalid_request');
    expect(codeOf(await measure('gone/model'))).toBe('unknown_provider');
    expect(codeOf(await measure('practice/sage'))).toBe('invalid_request');
  });
});
