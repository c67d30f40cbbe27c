import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Reservation,
  Spending,
  type Spender,
} from '../../../../electron/backend/spending/spending';
import type { Trace } from '../../../../shared/routing/trace';
import { directCall, end, testStore, trace, traceCandidate } from '../../../support/store';

const DAY = 86_400_000;
const NOON = Date.UTC(2026, 0, 2, 12);
const ANN: Spender = { uid: 'ann', key: null };
const KEY: Spender = {
  uid: 'ann',
  key: { id: 'k1', name: 'editor', strategies: null, models: null, dailyCapUsd: 1 },
};

async function spending(given: { at?: number; capUsd?: number | null } = {}) {
  const opened = await testStore();
  const { store } = opened;
  const time = { now: given.at ?? NOON };
  const clock = { now: () => time.now, monotonic: () => time.now };
  const load = () => Spending.load(store, clock);
  const loaded = await load();
  if (given.capUsd !== undefined) await loaded.setCap('ann', given.capUsd);
  return { spending: loaded, store, time, load };
}

const remote = (estimatedUsd: number | null) => ({ local: false, estimatedUsd });

function take(on: Spending, spender: Spender, estimatedUsd: number): Reservation {
  const reserved = on.reserve(spender, remote(estimatedUsd));
  if (!reserved.ok) throw new Error(reserved.message);
  return reserved.reservation;
}

describe('without a cap', () => {
  it('everything goes, and is counted all the same', async () => {
    const { spending: on } = await spending();
    take(on, ANN, 5).settle(4);
    expect(on.reserve(ANN, remote(null)).ok).toBe(true);
    expect([on.leftUsd(ANN), on.ofUser('ann').spentUsd]).toEqual([null, 4]);
  });
});

describe('under a cap', () => {
  it('the estimate is set aside until the call has ended', async () => {
    const { spending: on } = await spending({ capUsd: 1 });
    const call = take(on, ANN, 0.6);
    expect(on.leftUsd(ANN)).toBeCloseTo(0.4, 9);
    expect(on.reserve(ANN, remote(0.5)).ok).toBe(false);
    call.settle(0.1);
    expect(on.leftUsd(ANN)).toBeCloseTo(0.9, 9);
    expect(on.ofUser('ann')).toMatchObject({ spentUsd: 0.1, reservedUsd: 0, capUsd: 1 });
  });

  it('exactly what is left may be spent', async () => {
    const { spending: on } = await spending({ capUsd: 1 });
    take(on, ANN, 1).settle(1);
    expect(on.leftUsd(ANN)).toBe(0);
    expect(on.reserve(ANN, remote(0.000001)).ok).toBe(false);
    expect(on.reserve(ANN, remote(0)).ok).toBe(true);
  });

  // Checked alone, each of the two hundred sees the whole dollar.
  it('two hundred at once do not pass under the same last dollar', async () => {
    const { spending: on } = await spending({ capUsd: 1 });
    const passed = Array.from({ length: 200 }, () => on.reserve(ANN, remote(0.05))).filter(
      ({ ok }) => ok,
    );
    expect(passed).toHaveLength(20);
  });

  it('an unknown price does not go, a model on this machine does', async () => {
    const { spending: on } = await spending({ capUsd: 1 });
    expect(on.reserve(ANN, remote(null)).ok).toBe(false);
    expect(on.reserve(ANN, { local: true, estimatedUsd: null }).ok).toBe(true);
  });

  it('a cost that stays unknown counts as its estimate; what reached nobody costs nothing', async () => {
    const { spending: on } = await spending({ capUsd: 1 });
    take(on, ANN, 0.3).settle(null);
    take(on, ANN, 0.3).settle(0);
    expect(on.ofUser('ann')).toMatchObject({ spentUsd: 0, assumedUsd: 0.3, unknownCostCount: 1 });
    expect(on.leftUsd(ANN)).toBeCloseTo(0.7, 9);
  });

  it('a call is settled once', async () => {
    const { spending: on } = await spending({ capUsd: 1 });
    const call = take(on, ANN, 0.5);
    call.settle(0.2);
    call.settle(0.2);
    expect(on.ofUser('ann')).toMatchObject({ spentUsd: 0.2, reservedUsd: 0 });
  });

  it('says what is missing and what to do', async () => {
    const { spending: on } = await spending({ capUsd: 0.5 });
    const refused = on.reserve(ANN, remote(2));
    expect(refused.ok ? '' : refused.message).toMatch(/\$2\.00.*\$0\.50.*Nothing was sent/u);
  });

  it('taken away, it holds nobody back', async () => {
    const { spending: on, load } = await spending({ capUsd: 0 });
    await on.setCap('ann', null);
    expect(on.leftUsd(ANN)).toBeNull();
    expect((await load()).leftUsd(ANN)).toBeNull();
  });
});

describe('a key', () => {
  it('has a cap of its own beside the user’s, and the tighter one holds', async () => {
    const { spending: on } = await spending({ capUsd: 10 });
    take(on, KEY, 0.9).settle(0.9);
    expect([on.leftUsd(KEY), on.leftUsd(ANN)]).toEqual([0.1, 9.1]);
    take(on, ANN, 9.05).settle(9.05);
    expect(on.leftUsd(KEY)).toBeCloseTo(0.05, 9);
    expect(on.ofKey('k1', 1)).toMatchObject({ spentUsd: 0.9, capUsd: 1 });
  });
});

describe('the day', () => {
  it('begins anew at midnight UTC; what is under way stays set aside', async () => {
    const { spending: on, time } = await spending({ at: NOON, capUsd: 1 });
    take(on, ANN, 0.9).settle(0.9);
    const late = take(on, ANN, 0.1);
    time.now = (Math.floor(NOON / DAY) + 1) * DAY;
    expect(on.leftUsd(ANN)).toBeCloseTo(0.9, 9);
    // It counts on the day it began, as in the history.
    late.settle(0.1);
    expect(on.ofUser('ann')).toMatchObject({ spentUsd: 0, reservedUsd: 0, day: '2026-01-03' });
  });

  it('survives a restart: it is read back from the calls', async () => {
    const { spending: on, store, load } = await spending({ capUsd: 1 });
    expect(on.ofUser('ann').spentUsd).toBe(0);
    const today = Math.floor(NOON / DAY) * DAY;
    await store.calls.record(directCall('yesterday', { at: today - 1, costUsd: 0.5 }));
    await store.calls.record(directCall('first', { at: today, costUsd: 0.25 }));
    await store.calls.record(directCall('by key', { at: NOON, costUsd: 0.125, keyId: 'k1' }));
    await store.calls.record(directCall('unknown', { at: NOON, costUsd: null }));
    await store.calls.record(directCall('bob', { at: NOON, uid: 'bob', costUsd: 3 }));
    const again = await load();
    expect(again.ofUser('ann')).toMatchObject({
      spentUsd: 0.375,
      unknownCostCount: 1,
      leftUsd: 0.625,
    });
    expect(again.ofKey('k1', null).spentUsd).toBe(0.125);
    expect(again.ofUser('bob')).toMatchObject({ spentUsd: 3, leftUsd: null });
  });

  // A restart would give back what calls of unknown cost hold of the cap.
  it('survives a restart with what was estimated where the cost stays unknown', async () => {
    const { spending: on, store, load } = await spending({ capUsd: 1 });
    const cutOff = { costUsd: null, status: 'interrupted', firstTokenMs: null } as const;
    const failed = { costUsd: null, status: 'failed', firstTokenMs: null } as const;
    for (const row of [
      { id: 'ended', settled: null, given: { costUsd: null } },
      { id: 'killed', settled: null, given: cutOff },
      { id: 'reached nobody', settled: 0, given: failed },
    ]) {
      const reservation = take(on, KEY, 0.2);
      const { estimatedUsd } = reservation;
      reservation.settle(row.settled);
      await store.calls.record(
        directCall(row.id, { at: NOON, keyId: 'k1', estimatedUsd, ...row.given }),
      );
    }
    const again = await load();
    expect(again.ofUser('ann')).toEqual(on.ofUser('ann'));
    expect(again.ofKey('k1', 1)).toEqual(on.ofKey('k1', 1));
    expect(again.ofUser('ann')).toMatchObject({ assumedUsd: 0.4, unknownCostCount: 2 });
  });

  // Its call has no row yet when a kill cuts it off, and the provider bills it all the same.
  it('counts a routed request that was cut off, by its estimate, and once', async () => {
    const { store, load } = await spending({ capUsd: 1 });
    const begin = (id: string, given: Partial<Trace> = {}) =>
      store.outcomes.begin({
        id,
        uid: 'ann',
        trace: trace(`d-${id}`, { createdAt: NOON, ...given }),
        excerpt: null,
        conversationId: null,
        status: 'running',
        errorCode: null,
      });
    const call = { at: NOON, router: 'routed', costUsd: null } as const;
    await begin('under way');
    await begin('after a fallback');
    await store.calls.record(
      directCall('first', {
        ...call,
        outcomeId: 'after a fallback',
        status: 'failed',
        firstTokenMs: null,
      }),
    );
    await begin('its call was written');
    await store.calls.record(
      directCall('written', { ...call, outcomeId: 'its call was written', estimatedUsd: 0.01 }),
    );
    await begin('ended');
    await store.outcomes.end('ended', end());
    // Its price is simulated, and may not eat into a real cap.
    const sage = traceCandidate('practice/sage', { practice: true, estimatedCostUsd: 0.5 });
    await begin('practice', { model: 'practice/sage', candidates: [sage] });
    // Somebody looks while they run, which brings their calls into the table.
    await store.history.page('ann', {}, 1, 0);
    await store.outcomes.closeInterrupted();
    expect((await load()).ofUser('ann')).toMatchObject({
      spentUsd: 0,
      assumedUsd: 0.002 + 0.002 + 0.01,
      unknownCostCount: 4,
    });
  });
});

it('for any calls: reserved plus spent never passes the cap while costs keep to their estimates', async () => {
  const { store } = await testStore();
  const clock = { now: () => NOON, monotonic: () => NOON };
  const call = fc.record({
    estimate: fc.integer({ min: 0, max: 400 }).map((milli) => milli / 1_000),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    settleFirst: fc.boolean(),
    unknown: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(call, { maxLength: 40 }), async (calls) => {
      const on = await Spending.load(store, clock);
      await on.setCap('ann', 1);
      const open: (() => void)[] = [];
      for (const { estimate, share, settleFirst, unknown } of calls) {
        if (settleFirst) open.shift()?.();
        const left = on.leftUsd(ANN) ?? 0;
        const reserved = on.reserve(ANN, remote(estimate));
        expect(reserved.ok).toBe(estimate <= left + 1e-9);
        if (reserved.ok) {
          open.push(() => reserved.reservation.settle(unknown ? null : estimate * share));
        }
        const { spentUsd, assumedUsd, reservedUsd } = on.ofUser('ann');
        expect(spentUsd + assumedUsd + reservedUsd).toBeLessThanOrEqual(1 + 1e-6);
      }
    }),
    { numRuns: 50 },
  );
});
