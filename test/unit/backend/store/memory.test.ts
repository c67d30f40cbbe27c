import { describe, expect, it } from 'vitest';
import type { NewExample } from '../../../../electron/backend/store/memory-rows';
import { UNDO_KEPT } from '../../../../electron/backend/store/memory-undo';
import { testStore } from '../../../support/store';

const ALL = { task: null, q: null };
const MODEL = 'local/test';

function example(prompt: string, more: Partial<NewExample> = {}): NewExample {
  return {
    task: 'general_assistant',
    prompt,
    scores: { 'a/one': 0.5 },
    source: 'human',
    vector: Float32Array.of(0.6, 0.8),
    embeddingModel: MODEL,
    createdAt: null,
    ...more,
  };
}

async function prompts(memory: Awaited<ReturnType<typeof store>>['memory'], uid = 'ann') {
  return (await memory.list(uid, ALL, 100, 0)).examples.map(({ prompt }) => prompt);
}

async function store() {
  const opened = await testStore();
  return { ...opened, memory: opened.store.memory };
}

describe('the memory of a user', () => {
  it('comes back as it was written, vector and ties included', async () => {
    const { memory } = await store();
    const { ids } = await memory.put('ann', [example('hi', { scores: { x: 1, y: 1 } })], 0);
    const [row] = await memory.load('ann', 'general_assistant');
    expect(row).toMatchObject({ id: ids[0], prompt: 'hi', scores: { x: 1, y: 1 } });
    expect([...(row?.vector ?? [])]).toEqual([...Float32Array.of(0.6, 0.8)]);
  });

  it('is never shown to, changed by, or undone by another user (S1-20)', async () => {
    const { memory } = await store();
    const { ids, undoId } = await memory.put('ann', [example('secret')], 0);
    const [id = ''] = ids;
    expect(await memory.get('bob', id)).toBeNull();
    expect(await memory.edit('bob', id, { scores: { x: 0 } })).toBeNull();
    expect((await memory.remove('bob', { id })).removed).toBe(0);
    expect(await memory.undo('bob', undoId)).toBe(false);
    expect(await memory.load('bob', 'general_assistant')).toEqual([]);
    expect(await prompts(memory)).toEqual(['secret']);
  });

  it('takes the same prompt rated again as one example; new scores win, others stay', async () => {
    const { memory } = await store();
    await memory.put('ann', [example('hi', { scores: { x: 0.2, y: 0.4 } })], 0);
    const change = await memory.put('ann', [example('hi', { scores: { y: 0.9 } })], 0);
    expect(change).toMatchObject({ added: 0, updated: 1 });
    const { examples } = await memory.list('ann', ALL, 10, 0);
    expect(examples.map(({ scores }) => scores)).toEqual([{ x: 0.2, y: 0.9 }]);
  });

  it('keeps tasks apart (S1-16)', async () => {
    const { memory } = await store();
    await memory.put('ann', [example('hi'), example('hi', { task: 'ptt_response' })], 0);
    expect(await memory.load('ann', 'ptt_response')).toHaveLength(1);
    expect(await memory.load('ann', 'general_assistant')).toHaveLength(1);
  });

  it('lets the oldest go past the cap, of this user only (S1-18)', async () => {
    const { memory, time } = await store();
    await memory.put('bob', [example('of bob')], 2);
    for (const prompt of ['1', '2', '3']) {
      time.now += 1000;
      await memory.put('ann', [example(prompt)], 2);
    }
    expect(await prompts(memory)).toEqual(['3', '2']);
    expect(await prompts(memory, 'bob')).toEqual(['of bob']);
  });

  it('finds by part of the prompt in any case, wildcards taken literally', async () => {
    const { memory } = await store();
    await memory.put('ann', [example('Größe 100%'), example('Grosse')], 0);
    const found = async (q: string) => (await memory.list('ann', { task: null, q }, 10, 0)).total;
    expect(await found('GRÖSSE')).toBe(0);
    expect(await found('größe')).toBe(1);
    expect(await found('100%')).toBe(1);
    expect(await found('%')).toBe(1);
  });

  it('counts what is still without a vector of the model in use', async () => {
    const { memory } = await store();
    await memory.put('ann', [example('a'), example('b', { vector: null })], 0);
    expect(await memory.counts('ann', MODEL)).toEqual([
      { task: 'general_assistant', examples: 2, practice: 0, pending: 1 },
    ]);
    expect((await memory.counts('ann', 'other/model'))[0]?.pending).toBe(2);
    const [, b] = await memory.load('ann', 'general_assistant');
    await memory.saveVectors(MODEL, [{ id: b?.id ?? '', vector: Float32Array.of(1, 0) }]);
    expect((await memory.counts('ann', MODEL))[0]?.pending).toBe(0);
  });
});

describe('undo', () => {
  it('takes back an addition with what it pushed out, an edit, and a removal', async () => {
    const { memory, time } = await store();
    const first = await memory.put('ann', [example('old')], 1);
    time.now += 1000;
    const second = await memory.put('ann', [example('new')], 1);
    expect(await prompts(memory)).toEqual(['new']);
    expect(await memory.undo('ann', second.undoId)).toBe(true);
    expect(await prompts(memory)).toEqual(['old']);

    const id = first.ids[0] ?? '';
    const edit = await memory.edit('ann', id, { scores: { z: 1 }, source: 'judge' });
    expect(await memory.get('ann', id)).toMatchObject({ scores: { z: 1 }, source: 'judge' });
    await memory.undo('ann', edit?.undoId ?? '');
    expect(await memory.get('ann', id)).toMatchObject({
      scores: { 'a/one': 0.5 },
      source: 'human',
    });

    const removal = await memory.remove('ann', ALL);
    expect(await prompts(memory)).toEqual([]);
    await memory.undo('ann', removal.undoId);
    expect(await prompts(memory)).toEqual(['old']);
  });

  it('restores the scores of a prompt that was rated again', async () => {
    const { memory } = await store();
    await memory.put('ann', [example('hi', { scores: { x: 0.2 } })], 0);
    const again = await memory.put('ann', [example('hi', { scores: { x: 0.9, y: 1 } })], 0);
    await memory.undo('ann', again.undoId);
    expect((await memory.list('ann', ALL, 1, 0)).examples[0]?.scores).toEqual({ x: 0.2 });
  });

  it('works once', async () => {
    const { memory } = await store();
    const { undoId } = await memory.put('ann', [example('hi')], 0);
    expect(await memory.undo('ann', undoId)).toBe(true);
    expect(await memory.undo('ann', undoId)).toBe(false);
  });

  it('is final for old changes, whose removed prompts then leave the file', async () => {
    const { memory, time } = await store();
    await memory.put('ann', [example('gone')], 0);
    const { undoId } = await memory.remove('ann', ALL);
    for (let i = 0; i < UNDO_KEPT; i++) {
      time.now += 1000;
      await memory.put('ann', [example('again', { scores: { x: i / 100 } })], 0);
    }
    expect(await memory.undo('ann', undoId)).toBe(false);
  });
});

describe('a conversation and its model', () => {
  it('is found again after a restart, until it was not used for too long (S1-13)', async () => {
    const { store: opened, dir, time } = await testStore();
    await opened.sticky.put('ann', 'c1', 'general_assistant', 'a/one');
    await opened.close();
    const { store: again } = await testStore(dir);
    const since = (at: number) => again.sticky.get('ann', 'c1', 'general_assistant', at);
    expect(await since(time.now - 1000)).toBe('a/one');
    expect(await since(time.now + 1000)).toBeNull();
    expect(await again.sticky.get('bob', 'c1', 'general_assistant', 0)).toBeNull();
    expect(await again.sticky.get('ann', 'c1', 'ptt_response', 0)).toBeNull();
  });
});
