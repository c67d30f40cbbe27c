import { describe, expect, it } from 'vitest';
import { systemClock } from '../../electron/backend/system';
import { BOB, codeOf, EXAMPLE_CATALOG } from '../support/backend';
import { arenaRow, type Live, live, sourceServers } from '../support/live-catalog';
import { tempDir } from '../support/store';

function put(app: Live, body: unknown) {
  return app.ask('PUT', '/v1/auto-router/models/edit', { body });
}

describe('edits by hand', () => {
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

  it('an operator’s plain file stands alone: listed with its scores, not to be edited', async () => {
    const app = await live({ catalogFile: EXAMPLE_CATALOG });
    const { candidates, catalog } = await app.models();
    expect(catalog).toMatchObject({ plain: true, source: 'example' });
    expect(candidates[0]).toMatchObject({ origin: 'plain', priceHistory: [], edit: null });
    expect(candidates[0]?.figures.quality).toMatchObject({ metric: 'plain_score', estimate: true });
    expect(codeOf(await put(app, { model: 'openai/gpt-6-luna' }))).toBe('invalid_request');
    await app.refresh();
    expect((await app.models()).catalog.source).toBe('example');
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

  it('lists the loaded catalog and the providers’ own lists too, these for the owner alone', async () => {
    const app = await live();
    const { sources } = await app.models();
    expect(sources.find(({ id }) => id === 'bundled')).toMatchObject({ switchable: false });
    expect(sources.find(({ id }) => id === 'list:openai')).toMatchObject({
      entries: 4,
      isFresh: true,
    });
    const bob = await app.ask('GET', '/v1/auto-router/models?task=transcription', { token: BOB });
    const ids = (bob.json['sources'] as { id: string }[]).map(({ id }) => id);
    expect(ids).not.toContain('list:openai');
    expect(ids).toContain('litellm');
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
        rows: [arenaRow(rating)],
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
