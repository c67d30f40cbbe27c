import { computed, fence, rows } from './support';
import { permutations } from './test-repair';

/** `a -> b, c` or `a: b, c` lines as pairs; `-` is nothing. */
export function edgesOf(lines: readonly string[]): [string, string][] {
  return lines.flatMap((line) => {
    const [from = '', to = ''] = line.split(/\s*->\s*|:\s*/u);
    return to
      .split(', ')
      .filter((name) => name !== '-')
      .map((name): [string, string] => [from, name]);
  });
}

export const ARCHITECTURE_IMPROVEMENT = computed('refactoring', 'architecture_improvement', {
  'layer-violation': (prompt) => {
    const layers = ['ui', 'app', 'domain', 'infra-ports', 'shared'];
    const layerOf = (path = '') => layers.indexOf(path.split('/')[0] ?? '');
    return rows(prompt)
      .map((row) => row.split(/\s+(?:->\s+)?/u))
      .filter(([, from, to]) => layerOf(to) < layerOf(from))
      .map(([number]) => Number(number));
  },
  'import-cycle': (prompt) => {
    const edges = edgesOf(rows(prompt));
    return [...new Set(edges.flat())].filter((name) => reaches(edges, name, name)).sort();
  },
  'fan-in': (prompt) => {
    const edges = edgesOf(rows(prompt));
    return ['cart', 'auth', 'db'].map((name) => {
      const ce = edges.filter(([from]) => from === name).length;
      const ca = edges.filter(([, to]) => to === name).length;
      return Number((ce / (ca + ce)).toFixed(2));
    });
  },
  'build-order': (prompt) => {
    const edges = edgesOf(rows(prompt));
    const left = new Set(rows(prompt).map((row) => row.split(':')[0] ?? ''));
    const built: string[] = [];
    while (left.size > 0) {
      const next = [...left]
        .filter((name) => edges.every(([from, to]) => from !== name || built.includes(to)))
        .sort()[0];
      if (next === undefined) throw new Error('a cycle');
      built.push(next);
      left.delete(next);
    }
    return built;
  },
  'event-replacement': (prompt) => {
    const edges = edgesOf(rows(prompt));
    const next = (name: string) => edges.filter(([from]) => from === name).map(([, to]) => to);
    const deep = (name: string): string[] => [name, ...next(name).flatMap(deep)];
    const order = ['order-placed'];
    for (const name of order) order.push(...next(name));
    return { order, oldPosition: deep('order-placed').indexOf('book-ledger') + 1 };
  },
  'cut-cycle': (prompt) => {
    const edges = edgesOf(rows(prompt));
    const names = [...new Set(edges.flat())];
    const cyclic = (kept: [string, string][]) => names.some((name) => reaches(kept, name, name));
    for (let size = 0; ; size += 1) {
      const good = subsets(edges.length, size).filter(
        (cut) => !cyclic(edges.filter((_, index) => !cut.includes(index))),
      );
      if (good.length > 0) return [size, good.length];
    }
  },
  'module-clusters': (prompt) => {
    const calls = rows(prompt).map((row) => row.split(/[- ]/u));
    const names = [...'abcdefghij'];
    const splits = subsets(10, 5)
      .filter((set) => set.includes(0))
      .map((set) => {
        const first = set.map((index) => names[index] ?? '');
        const crossing = calls
          .filter(([one = '', two = '']) => first.includes(one) !== first.includes(two))
          .reduce((total, [, , weight]) => total + Number(weight), 0);
        return { first, crossing };
      })
      .sort((x, y) => x.crossing - y.crossing);
    return splits[0]?.crossing === splits[1]?.crossing ? 'not unique' : splits[0];
  },
  'strangler-steps': (prompt) => strangler(fence(prompt)),
});

function reaches(edges: readonly [string, string][], from: string, goal: string): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const [one, two] of edges) {
      if (one !== name || seen.has(two)) continue;
      if (two === goal) return true;
      seen.add(two);
      open.push(two);
    }
  }
  return false;
}

/** All sets of `size` indexes below `count`, ascending. */
export function subsets(count: number, size: number, from = 0): number[][] {
  if (size === 0) return [[]];
  const found: number[][] = [];
  for (let index = from; index <= count - size; index += 1) {
    for (const rest of subsets(count, size - 1, index + 1)) found.push([index, ...rest]);
  }
  return found;
}

function strangler(text: string) {
  const calls = [...text.matchAll(/(\w+)-(\w+) (\d+)/gu)].map(([, one = '', two = '', weight]) => ({
    one,
    two,
    weight: Number(weight),
  }));
  const modules = ['login', 'user', 'order', 'stock', 'price', 'bill', 'mail'];
  let cost = Infinity;
  let best: string[][] = [];
  for (const order of permutations(modules)) {
    const week = new Map(order.map((name, index) => [name, index]));
    const at = (name: string) => week.get(name) ?? 0;
    const allowed =
      at('order') > at('user') &&
      at('bill') > at('price') &&
      (at('mail') > at('bill') || at('mail') > at('login')) &&
      at('stock') > 0 &&
      at('login') > 1;
    if (!allowed) continue;
    const total = calls.reduce(
      (sum, { one, two, weight }) => sum + weight * Math.abs(at(one) - at(two)),
      0,
    );
    if (total < cost) best = [];
    cost = Math.min(cost, total);
    if (total === cost) best.push([...order, 'audit']);
  }
  const texts = best.map((order) => order.join(' ')).sort();
  return { cost, sequences: best.length, first: texts[0]?.split(' ') };
}
