import { computed, fence, rows, valueOf } from './support';

const BITS = Array.from({ length: 16 }, (_, row) => row);

export const CODE_CLEANUP = computed('refactoring', 'code_cleanup', {
  'boolean-return': (prompt) => {
    const short = 'return age >= 18;';
    const same = `[17, 18, 19, NaN].every((age) => isAdult(age) === ((age) => { ${short} })(age))`;
    return valueOf(fence(prompt), same) === true && short;
  },
  'de-morgan': () => {
    const mended = 'a !== b && c >= d';
    const values = [1, 2, 3];
    const all = JSON.stringify(values);
    const same = `${all}.every((a) => ${all}.every((b) => ${all}.every((c) => ${all}.every((d) => (${mended}) === !(a === b || c < d)))))`;
    return valueOf('', same) === true ? mended : 'differs';
  },
  'unused-names': (prompt) => {
    const code = fence(prompt);
    const names = [...code.matchAll(/(?:const (\w+)|import \{ ([\w, ]+) \})/gu)].flatMap(
      ([, declared, imported]) => declared ?? imported?.split(', ') ?? [],
    );
    return names
      .filter((name) => code.match(new RegExp(`\\b${name}\\b`, 'gu'))?.length === 1)
      .sort();
  },
  'simplified-conditions': (prompt) =>
    rows(prompt)
      .filter((row) => {
        const [, , left, right] = /^(\w) +(.*?) +-> +(.*)$/u.exec(row) ?? [];
        const values = '[0, -1, 1, 3, 4, 5, 6, NaN, Infinity, -0]';
        const same = `${values}.every((x) => ${values}.every((y) => Object.is((${left}) + 0, (${right}) + 0) && typeof (${left}) === typeof (${right})))`;
        return valueOf('', same) === true;
      })
      .map((row) => row.charAt(0))
      .join(''),
  'dead-code': (prompt) => {
    const calls = new Map(
      rows(prompt).map((row) => {
        const [name = '', callees = ''] = row.split(': ');
        return [name, callees.split(', ').filter((callee) => callee !== '-')] as const;
      }),
    );
    const reached = new Set<string>();
    const visit = (name: string) => {
      if (reached.has(name)) return;
      reached.add(name);
      for (const callee of calls.get(name) ?? []) visit(callee);
    };
    visit('main');
    visit('onSignal');
    return [...calls.keys()].filter((name) => !reached.has(name)).sort();
  },
  'truth-table': (prompt) => {
    const truth = (condition: string) =>
      String(
        valueOf(
          '',
          `Array.from({ length: 16 }, (_, n) => { const [a, b, c, d] = [8, 4, 2, 1].map((bit) => (n & bit) > 0); return ${condition}; })`,
        ),
      );
    return rows(prompt, 1)
      .filter((row) => truth(row.slice(3)) === truth(fence(prompt)))
      .map((row) => row.charAt(0))
      .join('');
  },
  'minimal-terms': (prompt) => minimal(new Set(fence(prompt).split(' ').map(Number))),
  'extract-and-count': (prompt) =>
    (
      valueOf(
        fence(prompt),
        'Array.from({ length: 21 }, (_, n) => [n, before(n), after(n)])',
      ) as number[][]
    ).filter(([, before, after]) => before !== after),
  'rename-shadowing': (prompt) => valueOf(fence(prompt), 'seen'),
});

/** All terms over four variables as [mask, value]; tries sets of growing size. */
function minimal(wanted: ReadonlySet<number>) {
  const covers = (mask: number, value: number, row: number) => (row & mask) === value;
  const terms: { mask: number; value: number; rows: number; literals: number }[] = [];
  for (const mask of BITS) {
    for (const value of BITS) {
      if ((value & mask) !== value) continue;
      const rowsOf = BITS.filter((row) => covers(mask, value, row));
      if (!rowsOf.every((row) => wanted.has(row))) continue;
      const literals = mask.toString(2).replaceAll('0', '').length;
      terms.push({ mask, value, literals, rows: rowsOf.reduce((set, row) => set | (1 << row), 0) });
    }
  }
  const goal = [...wanted].reduce((set, row) => set | (1 << row), 0);
  type Cover = typeof terms;
  const covered: Cover[] = [];
  const search = (from: number, chosen: Cover, set: number, size: number) => {
    if (set === goal) covered.push(chosen);
    if (set === goal || chosen.length === size) return;
    for (let index = from; index < terms.length; index += 1) {
      const term = terms[index];
      if (term !== undefined) search(index + 1, [...chosen, term], set | term.rows, size);
    }
  };
  for (let size = 1; covered.length === 0; size += 1) search(0, [], 0, size);
  const literalsOf = (cover: Cover) => cover.reduce((sum, term) => sum + term.literals, 0);
  const literals = Math.min(...covered.map(literalsOf));
  const best = covered.filter((cover) => literalsOf(cover) === literals);
  if (best.length > 1) return 'not unique';
  const flipped = (row: number) =>
    best[0]?.some(({ mask, value }) => covers(mask, (mask & 4) > 0 ? value ^ 4 : value, row)) ===
    true;
  const changed = BITS.filter((row) => flipped(row) !== wanted.has(row)).length;
  return [best[0]?.length, literals, changed];
}
