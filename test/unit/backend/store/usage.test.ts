import { describe, expect, it } from 'vitest';
import type { OutcomesQuery } from '../../../../shared/api/outcomes';
import { directCall, end, testStore, trace } from '../../../support/store';

const T = Date.UTC(2026, 0, 2);
const DAY = 86_400_000;
const query = (given: Partial<OutcomesQuery> = {}): OutcomesQuery => ({ limit: 100, ...given });

async function listed(rows: readonly { id: string; at: number; keyId?: string }[]) {
  const { store } = await testStore();
  for (const { id, at, keyId } of rows) {
    await store.outcomes.begin({
      id,
      uid: 'ann',
      trace: trace(`d-${id}`, { createdAt: at }),
      excerpt: null,
      conversationId: null,
      status: 'running',
      errorCode: null,
      keyId: keyId ?? null,
    });
    await store.outcomes.end(id, end({ cachedTokens: 7 }));
  }
  return store;
}

describe('the list of outcomes', () => {
  // A page that counts rows from the newest moves while requests come in; this one does not.
  it('is newest first and whole over pages, rows of one instant and newcomers included', async () => {
    const store = await listed(['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, at: T })));
    const seen: string[] = [];
    let before: string | undefined;
    for (let page = 0; page < 5; page += 1) {
      const got = await store.outcomes.list('ann', query({ limit: 2, before }), null);
      seen.push(...(got?.outcomes.map(({ id }) => id) ?? []));
      if (page === 0) {
        await store.outcomes.begin({
          id: 'new',
          uid: 'ann',
          trace: trace('d-new', { createdAt: T + 1 }),
          excerpt: null,
          conversationId: null,
          status: 'running',
          errorCode: null,
        });
      }
      if (got?.nextBefore === null || got === null) break;
      before = got.nextBefore;
    }
    expect(seen).toEqual(['a', 'b', 'c', 'd', 'e']);
    const all = await store.outcomes.list('ann', query(), null);
    expect(all?.outcomes[0]?.id).toBe('new');
  });

  it('filters, and shows a key its own alone', async () => {
    const store = await listed([
      { id: 'a', at: T, keyId: 'k1' },
      { id: 'b', at: T + 1 },
    ]);
    const ids = async (given: Partial<OutcomesQuery>, keyId: string | null = null) =>
      (await store.outcomes.list('ann', query(given), keyId))?.outcomes.map(({ id }) => id);
    expect(await ids({}, 'k1')).toEqual(['a']);
    expect(await ids({ task: 'general_assistant', model: 'acme/small' })).toEqual(['b', 'a']);
    expect(await ids({ strategy: 'auto', status: 'succeeded' })).toEqual(['b', 'a']);
    expect(await ids({ status: 'failed' })).toEqual([]);
    expect(await ids({ task: 'transcription' })).toEqual([]);
    const [row] = (await store.outcomes.list('ann', query(), 'k1'))?.outcomes ?? [];
    expect(row).toMatchObject({ keyId: 'k1', cachedTokens: 7 });
  });

  it('is nobody else’s: another user’s row is no place to go on from', async () => {
    const store = await listed([{ id: 'a', at: T }]);
    expect(await store.outcomes.list('bob', query(), null)).toEqual({
      outcomes: [],
      nextBefore: null,
    });
    expect(await store.outcomes.list('bob', query({ before: 'a' }), null)).toBeNull();
  });
});

describe('usage', () => {
  it('adds calls up by group, unknown costs apart, with exact percentiles', async () => {
    const { store } = await testStore();
    for (let index = 1; index <= 100; index += 1) {
      await store.calls.record(
        directCall(`c${index}`, { at: T + index, totalMs: index, firstTokenMs: index / 10 }),
      );
    }
    await store.calls.record(
      directCall('failed', { at: T, status: 'failed', costUsd: null, firstTokenMs: null }),
    );
    await store.calls.record(
      directCall('other', { at: T + DAY, model: 'acme/large', costUsd: null, cachedTokens: 3 }),
    );
    await store.calls.record(directCall('bob', { uid: 'bob' }));
    const all = { keyId: null };
    const byDay = await store.usage.report('ann', 'day', all);
    expect(byDay.rows.map(({ group, calls }) => [group, calls])).toEqual([
      ['2026-01-02', 101],
      ['2026-01-03', 1],
    ]);
    expect(byDay.rows[0]).toMatchObject({
      p50Ms: 50,
      p95Ms: 95,
      firstTokenP50Ms: 5,
      failed: 1,
      // It failed before it sent anything: that costs nothing, and is no unknown cost.
      unknownCostCount: 0,
      direct: 101,
    });
    expect(byDay.total.costUsd).toBeCloseTo(0.1, 9);
    const byModel = await store.usage.report('ann', 'model', all);
    expect(byModel.rows.map(({ group, unknownCostCount }) => [group, unknownCostCount])).toEqual([
      ['acme/small', 0],
      ['acme/large', 1],
    ]);
    const later = await store.usage.report('ann', 'task', { ...all, from: T + DAY });
    expect(later.total).toMatchObject({ calls: 1, cachedTokens: 3, p50Ms: 500 });
    expect((await store.usage.report('ann', 'day', { ...all, to: T })).rows).toEqual([]);
  });

  it('names keys, and shows a key its own alone', async () => {
    const { store } = await testStore();
    await store.apiKeys.insert({
      id: 'k1',
      hash: 'h',
      hint: 'ar-',
      name: 'editor',
      uid: 'ann',
      strategies: ['auto'],
      models: null,
      dailyCapUsd: 2,
      createdAt: T,
      lastUsedAt: null,
      revokedAt: null,
    });
    await store.calls.record(directCall('a', { keyId: 'k1', costUsd: 1 }));
    await store.calls.record(directCall('b'));
    const { rows } = await store.usage.report('ann', 'key', { keyId: null });
    expect(rows.map(({ group, label }) => [group, label])).toEqual([
      ['k1', 'editor'],
      ['', ''],
    ]);
    expect((await store.usage.report('ann', 'key', { keyId: 'k1' })).total.calls).toBe(1);
  });

  it('S2-19: counts what was left to the router and what was named', async () => {
    const { store } = await testStore();
    await store.outcomes.begin({
      id: 'o1',
      uid: 'ann',
      trace: trace('d1'),
      excerpt: null,
      conversationId: null,
      status: 'refused',
      errorCode: 'no_eligible_candidate',
    });
    await store.calls.record(directCall('a'));
    await store.calls.record(directCall('b'));
    await store.calls.record(directCall('of o1', { router: 'routed', outcomeId: 'o1' }));
    expect(await store.usage.counts('ann')).toEqual({ routed: 1, direct: 2 });
    expect(await store.usage.counts('bob')).toEqual({ routed: 0, direct: 0 });
  });

  // Chunks by keyset: read whole, a report would hold up every request beside it.
  it('yields to other work between chunks', async () => {
    const { store } = await testStore();
    const rows = 10_000;
    await Promise.all(
      Array.from({ length: rows }, (_, index) =>
        store.calls.record(directCall(`c${index}`, { at: T + (index % 50) })),
      ),
    );
    let turns = 0;
    let running = true;
    const other = (): void => {
      turns += 1;
      if (running) setImmediate(other);
    };
    setImmediate(other);
    const { total } = await store.usage.report('ann', 'model', { keyId: null });
    running = false;
    expect(total.calls).toBe(rows);
    expect(turns).toBeGreaterThanOrEqual(5);
  }, 60_000);
});
