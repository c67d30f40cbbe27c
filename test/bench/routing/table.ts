import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';

/** Numbers by model; null and missing = unknown. */
const byModel = z.record(z.string(), z.number().nullable());
const rowSchema = z.object({
  prompt: z.string(),
  q: byModel,
  c: byModel.optional(),
  outchars: byModel.optional(),
});
const pricesSchema = z.record(
  z.string(),
  z.object({ input_price: z.number(), output_price: z.number() }),
);

/** Characters of a token, roughly, where only characters are known. */
const CHARACTERS_PER_TOKEN = 4;
const PER_TOKEN = 1e-6;

export interface TableRow {
  readonly prompt: string;
  /** Quality 0..1, in the order of the table's models; NaN = not measured. */
  readonly quality: Float64Array;
  /** What each model's answer cost, in the table's unit of cost. */
  readonly cost: Float64Array;
}

export interface Table {
  readonly name: string;
  readonly models: readonly string[];
  readonly rows: readonly TableRow[];
  /** One cost a model: what the decision is told (S1-40). */
  readonly proxyCosts: Float64Array;
  /** How costs were found, and what was left out, for the print. */
  readonly notes: readonly string[];
}

/** Every `*.jsonl` of a folder, by name. @throws Error naming file and line of what is malformed */
export function readTables(dir: string): Table[] {
  return readdirSync(dir)
    .filter((file) => file.endsWith('.jsonl'))
    .toSorted()
    .map((file) => readTable(join(dir, file)));
}

function readTable(file: string): Table {
  const parsed = readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [parseLine(file, line, index + 1)]));
  const notes: string[] = [];
  const all = [...new Set(parsed.flatMap(({ q }) => Object.keys(q)))].toSorted();
  const priceOf = tokenPrices(file);
  const cost = costs(parsed, all, priceOf, notes);
  const models = all.filter((_, i) => Number.isFinite(cost.proxy[i]));
  const unpriced = all.filter((model) => !models.includes(model));
  if (unpriced.length > 0) notes.push(`left out, cost unknown: ${unpriced.join(', ')}`);
  if (models.length < 2) throw new Error(`${file}: fewer than two models can be compared`);
  const kept = models.map((model) => all.indexOf(model));
  return {
    name: basename(file, '.jsonl'),
    models,
    proxyCosts: Float64Array.from(kept, (i) => cost.proxy[i] ?? 0),
    rows: parsed.map((row, r) => ({
      prompt: row.prompt,
      quality: Float64Array.from(models, (model) => row.q[model] ?? NaN),
      cost: Float64Array.from(kept, (i) => cost.rows[r]?.[i] ?? 0),
    })),
    notes,
  };
}

type ParsedRow = z.infer<typeof rowSchema>;

function parseLine(file: string, line: string, number: number): ParsedRow {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new Error(`${file}:${number}: not valid JSON`);
  }
  const result = rowSchema.safeParse(value);
  if (result.success) return result.data;
  throw new Error(`${file}:${number}: ${result.error.issues[0]?.message ?? 'malformed'}`);
}

/** Per token, input and output, from `NAME.prices.json` beside the table (USD per million). */
function tokenPrices(file: string): (model: string) => { input: number; output: number } | null {
  const path = file.replace(/\.jsonl$/u, '.prices.json');
  if (!existsSync(path)) return () => null;
  const prices = pricesSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  return (model) => {
    const price = prices[model];
    if (price === undefined) return null;
    return { input: price.input_price * PER_TOKEN, output: price.output_price * PER_TOKEN };
  };
}

/**
 * The cost of each row and model: as the table gives it; else price times the lengths it gives; else
 * the price alone. A table that tells nothing costs by rank: 0 for the model with the lowest mean
 * quality, 1 for the highest, so that cost means the share of calls to the better model.
 */
function costs(
  rows: readonly ParsedRow[],
  models: readonly string[],
  priceOf: ReturnType<typeof tokenPrices>,
  notes: string[],
): { rows: number[][]; proxy: number[] } {
  const given = models.map((model) => mean(rows.map(({ c }) => c?.[model] ?? NaN)));
  const prices = models.map(priceOf);
  if (given.some(Number.isFinite)) {
    notes.push('cost: as given per answer');
    return {
      proxy: given,
      rows: rows.map(({ c }) => models.map((model, i) => c?.[model] ?? given[i] ?? NaN)),
    };
  }
  if (prices.some((price) => price !== null)) {
    const lengths = rows.some(({ outchars }) => outchars !== undefined);
    notes.push(`cost: price per token${lengths ? ' times length' : ''}`);
    const priced = rows.map((row) =>
      models.map((model, i) => {
        const price = prices[i];
        if (price === null || price === undefined) return NaN;
        const output = row.outchars?.[model];
        if (!lengths || output === undefined || output === null) {
          return (price.input + price.output) / 2;
        }
        return (row.prompt.length * price.input + output * price.output) / CHARACTERS_PER_TOKEN;
      }),
    );
    return { rows: priced, proxy: models.map((_, i) => mean(priced.map((row) => row[i] ?? NaN))) };
  }
  notes.push('cost: none given, so the rank by mean quality stands for it');
  const quality = models.map((model) => mean(rows.map(({ q }) => q[model] ?? NaN)));
  const order = models.map((_, i) => i).sort((a, b) => (quality[a] ?? 0) - (quality[b] ?? 0));
  const proxy = models.map((_, i) => order.indexOf(i) / Math.max(1, models.length - 1));
  return { rows: rows.map(() => proxy), proxy };
}

/** Of the numbers that are there; NaN when there is none. */
export function mean(values: readonly number[]): number {
  const known = values.filter((value) => Number.isFinite(value));
  return known.length === 0 ? NaN : known.reduce((sum, value) => sum + value, 0) / known.length;
}
