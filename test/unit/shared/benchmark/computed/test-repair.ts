import { computed, fence, logged, rows, valueOf } from './support';

export const TEST_REPAIR = computed('debugging', 'test_repair', {
  'wrong-expectation': (prompt) => {
    const total = Math.round((10 + 20 + 5.5) * 120) / 100;
    return fence(prompt).replace('35.5)', `${total})`);
  },
  'float-compare': (prompt) => valueOf('', fence(prompt)),
  'snapshot-key-order': (prompt) => logged(fence(prompt)),
  'fake-timers': (prompt) => debounce(rows(prompt)),
  'order-dependent': () => {
    const good = permutations(['T1', 'T2', 'T3', 'T4', 'T5']).filter(passes);
    return [
      good.length,
      good
        .map((order) => order.join(' '))
        .sort()[0]
        ?.split(' '),
    ];
  },
  'flaky-odds': () => {
    const stages = [
      { green: 0.8 ** 2, minutes: 6 },
      { green: 0.75, minutes: 10 },
      { green: 0.9, minutes: 4 },
    ];
    let reached = 1;
    let minutes = 0;
    for (const stage of stages) {
      minutes += reached * stage.minutes * (1 + (1 - stage.green));
      reached *= 1 - (1 - stage.green) ** 2;
    }
    return [Number(reached.toFixed(4)), Number(minutes.toFixed(2))];
  },
  'mock-calls': (prompt) =>
    valueOf(fence(prompt), 'cases.map(([codes, limit]) => run(codes, limit))'),
  'bisect-steps': () => bisect(22, new Set([13, 20, 21, 22, 31])),
});

function debounce(lines: readonly string[]) {
  const fired: [string, number][] = [];
  let last: { name: string; at: number } | null = null;
  let first = 0;
  const flush = (now: number) => {
    if (last === null) return;
    const at = Math.min(last.at + 100, first + 250);
    if (at > now) return;
    fired.push([last.name, at]);
    last = null;
  };
  for (const line of lines) {
    const [, name = '', time] = /^call\((\w)\) at (\d+)$/u.exec(line) ?? [];
    flush(Number(time));
    if (last === null) first = Number(time);
    last = { name, at: Number(time) };
  }
  flush(Infinity);
  return fired;
}

export function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) =>
    permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  );
}

function passes(order: readonly string[]): boolean {
  let users = 0;
  for (const name of order) {
    const met: Record<string, boolean> = {
      T1: users >= 1,
      T2: users === 1,
      T3: users >= 3,
      T4: users === 0,
      T5: users === 2,
    };
    if (met[name] !== true) return false;
    users = name === 'T3' ? 0 : users + ({ T1: 1, T2: 2, T4: 1, T5: -1 }[name] ?? 0);
  }
  return true;
}

function bisect(firstBad: number, broken: ReadonlySet<number>) {
  let good = 0;
  let bad = 40;
  const tested: number[] = [];
  for (;;) {
    const middle = Math.floor((good + bad) / 2);
    const between = Array.from({ length: bad - good - 1 }, (_, index) => good + 1 + index);
    const next = between
      .filter((commit) => !broken.has(commit))
      .sort((x, y) => Math.abs(x - middle) - Math.abs(y - middle) || x - y)[0];
    if (next === undefined) break;
    tested.push(next);
    if (next >= firstBad) bad = next;
    else good = next;
  }
  return { tested, suspects: Array.from({ length: bad - good }, (_, index) => good + 1 + index) };
}
