import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paretoFront, type ParetoInput } from '@shared/routing/pareto';

function model(
  id: string,
  quality: number | null,
  costUsd: number | null,
  latencyMs: number | null,
): ParetoInput {
  return { id, quality, costUsd, latencyMs };
}

describe('paretoFront', () => {
  it('marks who is beaten and by whom', () => {
    const marks = paretoFront([
      model('best', 0.9, 0.01, 900),
      model('cheap', 0.6, 0.001, 900),
      model('beaten', 0.6, 0.002, 900),
    ]);
    expect(marks).toEqual([
      { id: 'best', status: 'front', dominatedBy: null },
      { id: 'cheap', status: 'front', dominatedBy: null },
      { id: 'beaten', status: 'dominated', dominatedBy: 'cheap' },
    ]);
  });

  it('keeps equals on the front together', () => {
    const marks = paretoFront([model('a', 0.5, 1, 1), model('b', 0.5, 1, 1)]);
    expect(marks.map(({ status }) => status)).toEqual(['front', 'front']);
  });

  it('ruling 1: an unknown figure neither wins nor loses', () => {
    const marks = paretoFront([
      model('a', 0.9, null, 1),
      model('b', 0.5, 1, 1),
      model('c', NaN, 0, 0),
    ]);
    expect(marks.map(({ status }) => status)).toEqual(['unknown', 'front', 'unknown']);
  });

  it('has nobody on the front who is beaten, and beats everybody else from the front', () => {
    const figure = fc.integer({ min: 0, max: 4 });
    const list = fc.array(fc.tuple(figure, figure, figure), { minLength: 1, maxLength: 15 });
    fc.assert(
      fc.property(list, (rows) => {
        const models = rows.map(([q, c, l], index) => model(String(index), q, c, l));
        const marks = paretoFront(models);
        for (const [index, [q, c, l]] of rows.entries()) {
          const better = rows.flatMap(([q2, c2, l2], at) =>
            q2 >= q && c2 <= c && l2 <= l && (q2 > q || c2 < c || l2 < l) ? [at] : [],
          );
          expect(marks[index]?.status).toBe(better.length === 0 ? 'front' : 'dominated');
          if (better.length > 0) {
            expect(better.some((at) => marks[at]?.status === 'front')).toBe(true);
          }
        }
      }),
    );
  });
});
