import vm from 'node:vm';
import { computed, fence, logged, sum, valueOf } from './support';

export const BUG_FIXING = computed('debugging', 'bug_fixing', {
  'off-by-one': (prompt) => {
    const fixed = 'return items.slice(items.length - n);';
    const code = fence(prompt).replace(/return .*/u, fixed);
    return String(valueOf(code, 'lastItems([1, 2, 3], 2)')) === '2,3' ? fixed : 'not fixed';
  },
  'wrong-line': () => {
    const lines = ['text = text.trim();', 'return text.split(" ").length;'];
    const works = (after: number) => {
      const code = [
        ...lines.slice(0, after - 1),
        'if (text === "") return 0;',
        ...lines.slice(after - 1),
      ];
      const run = `((text) => {${code.join('\n')}})`;
      return valueOf('', `${run}("   ") === 0 && ${run}("a b") === 2`) === true;
    };
    return [1, 2, 3].filter(works).join(' ');
  },
  'shared-default': () => {
    const run = (fresh: boolean) => {
      const kept: string[] = [];
      const tag = (item: string, tags = fresh ? [] : kept) => {
        tags.push(item);
        return tags;
      };
      return [tag('a'), tag('b'), tag('c', ['x'])].map((tags) => tags.length);
    };
    return [...run(false), ...run(true)].join(' ');
  },
  'closure-loop': (prompt) =>
    `${logged(fence(prompt))}\n${logged(fence(prompt).replace('var', 'let'))}`,
  'binary-search': (prompt) => {
    const items = [2, 4, 4, 7, 9, 12];
    const all = Array.from({ length: 13 }, (_, index) => index + 1);
    return all.filter((x) => {
      const right = items.filter((item) => item < x).length;
      return valueOf(fence(prompt), `lowerBound(items, ${x})`) !== right;
    });
  },
  'interval-merge': (prompt) => {
    const fixed = fence(prompt)
      .replace('.sort()', '.sort((x, y) => x[0] - y[0])')
      .replace('last[1] = to', 'last[1] = Math.max(last[1], to)');
    return { before: valueOf(fence(prompt), 'merge(data)'), after: valueOf(fixed, 'merge(data)') };
  },
  'event-order': (prompt) => eventOrder(fence(prompt)),
  'float-money': (prompt) => {
    const buggy = valueOf(fence(prompt), 'shares(10011, weights)') as number[];
    const weights = valueOf(fence(prompt), 'weights') as number[];
    const exact = weights.map((weight) => (10_011 * weight) / sum(weights));
    const shares = exact.map(Math.floor);
    const order = exact
      .map((_, index) => ({ index, rest: (10_011 * (weights[index] ?? 0)) % sum(weights) }))
      .sort((x, y) => y.rest - x.rest || x.index - y.index);
    const left = 10_011 - sum(shares);
    for (const { index } of order.slice(0, left)) shares[index] = (shares[index] ?? 0) + 1;
    return { difference: sum(buggy) - 10_011, shares };
  },
});

/** Runs the snippet with the microtasks of its own context drained, and its one timer after them. */
function eventOrder(code: string): unknown {
  const timers: (() => void)[] = [];
  const context = vm.createContext(
    { setTimeout: (run: () => void) => timers.push(run) },
    { microtaskMode: 'afterEvaluate' },
  );
  const queue = 'const queueMicrotask = (run) => void Promise.resolve().then(run);';
  vm.runInContext(`${queue}\n${code}`, context);
  for (const timer of timers) timer();
  return JSON.parse(String(vm.runInContext('JSON.stringify(order)', context)));
}
