import {
  decideLearned,
  DEFAULT_LEARNED_SETTINGS,
  type LearnedInput,
} from '@shared/routing/learned';
import { fitHead } from '@shared/routing/learned-head';
import { type LearnedExample, prepareMemory } from '@shared/routing/learned-memory';
import { dotTable } from '@shared/routing/neighbours-kernel';
import { closest, unitVector } from '@shared/routing/neighbours';
import { FEATURE_NAMES, promptFeatures } from '@shared/routing/prompt-features';
import type { BenchRow } from './support/row';

/** Sizes, and what design/performance.md measured for each: p50 of plain JavaScript, in ms. */
const SIZES: readonly { rows: number; dimensions: number; plainMs: number | null }[] = [
  { rows: 1_000, dimensions: 384, plainMs: 1 },
  { rows: 10_000, dimensions: 384, plainMs: 9.5 },
  { rows: 100_000, dimensions: 384, plainMs: 92 },
  { rows: 5_000, dimensions: 1_536, plainMs: null },
];
const NEIGHBOURS = 10;
const RUNS = 60;

export async function run(): Promise<BenchRow[]> {
  return [...SIZES.flatMap(search), ...decision()];
}

/** The exact search: every inner product, then the ten closest. */
function search({ rows, dimensions, plainMs }: (typeof SIZES)[number]): BenchRow[] {
  const random = numbers(7);
  const table = dotTable(rows, dimensions);
  for (let i = 0; i < rows; i++) table.row(i).set(vector(dimensions, random));
  const query = vector(dimensions, random);
  const wasm = times(RUNS, () => closest(Float64Array.from(table.dots(query)), NEIGHBOURS));
  const plain = times(rows > 20_000 ? 5 : 20, () =>
    closest(plainDots(table, query, rows), NEIGHBOURS),
  );
  const name = `closest ${NEIGHBOURS} of ${rows.toLocaleString('en')} x ${dimensions}`;
  const against = `plain JavaScript${plainMs === null ? '' : ` (${plainMs} ms when it was measured apart)`}`;
  return [
    { name: `${name}, p50`, value: at(wasm, 0.5), base: at(plain, 0.5) },
    { name: `${name}, p95`, value: at(wasm, 0.95), base: at(plain, 0.95) },
  ].map(({ name: what, value, base }) => ({
    name: what,
    value,
    unit: 'ms',
    against: `${against}: ${base.toPrecision(3)} ms`,
    ratio: value / base,
  }));
}

/** What a request waits for when its embedding is there: features, search, vote, trace. */
function decision(): BenchRow[] {
  const random = numbers(11);
  const models = Array.from({ length: 5 }, (_, i) => `provider/model-${i}`);
  const prompt =
    'Anna has 3 apples and buys 4 more every day. How many has she after a week? '.repeat(4);
  const examples = Array.from({ length: 5_000 }, (_, i): LearnedExample => ({
    id: String(i),
    vector: vector(512, random),
    features: promptFeatures(prompt.slice(0, 20 + (i % 200))),
    scores: Object.fromEntries(models.map((model) => [model, random()])),
  }));
  let memory = prepareMemory([], 512, FEATURE_NAMES.length);
  const prepared = times(5, () => {
    memory = prepareMemory(examples, 512, FEATURE_NAMES.length);
  });
  const steps: number[] = [];
  const fitting = fitHead(memory);
  let step = fitting.next();
  while (step.done !== true) {
    const began = performance.now();
    step = fitting.next();
    steps.push(performance.now() - began);
  }
  const input: Omit<LearnedInput, 'query'> = {
    settings: DEFAULT_LEARNED_SETTINGS,
    off: false,
    hasTools: false,
    prompt,
    memory,
    head: step.value,
    candidates: models.map((id, i) => ({ id, costUsd: i / 1000, price: null })),
    incumbent: null,
    leftOut: null,
  };
  const query = vector(512, random);
  const whole = times(RUNS * 3, () =>
    decideLearned({ ...input, query: { vector: query, features: promptFeatures(prompt) } }),
  );
  return [
    row('learned decision at 5,000 examples, p50', at(whole, 0.5), 5),
    row('learned decision at 5,000 examples, p95', at(whole, 0.95), 5),
    row('memory of 5,000 made ready, p50', at(prepared, 0.5), 100),
    row(
      'fit of the head at 5,000, together',
      steps.reduce((a, b) => a + b, 0),
      1_000,
    ),
    row('fit of the head, longest step between two rests', Math.max(...steps), 16),
  ];
}

function row(name: string, value: number, aim: number): BenchRow {
  return { name, value, unit: 'ms', against: `aim: ${aim} ms`, ratio: value / aim };
}

function plainDots(table: ReturnType<typeof dotTable>, query: Float32Array, rows: number) {
  const all = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const row = table.row(i);
    let sum = 0;
    for (let d = 0; d < query.length; d++) sum += (row[d] ?? 0) * (query[d] ?? 0);
    all[i] = sum;
  }
  return all;
}

/** Sorted durations in ms, after a few runs that are not counted. */
function times(runs: number, work: () => unknown): number[] {
  for (let i = 0; i < 3; i++) work();
  return Array.from({ length: runs }, () => {
    const began = performance.now();
    work();
    return performance.now() - began;
  }).sort((a, b) => a - b);
}

function at(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? NaN;
}

function vector(dimensions: number, random: () => number): Float32Array {
  const values = Float32Array.from({ length: dimensions }, () => random() - 0.5);
  return unitVector(values) ?? values;
}

function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
