import { describe, expect, it } from 'vitest';
import type { LiveData } from '../../../../electron/backend/catalog/live/entry';
import type { LiveSource } from '../../../../electron/backend/catalog/live/source';
import { artificialAnalysis } from '../../../../electron/backend/catalog/sources/artificial-analysis';
import { litellm } from '../../../../electron/backend/catalog/sources/litellm';
import { LIVE_SOURCES } from '../../../../electron/backend/catalog/sources/live-sources';
import { lmarena } from '../../../../electron/backend/catalog/sources/lmarena';
import { lmStudio } from '../../../../electron/backend/catalog/sources/lm-studio';
import { modelsDev } from '../../../../electron/backend/catalog/sources/models-dev';
import { ollama } from '../../../../electron/backend/catalog/sources/ollama';
import { openRouter } from '../../../../electron/backend/catalog/sources/openrouter';
import { arenaRow } from '../../../support/live-catalog';
import * as fixtures from '../../../support/source-fixtures';

const KNOWN = new Set([
  'openai/gpt-6-luna',
  'openai/gpt-6.1-terra',
  'openrouter/qwen/qwen3.8-max-0902',
  'ollama/gemma4:31b',
]);

/** One load from the answer that this gives for each address. */
function load(source: LiveSource, answer: (url: string) => unknown): Promise<LiveData> {
  return source.load({
    // Over the wire and back, as an answer would come.
    get: (url) => Promise.resolve(JSON.parse(JSON.stringify(answer(url))) as unknown),
    baseUrl: 'http://source',
    key: 'k',
    today: '2026-11-21',
    known: KNOWN,
  });
}

/** Per source: an answer with one model under this id and this number where a figure stands. */
const ONE: readonly (readonly [
  LiveSource,
  (id: string, value: number) => (url: string) => unknown,
])[] = [
  [
    modelsDev,
    (id, value) => () => ({ openai: { models: own(id, { cost: { input: value, output: 1 } }) } }),
  ],
  [
    litellm,
    (id, value) => () =>
      own(id, { litellm_provider: 'openai', mode: 'chat', input_cost_per_token: value / 1e6 }),
  ],
  [
    lmarena,
    (id, value) => (url) =>
      url.includes('text_style')
        ? { rows: [{ row: { ...arenaRow(value).row, model_name: id } }], num_rows_total: 1 }
        : { rows: [], num_rows_total: 0 },
  ],
  [
    openRouter,
    (id, value) => (url) =>
      url.endsWith('/models')
        ? { data: [{ id, pricing: { prompt: String(value / 1e6), completion: '0.000001' } }] }
        : { data: { endpoints: [] } },
  ],
  [
    artificialAnalysis,
    (slug, value) => () => ({
      pagination: { page: 1, total_pages: 1, has_more: false },
      data: [{ slug, name: slug, pricing: { price_1m_input_tokens: value } }],
    }),
  ],
];

function figures({ entries }: LiveData): unknown {
  return entries.map(({ rates, quality }) => [rates?.inputPerMTok, quality?.[0]?.value]);
}

/** An object with this one own key, `__proto__` too, as JSON gives it. */
function own(key: string, value: unknown): unknown {
  return JSON.parse(`{${JSON.stringify(key)}: ${JSON.stringify(value)}}`);
}

/** An id by which each source names a model of the catalog. */
const NAMES: Readonly<Record<string, string>> = {
  'models.dev': 'gpt-6-luna',
  litellm: 'gpt-6-luna',
  lmarena: 'gpt-6-luna-max',
  openrouter: 'qwen/qwen3.8-max-0902',
  'artificial-analysis': 'gpt-6-1-terra',
};

describe.each(ONE)('$id', (source, answer) => {
  const name = NAMES[source.id] ?? '';

  it('takes a plausible figure', async () => {
    const data = await load(source, answer(name, 700));
    expect(figures(data)).toEqual([expect.arrayContaining([700])]);
    expect(data.refused).toEqual([]);
  });

  it.each([
    ['negative', -700, 'not_positive'],
    ['absurd', 1e12, 'absurd'],
  ])('a %s figure does not enter and is named', async (_name, value, reason) => {
    const data = await load(source, answer(name, value));
    expect(JSON.stringify(figures(data))).not.toContain(String(value));
    expect(data.refused).toContainEqual(expect.objectContaining({ value, reason }));
  });

  it.each(['__proto__', 'constructor', 'a\u0000b', '', 'x'.repeat(300)])(
    'an id %j is refused',
    async (id) => {
      const data = await load(source, answer(id, 7));
      expect(data.entries).toEqual([]);
      expect(data.refused).toContainEqual(expect.objectContaining({ reason: 'bad_id' }));
      expect(({} as { cost?: unknown }).cost).toBeUndefined();
    },
  );

  it('an id 4 does no harm', async () => {
    const { refused } = await load(source, answer('4', 7));
    expect(refused).toEqual([]);
  });

  it('an answer of another shape is an error, not an empty catalog', async () => {
    for (const shape of [null, 7, 'text', [], {}, { data: 7, rows: 7, pagination: 7 }]) {
      await expect(load(source, () => shape)).rejects.toMatchObject({
        code: expect.stringMatching(/^(bad_shape|empty)$/u),
      });
    }
  });
});

describe('what single sources do', () => {
  it('LMArena: a board that ends before its count is no board', async () => {
    const page = { rows: [arenaRow(1400)], num_rows_total: 3 };
    let asked = 0;
    const answer = (): unknown => ((asked += 1) === 1 ? page : { ...page, rows: [] });
    await expect(load(lmarena, answer)).rejects.toMatchObject({ code: 'bad_shape' });
  });

  it('LMArena: every page of a board is read', async () => {
    const asked: string[] = [];
    await load(lmarena, (url) => {
      asked.push(new URL(url).searchParams.get('offset') ?? '');
      return fixtures.arenaPage(url);
    });
    expect(asked).toEqual(['0', '2', '0']);
  });

  it('Ollama and LM Studio: no model installed is an answer, not a failure', async () => {
    await expect(load(ollama, () => ({ models: [] }))).resolves.toMatchObject({ entries: [] });
    await expect(load(lmStudio, () => ({ data: [] }))).resolves.toMatchObject({ entries: [] });
  });

  it('Ollama: capabilities come from the model itself', async () => {
    const { entries } = await load(ollama, (url) =>
      url.endsWith('/api/tags') ? fixtures.ollamaTags() : fixtures.ollamaShow(),
    );
    expect(entries).toContainEqual({
      id: 'ollama/my-own-model',
      subject: 'my-own-model:latest',
      local: true,
      input: ['text', 'image'],
      output: ['text'],
      tools: true,
      context: 131_072,
    });
  });

  it('OpenRouter: another host of a model says nothing of its own provider', async () => {
    const { entries } = await load(
      { ...openRouter, load: (input) => openRouter.load(input) },
      (url) =>
        url.endsWith('/models')
          ? fixtures.openRouterModels()
          : fixtures.openRouterEndpoints('OpenAI'),
    );
    const luna = entries.find(({ id }) => id === 'openai/gpt-6-luna');
    expect(luna?.latency).toMatchObject({ ttftMs: 420, tokensPerSecond: 130, exact: false });
    expect(entries.find(({ id }) => id === 'openrouter/openrouter/auto')?.rates).toEqual({});
  });

  it('LiteLLM: the sample entry and the resale of another cloud are not models', async () => {
    const { entries } = await load(litellm, () => fixtures.litellm());
    expect(entries.map(({ id }) => id)).toEqual([
      'openai/gpt-6-luna',
      'openai/text-embedding-3-small',
      'deepgram/nova-3',
    ]);
  });

  it('a source that asks for a key or has terms is never on by itself', () => {
    for (const source of LIVE_SOURCES) {
      const mustAsk = source.key === 'required' || source.terms !== null;
      expect([source.id, source.onByDefault]).toEqual([source.id, !mustAsk]);
    }
  });
});
