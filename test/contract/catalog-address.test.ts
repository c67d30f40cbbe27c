import { describe, expect, it } from 'vitest';
import { codeOf } from '../support/backend';
import { live, sourceServers } from '../support/live-catalog';
import { tempDir } from '../support/store';

const AA = '/v1/auto-router/sources/artificial-analysis';

describe('the address of a source', () => {
  it('is changed for good; the data of the address before is not shown as its own', async () => {
    const dir = tempDir();
    const given = await sourceServers();
    const app = await live({ dataDir: dir }, given);
    await app.refresh();
    const mirror = (await sourceServers()).servers['models.dev'];
    if (!mirror) throw new Error('no mirror');
    mirror.answers.set('/api.json', () => ({
      openai: {
        id: 'openai',
        models: { 'gpt-6-luna': { id: 'gpt-6-luna', name: 'L', cost: { input: 0.3, output: 1 } } },
      },
    }));
    const path = '/v1/auto-router/sources/models.dev';
    const moved = await app.ask('PUT', path, { body: { baseUrl: `${mirror.url}/` } });
    expect(moved.json).toMatchObject({ baseUrl: mirror.url, lastSuccess: null, enabled: true });
    const asked = await app.ask('POST', `${path}/refresh`);
    expect(asked.json).toMatchObject({ isFresh: true, entries: 1 });
    const price = async () => (await app.row('openai/gpt-6-luna')).figures.inputPerMTok;
    expect(await price()).toMatchObject({ value: 0.3, source: 'models.dev' });
    await app.backend.close();
    const again = await live({ dataDir: dir }, given);
    expect(await again.source('models.dev')).toMatchObject({ baseUrl: mirror.url });
    const usual = await again.ask('PUT', path, { body: { baseUrl: null } });
    expect(usual.json).toMatchObject({ baseUrl: given.servers['models.dev']?.url });
  });

  it('another address never sees the key that was given for the one before', async () => {
    const app = await live();
    const other = (await sourceServers()).servers['artificial-analysis'];
    if (!other) throw new Error('no other');
    const moved = await app.ask('PUT', AA, { body: { baseUrl: other.url } });
    expect(moved.json).toMatchObject({ baseUrl: other.url, hasKey: false });
    await app.ask('POST', `${AA}/refresh`);
    expect(other.requests).toEqual([]);
    const keyed = await app.ask('PUT', AA, { body: { baseUrl: other.url, key: 'for-the-other' } });
    expect(keyed.json).toMatchObject({ hasKey: true });
    await app.ask('POST', `${AA}/refresh`);
    expect(other.requests[0]?.headers['x-api-key']).toBe('for-the-other');
  });

  it.each(['ftp://x.test', 'https://me:secret@x.test', 'not an address'])(
    '%s is refused and changes nothing',
    async (baseUrl) => {
      const app = await live();
      expect(codeOf(await app.ask('PUT', AA, { body: { baseUrl } }))).toBe('invalid_request');
      expect((await app.source('artificial-analysis')).hasKey).toBe(true);
    },
  );

  it('what the price guard keeps out is told of its source too, not only of its model', async () => {
    const app = await live();
    await app.refresh();
    const { refused, refusedCount } = await app.source('models.dev');
    expect(refused).toContainEqual(
      expect.objectContaining({ model: 'openai/gpt-6.1-sol', reason: 'awaits_second_source' }),
    );
    expect(refusedCount).toBeGreaterThanOrEqual(refused.length);
  });

  it('one source is asked alone', async () => {
    const app = await live();
    await app.ask('POST', '/v1/auto-router/sources/litellm/refresh');
    expect(app.servers['litellm']?.requests).toHaveLength(1);
    expect(app.servers['models.dev']?.requests).toEqual([]);
    const nope = await app.ask('POST', '/v1/auto-router/sources/nope/refresh');
    expect(codeOf(nope)).toBe('unknown_source');
  });
});

describe('holds', () => {
  it('a hold that the weights have ended is not told as one', async () => {
    const app = await live();
    await app.qualityOnly();
    await app.refresh();
    const [change] = (await app.changes()).changes.filter((c) => c.task === 'general_assistant');
    await app.ask('POST', `/v1/auto-router/pick-changes/${change?.id}`, {
      body: { action: 'hold' },
    });
    expect((await app.changes()).holds).toEqual({ general_assistant: change?.from });
    const general_assistant = { quality: 0.6, latency: 0.2, cost: 0.2 };
    const prefs = { overrides: { general_assistant }, model_overrides: {} };
    await app.ask('PUT', '/v1/auto-router/prefs', { body: { prefs } });
    expect((await app.changes()).holds).toEqual({});
  });
});
