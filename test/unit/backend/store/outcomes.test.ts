import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { describe, expect, it } from 'vitest';
import { DATABASE_FILE } from '../../../../electron/backend/store/open-store';
import type { OutcomeBegin, Store } from '../../../../electron/backend/store/store';
import type { HistoryRow } from '../../../../shared/api/history';
import { directCall, end, tempDir, testStore, trace, traceCandidate } from '../../../support/store';

const UID = 'ann';

function begin(id: string, overrides: Partial<OutcomeBegin> = {}): OutcomeBegin {
  return {
    id,
    uid: UID,
    trace: trace(`d-${id}`),
    excerpt: 'What is the capital of France?',
    conversationId: null,
    status: 'running',
    errorCode: null,
    ...overrides,
  };
}

async function rowOf(store: Store, id: string): Promise<HistoryRow | undefined> {
  const { rows } = await store.history.page(UID, {}, 100, 0);
  return rows.find((row) => row.id === id);
}

describe('outcomes', () => {
  it('S2-17: one routed request is one row, with its figures from the trace and from its end', async () => {
    const { store } = await testStore();
    await store.outcomes.begin(begin('o1', { conversationId: 'c1' }));
    expect(await rowOf(store, 'o1')).toMatchObject({ status: 'running', costUsd: null });
    await store.outcomes.end('o1', end());
    expect(await rowOf(store, 'o1')).toEqual({
      id: 'o1',
      at: Date.UTC(2026, 0, 2),
      task: 'general_assistant',
      strategy: 'auto',
      model: 'acme/small',
      provider: 'acme',
      requestedModel: 'auto',
      decisionId: 'd-o1',
      reason: 'highest_score',
      status: 'succeeded',
      errorCode: null,
      score: 0.8,
      margin: expect.closeTo(0.1) as number,
      runnerUp: 'acme/large',
      estimatedCostUsd: 0.002,
      costUsd: 0.003,
      bestQualityCostUsd: 0.02,
      estimatedLatencyMs: 900,
      firstTokenMs: 120,
      totalMs: 900,
      promptTokens: 10,
      completionTokens: 20,
      rating: null,
      ratingTag: null,
      excerpt: 'What is the capital of France?',
      conversationId: 'c1',
    });
    expect(await store.decisions.get(UID, 'd-o1')).toEqual(trace('d-o1'));
  });

  it('ends exactly once: a second end, and the end of nothing, are errors and change nothing', async () => {
    const { store } = await testStore();
    await store.outcomes.begin(begin('o1'));
    await store.outcomes.end('o1', end());
    await expect(store.outcomes.end('o1', end({ status: 'failed' }))).rejects.toThrow(/already/);
    await expect(store.outcomes.end('nope', end())).rejects.toThrow(/no outcome/);
    expect(await rowOf(store, 'o1')).toMatchObject({ status: 'succeeded' });
  });

  it('a failing write does not take the writes beside it along', async () => {
    const { store } = await testStore();
    const results = await Promise.allSettled([
      store.outcomes.begin(begin('o1')),
      store.outcomes.begin(begin('o1')),
      store.outcomes.begin(begin('o2')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('a fallback shows the model that served and says why', async () => {
    const { store } = await testStore();
    await store.outcomes.begin(begin('o1'));
    await store.outcomes.end('o1', end({ model: 'other/big' }));
    expect(await rowOf(store, 'o1')).toMatchObject({
      model: 'other/big',
      provider: 'other',
      reason: 'fallback_after_failure',
    });
  });

  it('an unknown cost stays unknown and a tiny one is not free', async () => {
    const { store } = await testStore();
    await store.outcomes.begin(begin('o1'));
    await store.outcomes.begin(begin('o2'));
    await store.outcomes.end('o1', end({ costUsd: null }));
    await store.outcomes.end('o2', end({ costUsd: 1e-9 }));
    expect((await rowOf(store, 'o1'))?.costUsd).toBeNull();
    expect((await rowOf(store, 'o2'))?.costUsd).toBe(0.000001);
  });

  it('a pinned request has no outcome, and its call is history with strategy direct (S2-17)', async () => {
    const { store } = await testStore();
    await store.calls.record(directCall('k1'));
    await store.outcomes.begin(begin('o1'));
    await store.calls.record(directCall('k2', { outcomeId: 'o1', router: 'routed' }));
    const { rows, total } = await store.history.page(UID, {}, 10, 0);
    expect(total).toBe(2);
    expect(rows.find(({ id }) => id === 'k1')).toMatchObject({
      strategy: 'direct',
      decisionId: null,
      reason: 'direct',
      bestQualityCostUsd: null,
    });
  });

  it('rates an outcome or a direct call of the user, and nobody else’s', async () => {
    const { store } = await testStore();
    await store.outcomes.begin(begin('o1'));
    await store.calls.record(directCall('k1'));
    expect(await store.outcomes.rate(UID, 'o1', { rating: 1, tag: 'fast' })).toBe(true);
    expect(await store.outcomes.rate(UID, 'k1', { rating: -1, tag: null })).toBe(true);
    expect(await store.outcomes.rate('bob', 'o1', { rating: -1, tag: null })).toBe(false);
    expect(await store.outcomes.rate(UID, 'nope', { rating: 1, tag: null })).toBe(false);
    expect(await rowOf(store, 'o1')).toMatchObject({ rating: 1, ratingTag: 'fast' });
    expect(await store.outcomes.rate(UID, 'o1', { rating: null, tag: null })).toBe(true);
    expect(await rowOf(store, 'o1')).toMatchObject({ rating: null, ratingTag: null });
  });

  it('the incumbent is the model of the last succeeded outcome of that conversation and task', async () => {
    const { store } = await testStore();
    const at = (id: string, createdAt: number, prefsVersion: number, uid = UID) =>
      begin(id, {
        uid,
        conversationId: 'c1',
        trace: trace(`d-${id}`, { createdAt, prefsVersion }),
      });
    await store.outcomes.begin(at('o1', 1, 3));
    await store.outcomes.end('o1', end({ model: 'acme/large' }));
    await store.outcomes.begin(at('o2', 2, 4));
    await store.outcomes.end('o2', end({ status: 'failed' }));
    await store.outcomes.begin(at('o3', 3, 4, 'bob'));
    await store.outcomes.end('o3', end());
    expect(await store.outcomes.incumbent(UID, 'c1', 'general_assistant')).toEqual({
      model: 'acme/large',
      prefsVersion: 3,
      promptTokens: 10,
    });
    expect(await store.outcomes.incumbent(UID, 'c1', 'transcription')).toBeNull();
    expect(await store.outcomes.incumbent(UID, 'c2', 'general_assistant')).toBeNull();
  });

  it('the dearest quality counts as best only when it was eligible', async () => {
    const { store } = await testStore();
    const candidates = [
      traceCandidate('acme/small'),
      traceCandidate('acme/best', {
        rank: null,
        total: null,
        drop: 'excluded',
        scores: { quality: 1, latency: 0, cost: 0 },
        estimatedCostUsd: 9,
      }),
    ];
    await store.outcomes.begin(begin('o1', { trace: trace('d1', { candidates }) }));
    expect(await rowOf(store, 'o1')).toMatchObject({
      bestQualityCostUsd: 0.002,
      margin: null,
      runnerUp: null,
    });
  });

  // Its estimate is for a minute: a three-second recording would have "saved" most of one.
  it('a transcription counts for no saving', async () => {
    const { store } = await testStore();
    const candidates = [traceCandidate('acme/small'), traceCandidate('acme/large')];
    const spoken = { ...trace('d1', { candidates }), task: 'transcription' as const };
    await store.outcomes.begin(begin('o1', { trace: spoken }));
    expect(await rowOf(store, 'o1')).toMatchObject({
      estimatedCostUsd: 0.002,
      bestQualityCostUsd: null,
    });
  });

  // Calls are kept until their request ends; a reader that does not see them, or sees them twice.
  it('a request is written once, as it ended, with all its calls', async () => {
    const { store } = await testStore();
    await store.outcomes.begin(begin('o1'));
    await store.calls.record(
      directCall('k1', { outcomeId: 'o1', router: 'routed', status: 'failed', costUsd: 0 }),
    );
    await store.calls.record(directCall('k2', { outcomeId: 'o1', router: 'routed', costUsd: 0.5 }));
    await store.outcomes.end('o1', end());
    const { rows, total } = await store.history.page(UID, {}, 10, 0);
    expect(total).toBe(1);
    expect(rows[0]).toMatchObject({ id: 'o1', status: 'succeeded' });
    const [spent] = await store.usage.spentSince(0);
    expect(spent?.micro).toBe(500_000);
  });

  // The words of every request stood in a second table too, where nobody reads them.
  it('keeps the words of a routed request in its outcome alone', async () => {
    const dir = tempDir();
    const { store } = await testStore(dir);
    await store.outcomes.begin(begin('o1'));
    const { excerpt } = begin('o1');
    await store.calls.record(directCall('k1', { outcomeId: 'o1', router: 'routed', excerpt }));
    await store.outcomes.end('o1', end());
    await store.calls.record(directCall('k2', { excerpt }));
    await store.close();
    const db = new DatabaseSync(join(dir, DATABASE_FILE));
    const rows = db.prepare('select id, excerpt, search from calls order by id').all();
    db.close();
    expect(rows).toMatchObject([
      { id: 'k1', excerpt: null, search: '' },
      { id: 'k2', excerpt },
    ]);
  });

  it('a request that runs is there for every reader, and ends in the same row', async () => {
    const { store } = await testStore();
    await store.outcomes.begin(begin('o1'));
    await store.calls.record(directCall('k1', { outcomeId: 'o1', router: 'routed', costUsd: 0.5 }));
    expect(await rowOf(store, 'o1')).toMatchObject({ status: 'running' });
    expect(await store.decisions.get(UID, 'd-o1')).toEqual(trace('d-o1'));
    await store.outcomes.end('o1', end());
    expect(await rowOf(store, 'o1')).toMatchObject({ status: 'succeeded' });
    const [spent] = await store.usage.spentSince(0);
    expect(spent?.micro).toBe(500_000);
  });

  // After a fallback, or in a live session: a kill between two calls forgets what the first one cost.
  it('a call whose request goes on is written in the same turn', async () => {
    const dir = tempDir();
    const { store } = await testStore(dir);
    await store.outcomes.begin(begin('o1'));
    await store.calls.record(directCall('k1', { outcomeId: 'o1', router: 'routed', costUsd: 0.5 }));
    await new Promise((resolve) => setImmediate(resolve));
    await store.close();
    const { store: again } = await testStore(dir);
    const [spent] = await again.usage.spentSince(0);
    expect(spent?.micro).toBe(500_000);
  });

  it('what had begun when the store closed is interrupted at the next start, trace and all', async () => {
    const dir = tempDir();
    const { store } = await testStore(dir);
    await store.outcomes.begin(begin('o1'));
    await store.close();
    const { store: again } = await testStore(dir);
    expect(await rowOf(again, 'o1')).toMatchObject({ status: 'interrupted' });
    expect(await again.decisions.get(UID, 'd-o1')).toEqual(trace('d-o1'));
  });
});
