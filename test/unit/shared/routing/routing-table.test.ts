import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClassifierSummary, classifierWinner } from '@shared/routing/classifier-winner';
import {
  buildTable,
  diffTables,
  nearestRank,
  routingTableSchema,
  type Scope,
  type ScopeSummary,
  type TableLists,
} from '@shared/routing/routing-table';

function summary(model: string, scope: Scope, part: Partial<ScopeSummary> = {}): ScopeSummary {
  return {
    model,
    effort: null,
    scope,
    graded: 20,
    passed: 18,
    timeouts: 0,
    errors: 0,
    costUsd: 0.2,
    costKnown: 20,
    p95Ms: 900,
    ...part,
  };
}

const everywhere = (model: string, part: Partial<ScopeSummary> = {}): ScopeSummary[] =>
  (['low', 'medium', 'high'] as const).map((tier) => summary(model, tier, part));

describe('buildTable (S4-20)', () => {
  it('cheapest first above the threshold, then the most accurate below it', () => {
    const built = buildTable(
      [
        ...everywhere('p/dear', { costUsd: 2 }),
        ...everywhere('p/cheap', { costUsd: 0.02, passed: 17 }),
        ...everywhere('p/weak-cheap', { costUsd: 0.001, passed: 4 }),
        ...everywhere('p/weak-better', { costUsd: 1, passed: 12 }),
        ...everywhere('p/same-price-better', { costUsd: 0.02, passed: 20 }),
      ],
      0.8,
    );
    expect(built.ok && built.tiers.high.map(({ model }) => model)).toEqual([
      'p/same-price-better',
      'p/cheap',
      'p/dear',
      'p/weak-better',
      'p/weak-cheap',
    ]);
  });

  it('a model without a known cost would win as if it were free', () => {
    const built = buildTable(
      [...everywhere('p/paid'), ...everywhere('p/unknown', { costKnown: 0, costUsd: 0 })],
      0.8,
    );
    expect(built.ok && built.tiers.low.map(({ model }) => model)).toEqual(['p/paid']);
    expect(built.excluded).toContainEqual({ model: 'p/unknown', scope: 'low', reason: 'no_cost' });
  });

  it('a local model that is measured as free stays in', () => {
    const built = buildTable(everywhere('ollama/small', { costUsd: 0 }), 0.8);
    expect(built.ok && built.tiers.low[0]).toMatchObject({ avgCostUsd: 0 });
  });

  it('the average is over the costs that are known, not over all cases', () => {
    const built = buildTable(everywhere('p/a', { costUsd: 1, costKnown: 10 }), 0.8);
    expect(built.ok && built.tiers.low[0]?.avgCostUsd).toBe(0.1);
  });

  it('one case answered of twenty asked would make a model look perfect', () => {
    const lucky = everywhere('p/lucky', { graded: 1, passed: 1, errors: 19, costKnown: 1 });
    const built = buildTable([...everywhere('p/a'), ...lucky], 0.8);
    expect(built.ok && built.tiers.low.map(({ model }) => model)).toEqual(['p/a']);
  });

  it('an empty tier publishes nothing and says which', () => {
    const built = buildTable(
      everywhere('p/a').filter(({ scope }) => scope !== 'high'),
      0.8,
    );
    expect(built).toMatchObject({ ok: false, code: 'tier_empty', tier: 'high' });
  });

  it('a route with too few cases is left to its tier (ruling 9)', () => {
    const built = buildTable(
      [
        ...everywhere('p/a'),
        summary('p/a', 'debugging/bug_fixing', { graded: 10, passed: 9 }),
        summary('p/a', 'debugging/test_repair', { graded: 9, passed: 9 }),
      ],
      0.8,
    );
    expect(built.ok && Object.keys(built.routes)).toEqual(['debugging/bug_fixing']);
  });

  it('what is built passes the schema it is served through; a shuffled or emptied one does not', () => {
    const row = fc.record({
      passed: fc.integer({ min: 0, max: 20 }),
      costUsd: fc.double({ min: 0, max: 10, noNaN: true }),
      costKnown: fc.integer({ min: 0, max: 20 }),
      errors: fc.integer({ min: 0, max: 40 }),
    });
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 8 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (parts, minAccuracy) => {
          const summaries = parts.flatMap((part, index) => everywhere(`p/m${index}`, part));
          const built = buildTable(summaries, minAccuracy);
          if (!built.ok) return;
          const table = {
            id: 't',
            runId: 'r',
            publishedAt: 1,
            datasetVersion: '1',
            minAccuracy,
            switchCostFactor: 3,
            tiers: built.tiers,
            routes: built.routes,
          };
          expect(routingTableSchema.safeParse(table).success).toBe(true);
          const reversed = {
            ...table,
            tiers: { ...built.tiers, low: [...built.tiers.low].reverse() },
          };
          const distinct = new Set(
            built.tiers.low.map(({ accuracy, avgCostUsd }) => `${accuracy} ${avgCostUsd}`),
          );
          if (distinct.size > 1) expect(routingTableSchema.safeParse(reversed).success).toBe(false);
          const emptied = { ...table, tiers: { ...built.tiers, high: [] } };
          expect(routingTableSchema.safeParse(emptied).success).toBe(false);
        },
      ),
    );
  });
});

describe('nearestRank (S4-7)', () => {
  it.each([
    [[], null],
    [[7], 7],
    [Array.from({ length: 20 }, (_, index) => index + 1), 19],
    [Array.from({ length: 21 }, (_, index) => index + 1), 20],
    [[5, 1, 4, 2, 3], 5],
  ])('of %o is %o: an interpolated or off-by-one rank differs', (values, expected) => {
    expect(nearestRank(values, 0.95)).toBe(expected);
  });
});

const model = (id: string, accuracy: number, cost: number | null, p95: number | null) =>
  ({ model: id, accuracy, avgCostUsd: cost, p95LatencyMs: p95, graded: 72 }) as ClassifierSummary;

describe('classifierWinner (S4-6)', () => {
  it.each([
    ['cheapest of accurate and fast', 1000, 'b'],
    ['no budget: cheapest of accurate', null, 'c'],
    ['none in budget: fastest of accurate', 100, 'a'],
  ])('%s', (_, budget, winner) => {
    const models = [
      model('a', 0.9, 0.03, 300),
      model('b', 0.85, 0.02, 800),
      model('c', 0.95, 0.01, 4000),
      model('d', 0.5, 0.001, 50),
    ];
    expect(classifierWinner(models, 0.8, budget)?.model).toBe(winner);
  });

  it('none accurate: the most accurate, with its p95; an unknown cost never wins', () => {
    const models = [model('a', 0.6, 0.03, 300), model('b', 0.7, null, 10), model('c', 0.4, 0, 1)];
    expect(classifierWinner(models, 0.8, 1000)).toMatchObject({
      model: 'a',
      p95LatencyMs: 300,
      reason: 'most_accurate',
    });
    expect(classifierWinner([model('b', 1, null, 10)], 0.8, null)).toBeNull();
    expect(classifierWinner([model('c', 0, 0, 1)], 0.8, null)).toBeNull();
  });
});

function tiers(ids: string[]): TableLists {
  const built = buildTable(
    ids.flatMap((id, index) => everywhere(id, { costUsd: index + 1 })),
    0.8,
  );
  if (!built.ok) throw new Error('no table');
  return built;
}

describe('diffTables', () => {
  it('a change of the first model is announced, a change behind it is not', () => {
    const before = tiers(['p/a', 'p/b']);
    expect(diffTables(before, tiers(['p/a', 'p/c', 'p/b']))).toEqual([]);
    expect(diffTables(before, tiers(['p/c', 'p/a']))[0]).toEqual({
      scope: 'low',
      before: 'p/a',
      after: 'p/c',
    });
    expect(diffTables(null, before)).toHaveLength(3);
  });
});
