import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareCodePoints } from '@shared/routing/code-points';
import { rank, winner } from '@shared/routing/rank';
import { anyCandidates, anyWeights, scores, weights } from './support';

const even = scores(0.5, 0.5, 0.5);
const balanced = weights(0.4, 0.3, 0.3);

/** Code-point order, spelled out. */
function reference(a: string, b: string): number {
  const left = Array.from(a, (char) => char.codePointAt(0) ?? 0);
  const right = Array.from(b, (char) => char.codePointAt(0) ?? 0);
  const at = left.findIndex((point, index) => point !== right[index]);
  return at === -1 ? left.length - right.length : (left[at] ?? -1) - (right[at] ?? -1);
}

/** Few and many: short lists are sorted in another way than long ones. */
const fewOrMany = fc.oneof(anyCandidates(0, 12), anyCandidates(60, 70));

describe('rank', () => {
  it('S0-32: breaks ties by code point, not by locale and not by UTF-16 unit', () => {
    const ids = ['ä', 'b', 'Z', 'a', '\u{1F600}', '\uFF5E', '10', '9', 'ab'];
    const ranked = rank(
      ids.map((id) => ({ id, scores: even })),
      balanced,
    );
    expect(ranked.map(({ candidate }) => candidate.id)).toEqual([
      '10',
      '9',
      'Z',
      'a',
      'ab',
      'b',
      'ä',
      '\uFF5E',
      '\u{1F600}',
    ]);
  });

  it('S0-21: integer-like ids keep their place', () => {
    const ranked = rank(
      [
        { id: '4', scores: scores(0.1, 0.1, 0.1) },
        { id: 'gpt', scores: scores(0.9, 0.9, 0.9) },
      ],
      balanced,
    );
    expect(ranked.map(({ candidate }) => candidate.id)).toEqual(['gpt', '4']);
  });

  it('does not depend on the order of its input, nor change it', () => {
    const shuffled = fewOrMany.chain((candidates) =>
      fc.tuple(
        fc.constant(candidates),
        fc.shuffledSubarray(candidates, { minLength: candidates.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, anyWeights, ([candidates, permuted], any) => {
        const before = candidates.map(({ id }) => id);
        expect(rank(permuted, any)).toEqual(rank(candidates, any));
        expect(candidates.map(({ id }) => id)).toEqual(before);
      }),
    );
  });

  it('descends, and the same totals ascend by id', () => {
    fc.assert(
      fc.property(fewOrMany, anyWeights, (candidates, any) => {
        const ranked = rank(candidates, any);
        for (const [index, row] of ranked.entries()) {
          const next = ranked[index + 1];
          if (next === undefined) continue;
          expect(row.total).toBeGreaterThanOrEqual(next.total);
          if (row.total === next.total) {
            expect(compareCodePoints(row.candidate.id, next.candidate.id)).toBeLessThan(0);
          }
        }
      }),
    );
  });
});

it('winner is the head of the ranking', () => {
  fc.assert(
    fc.property(fewOrMany, anyWeights, (candidates, any) => {
      expect(winner(candidates, any)).toEqual(rank(candidates, any)[0] ?? null);
    }),
  );
});

it('code-point order is that of the code points', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'b', '\uE000', '\uFFFD', '\u{10000}', '\u{10FFFF}'),
  });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareCodePoints(a, b))).toBe(Math.sign(reference(a, b)));
    }),
  );
});
