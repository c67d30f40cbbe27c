import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CandidateSets } from '../../../../electron/backend/store/candidate-sets';
import {
  packApart,
  packSet,
  setText,
  unpackApart,
  unpackSet,
} from '../../../../electron/backend/store/trace-pack';
import { DROP_REASONS } from '../../../../shared/routing/candidate';
import type { Trace, TraceCandidate } from '../../../../shared/routing/trace';
import { testStore, trace, traceCandidate } from '../../../support/store';

const UID = 'ann';

const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const unknown = fc.option(number);
const axes = fc.record({ quality: number, latency: number, cost: number });
const figure = fc.record(
  {
    value: number,
    unit: fc.string(),
    metric: fc.string(),
    source: fc.string(),
    date: fc.option(fc.string()),
    estimate: fc.boolean(),
    note: fc.string(),
  },
  { requiredKeys: ['value', 'unit', 'metric', 'source', 'date', 'estimate'] },
);
const candidates: fc.Arbitrary<TraceCandidate> = fc.record({
  id: fc.string({ unit: 'binary' }),
  provider: fc.string(),
  name: fc.string({ unit: 'grapheme' }),
  local: fc.boolean(),
  practice: fc.boolean(),
  rank: fc.option(fc.nat()),
  total: unknown,
  scores: fc.record({ quality: unknown, latency: unknown, cost: unknown }),
  contributions: axes,
  figures: fc.record({
    quality: fc.option(figure),
    latency: fc.option(figure),
    cost: fc.option(figure),
  }),
  drop: fc.option(fc.constantFrom(...DROP_REASONS)),
  estimatedCostUsd: unknown,
  estimatedLatencyMs: unknown,
});
const traces: fc.Arbitrary<Trace> = fc
  .record({
    rows: fc.array(candidates, { maxLength: 6 }),
    requestedModel: fc.string({ unit: 'grapheme' }),
    model: fc.option(fc.string()),
    incumbent: fc.option(fc.string()),
    weights: axes,
    createdAt: fc.nat(),
    // Longer than what is kept apart, too.
    catalog: fc.string({ maxLength: 6_000, size: 'max' }),
    lastResort: fc.boolean(),
  })
  .map(({ rows, lastResort, ...rest }) =>
    trace('d', { ...rest, candidates: rows, ...(lastResort && { lastResort: true }) }),
  );

describe('a trace that is kept in two parts', () => {
  // A field, a character or a digit that the packing loses: the Why card would show what nobody saw.
  it('any trace is read back as it was, also in the order of its fields', async () => {
    const { store } = await testStore();
    let count = 0;
    await fc.assert(
      fc.asyncProperty(traces, async (made) => {
        count += 1;
        const given = { ...made, id: `d${count}` };
        const begin = { uid: UID, trace: given, excerpt: null, conversationId: null } as const;
        await store.outcomes.begin({
          ...begin,
          id: `o${count}`,
          status: 'refused',
          errorCode: null,
        });
        const read = await store.decisions.get(UID, given.id);
        expect(read).toEqual(given);
        expect(JSON.stringify(read)).toBe(JSON.stringify(given));
      }),
      { numRuns: 200 },
    );
  });

  // A price that JSON cannot say came back as 0, which is free.
  it('a cost that is no finite number is unknown', () => {
    const rows = [NaN, Infinity, -Infinity, null].map((estimatedCostUsd, index) =>
      traceCandidate(`a/${index}`, { estimatedCostUsd }),
    );
    const packed = packApart(trace('d', { candidates: rows }));
    const set = unpackSet(packSet(setText(rows)));
    const read = unpackApart(packed ?? new Uint8Array(), set);
    expect(read.candidates.map(({ estimatedCostUsd }) => estimatedCostUsd)).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('replays from the set with the costs of that very request', async () => {
    const { store } = await testStore();
    const rows = trace('x').candidates;
    // The last one is packed whole, as all were before there were sets.
    for (const [index, cost] of [0.001, null, 0.004].entries()) {
      const costly = rows.map((row) => ({ ...row, estimatedCostUsd: cost }));
      await store.outcomes.begin({
        id: `o${index}`,
        uid: UID,
        trace: trace(`d${index}`, {
          candidates: costly,
          createdAt: index,
          catalog: index === 2 ? 'long'.repeat(2_000) : 'short',
        }),
        excerpt: null,
        conversationId: null,
        status: 'running',
        errorCode: null,
      });
    }
    const replayed = await store.history.replaySet(UID, 'general_assistant', 10);
    expect(
      replayed.map(({ id, candidates: all }) => [id, all.map(({ costUsd }) => costUsd)]),
    ).toEqual([
      ['d2', [0.004, 0.004]],
      ['d1', [null, null]],
      ['d0', [0.001, 0.001]],
    ]);
    expect(replayed[1]?.candidates[0]).toEqual({
      id: 'acme/small',
      scores: { quality: 0.8, latency: 0.8, cost: 0.8 },
      costUsd: null,
      latencyMs: 900,
    });
  });
});

const setOf = (sets: CandidateSets, given: readonly TraceCandidate[]): string =>
  sets.of('general_assistant', given).id;

const rows = (): TraceCandidate[] => [...trace('d').candidates];

describe('candidate sets', () => {
  it('one set serves all requests that saw the same, whatever each would cost', () => {
    const sets = new CandidateSets();
    const first = sets.of('general_assistant', rows());
    const dearer = rows().map((row) => ({ ...row, estimatedCostUsd: 9 }));
    expect(setOf(sets, dearer)).toBe(first.id);
    expect(setOf(new CandidateSets(), rows())).toBe(first.id);
  });

  // A field that the quick comparison forgets: another decision's rows would be shown.
  it('a difference in any field makes another set', () => {
    const other: TraceCandidate = {
      id: 'other/id',
      provider: 'other',
      name: 'other',
      local: true,
      practice: true,
      rank: 7,
      total: 0.1,
      scores: { quality: 0.1, latency: 0.1, cost: 0.1 },
      contributions: { quality: 0.1, latency: 0.1, cost: 0.1 },
      figures: {
        quality: { value: 1, unit: '%', metric: 'm', source: 's', date: null, estimate: false },
        latency: null,
        cost: null,
      },
      drop: 'excluded',
      estimatedCostUsd: 5,
      estimatedLatencyMs: 1,
    };
    const sets = new CandidateSets();
    const base = rows();
    const known = setOf(sets, base);
    for (const key of Object.keys(other) as (keyof TraceCandidate)[]) {
      const changed = base.map((row, index) => (index === 1 ? { ...row, [key]: other[key] } : row));
      if (key === 'estimatedCostUsd') expect(setOf(sets, changed)).toBe(known);
      else expect(setOf(sets, changed), key).not.toBe(known);
    }
    for (const axis of ['quality', 'latency', 'cost'] as const) {
      const changed = base.map((row) => ({
        ...row,
        contributions: { ...row.contributions, [axis]: 0.123 },
      }));
      expect(setOf(sets, changed), axis).not.toBe(known);
    }
    expect(setOf(sets, base.slice(1))).not.toBe(known);
  });

  // A begin that failed must not leave a decision whose candidates are nowhere.
  it('a set is written again until a transaction with it is durable', async () => {
    const { store } = await testStore();
    const begin = (id: string, decision: string) =>
      store.outcomes.begin({
        id,
        uid: UID,
        trace: trace(decision),
        excerpt: null,
        conversationId: null,
        status: 'refused',
        errorCode: 'no_eligible_candidate',
      });
    const results = await Promise.allSettled([
      begin('o1', 'd1'),
      begin('o1', 'd2'),
      begin('o2', 'd1'),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    await begin('o3', 'd3');
    expect(await store.decisions.get(UID, 'd3')).toEqual(trace('d3'));
    expect(await store.decisions.get(UID, 'd2')).toBeNull();
  });
});
