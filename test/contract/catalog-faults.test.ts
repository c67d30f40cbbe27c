import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../support/backend';
import { arenaRow, DAY, live, sourceServers } from '../support/live-catalog';
import type { SourceFault } from '../support/source-servers';
import { tempDir } from '../support/store';

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
    for (const source of sources.filter(({ switchable }) => switchable)) {
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
    const asked = sources.filter(({ switchable }) => switchable);
    expect(asked.every(({ lastSuccess }) => lastSuccess === null)).toBe(true);
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
    const body = JSON.parse(`{"openai": {"models": ${entries}}}`) as unknown;
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
    app.servers['openrouter']?.answers.set('/models', () => ({
      data: ['0.0000011', '0.0000013'].map((prompt) => ({
        id: 'qwen/qwen3.8-max-0902',
        pricing: { prompt, completion: '0.000006' },
      })),
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
    app.servers['lmarena']?.answers.set('/rows', () => ({
      rows: [1500, 1300, -5, 1e9].map(arenaRow),
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
