import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createCatalog } from '../../../../electron/backend/catalog/catalog';
import type { CatalogSnapshot, CatalogSource } from '../../../../electron/backend/catalog/source';
import { benchmarkFileSource } from '../../../../electron/backend/catalog/sources/benchmark-file';
import { bundledSource } from '../../../../electron/backend/catalog/sources/bundled';
import type { Connection } from '../../../../electron/backend/providers/registry';
import { type Candidate, NO_CONSTRAINTS } from '../../../../shared/routing/candidate';
import { splitEligible } from '../../../../shared/routing/eligibility';
import { TASK_NEEDS } from '../../../../shared/routing/resolve-setting';
import { TASK_NAMES } from '../../../../shared/routing/tasks';

const EXAMPLE = readFileSync(
  new URL('../../../../shared/routing/benchmarks.example.json', import.meta.url),
  'utf8',
);
const DAY = 86_400;

function fakeClock() {
  const time = { seconds: 0 };
  const at = Date.UTC(2026, 10, 21);
  return {
    time,
    clock: { monotonic: () => time.seconds * 1000, now: () => at + time.seconds * 1000 },
  };
}

async function bundled(connections: readonly Connection[] = []) {
  const { clock } = fakeClock();
  const catalog = await createCatalog({ sources: [bundledSource()], clock });
  const of = (task: (typeof TASK_NAMES)[number]) => catalog.candidatesFor(task, connections);
  return { catalog, of };
}

const plain = () => benchmarkFileSource('/models.json', async () => EXAMPLE);

/** A source that gives, in turn, snapshots of the bundled data under its own name, or errors. */
function scripted(answers: (string | Error)[]): CatalogSource & { calls: number } {
  const base = bundledSource();
  const source = {
    ...base,
    id: 'scripted',
    kind: 'live' as const,
    calls: 0,
    async load(signal: AbortSignal): Promise<CatalogSnapshot> {
      source.calls += 1;
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      const snapshot = await base.load(signal);
      return {
        ...snapshot,
        version: answer ?? '',
        source: 'live',
        sourceId: 'scripted',
        attribution: ['live data'],
      };
    },
  };
  return source;
}

async function availability(connections: readonly Connection[], id: string) {
  const { of } = await bundled(connections);
  return of('general_assistant').find((c) => c.id === id)?.availability;
}

const open = (task: (typeof TASK_NAMES)[number], candidates: readonly Candidate[]) =>
  splitEligible(candidates, {
    needs: TASK_NEEDS[task],
    constraints: NO_CONSTRAINTS,
    requireCallable: false,
  }).eligible;

describe('eligibility', () => {
  it('with nothing connected, a task has the model that is in the app, or its practice models', async () => {
    const { of } = await bundled();
    for (const task of TASK_NAMES) {
      const providers = task === 'screenshot_embedding' ? ['local'] : Array(3).fill('practice');
      expect(open(task, of(task)).map((c) => c.provider)).toEqual(providers);
    }
  });

  it('one real provider sends the practice models away, for every task', async () => {
    const { of } = await bundled([{ id: 'mine', local: false, models: ['llama-next'] }]);
    const eligible = open('general_assistant', of('general_assistant'));
    expect(eligible.map((c) => c.id)).toEqual(['mine/llama-next']);
    // For a task that the real one cannot do, no model is better than a simulated answer.
    expect(open('transcription', of('transcription'))).toEqual([]);
  });

  it('every model of a plain file can do the task that it is listed for', async () => {
    const { clock } = fakeClock();
    const catalog = await createCatalog({ sources: [plain()], clock });
    for (const task of TASK_NAMES) {
      const all = catalog.candidatesFor(task, []);
      expect(open(task, all)).toEqual(all);
    }
  });
});

describe('availability', () => {
  // A pick that neither path can call: chat completions refuse it, and its live protocol is another.
  it('a model that takes live sessions only is in reach where such a session can be opened', async () => {
    const openai: Connection = { id: 'openai', local: false, models: null, realtime: true };
    const google: Connection = { id: 'google', local: false, models: null };
    const { of } = await bundled([openai, google]);
    const states = new Map(of('ptt_response').map((c) => [c.id, c]));
    expect(states.get('openai/gpt-realtime-2.1')).toMatchObject({
      availability: 'callable',
      capabilities: { realtime: true, realtimeOnly: true },
    });
    expect(states.get('google/gemini-3.8-live')?.availability).toBe('realtime_unreachable');
    expect(states.get('google/gemini-3.6-flash')?.availability).toBe('callable');
  });

  it('a provider that is not connected', async () => {
    expect(await availability([], 'openai/gpt-6-luna')).toBe('not_connected');
  });

  it('a connected provider of unknown list is trusted to have its models', async () => {
    const openai = { id: 'openai', local: false, models: null };
    expect(await availability([openai], 'openai/gpt-6-luna')).toBe('callable');
    expect(await availability([{ ...openai, models: [] }], 'openai/gpt-6-luna')).toBe('callable');
  });

  it('a known list that lacks the model: not listed in the cloud, not installed here', async () => {
    const openai = { id: 'openai', local: false, models: ['gpt-6-astra'] };
    expect(await availability([openai], 'openai/gpt-6-astra')).toBe('callable');
    expect(await availability([openai], 'openai/gpt-6-luna')).toBe('not_listed');
    const ollama = { id: 'ollama', local: true, models: ['gemma4:26b'] };
    expect(await availability([ollama], 'ollama/gemma4:31b')).toBe('not_installed');
  });

  it('Ollama’s `:latest` and Google’s `models/` are the same model under another spelling', async () => {
    const { of } = await bundled([
      { id: 'ollama', local: true, models: ['embeddinggemma:latest'] },
      { id: 'google', local: false, models: ['models/gemini-3.8-flash'] },
    ]);
    const embed = of('screenshot_embedding').find((c) => c.id === 'ollama/embeddinggemma');
    expect(embed).toMatchObject({ availability: 'callable', model: 'embeddinggemma' });
    const flash = of('general_assistant').filter((c) => c.id.includes('gemini-3.8-flash'));
    expect(flash.map((c) => c.availability)).toEqual(['callable']);
  });

  it('a model id with slashes belongs to the first part’s provider', async () => {
    const { of } = await bundled([{ id: 'groq', local: false, models: ['openai/gpt-oss-120b'] }]);
    const groq = of('general_assistant').find((c) => c.provider === 'groq');
    expect(groq).toMatchObject({ model: 'openai/gpt-oss-120b', availability: 'callable' });
  });
});

describe('models that only a provider lists', () => {
  it('are chat candidates on priors, never free in the cloud, never capable by guess', async () => {
    const { of } = await bundled([{ id: 'mine', local: false, models: ['llama-next'] }]);
    const found = of('general_assistant').find((c) => c.id === 'mine/llama-next');
    expect(found).toMatchObject({
      availability: 'callable',
      price: null,
      typicalCostUsd: null,
      scores: { quality: 0.6, latency: 0.45, cost: 0.3 },
      capabilities: { tools: null, streaming: null, context: null, input: ['text'] },
    });
    for (const figure of Object.values(found?.figures ?? {})) {
      expect(figure).toMatchObject({ source: 'prior', estimate: true });
    }
    expect(of('transcription').some((c) => c.id === 'mine/llama-next')).toBe(false);
  });

  it('are free and of unknown speed on this machine', async () => {
    const { of } = await bundled([{ id: 'lmstudio', local: true, models: ['qwen-next'] }]);
    expect(of('general_assistant').find((c) => c.id === 'lmstudio/qwen-next')).toMatchObject({
      local: true,
      typicalCostUsd: 0,
      scores: { latency: 0.2, cost: 1 },
    });
  });

  it('keep the price and capabilities that the catalog knows from another task', async () => {
    const { of } = await bundled([{ id: 'openai', local: false, models: ['gpt-4.1'] }]);
    const found = of('general_assistant').filter((c) => c.id === 'openai/gpt-4.1');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      name: 'GPT-4.1',
      price: { inputPerMTok: 2, outputPerMTok: 8 },
      capabilities: { tools: true, input: ['text', 'image'] },
    });
    expect(found[0]?.typicalCostUsd).toBeCloseTo(0.0072, 9);
  });

  it.each([
    'text-embedding-4',
    'nomic-embed-text:latest',
    'bge-m3',
    'all-minilm:l6',
    'whisper-1',
    'gpt-4o-mini-tts',
    'gpt-5-transcribe',
    'gpt-image-2',
    'dall-e-3',
    'omni-moderation-latest',
    'gpt-realtime-3',
    'llama-guard-4',
    'davinci-002',
    'gpt-3.5-turbo-instruct',
    'gpt-realtime-2.1',
    'text-embedding-3-small',
  ])('%s is no chat model', async (model) => {
    const { of } = await bundled([{ id: 'openai', local: false, models: [model] }]);
    expect(of('general_assistant').some((c) => c.model === model)).toBe(false);
  });

  it.each(['gpt-4o', 'mistral-7b-instruct', 'claude-next', 'imagine-chat', 'llama3.2-vision:11b'])(
    '%s may be one',
    async (model) => {
      const { of } = await bundled([{ id: 'mine', local: false, models: [model] }]);
      expect(of('general_assistant').some((c) => c.id === `mine/${model}`)).toBe(true);
    },
  );
});

describe('practice models', () => {
  it('are three callable candidates of every task that nothing in the app serves, labelled and never of real money', async () => {
    const { of } = await bundled([{ id: 'practice', local: true, models: ['sage'] }]);
    for (const task of TASK_NAMES.filter((name) => name !== 'screenshot_embedding')) {
      const practice = of(task).filter((c) => c.practice);
      expect(practice.map((c) => c.id)).toEqual([
        'practice/sage',
        'practice/swift',
        'practice/thrift',
      ]);
      for (const { figures, price, typicalCostUsd, availability } of practice) {
        expect([price, availability]).toEqual([null, 'callable']);
        expect(typicalCostUsd).toBeGreaterThan(0);
        for (const figure of Object.values(figures)) {
          expect(figure).toMatchObject({ source: 'practice', estimate: true });
        }
      }
    }
  });

  it('each axis has its own winner, so that weights visibly matter', async () => {
    const { of } = await bundled();
    const practice = of('general_assistant').filter((c) => c.practice);
    const best = (axis: 'quality' | 'latency' | 'cost') =>
      practice.toSorted((a, b) => (b.scores[axis] ?? 0) - (a.scores[axis] ?? 0))[0]?.model;
    expect([best('quality'), best('latency'), best('cost')]).toEqual(['sage', 'swift', 'thrift']);
  });
});

describe('a file in S0’s format', () => {
  it('replaces the bundled catalog: its models only, in its order, with its scores', async () => {
    const { clock } = fakeClock();
    const catalog = await createCatalog({ sources: [plain()], clock });
    const ptt = catalog.candidatesFor('ptt_response', []);
    expect(ptt.map((c) => [c.id, c.provider, c.availability])).toEqual([
      ['gemini-1-5-flash-8b-exp', 'google', 'assumed'],
      ['gpt-realtime-2', 'openai', 'assumed'],
      ['claude-sonnet-4-6', 'anthropic', 'assumed'],
      ['haiku-4-5', 'anthropic', 'assumed'],
    ]);
    expect(ptt[1]?.scores).toEqual({ quality: 0.85, latency: 0.8, cost: 0.6 });
    expect(ptt[0]?.figures.quality).toMatchObject({ value: 0.75, source: 'benchmarks file' });
    expect(catalog.counts()).toEqual({ taskCount: 5, modelCount: expect.any(Number) });
    expect(catalog.snapshot()).toMatchObject({ source: 'file', plain: true });
    expect(catalog.attribution().join()).toContain('/models.json');
  });

  it('is callable where the provider is connected, whether or not it lists the model', async () => {
    const { clock } = fakeClock();
    const catalog = await createCatalog({ sources: [plain()], clock });
    const connections = [
      { id: 'anthropic', local: false, models: ['haiku-4-5'] },
      { id: 'google', local: false, models: null },
    ];
    const ptt = catalog.candidatesFor('ptt_response', connections);
    expect(ptt.map((c) => c.availability)).toEqual(['callable', 'assumed', 'callable', 'callable']);
  });

  it('addresses a model by its provider, without doubling one that the id starts with', async () => {
    const scores = { quality_score: 0.5, latency_score: null, cost_score: 0.5 };
    const text = JSON.stringify({
      models: {
        general_assistant: [
          { id: 'groq/openai/gpt-oss', provider: 'groq', ...scores },
          { id: 'gpt-4o', provider: 'openai', ...scores },
          { id: 'mine/tiny', ...scores },
          { id: 'gpt-4o-模型-中文', provider: '', ...scores },
        ],
        unknown_task: [{ id: 'x', ...scores }],
      },
    });
    const { clock } = fakeClock();
    const source = benchmarkFileSource('f', async () => text);
    const catalog = await createCatalog({ sources: [source], clock });
    const chat = catalog.candidatesFor('general_assistant', []);
    expect(chat.map((c) => [c.id, c.provider, c.model])).toEqual([
      ['groq/openai/gpt-oss', 'groq', 'openai/gpt-oss'],
      ['gpt-4o', 'openai', 'gpt-4o'],
      ['mine/tiny', 'mine', 'tiny'],
      ['gpt-4o-模型-中文', '', 'gpt-4o-模型-中文'],
    ]);
    expect(chat[0]?.figures.latency).toBeNull();
    expect(catalog.candidatesFor('transcription', [])).toEqual([]);
    expect(catalog.counts()).toEqual({ taskCount: 1, modelCount: 4 });
  });
});

describe('refreshing', () => {
  it('S0-43: a forced refresh changes the very next candidates', async () => {
    const { clock } = fakeClock();
    const source = scripted(['v1', 'v2']);
    const catalog = await createCatalog({ sources: [source], clock });
    const before = catalog.candidatesFor('transcription', []);
    expect((await catalog.refresh()).version).toBe('v1');
    expect((await catalog.refresh({ force: true })).version).toBe('v2');
    expect(catalog.candidatesFor('transcription', [])).not.toBe(before);
  });

  it('S0-42: a pick after a day reloads in the background and does not wait', async () => {
    const { clock, time } = fakeClock();
    const source = scripted(['v1', 'v2']);
    const catalog = await createCatalog({ sources: [source], clock });
    time.seconds = DAY;
    catalog.candidatesFor('transcription', []);
    catalog.candidatesFor('transcription', []);
    expect(catalog.snapshot()).toMatchObject({ version: 'v1', isFresh: false, ageSeconds: DAY });
    await expect.poll(() => catalog.snapshot().version).toBe('v2');
    expect(source.calls).toBe(2);
  });

  it('S0-75: stale live data beats the bundled catalog, and the status says both', async () => {
    const { clock, time } = fakeClock();
    const sources = [scripted(['v1', new Error('offline')]), bundledSource()] as const;
    const catalog = await createCatalog({ sources, clock });
    time.seconds = DAY + 5;
    const status = await catalog.refresh();
    expect(status).toMatchObject({
      source: 'live',
      version: 'v1',
      isFresh: false,
      ageSeconds: DAY + 5,
      lastError: 'offline',
      loadedAt: '2026-11-21T00:00:00.000Z',
    });
  });

  it('S0-45, S0-64: source and attribution follow the data in use', async () => {
    const { clock, time } = fakeClock();
    const live = scripted([new Error('offline'), 'v1']);
    const catalog = await createCatalog({ sources: [live, bundledSource()], clock });
    expect(catalog.snapshot().source).toBe('bundled');
    expect(catalog.attribution().join()).toContain('LMArena');
    time.seconds = 299;
    await catalog.refresh();
    expect(live.calls).toBe(1);
    time.seconds = 300;
    catalog.candidatesFor('transcription', []);
    await expect.poll(() => catalog.snapshot().source).toBe('live');
    expect(catalog.attribution()).toEqual(['live data']);
  });

  it('S0-78: a forced refresh that loads nothing throws, and the old data stays in use', async () => {
    const { clock } = fakeClock();
    let text = EXAMPLE;
    const catalog = await createCatalog({
      sources: [benchmarkFileSource('/models.json', async () => text)],
      clock,
    });
    text = '{"models": ';
    await expect(catalog.refresh({ force: true })).rejects.toThrow('/models.json');
    expect(catalog.candidatesFor('ptt_response', [])).toHaveLength(4);
    expect(catalog.snapshot().lastError).toContain('line 1');
  });

  it('a first load that fails everywhere throws', async () => {
    const { clock } = fakeClock();
    await expect(
      createCatalog({ sources: [scripted([new Error('offline')])], clock }),
    ).rejects.toThrow('offline');
  });

  it('close() aborts what is loading', async () => {
    const { clock } = fakeClock();
    let seen: AbortSignal | null = null;
    const base = bundledSource();
    const source = { ...base, load: (signal: AbortSignal) => ((seen = signal), base.load(signal)) };
    const catalog = await createCatalog({ sources: [source], clock });
    catalog.close();
    expect(seen).toMatchObject({ aborted: true });
  });
});

describe('a warm pick', () => {
  it('gets the same frozen list for the same, or an equal, set of connections', async () => {
    const { clock } = fakeClock();
    const catalog = await createCatalog({ sources: [bundledSource()], clock });
    const connections = [{ id: 'openai', local: false, models: ['gpt-6-luna'] }];
    const list = catalog.candidatesFor('general_assistant', connections);
    expect(catalog.candidatesFor('general_assistant', connections)).toBe(list);
    expect(catalog.candidatesFor('general_assistant', structuredClone(connections))).toBe(list);
    expect(catalog.candidatesFor('general_assistant', [])).not.toBe(list);
    expect(Object.isFrozen(list) && list.every(Object.isFrozen)).toBe(true);
  });
});

describe('provenance', () => {
  it('every figure of every candidate names a source that is described', async () => {
    const { catalog, of } = await bundled([{ id: 'mine', local: false, models: ['llama-next'] }]);
    for (const candidate of TASK_NAMES.flatMap((task) => of(task))) {
      for (const figure of Object.values(candidate.figures)) {
        expect(catalog.sources(), candidate.id).toHaveProperty([figure?.source ?? 'none']);
      }
    }
  });
});

describe('tasks', () => {
  it('S0-10: names, default weights and units of the five tasks', async () => {
    const { catalog } = await bundled();
    expect(catalog.tasks.map((t) => t.name)).toEqual(TASK_NAMES);
    expect(catalog.tasks[3]).toMatchObject({
      defaultWeights: { quality: 0.2, latency: 0.3, cost: 0.5 },
      costUnit: '1k screenshots',
      latencyUnit: 'per screenshot',
    });
    expect(catalog.counts()).toEqual({ taskCount: 5, modelCount: 78 });
  });
});
