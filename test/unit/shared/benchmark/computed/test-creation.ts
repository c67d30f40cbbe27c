import { computed, fence, rows, valueOf } from './support';

export const TEST_CREATION = computed('implementation', 'test_creation', {
  'expected-value': (prompt) =>
    valueOf(fence(prompt), '[clamp(15, 0, 10), clamp(-3, 0, 10), clamp(7, 7, 7), clamp(5, 10, 0)]'),
  'leap-year-cases': () =>
    [1900, 2000, 2023, 2024, 2100, 2400].map(
      (year) => new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1,
    ),
  'boundary-values': () => {
    const accepted = (age: number) => age >= 18 && age <= 65 && age !== 40;
    const ages = Array.from({ length: 100 }, (_, age) => age);
    return ages.filter((age) =>
      [age - 1, age + 1].some((next) => accepted(next) !== accepted(age)),
    );
  },
  'branch-coverage': (prompt) => [
    fewestCalls(),
    ...(valueOf(
      fence(prompt),
      '[price(64, true, "tue"), price(65, true, "tue"), price(17, false, "tue")]',
    ) as number[]),
  ],
  'killed-mutants': (prompt) => {
    const code = fence(prompt);
    const mutants: Record<string, (source: string) => string> = {
      M1: (source) => source.replace('a + b > c', 'a + b >= c'),
      M2: (source) => source.replace('a + c > b', 'a + c >= b'),
      M3: (source) => source.replace('b + c > a', 'b + c >= a'),
      M4: (source) => source.replace('a + b > c', 'a - b > c'),
      M5: (source) => source.replace('&& b', '|| b'),
      M6: (source) => source.replace('&& a', '|| a'),
      M7: (source) => source.replace('b + c > a', 'true'),
      M8: (source) => source.replace('a + c > b', 'true'),
    };
    const tests =
      'isTriangle(3,4,5) && !isTriangle(1,2,3) && !isTriangle(5,1,1) && isTriangle(2,2,2)';
    return Object.entries(mutants)
      .filter(([, mutate]) => valueOf(mutate(code), tests) === true)
      .map(([name]) => name);
  },
  'pairwise-set': (prompt) => {
    const cases = rows(prompt)
      .slice(1)
      .map((row) => row.split(/\s+/u));
    const seen = new Set(cases.flatMap(pairsOf));
    const all: string[][] = [];
    for (const browser of ['chrome', 'firefox', 'safari']) {
      for (const login of ['guest', 'user']) {
        for (const theme of ['light', 'dark']) all.push([browser, login, theme]);
      }
    }
    const missing = new Set(all.flatMap(pairsOf).filter((pair) => !seen.has(pair)));
    const fits = all.filter((one) => [...missing].every((pair) => pairsOf(one).includes(pair)));
    return fits.length === 1 ? fits[0]?.join(' ') : fits;
  },
  'state-coverage': (prompt) => walks(rows(prompt)),
  'property-counterexample': (prompt) => {
    const results = valueOf(
      fence(prompt),
      `${fence(prompt, 1)}.map((xs) => [xs, decode(encode(xs))])`,
    ) as [number[], number[]][];
    return results.filter(([xs, ys]) => String(xs) !== String(ys)).map(([, ys]) => ys);
  },
});

/** The smallest set of calls that takes both ways of every `if`, by trying all sets. */
function fewestCalls(): number {
  const taken: Set<string>[] = [];
  for (const age of [5, 17, 30, 70]) {
    for (const member of [true, false]) {
      for (const day of ['mon', 'tue']) {
        const ways = new Set<string>([`1${age < 6}`]);
        if (age >= 6) {
          ways.add(`2${age < 18}`);
          if (age >= 18) ways.add(`3${age >= 65}`);
          const cents = age < 18 ? 700 : age >= 65 ? 900 : 1200;
          ways.add(`4${day === 'tue' && cents > 1000}`).add(`5${member}`);
        }
        taken.push(ways);
      }
    }
  }
  const reaches = (count: number, from: number, sofar: ReadonlySet<string>): boolean => {
    if (sofar.size === 10) return true;
    if (count === 0) return false;
    return taken.some(
      (ways, index) => index >= from && reaches(count - 1, index + 1, new Set([...sofar, ...ways])),
    );
  };
  for (let count = 1; ; count += 1) if (reaches(count, 0, new Set())) return count;
}

function pairsOf(one: readonly string[]): string[] {
  const [browser, login, theme] = one;
  return [`${browser}+${login}`, `${browser}+${theme}`, `${login}+${theme}`];
}

/** Breadth-first over (state, set of transitions taken). */
function walks(lines: readonly string[]) {
  const edges = lines.map((line) => /^(\w+) -\w+-> (\w+)$/u.exec(line)?.slice(1) ?? []);
  let level = new Map([['new 0', { state: 'new', taken: 0 }]]);
  const seen = new Set(level.keys());
  const best = { taken: 0, length: 0 };
  const reached = new Set<number>();
  for (let length = 0; level.size > 0; length += 1) {
    const next = new Map<string, { state: string; taken: number }>();
    for (const { state, taken } of level.values()) {
      reached.add(taken);
      const count = taken.toString(2).replaceAll('0', '').length;
      if (count > best.taken) Object.assign(best, { taken: count, length });
      for (const [index, [from, to = '']] of edges.entries()) {
        const node = { state: to, taken: taken | (1 << index) };
        const key = `${to} ${node.taken}`;
        if (from !== state || seen.has(key)) continue;
        seen.add(key);
        next.set(key, node);
      }
    }
    level = next;
  }
  const all = (1 << edges.length) - 1;
  let sets = new Set([0]);
  for (let count = 0; ; count += 1) {
    if (sets.has(all)) return [best.length, best.taken, count];
    sets = new Set([...sets].flatMap((set) => [...reached].map((one) => set | one)));
  }
}
