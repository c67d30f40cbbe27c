import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Candidate, NO_CONSTRAINTS } from '@shared/routing/candidate';
import { decideAuto, type DecisionInput, fallbackOrder } from '@shared/routing/decide';
import type { Floor } from '@shared/routing/quality-floor';
import { TASK_NEEDS } from '@shared/routing/resolve-setting';
import { SWITCH_MARGIN } from '@shared/routing/session';
import { anyCandidates, anyWeights, candidate, scores, weights } from './support';

const QUALITY = weights(1, 0, 0);

/** Candidates whose totals under {@link QUALITY} are the given numbers. */
function withTotals(totals: Readonly<Record<string, number>>): Candidate[] {
  return Object.entries(totals).map(([id, total]) =>
    candidate(id, { scores: scores(total, 0, 0) }),
  );
}

function input(given: Partial<DecisionInput> = {}): DecisionInput {
  return {
    task: 'general_assistant',
    requestedModel: 'auto',
    candidates: withTotals({ a: 0.9, b: 0.8, c: 0.7 }),
    weights: QUALITY,
    weightsSource: 'user_prefs',
    needs: TASK_NEEDS.general_assistant,
    constraints: NO_CONSTRAINTS,
    requireCallable: true,
    pin: null,
    incumbent: null,
    prefsVersion: 3,
    catalog: 'bundled 1',
    ...given,
  };
}

function chosen(given: Partial<DecisionInput>): [string | null, string] {
  const { model, reason } = decideAuto(input(given));
  return [model, reason];
}

describe('what is chosen', () => {
  it('the best by score', () => {
    expect(chosen({})).toEqual(['a', 'highest_score']);
  });

  it('S0-33: nothing, said as such, when nothing is eligible', () => {
    expect(chosen({ candidates: [] })).toEqual([null, 'no_eligible_candidate']);
    const constraints = { ...NO_CONSTRAINTS, allowed: [] };
    expect(chosen({ constraints })).toEqual([null, 'no_eligible_candidate']);
  });

  it('S0-108: the pin, whatever its rank', () => {
    expect(chosen({ pin: 'c' })).toEqual(['c', 'pinned']);
  });

  it('what is held against newer data, after a pin and after the conversation’s model', () => {
    expect(chosen({ hold: 'c' })).toEqual(['c', 'held']);
    expect(chosen({ hold: 'c', pin: 'b' })).toEqual(['b', 'pinned']);
    const candidates = withTotals({ a: 0.9, b: 0.89, c: 0.7 });
    const incumbent = { model: 'b', prefsVersion: 3 };
    expect(chosen({ hold: 'c', incumbent, candidates })).toEqual(['b', 'kept_in_conversation']);
  });

  it('a hold lapses with its model, says nothing when it leads, and is no explicit choice', () => {
    expect(chosen({ hold: 'gone' })).toEqual(['a', 'highest_score']);
    expect(chosen({ hold: 'a' })).toEqual(['a', 'highest_score']);
    const constraints = { ...NO_CONSTRAINTS, excluded: ['c'] };
    expect(chosen({ hold: 'c', constraints })).toEqual(['a', 'highest_score']);
    expect(fallbackOrder(decideAuto(input({ hold: 'c' })))).toEqual(['a', 'b']);
  });

  it('S0-108: not a pin that is no longer a candidate', () => {
    expect(chosen({ pin: 'gone' })).toEqual(['a', 'highest_score']);
  });

  it('ruling 12: exclusion wins over the pin and over the incumbent', () => {
    const constraints = { ...NO_CONSTRAINTS, excluded: ['b'] };
    const incumbent = { model: 'b', prefsVersion: 3 };
    expect(chosen({ pin: 'b', incumbent, constraints })).toEqual(['a', 'highest_score']);
  });
});

describe('inside a conversation', () => {
  const close = { a: 0.8, b: 0.77 };
  const incumbent = { model: 'b', prefsVersion: 3 };

  it.each([
    ['behind by the margin, which doubles make 0.030000000000000027', 0.77, 'b'],
    ['level with one of a smaller id', 0.8, 'b'],
    ['behind by more', 0.769, 'a'],
  ])('an incumbent %s', (_, b, model) => {
    const candidates = withTotals({ b, a: 0.8 });
    expect(decideAuto(input({ candidates, incumbent })).model).toBe(model);
  });

  it('keeps it and says so', () => {
    expect(chosen({ candidates: withTotals(close), incumbent })).toEqual([
      'b',
      'kept_in_conversation',
    ]);
  });

  it('does not call it kept when it leads anyway', () => {
    const leading = { model: 'a', prefsVersion: 3 };
    expect(chosen({ incumbent: leading })).toEqual(['a', 'highest_score']);
  });

  it('S0-86: new preferences show in the very next pick', () => {
    const before = { model: 'b', prefsVersion: 2 };
    expect(chosen({ candidates: withTotals(close), incumbent: before })).toEqual([
      'a',
      'highest_score',
    ]);
  });

  it('lets go of one that can no longer be called', () => {
    const coolingDown = new Set(['b']);
    expect(chosen({ candidates: withTotals(close), incumbent, coolingDown })).toEqual([
      'a',
      'highest_score',
    ]);
  });

  it('S0-108: a pin beats it', () => {
    expect(chosen({ candidates: withTotals(close), incumbent, pin: 'a' })).toEqual(['a', 'pinned']);
  });

  it('never serves one behind by more than the margin', () => {
    fc.assert(
      fc.property(anyCandidates(2, 6), anyWeights, fc.nat(5), (list, any, at) => {
        const candidates = list.map(({ id, scores }) => candidate(id, { scores }));
        const model = candidates[at % candidates.length]?.id ?? '';
        const trace = decideAuto(
          input({ candidates, weights: any, incumbent: { model, prefsVersion: 3 } }),
        );
        const taken = trace.candidates.find(({ id }) => id === trace.model);
        const best = trace.candidates[0];
        expect((best?.total ?? 0) - (taken?.total ?? 0)).toBeLessThanOrEqual(SWITCH_MARGIN + 1e-9);
        expect([model, best?.id]).toContain(trace.model);
      }),
    );
  });
});

describe('the trace', () => {
  it('S0-39: carries the effective weights, copied (S0-61), their source and the versions', () => {
    const effective = { quality: 1, latency: 0, cost: 0 };
    const trace = decideAuto(input({ weights: effective, weightsSource: 'query_param' }));
    effective.quality = 0;
    expect(trace.weights).toEqual(QUALITY);
    expect(trace).toMatchObject({
      task: 'general_assistant',
      strategy: 'auto',
      requestedModel: 'auto',
      weightsSource: 'query_param',
      prefsVersion: 3,
      catalog: 'bundled 1',
      incumbent: null,
    });
  });

  it('lists the eligible by rank, then the dropped by id, each with its reason', () => {
    const candidates = [
      candidate('z', { availability: 'not_connected' }),
      ...withTotals({ b: 0.2, a: 0.1 }),
      candidate('y', { availability: 'not_listed', scores: scores(1, 1, 1) }),
    ];
    const rows = decideAuto(input({ candidates })).candidates;
    expect(rows.map(({ id, rank, total, drop }) => [id, rank, total, drop])).toEqual([
      ['b', 1, 0.2, null],
      ['a', 2, 0.1, null],
      ['y', null, null, 'not_listed'],
      ['z', null, null, 'not_connected'],
    ]);
  });

  it('has contributions that add up to the total, and unknown figures as null', () => {
    const unpriced = candidate('a', {
      scores: scores(0.7, null, null),
      typicalCostUsd: null,
      typicalLatencyMs: null,
    });
    const trace = decideAuto(input({ candidates: [unpriced], weights: weights(0.5, 0.3, 0.2) }));
    expect(trace.candidates[0]).toMatchObject({
      scores: scores(0.7, null, null),
      contributions: { quality: 0.35, latency: 0, cost: 0 },
      total: 0.35,
      estimatedCostUsd: null,
      estimatedLatencyMs: null,
    });
  });

  it('is the same for the same input in any order, which it leaves alone', () => {
    const shuffled = anyCandidates(1, 8).chain((list) =>
      fc.shuffledSubarray(list, { minLength: list.length }).map((other) => [list, other] as const),
    );
    fc.assert(
      fc.property(shuffled, anyWeights, ([list, other], any) => {
        const make = (rows: typeof list): DecisionInput =>
          input({
            weights: any,
            candidates: Object.freeze(
              rows.map(({ id, scores }) =>
                candidate(id, { scores, availability: id.length > 2 ? 'not_listed' : 'callable' }),
              ),
            ),
          });
        expect(decideAuto(make(other))).toEqual(decideAuto(make(list)));
      }),
    );
  });
});

describe('fallbackOrder', () => {
  it('is the other eligible ones by rank', () => {
    const incumbent = { model: 'b', prefsVersion: 3 };
    const candidates = [
      ...withTotals({ c: 0.5, a: 0.8, b: 0.79 }),
      candidate('d', { availability: 'not_connected' }),
    ];
    expect(fallbackOrder(decideAuto(input({ candidates, incumbent })))).toEqual(['a', 'c']);
  });

  it('ruling 12: is empty after an explicit choice', () => {
    expect(fallbackOrder(decideAuto(input({ pin: 'b' })))).toEqual([]);
  });

  it('is empty when nothing was eligible', () => {
    expect(fallbackOrder(decideAuto(input({ candidates: [] })))).toEqual([]);
  });
});

describe('the quality floor in the trace', () => {
  const byWeight = { weights: weights(0, 0, 1) };
  // Cheap ones win under these weights; only quality tells them apart for the floor.
  const candidates = [
    candidate('cheap', { scores: scores(0.45, 0, 0.9) }),
    candidate('solid', { scores: scores(0.65, 0, 0.5) }),
    candidate('best', { scores: scores(0.95, 0, 0.1) }),
  ];
  const floor = (value: number, given: Partial<Floor> = {}): Partial<DecisionInput> => ({
    ...byWeight,
    candidates,
    floor: {
      value,
      source: 'hint',
      preference: 'quality',
      normalisedFrom: null,
      soft: true,
      ...given,
    },
  });

  // What has no floor must be recorded as it ever was: old readers compare whole traces.
  it('S2-6: leaves no mark where none is in force', () => {
    const plain = decideAuto(input({ ...byWeight, candidates }));
    const explicit = decideAuto(
      input({
        ...byWeight,
        candidates,
        floor: null,
        keyModels: null,
        spendingLeftUsd: null,
        unsupported: () => [],
        coolingDown: new Set<string>(),
      }),
    );
    expect(JSON.stringify(explicit)).toBe(JSON.stringify(plain));
    expect(Object.keys(plain)).not.toContain('floor');
  });

  it('says whether the position changed the pick', () => {
    const trace = decideAuto(input(floor(0.6)));
    expect([trace.model, trace.floor?.changedPick]).toEqual(['solid', true]);
    const same = decideAuto(input({ ...floor(0.6), weights: QUALITY }));
    expect([same.model, same.floor?.changedPick]).toEqual(['best', false]);
  });

  it('S2-9: says when it came down, and to where', () => {
    const { floor: relaxed, model } = decideAuto(
      input({ ...floor(0.7), candidates: candidates.slice(0, 2) }),
    );
    expect([model, relaxed?.value, relaxed?.relaxed]).toEqual(['solid', 0.6, true]);
  });

  it('S2-16: an explicit one refuses, with its own reason', () => {
    const trace = decideAuto(input(floor(0.99, { soft: false, source: 'min_quality' })));
    expect([trace.model, trace.reason]).toEqual([null, 'no_candidate_clears_floor']);
    expect(trace.candidates.map(({ drop }) => drop)).toEqual([
      'below_quality_floor',
      'below_quality_floor',
      'below_quality_floor',
    ]);
  });

  it('a fallback clears it too', () => {
    expect(fallbackOrder(decideAuto(input(floor(0.6))))).toEqual(['best']);
  });

  it('S2-3: carries what was written', () => {
    const trace = decideAuto(input(floor(0.6, { normalisedFrom: 'qualtiy' })));
    expect(trace.floor?.normalisedFrom).toBe('qualtiy');
  });
});

it('a last resort is marked as one, and has no fallback', () => {
  const coolingDown = { has: () => true, freeAt: (id: string) => (id === 'b' ? 1 : 2) };
  const trace = decideAuto(input({ coolingDown }));
  expect([trace.model, trace.lastResort, fallbackOrder(trace)]).toEqual(['b', true, []]);
});
