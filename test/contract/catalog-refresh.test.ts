import { describe, expect, it } from 'vitest';
import type { MetricsResponse } from '../../shared/api/auto-router';
import { DAY, live } from '../support/live-catalog';

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
    // Cheap, but nobody knows how good: the price alone does not make it win.
    expect(nova.scores.cost).toBe(0.3);
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
