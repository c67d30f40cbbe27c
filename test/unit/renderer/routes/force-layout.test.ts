import { describe, expect, it } from 'vitest';
import { forceLayout } from '../../../../renderer/features/routes/force-layout';

const link = (a: string, b: string, similarity: number) => ({ a, b, similarity });
const between = (
  dots: readonly { id: string; x: number; y: number }[],
  a: string,
  b: string,
): number => {
  const [p, q] = [dots.find(({ id }) => id === a), dots.find(({ id }) => id === b)];
  return p === undefined || q === undefined ? NaN : Math.hypot(p.x - q.x, p.y - q.y);
};

describe('forceLayout', () => {
  it('is the same every time: a picture that jumps at each look would seem to say something', () => {
    const ids = ['?', 'a', 'b', 'c', 'd'];
    const links = [link('?', 'a', 0.9), link('a', 'b', 0.8), link('c', 'd', 0.4)];
    expect(forceLayout(ids, links)).toEqual(forceLayout(ids, links));
  });

  it('draws what is linked nearer than what is not', () => {
    const ids = ['a', 'b', 'c', 'x', 'y', 'z'];
    const near = [link('a', 'b', 0.9), link('b', 'c', 0.9), link('a', 'c', 0.9)];
    const far = [link('x', 'y', 0.9), link('y', 'z', 0.9), link('x', 'z', 0.9)];
    const dots = forceLayout(ids, [...near, ...far, link('c', 'x', 0)]);
    expect(between(dots, 'a', 'b')).toBeLessThan(between(dots, 'a', 'z'));
    expect(between(dots, 'x', 'y')).toBeLessThan(between(dots, 'a', 'y'));
  });

  it.each([0, 1, 2, 12, 81])(
    'keeps %i dots inside the picture, each at a place of its own',
    (n) => {
      const ids = Array.from({ length: n }, (_, at) => `n${at}`);
      const links = ids.slice(1).map((id, at) => link(ids[at] ?? '', id, 0.5));
      const dots = forceLayout(ids, links);
      expect(dots.map(({ id }) => id)).toEqual(ids);
      for (const { x, y } of dots) {
        expect(x).toBeGreaterThanOrEqual(-1e-9);
        expect(x).toBeLessThanOrEqual(1 + 1e-9);
        expect(y).toBeGreaterThanOrEqual(-1e-9);
        expect(y).toBeLessThanOrEqual(1 + 1e-9);
      }
      expect(new Set(dots.map(({ x, y }) => `${x.toFixed(6)} ${y.toFixed(6)}`)).size).toBe(n);
    },
  );

  it('leaves out a link to somebody who is not there, and one to itself', () => {
    const dots = forceLayout(['a', 'b'], [link('a', 'gone', 1), link('a', 'a', 1)]);
    expect(dots.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
  });
});
