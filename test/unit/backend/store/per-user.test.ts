import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PICKS_KEPT } from '../../../../electron/backend/store/picks';
import { UnknownParentError } from '../../../../electron/backend/store/conversations';
import type { Message } from '../../../../shared/api/conversations';
import { NO_CONSTRAINTS } from '../../../../shared/routing/candidate';
import { testStore } from '../../../support/store';

const UID = 'ann';
const W = { quality: 0.2, latency: 0.3, cost: 0.5 };

const pick = (at: number) => ({
  at,
  task: 'transcription',
  model: `m/${at}`,
  score: 0.5,
  weights: W,
});

const message = (id: string, parentId: string | null, content: string): Message => ({
  id,
  parentId,
  role: parentId === null ? 'user' : 'assistant',
  content,
  createdAt: 1,
  meta: null,
});

describe('preferences', () => {
  it('S0-52: missing is empty with version 0, set replaces all, clear empties and counts up', async () => {
    const { store, time } = await testStore();
    expect(await store.prefs.get(UID)).toEqual({
      overrides: {},
      modelOverrides: {},
      constraints: {},
      shape: 'full',
      version: 0,
      updatedAt: null,
    });
    const first = { overrides: { a: W, b: W }, modelOverrides: {}, constraints: {} };
    await store.prefs.set(UID, { ...first, shape: 'full' });
    const second = {
      overrides: { c: W },
      modelOverrides: { c: 'x/y' },
      constraints: { c: { ...NO_CONSTRAINTS, localOnly: true } },
      shape: 'flat',
    } as const;
    expect(await store.prefs.set(UID, second)).toEqual({
      ...second,
      version: 2,
      updatedAt: time.now,
    });
    expect((await store.prefs.get('bob')).version).toBe(0);
    await store.prefs.clear(UID);
    expect(await store.prefs.get(UID)).toMatchObject({ overrides: {}, version: 3 });
  });

  it('S0-53: what was read may be changed without changing what is stored', async () => {
    const { store } = await testStore();
    await store.prefs.set(UID, {
      overrides: { a: { ...W } },
      modelOverrides: {},
      constraints: {},
      shape: 'full',
    });
    const read = await store.prefs.get(UID);
    (read.overrides['a'] as { quality: number }).quality = 9;
    expect((await store.prefs.get(UID)).overrides['a']).toEqual(W);
    const never = await store.prefs.get('bob');
    (never.overrides as Record<string, unknown>)['x'] = 1;
    expect((await store.prefs.get('bob')).overrides).toEqual({});
  });

  it('an expected version that is no longer current stores nothing', async () => {
    const { store } = await testStore();
    const prefs = { overrides: {}, modelOverrides: {}, constraints: {}, shape: 'full' } as const;
    expect(await store.prefs.set(UID, prefs, 0)).toMatchObject({ version: 1 });
    expect(await store.prefs.set(UID, prefs, 0)).toBeNull();
    expect(await store.prefs.get(UID)).toMatchObject({ version: 1 });
  });

  it('any preferences come back as they went in', async () => {
    const { store } = await testStore();
    const weights = fc.record({
      quality: fc.double({ noNaN: true, min: 0, max: 1 }),
      latency: fc.double({ noNaN: true, min: 0, max: 1 }),
      cost: fc.double({ noNaN: true, min: 0, max: 1 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string(), weights),
        fc.dictionary(fc.string(), fc.string()),
        async (overrides, modelOverrides) => {
          const prefs = { overrides, modelOverrides, constraints: {}, shape: 'full' } as const;
          await store.prefs.set(UID, prefs);
          const stored = await store.prefs.get(UID);
          expect(JSON.stringify(stored.overrides)).toBe(JSON.stringify(overrides));
          expect(JSON.stringify(stored.modelOverrides)).toBe(JSON.stringify(modelOverrides));
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('picks', () => {
  it('S0-57, S0-62: a snapshot is the newest, oldest first, of that user alone', async () => {
    const { store } = await testStore();
    for (let at = 0; at < 5; at += 1) await store.picks.record(UID, pick(at));
    await store.picks.record('bob', pick(99));
    expect((await store.picks.snapshot(UID, 3)).map(({ at }) => at)).toEqual([2, 3, 4]);
    expect(await store.picks.snapshot('nobody', 3)).toEqual([]);
  });

  it('S0-61: the weights are a copy', async () => {
    const { store } = await testStore();
    const weights = { ...W };
    const done = store.picks.record(UID, { ...pick(1), weights: { ...weights } });
    weights.quality = 9;
    await done;
    expect((await store.picks.snapshot(UID, 1))[0]?.weights).toEqual(W);
  });

  it('keeps the newest per user and lets the oldest go', async () => {
    const { store } = await testStore();
    const all = Array.from({ length: PICKS_KEPT + 200 }, (_, at) =>
      store.picks.record(UID, pick(at)),
    );
    await Promise.all([...all, store.picks.record('bob', pick(1))]);
    const kept = await store.picks.snapshot(UID, 5000);
    expect(kept.length).toBeLessThan(PICKS_KEPT + 64);
    expect(kept.length).toBeGreaterThanOrEqual(PICKS_KEPT);
    expect(kept.at(-1)?.at).toBe(PICKS_KEPT + 199);
    expect(await store.picks.snapshot('bob', 5)).toHaveLength(1);
  });
});

describe('conversations', () => {
  it('messages are a tree: siblings share a parent, a replaced one keeps its place', async () => {
    const { store } = await testStore();
    const { id } = await store.conversations.create(UID, 'Paris');
    for (const m of [message('a', null, 'q'), message('b', 'a', '1'), message('c', 'a', '2')]) {
      expect(await store.conversations.putMessage(UID, id, m)).toBe(true);
    }
    await store.conversations.putMessage(UID, id, message('b', null, 'longer'));
    const found = await store.conversations.get(UID, id);
    expect(found?.messages.map((m) => [m.id, m.parentId, m.content])).toEqual([
      ['a', null, 'q'],
      ['b', 'a', 'longer'],
      ['c', 'a', '2'],
    ]);
    expect(found?.leafId).toBe('c');
    await store.conversations.patch(UID, id, { leafId: 'b' });
    expect((await store.conversations.get(UID, id))?.leafId).toBe('b');
  });

  it('refuses a parent that is not there, so that no cycle can arise', async () => {
    const { store } = await testStore();
    const { id } = await store.conversations.create(UID, '');
    const put = (m: Message) => store.conversations.putMessage(UID, id, m);
    await expect(put(message('a', 'a', 'self'))).rejects.toThrow(UnknownParentError);
    await expect(put(message('a', 'b', 'later'))).rejects.toThrow(UnknownParentError);
    expect((await store.conversations.get(UID, id))?.messages).toEqual([]);
  });

  it('finds text in titles and messages in any case, wildcards taken literally', async () => {
    const { store, time } = await testStore();
    const a = await store.conversations.create(UID, 'Über die Ünion');
    time.now += 1;
    const b = await store.conversations.create(UID, 'other');
    await store.conversations.putMessage(
      UID,
      b.id,
      message('m', null, `x${'-'.repeat(90)}100%_DONE`),
    );
    const find = async (q: string) => store.conversations.list(UID, q, 10, 0);
    expect((await find('üNION')).map(({ id }) => id)).toEqual([a.id]);
    const [match] = await find('100%_done');
    expect(match).toMatchObject({
      id: b.id,
      match: expect.stringMatching(/^…-+100%_DONE$/) as string,
    });
    expect(await find('100__done')).toEqual([]);
    expect((await store.conversations.list(UID, null, 10, 0)).map(({ id }) => id)).toEqual([
      b.id,
      a.id,
    ]);
  });

  it('belongs to one user: nobody else reads, changes or removes it', async () => {
    const { store } = await testStore();
    const { id } = await store.conversations.create(UID, 'mine');
    expect(await store.conversations.get('bob', id)).toBeNull();
    expect(await store.conversations.patch('bob', id, { title: 'his' })).toBeNull();
    expect(await store.conversations.putMessage('bob', id, message('m', null, 'x'))).toBe(false);
    expect(await store.conversations.remove('bob', id)).toBeNull();
    expect(await store.conversations.list('bob', null, 10, 0)).toEqual([]);
    expect(await store.conversations.remove(UID, id)).toEqual({ files: [] });
    expect(await store.conversations.get(UID, id)).toBeNull();
  });
});
