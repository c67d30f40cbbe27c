import { describe, expect, it } from 'vitest';
import {
  type LearnedAsk,
  LearnedService,
} from '../../../../electron/backend/memory/learned-service';
import type { NewExample } from '../../../../electron/backend/store/memory-rows';
import { fakeEmbedder } from '../../../support/fake-embedder';
import { silentLog, testStore } from '../../../support/store';

const DAY = 24 * 60 * 60 * 1000;

/** Sums are only right on the dear model, greetings on both. */
function rated(count: number, ids = { cheap: 'a/cheap', dear: 'a/dear' }): NewExample[] {
  return Array.from({ length: count }, (_, i) => ({
    task: 'general_assistant',
    prompt: i % 2 === 0 ? `sum of mmm mmm ${i}` : `hello aaa eee ${i}`,
    scores: { [ids.cheap]: i % 2 === 0 ? 0 : 1, [ids.dear]: 1 },
    source: 'human',
    vector: null,
    embeddingModel: null,
    createdAt: null,
  }));
}

function ask(more: Partial<LearnedAsk> = {}): LearnedAsk {
  return {
    uid: 'ann',
    task: 'general_assistant',
    prompt: 'sum of mmm mmm',
    hasTools: false,
    off: false,
    candidates: [
      { id: 'a/cheap', costUsd: 0.001, price: null },
      { id: 'a/dear', costUsd: 0.01, price: null },
    ],
    conversationId: null,
    incumbent: null,
    alpha: null,
    ...more,
  };
}

async function service(examples: readonly NewExample[] = rated(30), embedder = fakeEmbedder()) {
  const { store, time, dir } = await testStore();
  if (examples.length > 0) await store.memory.put('ann', examples, 0);
  const clock = { now: () => time.now, monotonic: () => 0 };
  const { memory, sticky } = store;
  const options = { memory, sticky, embedder, clock, log: silentLog, embeddingLimitMs: 30 };
  const learned = new LearnedService(options);
  // The first look starts the embedding of what has no vector.
  await learned.memories.get('ann', 'general_assistant');
  await learned.memories.idle();
  return { learned, store, time, dir, embedder, options };
}

const modelOf = (answer: Awaited<ReturnType<LearnedService['decide']>>) =>
  answer.kind === 'decided' ? answer.ranked[0] : answer.kind === 'kept' ? answer.model : null;
const codeOf = (answer: Awaited<ReturnType<LearnedService['decide']>>) =>
  answer.kind === 'declined' ? answer.decline.code : null;

describe('LearnedService', () => {
  it('routes each kind of prompt as it was taught', async () => {
    const { learned } = await service();
    expect(modelOf(await learned.decide(ask()))).toBe('a/dear');
    expect(modelOf(await learned.decide(ask({ prompt: 'hello aaa eee' })))).toBe('a/cheap');
  });

  it("never uses another user's or another task's examples (S1-20, S1-16)", async () => {
    const { learned } = await service();
    expect(codeOf(await learned.decide(ask({ uid: 'bob' })))).toBe('cold_memory');
    expect(codeOf(await learned.decide(ask({ task: 'ptt_response' })))).toBe('cold_memory');
  });

  it('keeps practice and real models apart', async () => {
    const practice = { cheap: 'practice/thrift', dear: 'practice/sage' };
    const { learned } = await service(rated(30, practice));
    expect(codeOf(await learned.decide(ask()))).toBe('cold_memory');
    const candidates = [
      { id: 'practice/thrift', costUsd: 0, price: null },
      { id: 'practice/sage', costUsd: 0.01, price: null },
    ];
    expect(modelOf(await learned.decide(ask({ candidates })))).toBe('practice/sage');
  });

  it('declines without embedding when off or with tools, even in a conversation it decided', async () => {
    const { learned, embedder } = await service();
    await learned.decide(ask({ conversationId: 'c' }));
    const before = embedder.texts.length;
    expect(codeOf(await learned.decide(ask({ conversationId: 'c', off: true })))).toBe('off');
    expect(codeOf(await learned.decide(ask({ conversationId: 'c', hasTools: true })))).toBe(
      'tools_present',
    );
    expect(embedder.texts).toHaveLength(before);
  });

  it('declines when the embedding fails or takes too long, and decides when it is back', async () => {
    const { learned, embedder } = await service();
    embedder.mode = 'fail';
    expect(codeOf(await learned.decide(ask()))).toBe('embedding_failed');
    embedder.mode = 'hang';
    expect(codeOf(await learned.decide(ask()))).toBe('embedding_timeout');
    embedder.mode = 'answer';
    expect(modelOf(await learned.decide(ask()))).toBe('a/dear');
  });

  it('embeds a prompt once that is previewed and then sent', async () => {
    const { learned, embedder } = await service();
    await learned.decide(ask());
    await learned.decide(ask());
    expect(embedder.texts.filter((text) => text === 'sum of mmm mmm')).toHaveLength(1);
  });

  it('follows a change at once', async () => {
    const { learned, store } = await service();
    expect(modelOf(await learned.decide(ask()))).toBe('a/dear');
    await store.memory.remove('ann', { task: null, q: null });
    learned.memories.changed('ann');
    expect(codeOf(await learned.decide(ask()))).toBe('cold_memory');
  });
});

describe('stickiness (S1-13)', () => {
  it('keeps the first decision of a named conversation, whatever the later turns are', async () => {
    const { learned } = await service();
    await learned.decide(ask({ conversationId: 'c' }));
    const later = await learned.decide(ask({ conversationId: 'c', prompt: 'hello aaa eee' }));
    expect(later).toEqual({ kind: 'kept', model: 'a/dear' });
  });

  it('two conversations that open alike have nothing to do with each other', async () => {
    const { learned } = await service();
    await learned.decide(ask({ conversationId: 'c' }));
    const other = await learned.decide(ask({ conversationId: 'd', prompt: 'hello aaa eee' }));
    expect(modelOf(other)).toBe('a/cheap');
  });

  it('survives a restart and ends when unused for long, or when the model is not eligible', async () => {
    const { learned, options, time } = await service();
    await learned.decide(ask({ conversationId: 'c' }));
    const again = new LearnedService(options);
    const hello = ask({ conversationId: 'c', prompt: 'hello aaa eee' });
    time.now += 6 * DAY;
    expect(modelOf(await again.decide(hello))).toBe('a/dear');
    const others = [
      { id: 'a/cheap', costUsd: 0.001, price: null },
      { id: 'a/other', costUsd: 0.01, price: null },
    ];
    expect((await again.decide({ ...hello, candidates: others })).kind).toBe('declined');
    time.now += 8 * DAY;
    expect(modelOf(await again.decide(hello))).toBe('a/cheap');
  });
});

describe('another embedding model (S1-18)', () => {
  it('makes new vectors from the stored prompts instead of losing or mixing them', async () => {
    const { learned, options } = await service();
    await learned.decide(ask());
    const embedder = fakeEmbedder('other/model', 40);
    const changed = new LearnedService({ ...options, embedder });
    expect(codeOf(await changed.decide(ask()))).toBe('cold_memory');
    await changed.memories.idle();
    expect(modelOf(await changed.decide(ask()))).toBe('a/dear');
    expect(embedder.texts).toContain('sum of mmm mmm 0');
  });
});

describe('embedding in the background', () => {
  it('passes over a prompt that cannot be embedded, and embeds the others', async () => {
    const [first, ...others] = rated(30);
    if (first === undefined) throw new Error('none');
    const bad = { ...first, prompt: 'unembeddable' };
    const { learned, store } = await service([bad, ...others]);
    const [count] = await store.memory.counts('ann', learned.embeddingModel);
    expect(count).toMatchObject({ examples: 30, pending: 1 });
    expect(modelOf(await learned.decide(ask()))).toBe('a/dear');
  });
});

describe('explain (S1-31)', () => {
  it('is the shipped decision with the neighbours in full', async () => {
    const { learned } = await service();
    const decided = await learned.decide(ask());
    const explained = await learned.explain(ask());
    expect(decided.kind === 'decided' && decided.ranked).toEqual(explained.ranked);
    const ids = explained.trace?.neighbours.map(({ id }) => id) ?? [];
    expect(ids.length).toBeGreaterThan(5);
    expect(Object.keys(explained.prompts).toSorted()).toEqual(ids.toSorted());
    expect(explained.links.every(({ a, b }) => ids.includes(a) && ids.includes(b))).toBe(true);
  });

  it('leaves a stored example out of its own explanation', async () => {
    const { learned, store } = await service();
    const [example] = await store.memory.load('ann', 'general_assistant');
    if (example === undefined) throw new Error('none');
    const explained = await learned.explain(ask({ prompt: example.prompt }), example);
    expect(explained.trace?.neighbours.map(({ id }) => id)).not.toContain(example.id);
  });
});
