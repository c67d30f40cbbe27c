import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { unitVector } from '../../../shared/routing/neighbours';
import { promptFeatures } from '../../../shared/routing/prompt-features';
import { evaluate } from '../../bench/routing/evaluate';
import { endsOf, hullQuality, sweepMetrics } from '../../bench/routing/metrics';
import { jsonOf } from '../../bench/routing/report';
import { splitTable } from '../../bench/routing/split';
import { readTables, type Table } from '../../bench/routing/table';

const ENDS = { weak: { cost: 1, quality: 0.4 }, strong: { cost: 11, quality: 0.8 } };

describe('the metrics', () => {
  it('give the random mix exactly 0.5, 50 % and 80 %', () => {
    const mix = Array.from({ length: 11 }, (_, i) => ({ cost: 1 + i, quality: 0.4 + 0.04 * i }));
    const { apgr, cpt50, cpt80, costAt95 } = sweepMetrics(mix, ENDS);
    expect(apgr).toBeCloseTo(0.5, 10);
    expect(cpt50).toBeCloseTo(0.5, 10);
    expect(cpt80).toBeCloseTo(0.8, 10);
    expect(costAt95).toBeCloseTo((1 + 0.9 * 10) / 11, 10);
  });

  it('reward a router that finds the gap first, also past the strong model', () => {
    const { apgr, cpt50, bestAccuracy } = sweepMetrics([{ cost: 2, quality: 0.9 }], ENDS);
    expect(apgr).toBeGreaterThan(1);
    expect(cpt50).toBeLessThan(0.1);
    expect(bestAccuracy).toBe(0.9);
  });

  it('say nothing about a gap where the cheapest model is the best', () => {
    const ends = endsOf([
      { cost: 1, quality: 0.9 },
      { cost: 5, quality: 0.7 },
    ]);
    expect(sweepMetrics([{ cost: 1, quality: 0.9 }], ends).apgr).toBeNaN();
  });

  it('take the hull and not the points under it', () => {
    const points = [
      { cost: 0, quality: 0 },
      { cost: 5, quality: 0.1 },
      { cost: 10, quality: 1 },
    ];
    expect(hullQuality(points, 0, 10)).toBeCloseTo(0.5, 10);
  });
});

/** `count` prompts; the cheap model fails those about sums. */
function table(
  count: number,
  quality: (sum: boolean, i: number) => readonly [number, number],
): Table {
  return {
    name: 'made-up',
    models: ['cheap', 'dear'],
    proxyCosts: Float64Array.of(1, 10),
    notes: [],
    rows: Array.from({ length: count }, (_, i) => {
      const sum = i % 2 === 0;
      return {
        prompt: sum ? `What is ${i} plus ${i * 7}, times 3?` : `Say hello to person ${i}`,
        quality: Float64Array.from(quality(sum, i)),
        cost: Float64Array.of(1, 10),
      };
    }),
  };
}

function run(made: Table, size: number | null) {
  const vectors = made.rows.map(({ prompt }) => {
    const sum = prompt.startsWith('What') ? 1 : 0;
    return unitVector([sum, 1 - sum, 0.1]) ?? new Float32Array(3);
  });
  const features = made.rows.map(({ prompt }) => promptFeatures(prompt));
  const split = splitTable(made, size, 1);
  if (split === null) throw new Error('no split');
  return evaluate(made, { vectors, features }, split);
}

const chance = (i: number): number => ((i * 7919) % 100 < 70 ? 1 : 0);

function folder(files: Readonly<Record<string, string>>): string {
  const dir = mkdtempSync(join(tmpdir(), 'auto-router-tables-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  mkdirSync(dir, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  return dir;
}
const line = (value: unknown) => `${JSON.stringify(value)}\n`;

describe('the bench', () => {
  it('sees routing where there is something to learn', () => {
    const result = run(
      table(400, (sum) => [sum ? 0 : 1, 1]),
      100,
    );
    expect(result.apgr).toBeGreaterThan(0.7);
    expect(result.aiq).toBeGreaterThan(result.hull);
    expect(result.oracle).toBe(1);
  });

  it('sees none where answers are good or bad by chance', () => {
    const result = run(
      table(600, (_, i) => [chance(i), chance(i * 31 + 5) || 1]),
      200,
    );
    expect(Math.abs(result.apgr - 0.5)).toBeLessThan(0.12);
  });

  it('never chooses a model that was not measured on a prompt', () => {
    const made = table(400, (sum, i) => [sum ? 0 : 1, i % 4 === 0 ? NaN : 1]);
    const result = run(made, 100);
    expect(result.strong).toBe(1);
    expect(result.bestAccuracy).toBeGreaterThan(0.7);
  });

  it('keeps one prompt on one side, so that no memory knows the answer', () => {
    const made = table(400, () => [1, 1]);
    const twice: Table = { ...made, rows: [...made.rows, ...made.rows] };
    const split = splitTable(twice, null, 3);
    const texts = (rows: readonly number[] = []) => rows.map((row) => twice.rows[row]?.prompt);
    const memory = new Set(texts(split?.memory));
    expect(texts(split?.test).some((text) => memory.has(text))).toBe(false);
  });

  it('leaves a size out that a small table has not the prompts for', () => {
    expect(
      splitTable(
        table(300, () => [1, 1]),
        1000,
        1,
      ),
    ).toBeNull();
  });

  it('writes the fixed JSON shape', () => {
    const made = table(400, (sum) => [sum ? 0 : 1, 1]);
    const json = jsonOf(made, { n50: [run(made, 50)] });
    expect(Object.keys(json)).toEqual(['name', 'models', 'splits']);
    expect(Object.keys(json.splits['n50'] ?? {})).toEqual([
      'apgr',
      'cpt50',
      'cpt80',
      'costAt95',
      'bestAccuracy',
    ]);
  });
});

describe('a folder of tables', () => {
  it('takes costs per answer, prices per token, or none', () => {
    const q = { a: 0.2, b: 0.9 };
    const tables = readTables(
      folder({
        'costs.jsonl': line({ prompt: 'x', q, c: { a: 0.001, b: 0.02 } }),
        'prices.jsonl': line({ prompt: 'x', q, outchars: { a: 400, b: 800 } }),
        'prices.prices.json': JSON.stringify({
          a: { input_price: 1, output_price: 1 },
          b: { input_price: 10, output_price: 10 },
        }),
        'none.jsonl': line({ prompt: 'x', q }),
      }),
    );
    expect(tables.map(({ name }) => name)).toEqual(['costs', 'none', 'prices']);
    expect([...(tables[0]?.proxyCosts ?? [])]).toEqual([0.001, 0.02]);
    expect([...(tables[1]?.proxyCosts ?? [])]).toEqual([0, 1]);
    expect(tables[2]?.rows[0]?.cost[1]).toBeCloseTo(((1 + 800) / 4) * 10e-6, 12);
  });

  it('leaves a model out whose cost is unknown, and says so', () => {
    const [only] = readTables(
      folder({ 't.jsonl': line({ prompt: 'x', q: { a: 1, b: 1, c: 1 }, c: { a: 1, b: 2 } }) }),
    );
    expect(only?.models).toEqual(['a', 'b']);
    expect(only?.notes.join()).toContain('c');
  });

  it('names file and line of what is malformed', () => {
    const dir = folder({ 't.jsonl': `${line({ prompt: 'x', q: { a: 1, b: 1 } })}{"prompt": 3}\n` });
    expect(() => readTables(dir)).toThrow(/t\.jsonl:2/u);
  });
});
