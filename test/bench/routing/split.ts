import type { Table } from './table';

/** Sizes of the memory that are tried: half of the prompts, or so many. */
export const SPLITS = { half: null, n1000: 1000, n200: 200, n50: 50 } as const;
export type SplitName = keyof typeof SPLITS;

/** Fewest prompts that must be left to score on. */
const LEAST_TEST = 100;

export interface Split {
  readonly memory: readonly number[];
  readonly test: readonly number[];
}

/**
 * A random split of a table's rows, the same for the same seed. Rows with one prompt stay together,
 * else a memory would know the answer to a prompt it is asked about. Null when too little is left.
 */
export function splitTable(table: Table, size: number | null, seed: number): Split | null {
  const groups = new Map<string, number[]>();
  table.rows.forEach(({ prompt }, row) => {
    const group = groups.get(prompt);
    if (group === undefined) groups.set(prompt, [row]);
    else group.push(row);
  });
  const wanted = size ?? Math.floor(table.rows.length / 2);
  if (table.rows.length - wanted < Math.min(LEAST_TEST, table.rows.length / 2)) return null;
  const memory: number[] = [];
  const test: number[] = [];
  for (const group of shuffled([...groups.values()], seed)) {
    (memory.length + group.length <= wanted ? memory : test).push(...group);
  }
  return { memory, test };
}

function shuffled<T>(items: T[], seed: number): T[] {
  const next = mulberry32(seed);
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    const [a, b] = [items[i], items[j]];
    if (a !== undefined && b !== undefined) [items[i], items[j]] = [b, a];
  }
  return items;
}

/** A small seeded generator of numbers in 0..1. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
